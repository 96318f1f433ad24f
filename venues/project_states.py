"""How far an upgrade project has gone, and the moves that take it further."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.workflow import Move


class ProjectState(models.TextChoices):
    """The states of an upgrade project."""

    PLANNED = "planned", pgettext_lazy("a project", "planned")
    UNDER_WAY = "under_way", pgettext_lazy("a project", "under way")
    DONE = "done", pgettext_lazy("a project", "done")
    ABANDONED = "abandoned", pgettext_lazy("a project", "abandoned")


def every_stage_is_done(project, by, at):
    """A project ends when its last stage has."""
    waiting = project.stages.filter(done_on__isnull=True).count()
    if not waiting:
        return None
    return _("%(count)s stages are not done yet.") % {"count": waiting}


def it_has_an_end(project, by, at):
    """A project that is done says since when, and what it cost."""
    if project.ended_on is None or project.spent is None:
        return _("Enter the day on which it ended and what was spent.")
    return None


MOVES = {
    "begin": Move(
        label=_("Begin the project"),
        sources={ProjectState.PLANNED},
        target=ProjectState.UNDER_WAY,
        action="change",
    ),
    "finish": Move(
        label=_("Note as done"),
        sources={ProjectState.UNDER_WAY},
        target=ProjectState.DONE,
        action="change",
        guards=(every_stage_is_done, it_has_an_end),
    ),
    "abandon": Move(
        label=_("Abandon the project"),
        sources={ProjectState.PLANNED, ProjectState.UNDER_WAY},
        target=ProjectState.ABANDONED,
        action="change",
        needs_reason=True,
    ),
    "resume": Move(
        label=_("Resume the project"),
        sources={ProjectState.DONE, ProjectState.ABANDONED},
        target=ProjectState.UNDER_WAY,
        action="change",
        needs_reason=True,
    ),
}
