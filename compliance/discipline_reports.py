"""Reports of discipline: the breach register, and what a year held."""

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models import Breach, Drive
from reception.exchange.reports import Chart, Column, Kind, Report, Scope, column

TOLD = (
    "number",
    "office",
    "found_on",
    "happened_on",
    "source",
    "drive",
    "rule",
    "pattern",
    "subject",
    "description",
    "citation",
    "responsible",
    "clause",
    "handling",
    "result",
    "state",
    "closed_at",
)
NAMED = {"office": "office__name", "drive": "drive__name"}


def _of_period(scope: Scope) -> QuerySet:
    return scope.of(Breach).filter(scope.days("found_on"), scope.at_office("office"))


def _breaches(scope: Scope) -> list[QuerySet]:
    columns = [NAMED.get(name, name) for name in TOLD]
    return [_of_period(scope).order_by("found_on", "number").values_list(*columns)]


BREACHES = Report(
    name="breaches",
    title=_("Breach register"),
    description=_(
        "What was found against the rules in the period: facts, provision, person or "
        "unit, handling and outcome."
    ),
    models=(Breach,),
    filters=("period", "office"),
    columns=tuple(column(Breach, name) for name in TOLD),
    rows=_breaches,
)


def _of_year(scope: Scope) -> list[QuerySet]:
    states = Breach.State
    grouped = (
        _of_period(scope)
        .values(year=ExtractYear("found_on"))
        .values_list("year", "office__name", "rule", "pattern")
        .annotate(
            found=Count("pk"),
            handled=Count("pk", filter=Q(state=states.HANDLED)),
            dismissed=Count("pk", filter=Q(state=states.DISMISSED)),
            still_open=Count("pk", filter=Q(state=states.NOTED)),
        )
    )
    return [grouped.order_by("year", "office__name", "rule", "pattern")]


YEAR = Report(
    name="discipline-by-year",
    title=_("Discipline year by year"),
    description=_(
        "How many breaches of each rule and kind every year brought in each office, "
        "and what became of them."
    ),
    models=(Breach, Drive),
    filters=("period", "office"),
    columns=(
        Column("year", _("year"), Kind.WHOLE),
        column(Breach, "office"),
        column(Breach, "rule"),
        column(Breach, "pattern"),
        Column("found", pgettext_lazy("breaches", "found"), Kind.WHOLE),
        Column("handled", _("of which handled"), Kind.WHOLE),
        Column("dismissed", _("of which dismissed"), Kind.WHOLE),
        Column("open", _("of which open"), Kind.WHOLE, alarms=True),
    ),
    rows=_of_year,
    chart=Chart("rule", ("handled", "dismissed", "open")),
)

REPORTS = (BREACHES, YEAR)
