"""Reports of what people reached: hours, drills and quizzes."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models import (
    Drill,
    DrillParticipant,
    Enrolment,
    QuizAttempt,
    StaffMember,
)
from compliance.training.hours import Targets, attended, hours_of
from reception.exchange.reports import Chart, Column, Kind, Report, Scope, column

HUNDRED = 100


def _people(scope: Scope) -> list[tuple]:
    """Return (office, number, name, post, employer, hours, target) of all employed."""
    last = scope.last or scope.today
    stays = Q(left_on__isnull=True) | Q(left_on__gte=scope.first or last)
    came = Q(joined_on__isnull=True) | Q(joined_on__lte=last)
    rows = scope.of(StaffMember).filter(stays, came)
    rows = rows.filter(scope.at_office("office", "venue__office"))
    trained = attended().filter(scope.moments("session__starts_at"))
    rows = rows.annotate(
        place=Coalesce("office", "venue__office"),
        trained=hours_of(trained),
    )
    targets = Targets.of(last.year)
    return [
        (*told, post, employer, hours, targets.of_post(place, post), office)
        for place, office, *told, post, employer, hours in rows.order_by(
            "number"
        ).values_list(
            "place",
            Coalesce("office__name", "venue__office__name"),
            "number",
            "name",
            "post",
            Coalesce("office__name", "venue__name"),
            "trained",
        )
    ]


def _hours(scope: Scope) -> list:
    return [
        [
            (*told, hours, target, _missing(hours, target))
            for *told, hours, target, _office in _people(scope)
        ]
    ]


def _missing(hours: Decimal, target: Decimal | None) -> Decimal | None:
    """Return how many hours are missing; None without a target."""
    return None if target is None else max(Decimal(0), target - hours)


HOURS = Report(
    name="training-hours",
    title=_("Hours trained by person"),
    description=_(
        "How many hours each person was trained in the period, beside the target of "
        "the year in which the period ends. Targets are to be confirmed locally."
    ),
    models=(StaffMember, Enrolment),
    filters=("period", "office"),
    columns=(
        column(StaffMember, "number"),
        column(StaffMember, "name"),
        column(StaffMember, "post"),
        Column("employer", _("employer")),
        Column("hours", _("hours trained"), Kind.TENTHS),
        Column("target", _("target"), Kind.TENTHS),
        Column("missing", _("hours missing"), Kind.TENTHS, alarms=True),
    ),
    rows=_hours,
)


def _offices(scope: Scope) -> list:
    """Sum up by office: people, hours, and how many reached their target."""
    found = defaultdict(lambda: [0, Decimal(0), 0, 0])
    for *_told, hours, target, office in _people(scope):
        line = found[office]
        line[0] += 1
        line[1] += hours
        if target is not None:
            line[2 if hours >= target else 3] += 1
    return [
        [
            (office, people, hours, hours / people, met, short)
            for office, (people, hours, met, short) in sorted(found.items())
        ]
    ]


HOURS_BY_OFFICE = Report(
    name="training-hours-by-office",
    title=_("Hours trained by office"),
    description=_(
        "How many hours the people of each office and its venues were trained in the "
        "period, and how many have reached the target of the year."
    ),
    models=(StaffMember, Enrolment),
    filters=("period", "office"),
    columns=(
        Column("office", _("office")),
        Column("people", _("people"), Kind.WHOLE),
        Column("hours", _("hours of all together"), Kind.TENTHS),
        Column("mean", _("hours per person"), Kind.TENTHS),
        Column("met", _("target reached"), Kind.WHOLE),
        Column("short", _("target not reached"), Kind.WHOLE, alarms=True),
    ),
    rows=_offices,
    chart=Chart("office", ("short", "met")),
)


def _drills(scope: Scope) -> list:
    rows = scope.of(DrillParticipant).filter(
        scope.days("drill__held_on"), scope.at_office("drill__office")
    )
    first = F("rank").asc(nulls_last=True)
    return [
        rows.order_by("drill__held_on", "drill", first, "member__number").values_list(
            "drill__number",
            "drill__name",
            "drill__held_on",
            "rank",
            "member__number",
            "member__name",
            Coalesce("member__office__name", "member__venue__name"),
            "total",
        )
    ]


DRILLS = Report(
    name="drill-results",
    title=_("Results of drills"),
    description=_(
        "Who took part in the drills of the period, with total and rank where a drill "
        "is closed."
    ),
    models=(Drill, DrillParticipant),
    filters=("period", "office"),
    columns=(
        column(Drill, "number"),
        column(Drill, "name", "drill", label=_("drill")),
        column(Drill, "held_on"),
        Column("rank", pgettext_lazy("a drill", "rank"), Kind.WHOLE),
        column(StaffMember, "number", "member"),
        column(StaffMember, "name"),
        Column("employer", _("employer")),
        Column("total", _("total"), Kind.MONEY),
    ),
    rows=_drills,
)


def _quizzes(scope: Scope) -> list:
    rows = scope.of(QuizAttempt).filter(
        scope.moments("started_at"), scope.at_office("quiz__office")
    )
    return [
        rows.order_by("started_at", "pk").values_list(
            "quiz__number",
            "quiz__name",
            "started_at",
            "member__number",
            "member__name",
            Coalesce("member__office__name", "member__venue__name"),
            "right",
            "asked",
            "needed",
            "finished_at",
        )
    ]


def _quiz(values, scope: Scope) -> list:
    """Say in a word how the attempt ended."""
    *told, right, asked, needed, finished = values
    if finished is None:
        return [*told, None, asked, "open"]
    return [*told, right, asked, "yes" if HUNDRED * right >= needed * asked else "no"]


QUIZZES = Report(
    name="quiz-results",
    title=_("Results of quizzes"),
    description=_("Every attempt of the period at a quiz, and how it ended."),
    models=(QuizAttempt,),
    filters=("period", "office"),
    columns=(
        Column("quiz", _("quiz number")),
        Column("name", _("quiz")),
        column(QuizAttempt, "started_at"),
        column(StaffMember, "number", "member"),
        column(StaffMember, "name", "member_name"),
        Column("employer", _("employer")),
        column(QuizAttempt, "right"),
        column(QuizAttempt, "asked"),
        Column(
            "outcome",
            _("outcome"),
            choices=(
                ("yes", _("passed")),
                ("no", _("not passed")),
                ("open", _("not finished")),
            ),
        ),
    ),
    rows=_quizzes,
    line=_quiz,
)

REPORTS = (HOURS, HOURS_BY_OFFICE, DRILLS, QUIZZES)
