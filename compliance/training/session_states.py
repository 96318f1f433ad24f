"""How far a training session has gone: planned, open, held, closed; or cancelled."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.workflow import Move


class SessionState(models.TextChoices):
    """The states of a training session."""

    PLANNED = "planned", pgettext_lazy("a training session", "planned")
    OPEN = "open", pgettext_lazy("a training session", "open for enrolment")
    HELD = "held", pgettext_lazy("a training session", "held")
    CLOSED = "closed", pgettext_lazy("a training session", "closed")
    CANCELLED = "cancelled", pgettext_lazy("a training session", "cancelled")


TO_COME = (SessionState.PLANNED, SessionState.OPEN)
TAUGHT = (SessionState.HELD, SessionState.CLOSED)


def somebody_teaches(session, by, at):
    """Whoever enrols wants to know who teaches."""
    if session.trainer_id or session.trainer_name:
        return None
    return _("Say first who trains: one of the staff, or somebody's name.")


def it_has_begun(session, by, at):
    """What is still to come was not held."""
    if session.starts_at <= at:
        return None
    return _("It has not begun yet.")


def somebody_was_there(session, by, at):
    """A session without anybody was not held but cancelled."""
    if session.enrolments.filter(attended_at__isnull=False).exists():
        return None
    return _("Nobody is noted as present yet; tick the list of those who were there.")


def nobody_was_there(session, by, at):
    """What took place is not cancelled."""
    if not session.enrolments.filter(attended_at__isnull=False).exists():
        return None
    return _("Somebody is noted as present already; it took place.")


def results_are_entered(session, by, at):
    """Where there is an exam, each who was there has a result."""
    if not session.course.has_exam:
        return None
    lacking = session.without_result().count()
    if not lacking:
        return None
    text = _("%(count)s of those who were there have no result yet.")
    return text % {"count": lacking}


MOVES = {
    "open": Move(
        label=_("Open for enrolment"),
        sources={SessionState.PLANNED},
        target=SessionState.OPEN,
        action="change",
        guards=(somebody_teaches,),
    ),
    "hold": Move(
        label=_("It was held"),
        sources={SessionState.PLANNED, SessionState.OPEN},
        target=SessionState.HELD,
        action="change",
        guards=(it_has_begun, somebody_was_there),
    ),
    "close": Move(
        label=_("Close the session"),
        sources={SessionState.HELD},
        target=SessionState.CLOSED,
        action="change",
        guards=(results_are_entered,),
    ),
    "reopen": Move(
        label=_("Open again"),
        sources={SessionState.CLOSED},
        target=SessionState.HELD,
        action="change",
        needs_reason=True,
    ),
    "cancel": Move(
        label=_("Cancel the session"),
        sources={SessionState.PLANNED, SessionState.OPEN},
        target=SessionState.CANCELLED,
        action="change",
        guards=(nobody_was_there,),
        needs_reason=True,
    ),
}
