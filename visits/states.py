"""How far a visit's file has gone, and the moves that take it further."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reception.workflow import Move


class State(models.TextChoices):
    """The states of a visit."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


DECIDED = (State.APPROVED, State.REFUSED)


def needs_letter(visit, by):
    """Official domestic visits are received on a letter only (2013 Provisions)."""
    if visit.category == visit.Category.OFFICIAL and visit.letter_id is None:
        return _("No letter, no reception: register the letter and choose it here.")
    return None


def not_by_own_hand(visit, by):
    """Nobody decides on what he entered or submitted himself."""
    if by.pk in {visit.entered_by_id, visit.submitted_by_id}:
        return _("You entered or submitted this visit; somebody else must decide.")
    return None


def stamp_submission(visit, by, at):
    """Note who submitted, and when."""
    visit.submitted_by, visit.submitted_at = by, at
    return ["submitted_by", "submitted_at"]


def stamp_decision(visit, by, at):
    """Note who decided, and when."""
    visit.decided_by, visit.decided_at = by, at
    return ["decided_by", "decided_at"]


def clear_stamps(visit, by, at):
    """A file taken back has neither submission nor decision."""
    visit.submitted_by = visit.submitted_at = None
    visit.decided_by = visit.decided_at = None
    return ["submitted_by", "submitted_at", "decided_by", "decided_at"]


MOVES = {
    "submit": Move(
        label=_("Submit"),
        sources={State.DRAFT},
        target=State.SUBMITTED,
        action="change",
        guards=(needs_letter,),
        stamp=stamp_submission,
    ),
    "approve": Move(
        label=_("Approve"),
        sources={State.SUBMITTED},
        target=State.APPROVED,
        action="approve",
        guards=(needs_letter, not_by_own_hand),
        stamp=stamp_decision,
    ),
    "refuse": Move(
        label=_("Refuse"),
        sources={State.SUBMITTED},
        target=State.REFUSED,
        action="approve",
        guards=(not_by_own_hand,),
        stamp=stamp_decision,
        needs_reason=True,
    ),
    "take_back": Move(
        label=_("Take back to draft"),
        sources={State.SUBMITTED, State.APPROVED, State.REFUSED},
        target=State.DRAFT,
        action="change",
        stamp=clear_stamps,
        needs_reason=True,
    ),
}
