"""How far a rehearsal has gone, and the moves that take it further."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.workflow import Move


class RehearsalState(models.TextChoices):
    """The states of a rehearsal."""

    PLANNED = "planned", pgettext_lazy("a rehearsal", "planned")
    HELD = "held", pgettext_lazy("a rehearsal", "held")
    CLOSED = "closed", pgettext_lazy("a rehearsal", "closed")


def file_is_open(rehearsal, by, at):
    """Nothing is moved in a file that is closed for good."""
    return rehearsal.visit.closed_reason()


def every_point_has_a_result(rehearsal, by, at):
    """The list is gone through to its end."""
    open_points = rehearsal.checks.filter(result="").count()
    if not open_points:
        return None
    return _("%(count)s points of the list have no result yet.") % {
        "count": open_points
    }


def nothing_is_open(rehearsal, by, at):
    """What was found is fixed, or waived by an approver."""
    waiting = rehearsal.findings.open().count()
    if not waiting:
        return None
    return _("%(count)s findings are open: have them fixed, or waived.") % {
        "count": waiting
    }


def stamp_held(rehearsal, by, at, reason):
    """Note when it was held."""
    rehearsal.held_at = at
    return ["held_at"]


MOVES = {
    "hold": Move(
        label=_("Note as held"),
        sources={RehearsalState.PLANNED},
        target=RehearsalState.HELD,
        action="change",
        guards=(file_is_open,),
        stamp=stamp_held,
    ),
    "close": Move(
        label=_("Close the rehearsal"),
        sources={RehearsalState.HELD},
        target=RehearsalState.CLOSED,
        action="change",
        guards=(file_is_open, every_point_has_a_result, nothing_is_open),
    ),
    "reopen": Move(
        label=_("Open again"),
        sources={RehearsalState.CLOSED},
        target=RehearsalState.HELD,
        action="change",
        guards=(file_is_open,),
        needs_reason=True,
    ),
}
