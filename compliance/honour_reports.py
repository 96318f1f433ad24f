"""Reports of honours: which, and how many each year brought."""

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models import Honour
from reception.exchange.reports import Chart, Column, Kind, Report, Scope, column

# The ways from an honour to the office that it counts for.
OFFICES = ("office", "venue__office", "member__office", "member__venue__office")
TOLD = ("awarded_by", "awarded_on", "document", "remarks")
LEVELS = tuple(Honour.Level)


def _of_period(scope: Scope) -> QuerySet:
    return scope.of(Honour).filter(scope.days("awarded_on"), scope.at_office(*OFFICES))


def _office_name() -> Coalesce:
    return Coalesce(*(f"{path}__name" for path in OFFICES))


def _honours(scope: Scope) -> list[QuerySet]:
    rows = _of_period(scope).annotate(
        of_office=_office_name(),
        holder=Coalesce("member__name", "venue__name", "office__name"),
    )
    rows = rows.order_by("awarded_on", "number")
    return [rows.values_list("number", "name", "level", "of_office", "holder", *TOLD)]


HONOURS = Report(
    name="honours",
    title=_("Honours"),
    description=_(
        "What offices, people and venues were awarded in the period: level, holder, "
        "who awarded it, and by which document."
    ),
    models=(Honour,),
    filters=("period", "office"),
    columns=(
        column(Honour, "number"),
        column(Honour, "name"),
        column(Honour, "level"),
        Column("office", _("office")),
        Column("holder", _("awarded to")),
        *(column(Honour, name) for name in TOLD),
    ),
    rows=_honours,
)


def _of_years(scope: Scope) -> list[QuerySet]:
    grouped = (
        _of_period(scope)
        .values(year=ExtractYear("awarded_on"), of_office=_office_name())
        .annotate(
            **{
                f"of_{level.value}": Count("pk", filter=Q(level=level.value))
                for level in LEVELS
            },
            total=Count("pk"),
        )
    )
    counts = [f"of_{level.value}" for level in LEVELS]
    rows = grouped.order_by("year", "of_office")
    return [rows.values_list("year", "of_office", *counts, "total")]


BY_YEAR = Report(
    name="honours-by-year",
    title=_("Honours year by year"),
    description=_(
        "How many honours each year brought in each office, with its people and "
        "venues, by level."
    ),
    models=(Honour,),
    filters=("period", "office"),
    columns=(
        Column("year", _("year"), Kind.WHOLE),
        Column("office", _("office")),
        *(Column(level.value, level.label, Kind.WHOLE) for level in LEVELS),
        Column("total", pgettext_lazy("honours", "in all"), Kind.WHOLE),
    ),
    rows=_of_years,
    chart=Chart("year", tuple(level.value for level in LEVELS), in_order=True),
)

REPORTS = (HONOURS, BY_YEAR)
