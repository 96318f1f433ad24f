"""Reports of training: sessions, topics, and the plan beside what was held."""

from decimal import Decimal

from django.db.models import Avg, Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext_lazy as _

from compliance.models import (
    Course,
    Enrolment,
    ExamResult,
    Level,
    TrainingFeedback,
    TrainingPlan,
    TrainingPlanLine,
    TrainingSession,
)
from compliance.training.hours import attended
from compliance.training.session_states import TAUGHT
from reception.exchange.reports import Chart, Column, Kind, Report, Scope, column


def _count(rows, **which):
    """Return how many of ``rows`` belong to the outer session."""
    own = rows.filter(session=OuterRef("pk"), **which).order_by().values("session")
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)


def _held(scope: Scope):
    """Return the sessions of the period that were held."""
    rows = scope.of(TrainingSession).filter(state__in=TAUGHT)
    return rows.filter(scope.moments("starts_at"), scope.at_office("office"))


def _sessions(scope: Scope) -> list:
    places = Enrolment.objects.all()
    passed = ExamResult.objects.passing().filter(session=OuterRef("pk"))
    people = passed.order_by().values("session")
    opinions = TrainingFeedback.objects.filter(enrolment__session=OuterRef("pk"))
    said = opinions.order_by().values("enrolment__session")
    rows = _held(scope).annotate(
        enrolled=_count(places),
        present=_count(places, attended_at__isnull=False),
        passed=Coalesce(
            Subquery(people.annotate(n=Count("member", distinct=True)).values("n")), 0
        ),
        opinion=Subquery(
            said.annotate(
                mean=Avg((F("content") + F("trainer") + F("organisation")) / 3.0)
            ).values("mean")
        ),
    )
    return [
        rows.order_by("starts_at", "number").values_list(
            "number",
            "starts_at",
            "course__name",
            "course__topic",
            "level",
            "office__name",
            Coalesce("trainer__name", "trainer_name"),
            Coalesce("hours", "course__hours"),
            "enrolled",
            "present",
            "passed",
            "opinion",
        )
    ]


SESSIONS = Report(
    name="training-sessions",
    title=_("Training sessions held"),
    description=_(
        "Every session of the period that was held: what, by whom, for how long, how "
        "many were there and passed, and what they thought of it, of 5."
    ),
    models=(TrainingSession, Enrolment, ExamResult),
    filters=("period", "office"),
    columns=(
        column(TrainingSession, "number"),
        column(TrainingSession, "starts_at"),
        column(TrainingSession, "course"),
        column(Course, "topic"),
        column(TrainingSession, "level"),
        column(TrainingSession, "office"),
        Column("trainer", _("trainer")),
        Column("hours", _("hours"), Kind.TENTHS),
        Column("enrolled", _("enrolled"), Kind.WHOLE),
        Column("present", _("were there"), Kind.WHOLE),
        Column("passed", _("passed the exam"), Kind.WHOLE),
        Column("opinion", _("opinion"), Kind.TENTHS),
    ),
    rows=_sessions,
)


def _topics(scope: Scope) -> list:
    """Count sessions by level, people and their hours, for each topic."""
    held = _held(scope).order_by()
    counted = held.values("course__topic").annotate(
        total=Count("pk"),
        **{
            f"level_{level.value}": Count("pk", filter=Q(level=level.value))
            for level in Level
        },
    )
    rows = attended().filter(session__in=held).values("session__course__topic")
    people = {
        topic: (count, hours)
        for topic, count, hours in rows.annotate(
            n=Count("pk"),
            sum=Sum(Coalesce("session__hours", "session__course__hours")),
        ).values_list("session__course__topic", "n", "sum")
    }
    names = [f"level_{level.value}" for level in Level]
    return [
        [
            [topic, *levels, total, *people.get(topic, (0, Decimal(0)))]
            for topic, *levels, total in counted.order_by(
                "-total", "course__topic"
            ).values_list("course__topic", *names, "total")
        ]
    ]


TOPICS = Report(
    name="training-topics",
    title=_("Training by topic and level"),
    description=_(
        "How many sessions of each topic and level the period had, how many people "
        "were there, and how many hours they were trained together."
    ),
    models=(TrainingSession, Enrolment),
    filters=("period", "office"),
    columns=(
        column(Course, "topic"),
        *(Column(f"level_{level.value}", level.label, Kind.WHOLE) for level in Level),
        Column("sessions", _("number of sessions"), Kind.WHOLE),
        Column("people", _("people who were there"), Kind.WHOLE),
        Column("hours", _("hours of all together"), Kind.TENTHS),
    ),
    rows=_topics,
    chart=Chart("topic", tuple(f"level_{level.value}" for level in Level)),
)


def _plan(scope: Scope) -> list:
    """Return each planned course of the years with how often it was held."""
    years = {}
    if scope.first:
        years["year__gte"] = scope.first.year
    if scope.last:
        years["year__lte"] = scope.last.year
    taught = scope.of(TrainingSession).filter(state__in=TAUGHT)
    taught = taught.annotate(year=ExtractYear("starts_at")).filter(**years)
    held = {
        tuple(key): count
        for *key, count in taught.values_list("office", "year", "course").annotate(
            n=Count("pk")
        )
    }
    lines = scope.of(TrainingPlanLine).filter(
        scope.at_office("plan__office"),
        **{f"plan__{name}": year for name, year in years.items()},
    )
    found = lines.order_by("plan__office__code", "plan__year", "line").values_list(
        "plan__office",
        "course",
        "plan__office__name",
        "plan__year",
        "line",
        "course__name",
        "month",
        "audience",
        "sessions",
    )
    told = []
    for office, course, name, year, *facts, planned in found:
        count = held.get((office, year, course), 0)
        told.append((name, year, *facts, planned, count, max(0, planned - count)))
    return [told]


PLAN = Report(
    name="training-plan",
    title=_("Training plan and what was held"),
    description=_(
        "Each course of the yearly plans: how many sessions were planned, how many "
        "the office has held in that year, and how many are still to come."
    ),
    models=(TrainingPlan, TrainingPlanLine, TrainingSession),
    filters=("period", "office"),
    columns=(
        column(TrainingPlan, "office"),
        column(TrainingPlan, "year"),
        column(TrainingPlanLine, "line"),
        column(TrainingPlanLine, "course"),
        column(TrainingPlanLine, "month"),
        column(TrainingPlanLine, "audience"),
        Column("planned", _("sessions planned"), Kind.WHOLE),
        Column("held", _("sessions held"), Kind.WHOLE),
        Column("missing", _("sessions still to hold"), Kind.WHOLE, alarms=True),
    ),
    rows=_plan,
)


REPORTS = (SESSIONS, TOPICS, PLAN)
