"""Panels of inspections: where an inspector goes today."""

from django.utils.translation import gettext as _

from compliance import scoring
from compliance.admin.inspection import TONES
from compliance.inspection_states import InspectionState
from compliance.models import Inspection
from reception.access.scope import visible
from reception.dashboard.cards import (
    Asked,
    Card,
    Cell,
    Table,
    first_of,
    headings,
    listed,
    opened,
    page,
)

SHOWN = 10  # rows


def today(asked: Asked) -> Card:
    """The user's own inspections of the day, with how far each has come."""
    rows = visible(asked.user, "view", Inspection.objects.all())
    rows = rows.filter(
        inspectors__user=asked.user, inspected_on=asked.today
    ).select_related("venue")
    rows = scoring.with_progress(rows).order_by("number")
    found, total = first_of(rows, SHOWN)
    return Card(
        title=_("My inspections today"),
        icon="fact_check",
        wide=True,
        table=Table(
            headings=[
                *headings(Inspection, "venue", "state"),
                _("Answered"),
                _("Score"),
            ],
            rows=[_row(inspection) for inspection in found],
            more=listed(Inspection) if total > SHOWN else "",
        ),
        empty=_("No inspection is planned for you today."),
        waiting=sum(each.state != InspectionState.FINISHED for each in found),
    )


def _row(inspection: Inspection) -> list[Cell]:
    """Return the line of one inspection; it leads to its items, if it has any."""
    url = page(Inspection, "fill", inspection.pk) if inspection.asked else ""
    number = scoring.score(inspection.reached, inspection.possible)
    return [
        Cell(inspection.venue, url=url or opened(inspection), detail=inspection.number),
        Cell(inspection.get_state_display(), tone=TONES[inspection.state]),
        Cell(f"{inspection.answered} / {inspection.asked}", fixed=True),
        Cell("—" if number is None else number, fixed=True),
    ]
