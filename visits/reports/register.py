"""The reception register, and the letters that were used."""

from django.db.models import (
    CharField,
    Count,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.utils.translation import gettext_lazy as _

from reception.exchange.reports import Column, Kind, Report, Scope, column
from visits.models import Cost, Letter, Meal, Visit
from visits.reports.visits import per_visit, visits_of


def _register(scope: Scope) -> list[QuerySet]:
    meals, costs = scope.of(Meal), scope.of(Cost)
    letters = scope.of(Letter).filter(pk=OuterRef("letter"))
    rows = visits_of(scope).annotate(
        document=Subquery(letters.values("document_number")),
        meals_count=per_visit(meals, Count("pk")),
        meals_amount=per_visit(meals, Sum("amount")),
        total=per_visit(costs, Sum("amount")),
        by_host=per_visit(costs.filter(payer=Cost.Payer.HOST), Sum("amount")),
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
    bare = visits_of(scope).filter(letter__isnull=True)
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
