"""Reports of money: meals against the limits, spending, the yearly disclosure."""

from decimal import Decimal

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from compliance.rules import companions
from reception.exchange.reports import Chart, Column, Kind, Report, Scope, column
from visits.models import Cost, Disclosure, Meal, Visit
from visits.reports.visits import per_visit, visits_of
from visits.states import State

OFFICIAL = Visit.Category.OFFICIAL
HELD = (State.UNDER_WAY, State.COMPLETED, State.SETTLED, State.ARCHIVED)


def _meals(scope: Scope) -> list[QuerySet]:
    same_visit = scope.of(Meal).filter(visit=OuterRef("visit"), kind=Meal.Kind.WORKING)
    count = same_visit.values("visit").annotate(count=Count("pk")).values("count")
    rows = (
        scope.of(Meal)
        .filter(scope.days("on"), scope.at_office("visit__host_office"))
        .annotate(working=Subquery(count))
    )
    return [
        rows.order_by("on", "visit__number", "line").values_list(
            "visit__number",
            "visit__title",
            "visit__host_office__name",
            "visit__category",
            "line",
            "on",
            "sitting",
            "kind",
            "place__name",
            "guests",
            "companions",
            "working",
            "amount",
            "standard",
        )
    ]


def _meal(values, scope: Scope) -> list:
    """Add the limit on companions, which binds domestic official visits, and prices."""
    *told, guests, present, working, amount, standard = values
    is_bound = told[3] == OFFICIAL
    limit = companions.limit(guests) if is_bound else None
    over = companions.over(guests, present) if is_bound else None
    each = None if amount is None else Decimal(amount) / (guests + present)
    dearer = None
    if each is not None and standard is not None:
        dearer = max(Decimal(0), each - standard)
    money = (amount, each, standard, dearer)
    return [*told, guests, present, limit, over, working, *money]


MEALS = Report(
    name="meals",
    title=_("Meals against the limits"),
    description=_(
        "Each meal with its guests, accompanying diners, how many are allowed and by "
        "how many that was exceeded; the price per head beside the local standard."
    ),
    models=(Meal, Visit),
    filters=("period", "office"),
    columns=(
        column(Visit, "number", "visit", label=_("visit")),
        column(Visit, "title"),
        column(Visit, "host_office"),
        column(Visit, "category"),
        column(Meal, "line"),
        column(Meal, "on"),
        column(Meal, "sitting"),
        column(Meal, "kind"),
        column(Meal, "place"),
        column(Meal, "guests"),
        column(Meal, "companions"),
        Column("limit", _("accompanying diners allowed"), Kind.WHOLE),
        Column("over", _("diners over the limit"), Kind.WHOLE, alarms=True),
        Column("working_meals", _("working meals of the visit"), Kind.WHOLE),
        column(Meal, "amount"),
        Column("per_head", _("amount per head"), Kind.MONEY),
        column(Meal, "standard"),
        Column(
            "over_standard", _("per head over the standard"), Kind.MONEY, alarms=True
        ),
    ),
    rows=_meals,
    line=_meal,
)


def _spending(scope: Scope) -> list[QuerySet]:
    by = {
        payer.value: Sum("amount", filter=Q(payer=payer.value)) for payer in Cost.Payer
    }
    rows = scope.of(Cost).filter(
        scope.moments("visit__arrives_at"), scope.at_office("visit__host_office")
    )
    grouped = rows.values("visit__host_office", "category").annotate(
        visits=Count("visit", distinct=True),
        count=Count("pk"),
        total=Sum("amount"),
        unpaid=Sum("amount", filter=Q(paid_on__isnull=True)),
        **{f"by_{payer}": figure for payer, figure in by.items()},
    )
    return [
        grouped.order_by("visit__host_office__code", "category").values_list(
            "visit__host_office__name",
            "category",
            "visits",
            "count",
            "total",
            *(f"by_{payer}" for payer in by),
            "unpaid",
        )
    ]


SPENDING = Report(
    name="spending",
    title=_("Spending by category"),
    description=_(
        "What the visits that arrived in the period cost, by office and category, who "
        "paid it, and what is not paid yet."
    ),
    models=(Cost, Visit),
    filters=("period", "office"),
    columns=(
        column(Visit, "host_office"),
        column(Cost, "category"),
        Column("visits", _("number of visits"), Kind.WHOLE),
        Column("costs", _("number of costs"), Kind.WHOLE),
        Column("amount", _("costs in all, yuan"), Kind.MONEY),
        *(Column(f"by_{payer.value}", payer.label, Kind.MONEY) for payer in Cost.Payer),
        Column("unpaid", _("not paid yet, yuan"), Kind.MONEY),
    ),
    rows=_spending,
    chart=Chart("category", tuple(f"by_{payer.value}" for payer in Cost.Payer)),
)


def _disclosure(scope: Scope) -> list[QuerySet]:
    own = scope.of(Cost).filter(payer=Cost.Payer.HOST)
    told = scope.of(Disclosure).filter(
        office=OuterRef("host_office"), year=OuterRef("year")
    )
    held = visits_of(scope).filter(state__in=HELD)
    rows = held.annotate(
        year=ExtractYear("arrives_at"),
        by_host=per_visit(own, Sum("amount")),
        eaten=per_visit(own.filter(category=Cost.Category.MEALS), Sum("amount")),
    ).annotate(published=Subquery(told.values("published_on")[:1]))
    grouped = rows.values("host_office", "year", "category").annotate(
        visits=Count("pk"),
        people=Sum("guests"),
        amount=Sum("by_host"),
        catering=Sum("eaten"),
        day=Max("published"),
    )
    return [
        grouped.order_by("year", "host_office__code", "category").values_list(
            "year",
            "host_office__name",
            "category",
            "visits",
            "people",
            "amount",
            "catering",
            "day",
        )
    ]


DISCLOSURE = Report(
    name="disclosure",
    title=_("Yearly disclosure"),
    description=_(
        "What an office publishes of a year: visits and people received, what the "
        "host unit spent, and on which day it was published."
    ),
    models=(Visit, Cost, Disclosure),
    filters=("period", "office"),
    columns=(
        Column("year", _("year"), Kind.TEXT),
        column(Visit, "host_office"),
        column(Visit, "category"),
        Column("visits", _("visits received"), Kind.WHOLE),
        Column("people", _("people received"), Kind.WHOLE),
        Column("amount", _("paid by the host unit, yuan"), Kind.MONEY),
        Column("catering", _("of which catering, yuan"), Kind.MONEY),
        column(Disclosure, "published_on"),
    ),
    rows=_disclosure,
    chart=Chart("category", ("amount",)),
)
