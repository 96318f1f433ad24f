"""How certificates stand on a day, as plain facts: on which days each counts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from compliance.models import Certificate, Suspension
from compliance.models.certificate import Span, status_on

DAY = timedelta(days=1)
Days = tuple[date, date]  # first and last
Status = Certificate.Status


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate that somebody holds, as far as its days are concerned."""

    pk: int
    kind: int
    number: str
    issued_on: date
    valid_until: date | None
    revoked_on: date | None = None
    suspended: tuple[Span, ...] = ()

    def status(self, on: date, renew_days: int = 0) -> Status:
        """Return how it stands on ``on``."""
        return status_on(
            on,
            self.issued_on,
            self.valid_until,
            renew_days,
            revoked_on=self.revoked_on,
            suspended=self.suspended,
        )

    def days(self) -> list[Days]:
        """Return the stretches of days on which it counts, in order."""
        first, last = self.issued_on, self.valid_until or date.max
        if self.revoked_on is not None:
            last = min(last, self.revoked_on - DAY)
        found = []
        for since, end in sorted(self.suspended, key=lambda span: span[0]):
            if end == since:
                continue  # lifted on the day it began
            found.append((first, min(last, since - DAY)))
            if end is None:
                break
            first = max(first, end)
        else:
            found.append((first, last))
        return [span for span in found if span[0] <= span[1]]


def held_by(
    members: Iterable[int], kinds: Iterable[int]
) -> dict[int, dict[int, list[Held]]]:
    """Return, by member and kind, the certificates; two queries for any number."""
    rows = Certificate.objects.filter(
        holder__in=sorted(set(members)), kind__in=sorted(set(kinds))
    )
    times = defaultdict(list)
    paused = Suspension.objects.filter(certificate__in=rows.order_by().values("pk"))
    columns = ("certificate", "since", "lifted_on")
    for pk, *span in paused.order_by("since", "pk").values_list(*columns):
        times[pk].append(tuple(span))
    found = defaultdict(lambda: defaultdict(list))
    columns = ("holder", "pk", "kind", "number", "issued_on", "valid_until")
    facts = rows.order_by("issued_on", "pk").values_list(*columns, "revoked_on")
    for holder, pk, *told in facts:
        held = Held(pk, *told, suspended=tuple(times.get(pk, ())))
        found[holder][held.kind].append(held)
    return found


def why_not(certificates: Sequence[Held], on: date):
    """Return why none of ``certificates``, all of one kind, counts on ``on``."""
    states = [(each, each.status(on)) for each in certificates]

    def those(status: Status) -> list[Held]:
        return [each for each, state in states if state == status]

    if paused := those(Status.SUSPENDED):
        spans = [span for each in paused for span in each.suspended]
        began = max(since for since, _end in spans if since <= on)
        return _("suspended from %(day)s") % {"day": date_format(began)}
    if revoked := those(Status.REVOKED):
        day = max(each.revoked_on for each in revoked)
        return _("revoked on %(day)s") % {"day": date_format(day)}
    if past := those(Status.EXPIRED):
        day = max(each.valid_until for each in past)
        return _("expired on %(day)s") % {"day": date_format(day)}
    if coming := those(Status.NOT_YET):
        day = min(each.issued_on for each in coming)
        return _("not valid before %(day)s") % {"day": date_format(day)}
    return _("none held")
