"""The duty gate (持证上岗): what people lack for a duty on some days, and who does not.

It is asked by what puts people on duty, which declares beside its records when it
keeps somebody busy.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.models import Duty, StaffMember
from compliance.requirements import Book, Lack
from reception.access.scope import visible
from reception.ledger.context import current

MOST_OTHERS = 5  # people who are named as able to do it instead
MOST_ASKED = 2000  # people among whom they are sought

Span = tuple[int, date, date]  # member, first and last local day
BUSY: list[Callable[[Iterable[int], date, date], Iterable[Span]]] = []


def keeps_busy(look: Callable[[Iterable[int], date, date], Iterable[Span]]):
    """Register a look for what members do in some days: (member, first, last)."""
    BUSY.append(look)
    return look


@dataclass(frozen=True, slots=True)
class Wish:
    """That somebody does a duty from the first to the last local day, at a place."""

    member: StaffMember
    duty: str
    first: date
    last: date
    office: int | None = None
    venue: int | None = None


class Others:
    """Who could do it instead: people in the reader's sight, read once."""

    def __init__(self, first: date, last: date, user=None):
        rows = StaffMember.objects.select_related("office", "venue").order_by("number")
        seen = visible(user, "view", rows)[:MOST_ASKED] if user is not None else []
        self.members = list(seen)
        keys = [member.pk for member in self.members]
        self.book = Book.read(keys) if keys else None
        self.busy: dict[int, list[tuple[date, date]]] = defaultdict(list)
        for look in BUSY if keys else ():
            for member, begin, end in look(keys, first, last):
                self.busy[member].append((begin, end))

    def able(self, wish: Wish, most: int = MOST_OTHERS) -> list[StaffMember]:
        """Return who is free, employed and lacks nothing; those nearest first."""
        found = []
        for member in sorted(self.members, key=lambda each: _distance(each, wish)):
            if len(found) == most:
                break
            if member.pk != wish.member.pk and self._can(member, wish):
                found.append(member)
        return found

    def _can(self, member: StaffMember, wish: Wish) -> bool:
        first, last = wish.first, wish.last
        is_busy = any(
            begin <= last and first <= end for begin, end in self.busy[member.pk]
        )
        return (
            not is_busy
            and self.book.works(member.pk, first, last)
            and not self.book.lacks(member.pk, wish.duty, first, last)
        )


def _distance(member: StaffMember, wish: Wish) -> tuple:
    """Return how far somebody is from a wish: by post first, then by place."""
    here = (wish.office is not None and member.office_id == wish.office) or (
        wish.venue is not None and member.venue_id == wish.venue
    )
    return member.post != wish.duty, not here, member.number


def told(lacking: Iterable[Lack]) -> str:
    """Return what is lacking in words, with since when and why."""
    return _("; ").join(
        _("%(kind)s from %(day)s on (%(why)s)")
        % {"kind": each.kind, "day": day_told(each.first_day), "why": each.why}
        for each in lacking
    )


def day_told(day: date) -> str:
    """Return a day as messages write it."""
    return date_format(day, "Y-m-d")


def refusals(wishes: Iterable[Wish]) -> Iterator[tuple[int, str]]:
    """Yield the place of each wish that cannot be, with what stands in its way.

    Whoever acts now is told who could do it instead, among those whom he may see.
    """
    wishes = list(wishes)
    if not wishes:
        return
    book = Book.read(wish.member.pk for wish in wishes)
    others = None
    for place, wish in enumerate(wishes):
        if not book.works(wish.member.pk, wish.first, wish.last):
            yield place, _not_employed(wish)
            continue
        lacking = book.lacks(wish.member.pk, wish.duty, wish.first, wish.last)
        if lacking:
            if others is None:
                days = min(w.first for w in wishes), max(w.last for w in wishes)
                others = Others(*days, user=current().actor)
            yield place, refusal(wish, lacking, others.able(wish))


def _not_employed(wish: Wish) -> str:
    text = _("%(name)s is not employed on all days from %(first)s to %(last)s.")
    days = {"first": day_told(wish.first), "last": day_told(wish.last)}
    return text % {"name": wish.member, **days}


def refusal(wish: Wish, lacking: Iterable[Lack], able: list[StaffMember]) -> str:
    """Return why somebody cannot do it, and who could."""
    text = _("%(name)s cannot do this duty (%(duty)s): lacking %(lacks)s.") % {
        "name": wish.member,
        "duty": Duty(wish.duty).label,
        "lacks": told(lacking),
    }
    return f"{text} {instead(able)}"


def instead(able: list[StaffMember]) -> str:
    """Return in a sentence who could do it instead."""
    if not able:
        return _("Nobody else whom you can see is free and certified on these days.")
    people = _(", ").join(
        _("%(name)s (%(place)s)") % {"name": each, "place": each.employer}
        for each in able
    )
    return _("Could do it instead: %(people)s.") % {"people": people}
