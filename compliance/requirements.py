"""What people lack for a duty: the question of the gate (持证上岗)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from compliance.models import CertificateKind, CertificateRequirement
from compliance.posting import Posting, postings
from compliance.standing import Days, Held, held_by, why_not
from reception.accounts.models import Office
from venues.models.licence import uncovered


@dataclass(frozen=True, slots=True)
class Lack:
    """A certificate that is required and does not count, from which day, and why."""

    kind: CertificateKind
    first_day: date
    why: str | Promise


@dataclass(frozen=True, slots=True)
class Requirements:
    """All requirements, read once; asking them costs no query."""

    parents: dict[int, int | None]
    rows: list[CertificateRequirement]

    @classmethod
    def read(cls) -> "Requirements":
        """Read the tables, which are small, in two queries."""
        rows = CertificateRequirement.objects.select_related("kind").order_by("code")
        return cls(
            dict(Office.objects.order_by().values_list("pk", "parent")), list(rows)
        )

    def binds(self, row: CertificateRequirement, office: int) -> bool:
        """Whether ``row`` binds the people of ``office``."""
        if row.office_id is None:
            return True
        seen: set[int] = set()
        current: int | None = office
        while current is not None and current not in seen:
            if current == row.office_id:
                return True
            seen.add(current)
            current = self.parents.get(current)
        return False

    def of_duty(self, duty: str) -> list[CertificateRequirement]:
        """Return what is required for a duty."""
        return [row for row in self.rows if row.duty == duty]

    def of_posts(self, posts: Collection[str] = ()) -> list[CertificateRequirement]:
        """Return what is required of posts; without any named, of all."""
        return [
            row for row in self.rows if row.post and row.post in (posts or {row.post})
        ]

    def binding(
        self,
        rows: Iterable[CertificateRequirement],
        posting: Posting,
        first: date,
        last: date,
    ) -> Iterator[tuple[CertificateRequirement, Days]]:
        """Yield those of ``rows`` that bind somebody in a post, with the days."""
        for row in rows:
            days = posting.within(
                max(first, row.since or date.min), min(last, row.until or date.max)
            )
            if (
                days
                and row.post in ("", posting.post)
                and self.binds(row, posting.office)
            ):
                yield row, days


@dataclass(frozen=True, slots=True)
class Book:
    """What is required, held and worked by some people; asking it costs no query."""

    required: Requirements
    held: dict[int, dict[int, list[Held]]]
    times: dict[int, list[Posting]]

    @classmethod
    def read(cls, members: Iterable[int]) -> "Book":
        """Read all about the members with these keys, in a few queries."""
        keys, required = set(members), Requirements.read()
        kinds = {row.kind_id for row in required.rows}
        return cls(required, dict(held_by(keys, kinds)), postings(keys))

    def lacks(self, member: int, duty: str, first: date, last: date) -> list[Lack]:
        """Return what somebody lacks for ``duty`` on the days ``first`` … ``last``."""
        rows = self.required.of_duty(duty) if duty else []
        wanted = [
            (row.kind, days)
            for time in self.times.get(member, ())
            for row, days in self.required.binding(rows, time, first, last)
        ]
        return lacking_of(wanted, self.held.get(member, {}))

    def works(self, member: int, first: date, last: date) -> bool:
        """Whether somebody is employed on each of the days."""
        return works(self.times.get(member, ()), first, last)


def lacking_of(
    wanted: Iterable[tuple[CertificateKind, Days]], held: dict[int, list[Held]]
) -> list[Lack]:
    """Return what lacks of ``wanted``: each kind once, from its first day without."""
    first_days: dict[CertificateKind, date] = {}
    for kind, days in wanted:
        spans = [span for each in held.get(kind.pk, ()) for span in each.days()]
        gap = next(uncovered(spans, *days), None)
        if gap and gap[0] < first_days.get(kind, date.max):
            first_days[kind] = gap[0]
    return [
        Lack(kind, day, why_not(held.get(kind.pk, ()), day))
        for kind, day in first_days.items()
    ]


def works(times: Iterable[Posting], first: date, last: date) -> bool:
    """Whether ``times`` of work cover each day of ``first`` … ``last``."""
    spans = [(time.first, time.last) for time in times]
    return next(uncovered(spans, first, last), None) is None
