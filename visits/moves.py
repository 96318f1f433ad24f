"""The moves that take a visit's file further, with what may stand in their way."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reception.workflow import Move
from visits import approving, readiness, register, settling
from visits.content import fingerprint_of
from visits.judging import rules_allow
from visits.states import ENDED, State

# --- guards: what stands in the way


def needs_letter(visit, by, at):
    """Official domestic visits are received on a letter only (2013 Provisions).

    For an urgent visit a record of the call comes first and the letter follows.
    """
    official = visit.category == visit.Category.OFFICIAL
    if official and visit.letter_id is None and visit.phone_record_id is None:
        return _(
            "No letter, no reception: register the letter and choose it here; for an "
            "urgent visit, the phone record."
        )
    return None


def needs_the_letter_itself(visit, by, at):
    """A phone record announces a visit; it is no voucher."""
    official = visit.category == visit.Category.OFFICIAL
    if official and visit.letter_id is None:
        return _("The letter has not come yet; a phone record is no voucher.")
    return None


def not_by_own_hand(visit, by, at):
    """Nobody decides on what he entered or submitted himself."""
    if by.pk in {visit.entered_by_id, visit.submitted_by_id}:
        return _("You entered or submitted this visit; somebody else must decide.")
    return None


def at_his_level(visit, by, at):
    """Only those whom the level names decide there, or who stands in for them."""
    if approving.decides_for(visit, by, timezone.localdate(at)) is None:
        return _("“%(level)s” decides now: %(people)s.") % {
            "level": visit.level.name,
            "people": _(", ").join(str(each) for each in visit.level.approvers.all()),
        }
    return None


def approval_stands(visit, by, at):
    """What was approved is what the file says now."""
    if approving.is_stale(visit):
        return _("The file changed after its approval; ask for approval again.")
    return None


def approval_is_stale(visit, by, at):
    """Only a changed file is asked about again."""
    if not approving.is_stale(visit):
        return _("What was approved has not changed.")
    return None


def is_ready(visit, by, at):
    """Everything that must be in place before arrival is."""
    lacking = readiness.missing(visit, timezone.localdate(at))
    if not lacking:
        return None
    told = [
        _("%(column)s: %(problem)s")
        % {"column": check.label, "problem": found.told or found.answer.label}
        for check, found in lacking
    ]
    return _("Still missing: %(checks)s") % {"checks": _("; ").join(told)}


def guests_are_here(visit, by, at):
    """A visit begins on the day of arrival."""
    if timezone.localdate(at) < timezone.localdate(visit.arrives_at):
        return _("The guests arrive on %(day)s.") % {
            "day": timezone.localdate(visit.arrives_at).isoformat()
        }
    return None


def names_the_other(visit, by, at):
    """A visit is merged into a visit that is still to come."""
    other = visit.merged_into
    if other is None:
        return _("Choose, in the visit's form, the visit that it is merged into.")
    if other.pk == visit.pk or other.state in (*ENDED, State.ARCHIVED):
        return _("The visit that it is merged into is %(state)s.") % {
            "state": other.get_state_display()
        }
    return None


# --- what a move notes


def stamp_submission(visit, by, at, reason):
    """Note who submitted, when, and which level decides first."""
    visit.submitted_by, visit.submitted_at = by, at
    visit.level = approving.first_level(visit)
    return ["submitted_by", "submitted_at", "level"]


def stamp_renewal(visit, by, at, reason):
    """Ask again, from the first level that the change concerns."""
    level = approving.level_of_change(visit)
    columns = clear_decision(visit) + stamp_submission(visit, by, at, reason)
    visit.level = level
    return columns


def stamp_approval(visit, by, at, reason):
    """Note the level's word; the last one is the decision."""
    approving.note(visit, approving.Word.AGREED, by=by, at=at, reason=reason)
    visit.level = approving.next_level(visit)
    if visit.level is not None:
        return ["level"]
    visit.decided_by, visit.decided_at = by, at
    visit.approved_print = fingerprint_of(visit)
    return ["level", "decided_by", "decided_at", "approved_print"]


def stamp_refusal(visit, by, at, reason):
    """Note who refused, when and why."""
    approving.note(visit, approving.Word.REFUSED, by=by, at=at, reason=reason)
    visit.decided_by, visit.decided_at, visit.level = by, at, None
    return ["decided_by", "decided_at", "level"]


def stamp_sending_back(visit, by, at, reason):
    """Note who wants the file mended, and what."""
    approving.note(visit, approving.Word.SENT_BACK, by=by, at=at, reason=reason)
    return clear_stamps(visit, by, at, reason)


def clear_decision(visit):
    """Take the decision off the file; the words of the levels stay."""
    visit.decided_by = visit.decided_at = None
    visit.approved_print = ""
    return ["decided_by", "decided_at", "approved_print"]


def clear_stamps(visit, by, at, reason):
    """A file taken back has neither submission nor decision."""
    visit.submitted_by = visit.submitted_at = visit.level = None
    return ["submitted_by", "submitted_at", "level", *clear_decision(visit)]


def leave_the_levels(visit, by, at, reason):
    """No level has to decide on a visit that will not be."""
    visit.level = None
    return ["level"]


def note_breaches(visit, by, at, reason):
    """Let what was done against a rule come into the register, once this is stored."""
    enter = partial(register.enter_happened, visit.pk, timezone.localdate(at))
    transaction.on_commit(enter, robust=True)
    return []


def after_approval(visit):
    """A visit is approved when no further level has to decide."""
    return State.SUBMITTED if visit.level_id else State.APPROVED


MOVES = {
    "submit": Move(
        label=_("Submit"),
        sources={State.DRAFT},
        target=State.SUBMITTED,
        action="change",
        guards=(needs_letter, rules_allow("submit")),
        needs_reason=approving.late_submission,
        stamp=stamp_submission,
    ),
    "approve": Move(
        label=_("Approve"),
        sources={State.SUBMITTED},
        target=after_approval,
        action="approve",
        guards=(needs_letter, not_by_own_hand, at_his_level, rules_allow("approve")),
        needs_reason=approving.late_approval,
        stamp=stamp_approval,
        sees=approving.sight_of,
    ),
    "send_back": Move(
        label=_("Send back to be mended"),
        sources={State.SUBMITTED},
        target=State.DRAFT,
        action="approve",
        guards=(not_by_own_hand, at_his_level),
        stamp=stamp_sending_back,
        needs_reason=True,
    ),
    "refuse": Move(
        label=_("Refuse"),
        sources={State.SUBMITTED},
        target=State.REFUSED,
        action="approve",
        guards=(not_by_own_hand, at_his_level),
        stamp=stamp_refusal,
        needs_reason=True,
        sees=approving.sight_of,
    ),
    "take_back": Move(
        label=_("Take back to draft"),
        sources={State.SUBMITTED, State.APPROVED, State.REFUSED},
        target=State.DRAFT,
        action="change",
        stamp=clear_stamps,
        needs_reason=True,
    ),
    "ask_again": Move(
        label=_("Ask for approval again"),
        sources={State.APPROVED, State.READY, State.UNDER_WAY},
        target=State.SUBMITTED,
        action="change",
        guards=(approval_is_stale, needs_letter, rules_allow("submit")),
        stamp=stamp_renewal,
        needs_reason=True,
    ),
    "make_ready": Move(
        label=_("Declare ready"),
        sources={State.APPROVED},
        target=State.READY,
        action="change",
        guards=(approval_stands, is_ready, rules_allow("ready")),
    ),
    "not_ready": Move(
        label=_("Not ready after all"),
        sources={State.READY},
        target=State.APPROVED,
        action="change",
        needs_reason=True,
    ),
    "begin": Move(
        label=_("Guests have arrived"),
        sources={State.READY},
        target=State.UNDER_WAY,
        action="change",
        guards=(approval_stands, guests_are_here),
    ),
    "complete": Move(
        label=_("Guests have left"),
        sources={State.UNDER_WAY},
        target=State.COMPLETED,
        action="change",
        guards=(approval_stands, guests_are_here),
        stamp=note_breaches,
    ),
    "reopen": Move(
        label=_("Guests are still here"),
        sources={State.COMPLETED},
        target=State.UNDER_WAY,
        action="change",
        needs_reason=True,
    ),
    "settle": Move(
        label=_("Settle"),
        sources={State.COMPLETED},
        target=State.SETTLED,
        action="change",
        guards=(
            needs_the_letter_itself,
            settling.pack_is_complete,
            settling.costs_are_paid,
            rules_allow("settle"),
        ),
    ),
    "unsettle": Move(
        label=_("Open the settlement again"),
        sources={State.SETTLED},
        target=State.COMPLETED,
        action="approve",
        needs_reason=True,
    ),
    "archive": Move(
        label=_("Archive"),
        sources={State.SETTLED},
        target=State.ARCHIVED,
        action="change",
        guards=(settling.is_closed_with_a_report,),
    ),
    "cancel": Move(
        label=_("Cancel the visit"),
        sources={State.DRAFT, State.SUBMITTED, State.APPROVED, State.READY},
        target=State.CANCELLED,
        action="change",
        stamp=leave_the_levels,
        needs_reason=True,
    ),
    "merge": Move(
        label=_("Merge into another visit"),
        sources={State.DRAFT, State.SUBMITTED, State.APPROVED},
        target=State.MERGED,
        action="change",
        guards=(names_the_other,),
        stamp=leave_the_levels,
        needs_reason=True,
    ),
}
