"""What reports of visits share: which visits, and figures over their parts."""

from django.db.models import OuterRef, QuerySet, Subquery

from reception.exchange.reports import Scope
from visits.models import Visit


def per_visit(rows: QuerySet, figure) -> Subquery:
    """Return one figure over the parts ``rows`` of each visit."""
    parts = rows.filter(visit=OuterRef("pk")).values("visit")
    return Subquery(parts.annotate(figure=figure).values("figure"))


def visits_of(scope: Scope) -> QuerySet:
    """Return the visits of the period and the office, in reach."""
    return scope.of(Visit).filter(
        scope.moments("arrives_at"), scope.at_office("host_office")
    )
