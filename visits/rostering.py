"""The roster of a place for a week: read, filled in by cells, copied to the next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from compliance.models import Duty, StaffMember
from reception.access.scope import can_part, visible
from reception.accounts import numbering
from reception.accounts.models import Office
from reception.ledger import writing
from venues.models import Venue
from visits.models import Shift
from visits.resting import DAY, WEEK, Warned, day_of, days_between, warned

DAYS = 7
# What one click enters; the hours of a shift can be changed on its own page.
HOURS = {
    Shift.Kind.DAY: (time(8), timedelta(hours=9)),
    Shift.Kind.NIGHT: (time(20), timedelta(hours=12)),
    Shift.Kind.STANDBY: (time(17), timedelta(hours=15)),
}
DUTIES = set(Duty.values)

Place = Office | Venue
Refused = tuple[Shift, str]


@dataclass(slots=True)
class Row:
    """One person's week: his shifts by day, and what asks too much of him."""

    member: StaffMember
    cells: dict[date, list[Shift]]
    warnings: list[Warned] = field(default_factory=list)

    @property
    def hours(self) -> float:
        """The hours worked in the week; stand-by adds none."""
        return sum(
            shift.hours
            for shifts in self.cells.values()
            for shift in shifts
            if shift.kind != Shift.Kind.STANDBY and shift.state != Shift.State.ABSENT
        )


def at(place: Place) -> Q:
    """Return the condition that a shift, or a person, is of the place."""
    return Q(office=place) if isinstance(place, Office) else Q(venue=place)


def moment(day: date, hour: time = time.min) -> datetime:
    """Return the moment of a local day and hour."""
    return timezone.make_aware(datetime.combine(day, hour))


def shifts_of(user, place: Place, first: date, days: int = DAYS) -> list[Shift]:
    """Return the shifts of the place that start in the days, as far as in sight."""
    rows = visible(user, "view", Shift.objects.filter(at(place)))
    rows = rows.filter(
        starts_at__gte=moment(first), starts_at__lt=moment(first + days * DAY)
    )
    rows = rows.select_related("member", "member__venue", "visit")
    return list(rows.order_by("starts_at", "pk"))


def week(user, place: Place, first: date, post: str = "") -> list[Row]:
    """Return the people of the place with their week, by number.

    Who is employed there and in the reader's sight has a row, and who is on duty
    there; ``post`` keeps the people of one post.
    """
    last = first + WEEK - DAY
    shifts, people = shifts_of(user, place, first), {}
    rows = StaffMember.objects.filter(at(place)).select_related("office", "venue")
    rows = rows.exclude(left_on__lt=first).exclude(joined_on__gt=last)
    for member in visible(user, "view", rows).order_by("number"):
        people[member.pk] = member
    cells: dict[int, dict] = defaultdict(lambda: {d: [] for d in days_of(first)})
    for shift in shifts:
        people.setdefault(shift.member_id, shift.member)
        cells[shift.member_id][day_of(shift)].append(shift)
    told = warned(people.values(), first, last)
    return [
        Row(member, cells[pk], told.get(pk, []))
        for pk, member in sorted(people.items(), key=lambda item: item[1].number)
        if not post or member.post == post
    ]


def days_of(first: date) -> list[date]:
    """Return the seven days of a week."""
    return list(days_between(first, first + WEEK - DAY))


def usual_duty(member: StaffMember) -> str:
    """Return the duty that somebody's post says; general duty otherwise."""
    return member.post if member.post in DUTIES else ""


def new_shift(place: Place, member: StaffMember, day: date, kind: str) -> Shift:
    """Return a shift of the usual hours, not stored."""
    begin, length = HOURS[Shift.Kind(kind)]
    starts_at = moment(day, begin)
    return Shift(
        office=place if isinstance(place, Office) else None,
        venue=place if isinstance(place, Venue) else None,
        member=member,
        kind=kind,
        duty=usual_duty(member),
        starts_at=starts_at,
        ends_at=starts_at + length,
    )


def may_enter(user, place: Place) -> bool:
    """Whether ``user`` may put people on duty at the place."""
    return can_part(user, "add", Shift, place)


@transaction.atomic
def enter(
    place: Place, shifts: Sequence[Shift], *, by, on: date
) -> tuple[list[Shift], list[Refused]]:
    """Store those of ``shifts`` that may be; return them, and the others with why.

    Raises:
        PermissionDenied: ``by`` may not put people on duty there.
    """
    if not may_enter(by, place):
        raise PermissionDenied
    why: dict[int, str] = {}
    for shift, text in Shift.beside_others(list(shifts), set()):
        why.setdefault(id(shift), str(text))
    made = [shift for shift in shifts if id(shift) not in why]
    for shift in made:
        shift.entered_by = by
    numbering.assign(made, on)
    writing.create_all(made)
    return made, [(s, why[id(s)]) for s in shifts if id(s) in why]


def next_week(shifts: Iterable[Shift]) -> list[Shift]:
    """Return copies of ``shifts`` a week later, not stored; absences stay behind."""
    kept = ("office", "venue", "member", "kind", "duty", "task", "note")
    return [
        Shift(
            starts_at=shift.starts_at + WEEK,
            ends_at=shift.ends_at + WEEK,
            **{name: getattr(shift, name) for name in kept},
        )
        for shift in shifts
        if shift.state != Shift.State.ABSENT
    ]


def copy_week(place: Place, first: date, *, by, on: date):
    """Copy the week to the next as planned shifts; return as ``enter`` does.

    What is there already is no refusal, so copying twice changes nothing.
    """
    there = defaultdict(list)
    for shift in shifts_of(by, place, first + WEEK):
        there[shift.member_id].append(shift)
    copies = [
        copy
        for copy in next_week(shifts_of(by, place, first))
        if not any(_same(copy, other) for other in there[copy.member_id])
    ]
    return enter(place, copies, by=by, on=on)


def _same(one: Shift, other: Shift) -> bool:
    return (one.kind, one.starts_at, one.ends_at) == (
        other.kind,
        other.starts_at,
        other.ends_at,
    )
