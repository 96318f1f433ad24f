"""Scores: the points of what is in order, of a hundred, by list, inspection, venue.

An item that is not applicable counts on neither side. What is not answered yet does
not count either, so a score before the end is the score so far.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from compliance.models import APPLICABLE, Answer, ChecklistItem, InspectionAnswer
from compliance.models.finding import Finding

TENTHS = 1000  # in a full score


def score(reached: int, possible: int) -> Decimal | None:
    """Return the score, 0.0 to 100.0 with one decimal, half a tenth rounded up.

    None if nothing was applicable: nothing can be said of nothing.
    """
    if not possible:
        return None
    tenths = (2 * TENTHS * reached + possible) // (2 * possible)
    return Decimal(tenths).scaleb(-1)


def points() -> dict:
    """Return the sums over answers: ``reached`` of ``possible`` points."""
    in_order, applicable = Q(result=Answer.OK), Q(result__in=APPLICABLE)
    return {
        "reached": Coalesce(Sum("item__points", filter=in_order), 0),
        "possible": Coalesce(Sum("item__points", filter=applicable), 0),
    }


def with_progress(inspections: QuerySet) -> QuerySet:
    """Note on each how many items are ``asked`` and ``answered``, the points
    ``reached`` and ``possible``, and how many problems are ``found``.
    """
    answers = InspectionAnswer.objects.filter(inspection=OuterRef("pk")).order_by()
    answers = answers.values("inspection")
    asked = ChecklistItem.objects.filter(version__inspections=OuterRef("pk"))
    asked = asked.order_by().values("version__inspections").annotate(n=Count("pk"))
    found = Finding.objects.filter(inspection=OuterRef("pk")).order_by()
    found = found.values("inspection").annotate(n=Count("pk"))
    sums = {
        name: Coalesce(Subquery(answers.annotate(n=what).values("n")), 0)
        for name, what in {"answered": Count("pk"), **points()}.items()
    }
    return inspections.annotate(
        asked=Coalesce(Subquery(asked.values("n")), 0),
        found=Coalesce(Subquery(found.values("n")), 0),
        **sums,
    )


def by_list(inspections: Iterable[int] | QuerySet) -> dict[int, Decimal | None]:
    """Return the score of each list, by its version's key, over the inspections."""
    return _grouped("item__version", inspection__in=inspections)


def by_venue(inspections: Iterable[int] | QuerySet) -> dict[int, Decimal | None]:
    """Return the score of each venue, by its key, over the inspections."""
    return _grouped("inspection__venue", inspection__in=inspections)


def by_inspection(inspections: Iterable[int] | QuerySet) -> dict[int, Decimal | None]:
    """Return the score of each inspection, by its key."""
    return _grouped("inspection", inspection__in=inspections)


def _grouped(key: str, **which) -> dict[int, Decimal | None]:
    rows = InspectionAnswer.objects.filter(**which).order_by().values(key)
    sums = rows.annotate(**points()).values_list(key, "reached", "possible")
    return {group: score(reached, possible) for group, reached, possible in sums}
