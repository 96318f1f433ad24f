"""Reports of scores: how each venue did by each checklist in a period."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from compliance.models import Checklist, Inspection, InspectionAnswer
from compliance.scoring import points, score
from reception.exchange.reports import Column, Kind, Report, Scope, column
from venues.models import Venue


def _rows(scope: Scope) -> list[QuerySet]:
    inspections = scope.of(Inspection).filter(
        scope.days("inspected_on"), scope.at_office("office")
    )
    answers = InspectionAnswer.objects.filter(inspection__in=inspections.values("pk"))
    grouped = answers.order_by().values("inspection__venue", "item__version__checklist")
    sums = grouped.annotate(calls=Count("inspection", distinct=True), **points())
    return [
        sums.order_by(
            "inspection__venue__number", "item__version__checklist__code"
        ).values_list(
            "inspection__venue__number",
            "inspection__venue__name",
            "item__version__checklist__code",
            "item__version__checklist__name",
            "calls",
            "reached",
            "possible",
        )
    ]


def _line(values, scope: Scope) -> list:
    """Add the score to the points."""
    number = score(values[-2], values[-1])
    return [*values, "" if number is None else str(number)]


BY_VENUE = Report(
    name="scores",
    title=_("Scores by venue and checklist"),
    description=_(
        "What the period's inspections gave each venue by each checklist: the points "
        "of what is in order, of the points of what is applicable, of a hundred."
    ),
    models=(Inspection,),
    filters=("period", "office"),
    columns=(
        column(Venue, "number", "venue", label=_("venue number")),
        column(Venue, "name", "venue_name", label=_("venue")),
        column(Checklist, "code", "list"),
        column(Checklist, "name", "list_name", label=_("checklist")),
        Column("inspections", _("number of inspections"), Kind.WHOLE),
        Column("reached", _("points reached"), Kind.WHOLE),
        Column("possible", _("points possible"), Kind.WHOLE),
        Column("score", _("score")),
    ),
    rows=_rows,
    line=_line,
)

SCORES = (BY_VENUE,)
