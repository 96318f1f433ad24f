"""How far an inspection has gone: planned, under way, finished."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.workflow import Move

SHOWN = 12  # codes in one sentence


class InspectionState(models.TextChoices):
    """The states of an inspection."""

    PLANNED = "planned", pgettext_lazy("an inspection", "planned")
    UNDER_WAY = "under_way", pgettext_lazy("an inspection", "under way")
    FINISHED = "finished", pgettext_lazy("an inspection", "finished")


def state_of_new(inspected_on: date, today: date) -> InspectionState:
    """Return how an inspection begins that is entered on ``today``.

    One of an earlier day is told, not planned: it was held.
    """
    held = inspected_on < today
    return InspectionState.FINISHED if held else InspectionState.PLANNED


def every_item_is_answered(inspection, by, at):
    """An inspection ends when each line of its lists has been looked at."""
    codes = inspection.unanswered()
    if not codes:
        return None
    more = " …" if len(codes) > SHOWN else ""
    return _("%(count)s items are not answered yet: %(codes)s.") % {
        "count": len(codes),
        "codes": ", ".join(codes[:SHOWN]) + more,
    }


MOVES = {
    "begin": Move(
        label=_("Begin the inspection"),
        sources={InspectionState.PLANNED},
        target=InspectionState.UNDER_WAY,
        action="change",
    ),
    "finish": Move(
        label=_("Finish the inspection"),
        sources={InspectionState.PLANNED, InspectionState.UNDER_WAY},
        target=InspectionState.FINISHED,
        action="change",
        guards=(every_item_is_answered,),
    ),
    "reopen": Move(
        label=_("Open again"),
        sources={InspectionState.FINISHED},
        target=InspectionState.UNDER_WAY,
        action="change",
        needs_reason=True,
    ),
}
