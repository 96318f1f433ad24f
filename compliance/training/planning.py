"""Training plans beside what was held."""

from collections import Counter

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from compliance.models import TrainingPlan, TrainingPlanLine, TrainingSession


def compared(plans: QuerySet) -> QuerySet:
    """Note on each plan how many sessions are planned in all."""
    lines = TrainingPlanLine.objects.filter(plan=OuterRef("pk")).order_by()
    total = lines.values("plan").annotate(n=Sum("sessions")).values("n")
    return plans.annotate(sessions_planned=Coalesce(Subquery(total), 0))


def progress(plan: TrainingPlan) -> list[tuple]:
    """Return (course, sessions planned, sessions held) for each course of the plan."""
    planned = Counter()
    names = {}
    for line in plan.lines.select_related("course").order_by("line"):
        planned[line.course_id] += line.sessions
        names[line.course_id] = line.course
    rows = TrainingSession.objects.taught().filter(
        office=plan.office_id, starts_at__year=plan.year, course__in=planned
    )
    held = Counter(rows.order_by().values_list("course", flat=True))
    return [(names[key], count, held[key]) for key, count in planned.items()]
