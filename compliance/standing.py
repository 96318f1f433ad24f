"""How certificates stand on a day, as plain facts: on which days each counts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from compliance.models import Certificate

Days = tuple[date, date]  # first and last


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate that somebody holds, as far as its days are concerned."""

    kind: int
    issued_on: date
    valid_until: date | None

    def days(self) -> list[Days]:
        """Return the stretches of days on which it counts, in order."""
        return [(self.issued_on, self.valid_until or date.max)]


def held_by(
    members: Iterable[int], kinds: Iterable[int]
) -> dict[int, dict[int, list[Held]]]:
    """Return, by member and kind, the certificates; one query for any number."""
    found = defaultdict(lambda: defaultdict(list))
    rows = Certificate.objects.filter(
        holder__in=sorted(set(members)), kind__in=sorted(set(kinds))
    )
    columns = ("holder", "kind", "issued_on", "valid_until")
    for holder, *facts in rows.order_by("issued_on", "pk").values_list(*columns):
        held = Held(*facts)
        found[holder][held.kind].append(held)
    return found


def why_not(certificates: Sequence[Held], on: date):
    """Return why none of ``certificates``, all of one kind, counts on ``on``."""
    past = [each.valid_until for each in certificates if each.issued_on <= on]
    if past:
        return _("expired on %(day)s") % {"day": date_format(max(past))}
    if certificates:
        first = min(each.issued_on for each in certificates)
        return _("not valid before %(day)s") % {"day": date_format(first)}
    return _("none held")
