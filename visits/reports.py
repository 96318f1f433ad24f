"""Reports of visits: the register, meals against the limits, spending, letters used."""

from decimal import Decimal

from django.db.models import (
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.utils.translation import gettext_lazy as _

from compliance.rules import companions
from reception.exchange.reports import Chart, Column, Kind, Report, Scope, column
from visits.models import Cost, Letter, Meal, Visit

OFFICIAL = Visit.Category.OFFICIAL


def _per_visit(rows: QuerySet, figure) -> Subquery:
    """Return one figure over the parts ``rows`` of each visit."""
    parts = rows.filter(visit=OuterRef("pk")).values("visit")
    return Subquery(parts.annotate(figure=figure).values("figure"))


def _visits(scope: Scope) -> QuerySet:
    return scope.of(Visit).filter(
        scope.moments("arrives_at"), scope.at_office("host_office")
    )


def _register(scope: Scope) -> list[QuerySet]:
    meals, costs = scope.of(Meal), scope.of(Cost)
    letters = scope.of(Letter).filter(pk=OuterRef("letter"))
    rows = _visits(scope).annotate(
        document=Subquery(letters.values("document_number")),
        meals_count=_per_visit(meals, Count("pk")),
        meals_amount=_per_visit(meals, Sum("amount")),
        total=_per_visit(costs, Sum("amount")),
        by_host=_per_visit(costs.filter(payer=Cost.Payer.HOST), Sum("amount")),
    )
    return [
        rows.order_by("arrives_at", "number").values_list(
            "number",
            "title",
            "host_office__name",
            "arrives_at",
            "departs_at",
            "sending_unit",
            "head_name",
            "head_position",
            "rank",
            "category",
            "letter__number",
            "document",
            "guests",
            "companions",
            "support_staff",
            "meals_count",
            "meals_amount",
            "total",
            "by_host",
            "state",
        )
    ]


RECEPTIONS = Report(
    name="receptions",
    title=_("Reception register"),
    description=_(
        "Every visit by day of arrival: who came, on which letter, with how many "
        "people, what was eaten and what it cost."
    ),
    models=(Visit, Letter, Meal, Cost),
    filters=("period", "office"),
    columns=(
        column(Visit, "number"),
        column(Visit, "title"),
        column(Visit, "host_office"),
        column(Visit, "arrives_at"),
        column(Visit, "departs_at"),
        column(Visit, "sending_unit"),
        column(Visit, "head_name"),
        column(Visit, "head_position"),
        column(Visit, "rank"),
        column(Visit, "category"),
        column(Visit, "letter"),
        column(Letter, "document_number"),
        column(Visit, "guests"),
        column(Visit, "companions"),
        column(Visit, "support_staff"),
        Column("meals", _("number of meals"), Kind.WHOLE),
        Column("meals_amount", _("meals in all, yuan"), Kind.MONEY),
        Column("total_cost", _("costs in all, yuan"), Kind.MONEY),
        Column("host_cost", _("paid by the host unit, yuan"), Kind.MONEY),
        column(Visit, "state"),
    ),
    rows=_register,
)


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

USE = (
    ("used", _("letter with its visit")),
    ("unused", _("letter without a visit")),
    ("hidden", _("letter of a visit outside your reach")),
    ("missing", _("visit without a letter")),
)


def _letters(scope: Scope) -> list[QuerySet]:
    """Return the letters of the period, then the visits of the period without one."""
    announced = scope.of(Visit).filter(letter=OuterRef("pk"))
    told = ("number", "title", "category", "state", "arrives_at")
    letters = (
        scope.of(Letter)
        .filter(scope.days("received_on"), scope.at_office("office"))
        .annotate(
            has_visit=Exists(Visit.objects.filter(letter=OuterRef("pk"))),
            **{f"visit_{name}": Subquery(announced.values(name)) for name in told},
        )
    )
    nothing = Value(None, output_field=CharField())
    bare = _visits(scope).filter(letter__isnull=True)
    return [
        letters.order_by("received_on", "number").values_list(
            "has_visit",
            "number",
            "received_on",
            "kind",
            "document_number",
            "sending_unit",
            "office__name",
            *(f"visit_{name}" for name in told),
        ),
        bare.order_by("arrives_at", "number").values_list(
            nothing, nothing, nothing, nothing, nothing,
            "sending_unit", "host_office__name", *told,
        ),
    ]  # fmt: skip


def _letter(values, scope: Scope) -> list:
    """Say in a word whether letter and visit have found each other."""
    has_visit, *told = values
    if has_visit is None:
        return ["missing", *told]
    if not has_visit:
        return ["unused", *told]
    return ["used" if told[6] is not None else "hidden", *told]


LETTERS = Report(
    name="letters",
    title=_("Letters used"),
    description=_(
        "Letters received with the visits that they announce, letters without a "
        "visit, and visits without a letter."
    ),
    models=(Letter, Visit),
    filters=("period", "office"),
    columns=(
        Column("use", _("use of the letter"), choices=USE),
        column(Letter, "number"),
        column(Letter, "received_on"),
        column(Letter, "kind", label=_("kind of letter")),
        column(Letter, "document_number"),
        column(Letter, "sending_unit"),
        column(Letter, "office", label=_("office")),
        column(Visit, "number", "visit", label=_("visit")),
        column(Visit, "title"),
        column(Visit, "category"),
        column(Visit, "state"),
        column(Visit, "arrives_at"),
    ),
    rows=_letters,
    line=_letter,
)

REPORTS = (RECEPTIONS, MEALS, SPENDING, LETTERS)
