"""Reports of the roster: who was assigned, how the load is shared, who lacks rest."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models import StaffMember
from compliance.posting import Posting, postings
from reception.exchange.reports import Chart, Column, Kind, Report, Scope, column
from visits.models import Assignment, Shift
from visits.resting import DAY, LABELS, day_of, warned

WEEKEND = 5  # Saturday, as Python counts
TOLD = ("duty", "first_day", "last_day", "note")


def _assignments(scope: Scope) -> list[QuerySet]:
    rows = scope.of(Assignment).filter(
        scope.days("first_day"), scope.at_office("visit__host_office")
    )
    return [
        rows.order_by("first_day", "visit__number", "pk").values_list(
            "visit__host_office__name",
            "visit__number",
            "visit__title",
            "member__number",
            "member__name",
            *TOLD,
        )
    ]


ASSIGNMENTS = Report(
    name="assignments",
    title=_("Assignments"),
    description=_("Who was assigned to which visit, for which duty and on which days."),
    models=(Assignment,),
    filters=("period", "office"),
    columns=(
        Column("office", _("office")),
        column(Assignment, "visit"),
        Column("title", _("title")),
        column(Assignment, "member"),
        Column("name", _("full name")),
        *(column(Assignment, name) for name in TOLD),
    ),
    rows=_assignments,
)


@dataclass(slots=True)
class Load:
    """What one person did at one place in one month."""

    shifts: int = 0
    hours: float = 0.0
    nights: int = 0
    standby: int = 0
    weekend: set[date] = field(default_factory=set)
    employed: int = 0

    def add(self, shift: Shift) -> None:
        """Count a shift; stand-by is no hours and no night."""
        self.shifts += 1
        day = day_of(shift)
        if day.weekday() >= WEEKEND:
            self.weekend.add(day)
        if shift.kind == Shift.Kind.STANDBY:
            self.standby += 1
            return
        self.hours += shift.hours
        self.nights += shift.kind == Shift.Kind.NIGHT


Key = tuple[tuple, date, int]  # place, first day of the month, person


def loads(scope: Scope) -> tuple[dict[Key, Load], dict[int, StaffMember], dict]:
    """Return the load by place, month and person, the people, and the places' names."""
    rows = (
        scope.of(Shift)
        .held()
        .filter(scope.moments("starts_at"), scope.at_office("office", "venue__office"))
    )
    rows = rows.select_related("member", "office", "venue")
    found, people, places = defaultdict(Load), {}, {}
    for shift in rows.order_by("starts_at", "pk"):
        place = (shift.office_id, shift.venue_id)
        found[place, day_of(shift).replace(day=1), shift.member_id].add(shift)
        people[shift.member_id], places[place] = shift.member, shift.place
    times = postings(people)
    for (_place, month, pk), load in found.items():
        load.employed = employed_days(times.get(pk, ()), *_days_of(month, scope))
    return found, people, places


def _days_of(month: date, scope: Scope) -> tuple[date, date]:
    """Return the first and the last day of the month that were asked for."""
    last = (month + timedelta(days=32)).replace(day=1) - DAY
    return max(month, scope.first or month), min(last, scope.last or last)


def employed_days(times: Iterable[Posting], first: date, last: date) -> int:
    """Return on how many of the days ``first`` … ``last`` somebody was employed."""
    spans = [days for time in times if (days := time.within(first, last))]
    return sum((end - begin).days + 1 for begin, end in spans)


def fair_share(load: Load, others: Iterable[Load]) -> float:
    """Return the hours that somebody would have had, if all had been shared by days.

    ``others`` are all who were on the roster of that place and month, himself too.
    """
    others = list(others)
    days = sum(each.employed for each in others)
    return sum(each.hours for each in others) * load.employed / days if days else 0.0


def _load(scope: Scope) -> list[list]:
    found, people, places = loads(scope)
    together = defaultdict(list)
    for (place, month, _pk), load in found.items():
        together[place, month].append(load)
    rows = []
    for (place, month, pk), load in found.items():
        share, member = fair_share(load, together[place, month]), people[pk]
        rows.append(
            [
                str(places[place]),
                f"{month:%Y-%m}",
                member.number,
                member.name,
                load.shifts,
                load.hours,
                load.nights,
                len(load.weekend),
                load.standby,
                load.employed,
                share,
                load.hours - share,
            ]
        )
    return [sorted(rows, key=lambda row: (row[1], row[0], -row[5], row[2]))]


LOAD = Report(
    name="load",
    title=_("Load of the roster"),
    description=_(
        "Hours, nights, weekend days and stand-by of each person and month, beside the "
        "share that would be even among all on the roster of that place; only the days "
        "on which somebody was employed count."
    ),
    models=(Shift,),
    filters=("period", "office"),
    columns=(
        Column("place", pgettext_lazy("a shift", "place")),
        Column("month", _("month")),
        column(StaffMember, "number"),
        column(StaffMember, "name"),
        Column("shifts", _("shifts"), Kind.WHOLE),
        Column("hours", pgettext_lazy("load", "hours"), Kind.TENTHS),
        Column("nights", pgettext_lazy("load", "nights"), Kind.WHOLE),
        Column("weekend", _("weekend days"), Kind.WHOLE),
        Column("standby", _("times on stand-by"), Kind.WHOLE),
        Column("employed", _("days employed"), Kind.WHOLE),
        Column("share", _("even share of hours"), Kind.TENTHS),
        Column("difference", _("above or below it"), Kind.TENTHS),
    ),
    rows=_load,
    chart=Chart("name", ("hours",)),
)


def _rest(scope: Scope) -> list[list]:
    shifts = scope.of(Shift).filter(
        scope.moments("starts_at"), scope.at_office("office", "venue__office")
    )
    ends = shifts.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    if ends["first"] is None:
        return [[]]
    first, last = (day_of(Shift(starts_at=each)) for each in ends.values())
    rows = StaffMember.objects.filter(pk__in=shifts.values("member"))
    members = rows.using(shifts.db).select_related("office", "venue", "venue__office")
    told = warned(members.order_by("number"), scope.first or first, scope.last or last)
    return [
        [
            [
                str(member.employer),
                member.number,
                member.name,
                each.rule.value,
                each.first,
                each.last,
                each.measured,
                each.limit,
            ]
            for member in members
            for each in told.get(member.pk, ())
        ]
    ]


REST = Report(
    name="rest",
    title=_("Lack of rest"),
    description=_(
        "Whom the roster of the period asked too much of: days and nights in a row, "
        "hours a week, hours between shifts. The limits are proposals until an office "
        "sets them: to be confirmed locally."
    ),
    models=(Shift,),
    filters=("period", "office"),
    columns=(
        Column("employer", _("employer")),
        column(StaffMember, "number"),
        column(StaffMember, "name"),
        Column("rule", _("limit passed"), choices=tuple(LABELS.items())),
        Column("first", _("from"), Kind.DATE),
        Column("last", _("to"), Kind.DATE),
        Column("measured", _("measured"), Kind.TENTHS),
        Column("limit", pgettext_lazy("rest", "limit"), Kind.WHOLE),
    ),
    rows=_rest,
)

REPORTS = (ASSIGNMENTS, LOAD, REST)
