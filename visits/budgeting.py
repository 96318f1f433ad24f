"""Yearly ceilings: what is spent and what is planned of them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import DecimalField, F, Model, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

MONEY = DecimalField(max_digits=14, decimal_places=2)
NOTHING = Value(Decimal(0), output_field=MONEY)


@dataclass(frozen=True, slots=True)
class Spending:
    """An office's money of one year, in yuan; ``ceiling`` None if none is set."""

    ceiling: Decimal | None
    spent: Decimal
    planned: Decimal

    @property
    def left(self) -> Decimal | None:
        """What may still be planned; negative beyond the ceiling."""
        if self.ceiling is None:
            return None
        return self.ceiling - self.spent - self.planned


def within_year(column: str, year: int) -> Q:
    """Return the condition that a moment lies in the local year."""
    first, after = (
        timezone.make_aware(datetime.combine(date(y, 1, 1), time.min))
        for y in (year, year + 1)
    )
    return Q(**{f"{column}__gte": first, f"{column}__lt": after})


def spending_of(office: Model, year: int) -> Spending:
    """Return what ``office`` spent and plans to spend on visits arriving in ``year``.

    Spent is what the host unit bears; planned is what is left of the budgets of
    visits that are submitted, approved, ready or under way.
    """
    visits = office.visits.filter(within_year("arrives_at", year)).order_by()
    costs = visits.model._meta.get_field("costs").related_model._default_manager
    own = costs.filter(visit=OuterRef("pk"), payer="host").order_by().values("visit")
    figure = own.annotate(figure=Sum("amount")).values("figure")
    with_costs = visits.annotate(own=Coalesce(Subquery(figure), NOTHING))
    left = Greatest(Coalesce(F("budget"), NOTHING) - F("own"), NOTHING)
    coming = Q(state__in=("submitted", "approved", "ready", "under_way"))
    total = with_costs.aggregate(
        spent=Coalesce(Sum("own"), NOTHING),
        planned=Coalesce(Sum(left, filter=coming, output_field=MONEY), NOTHING),
    )
    ceiling = office.year_budgets.filter(year=year).values_list("ceiling", flat=True)
    return Spending(ceiling.first(), total["spent"], total["planned"])
