"""Rest (休息): whom the roster asks too much of, by the limits of his office.

A shift counts on the local day on which it starts. Stand-by is waited for: it adds no
hours and is no night, but its day is not free; neither is a day of an assignment.
Everything here warns and refuses nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from reception.accounts.models import Office
from visits.duties import day_told
from visits.models import Assignment, RestLimit, Shift

DAY, WEEK, HOUR = timedelta(days=1), timedelta(weeks=1), timedelta(hours=1)
LOOK_BACK = timedelta(days=90)  # a longer row counts as this long


@dataclass(frozen=True, slots=True)
class Limits:
    """What a roster may ask before it warns; see ``RestLimit``."""

    days_in_a_row: int
    hours_a_week: int
    nights_in_a_row: int
    hours_between: int
    days_to_tell: int
    is_confirmed: bool = False


# Proposals, to be confirmed locally: no number of a law.
PROPOSED = Limits(6, 44, 3, 11, 14)


@dataclass(frozen=True, slots=True)
class LimitBook:
    """All limits, read once; asking them costs no query."""

    parents: dict[int, int | None]
    rows: dict[int, RestLimit]

    @classmethod
    def read(cls) -> "LimitBook":
        """Read the tables, which are small, in two queries."""
        return cls(
            dict(Office.objects.order_by().values_list("pk", "parent")),
            {row.office_id: row for row in RestLimit.objects.order_by()},
        )

    def of(self, office: int | None) -> Limits:
        """Return the limits of the office or of the nearest above; else proposals."""
        seen: set[int] = set()
        while office is not None and office not in seen:
            if row := self.rows.get(office):
                return Limits(
                    row.days_in_a_row,
                    row.hours_a_week,
                    row.nights_in_a_row,
                    row.hours_between,
                    row.days_to_tell,
                    bool(row.document),
                )
            seen.add(office)
            office = self.parents.get(office)
        return PROPOSED


class Rule(StrEnum):
    """What a warning is about."""

    DAYS = "days"
    HOURS = "hours"
    NIGHTS = "nights"
    BETWEEN = "between"


LABELS = {
    Rule.DAYS: pgettext_lazy("rest", "days in a row"),
    Rule.HOURS: pgettext_lazy("rest", "hours a week"),
    Rule.NIGHTS: pgettext_lazy("rest", "nights in a row"),
    Rule.BETWEEN: pgettext_lazy("rest", "hours between shifts"),
}
TEXTS = {
    Rule.DAYS: gettext_lazy("%(measured)s days in a row, at most %(limit)s"),
    Rule.HOURS: gettext_lazy(
        "%(measured)s hours in the week from %(first)s, at most %(limit)s"
    ),
    Rule.NIGHTS: gettext_lazy("%(measured)s nights in a row, at most %(limit)s"),
    Rule.BETWEEN: gettext_lazy(
        "%(measured)s hours of rest before the shift of %(last)s, at least %(limit)s"
    ),
}


@dataclass(frozen=True, slots=True)
class Warned:
    """That a limit is passed: which, from when to when, by how much."""

    rule: Rule
    first: date
    last: date
    measured: float
    limit: int

    @property
    def text(self) -> str | Promise:
        """The warning in words."""
        return TEXTS[self.rule] % {
            "measured": f"{self.measured:g}",
            "limit": self.limit,
            "first": day_told(self.first),
            "last": day_told(self.last),
        }

    def touches(self, first: date, last: date) -> bool:
        """Whether it concerns one of the days ``first`` … ``last``."""
        return self.first <= last and first <= self.last


@dataclass(slots=True)
class Diary:
    """What one person does: shifts in the order of their start, and days not free."""

    shifts: list[Shift] = field(default_factory=list)
    busy: set[date] = field(default_factory=set)

    def row_until(self, on: date) -> int:
        """Return how many days in a row were not free, up to and with ``on``."""
        count = 0
        while on - count * DAY in self.busy:
            count += 1
        return count


def diaries(members: Iterable[int], first: date, last: date) -> dict[int, Diary]:
    """Return what members do in ``first`` … ``last``, in two queries."""
    keys, found = sorted(set(members)), defaultdict(Diary)
    begin, end = _start(first), _start(last + DAY)
    rows = Shift.objects.held().filter(member__in=keys)
    rows = rows.filter(starts_at__gte=begin, starts_at__lt=end)
    for shift in rows.order_by("starts_at", "pk"):
        found[shift.member_id].shifts.append(shift)
        found[shift.member_id].busy.add(day_of(shift))
    rows = Assignment.objects.holding().within(first, last).filter(member__in=keys)
    spans = rows.order_by().values_list("member", "first_day", "last_day")
    for member, from_day, to_day in spans:
        found[member].busy |= set(days_between(max(from_day, first), min(to_day, last)))
    return found


def day_of(shift: Shift) -> date:
    """Return the local day on which a shift counts."""
    return timezone.localdate(shift.starts_at)


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days ``first`` … ``last``."""
    for count in range((last - first).days + 1):
        yield first + count * DAY


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def monday(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - day.weekday() * DAY


def warnings(diary: Diary, limits: Limits) -> list[Warned]:
    """Return which limits somebody's diary passes, in the order of the days."""
    worked = [each for each in diary.shifts if each.kind != Shift.Kind.STANDBY]
    nights = {day_of(each) for each in worked if each.kind == Shift.Kind.NIGHT}
    found = [
        *_rows(Rule.DAYS, diary.busy, limits.days_in_a_row),
        *_rows(Rule.NIGHTS, nights, limits.nights_in_a_row),
        *_weeks(worked, limits.hours_a_week),
        *_between(worked, limits.hours_between),
    ]
    return sorted(found, key=lambda each: (each.first, each.rule))


def _rows(rule: Rule, days: set[date], limit: int) -> Iterator[Warned]:
    """Yield the rows of days that are longer than the limit."""
    for first in sorted(day for day in days if day - DAY not in days):
        last = first
        while last + DAY in days:
            last += DAY
        if (count := (last - first).days + 1) > limit:
            yield Warned(rule, first, last, count, limit)


def _weeks(worked: Sequence[Shift], limit: int) -> Iterator[Warned]:
    hours: dict[date, float] = defaultdict(float)
    for shift in worked:
        hours[monday(day_of(shift))] += shift.hours
    for first, total in hours.items():
        if total > limit:
            last = first + WEEK - DAY
            yield Warned(Rule.HOURS, first, last, round(total, 1), limit)


def _between(worked: Sequence[Shift], limit: int) -> Iterator[Warned]:
    for one, other in pairwise(worked):
        rest = (other.starts_at - one.ends_at) / HOUR
        if rest < limit:
            days = day_of(one), day_of(other)
            yield Warned(Rule.BETWEEN, *days, round(max(rest, 0.0), 1), limit)


def warned(members: Iterable, first: date, last: date) -> dict[int, list[Warned]]:
    """Return, by member, the warnings that touch ``first`` … ``last``; few queries.

    ``members`` are staff members with their venue, if any.
    """
    members = list(members)
    if not members:
        return {}
    limits = LimitBook.read()
    begin, end = monday(first) - LOOK_BACK, monday(last) + WEEK - DAY
    found = diaries((member.pk for member in members), begin, end)
    told = {}
    for member in members:
        own = warnings(found[member.pk], limits.of(office_of(member)))
        if touching := [each for each in own if each.touches(first, last)]:
            told[member.pk] = touching
    return told


def office_of(member) -> int:
    """Return the office whose limits bind somebody."""
    return member.office_id or member.venue.office_id


def tired(members: Iterable, on: date) -> list[tuple]:
    """Return (member, days since the last free day), the longest row first.

    Only whose row has come to the limit at which his head is told.
    """
    members = list(members)
    if not members:
        return []
    limits = LimitBook.read()
    found = diaries((member.pk for member in members), on - LOOK_BACK, on)
    rows = [
        (member, row)
        for member in members
        if (row := found[member.pk].row_until(on))
        >= limits.of(office_of(member)).days_to_tell
    ]
    return sorted(rows, key=lambda each: (-each[1], each[0].number))


def told_once(member, first: date, last: date) -> str:
    """Return the warnings about one person in a sentence; empty if there are none."""
    found = warned([member], first, last).get(member.pk)
    if not found:
        return ""
    texts = _("; ").join(str(each.text) for each in found)
    return _("%(name)s needs rest: %(warnings)s.") % {"name": member, "warnings": texts}
