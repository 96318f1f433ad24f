"""How far a drill has gone: planned, and closed with its ranking."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.training.ranking import results_of
from reception.ledger import writing
from reception.workflow import Move


class DrillState(models.TextChoices):
    """The states of a drill."""

    PLANNED = "planned", pgettext_lazy("a drill", "under way")
    CLOSED = "closed", pgettext_lazy("a drill", "closed")


def it_is_held_already(drill, by, at):
    """What is still to come has no ranking."""
    if drill.held_on <= timezone.localdate(at):
        return None
    return _("The drill is still to come.")


def every_score_is_entered(drill, by, at):
    """A ranking needs each judge's score of each discipline for each participant."""
    sheet = results_of(drill)
    if not sheet.participants or not sheet.disciplines or not sheet.judges:
        return _("Name disciplines, judges and participants first.")
    if lacking := sheet.lacking:
        return _("%(count)s scores are not entered yet.") % {"count": lacking}
    return None


def freeze(drill, by, at, reason):
    """Write down what each has reached, and his rank."""
    _note(results_of(drill).ranked(), by, at)
    return []


def thaw(drill, by, at, reason):
    """Take the ranking back."""
    _note([(each, None, None) for each in drill.participants.all()], by, at)
    return []


def _note(ranked, by, at) -> None:
    """Write total and rank of each participant."""
    changed = []
    for participant, total, rank in ranked:
        before = writing.snapshot(participant)
        participant.total, participant.rank = total, rank
        changed.append((participant, before))
    writing.change_all(changed, by=by, at=at)


MOVES = {
    "close": Move(
        label=_("Close with the ranking"),
        sources={DrillState.PLANNED},
        target=DrillState.CLOSED,
        action="change",
        guards=(it_is_held_already, every_score_is_entered),
        stamp=freeze,
    ),
    "reopen": Move(
        label=_("Open again"),
        sources={DrillState.CLOSED},
        target=DrillState.PLANNED,
        action="change",
        stamp=thaw,
        needs_reason=True,
    ),
}
