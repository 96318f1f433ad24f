"""Posts by day: who worked where as what, on past days as on coming ones."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from compliance.models import StaffMember


@dataclass(frozen=True, slots=True)
class Posting:
    """A time in which somebody held one post with one employer; both days count.

    ``office`` is the employing office, or that of the employing venue.
    """

    member: int
    post: str
    office: int
    venue: int | None
    first: date
    last: date

    def within(self, first: date, last: date) -> tuple[date, date] | None:
        """Return the days that the time shares with ``first`` … ``last``."""
        days = max(first, self.first), min(last, self.last)
        return days if days[0] <= days[1] else None


def postings(members: Iterable[int]) -> dict[int, list[Posting]]:
    """Return, by member, the times of his work in order; the same few queries."""
    keys, found = sorted(set(members)), defaultdict(list)
    columns = ("pk", "post", "office", "venue", "venue__office")
    rows = StaffMember.objects.filter(pk__in=keys).order_by()
    for pk, *where, first, last in rows.values_list(*columns, "joined_on", "left_on"):
        found[pk].append(_posting(pk, where, first, last))
    return {pk: sorted(each, key=lambda p: p.first) for pk, each in found.items()}


def _posting(member: int, where, first: date | None, last: date | None) -> Posting:
    post, office, venue, its_office = where
    days = first or date.min, last or date.max
    return Posting(member, post, office or its_office, venue, *days)
