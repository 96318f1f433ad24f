"""The moves that take a finding to its closing.

The hands of report, recheck and closing are three different logins, none of whom is
the person responsible or who rectified. History stays in the ledger.
"""

from django.utils.translation import gettext_lazy as _

from compliance.finding_guards import (
    after_it_was_found,
    after_the_notice,
    after_the_recheck,
    after_the_report,
    deadline_is_ahead,
    extended_by_another,
    extension_is_asked,
    extension_is_later,
    has_evidence,
    no_extension_is_asked,
    not_by_the_rechecker,
    not_by_the_reporter,
    not_by_whoever_rectified,
    rectified_in_time,
    somebody_reported,
)
from compliance.finding_stamps import (
    clear_extension,
    clear_notice,
    clear_transfer,
    look_up,
    look_up_repeats,
    look_up_terms,
    stamp_closing,
    stamp_extension,
    stamp_notice,
    stamp_on_the_spot,
    stamp_recheck,
    stamp_report,
    stamp_return,
    stamp_transfer,
    stamp_wish,
)
from compliance.models import Finding
from reception.workflow import Move

State = Finding.State
WITH_VENUE = frozenset(Finding.WITH_VENUE)


# --- targets that the stamped record decides


def same(finding) -> str:
    """The state stays."""
    return finding.state


def back(finding) -> str:
    """What had no notice yet is just found; the rest goes back to the venue."""
    return State.RETURNED if finding.notice_number else State.FOUND


def taken_back(finding) -> str:
    """What had notice goes on under it."""
    return State.NOTIFIED if finding.notice_number else State.FOUND


def what_was_done(finding, at):
    """A report says what was done, unless the record does already."""
    return None if finding.measure.strip() else _("Say what was done to put it right.")


# --- the moves
MOVES = {
    "notify": Move(
        label=_("Issue the notice"),
        sources={State.FOUND},
        target=State.NOTIFIED,
        action="notify",
        prepare=look_up_terms,
        guards=(after_it_was_found, deadline_is_ahead),
        stamp=stamp_notice,
    ),
    "fix_on_the_spot": Move(
        label=_("Note as fixed on the spot"),
        sources={State.FOUND},
        target=State.ON_THE_SPOT,
        action="notify",
        prepare=look_up_repeats,
        guards=(after_it_was_found, has_evidence),
        stamp=stamp_on_the_spot,
        needs_reason=what_was_done,
    ),
    "withdraw": Move(
        label=_("Withdraw the notice"),
        sources={State.NOTIFIED, State.RECTIFYING},
        target=State.FOUND,
        action="notify",
        prepare=look_up,
        stamp=clear_notice,
        needs_reason=True,
    ),
    "begin": Move(
        label=_("Begin rectification"),
        sources={State.NOTIFIED, State.RETURNED},
        target=State.RECTIFYING,
        action="answer",
        prepare=look_up,
        guards=(after_the_notice,),
    ),
    "report": Move(
        label=_("Report as rectified"),
        sources=WITH_VENUE,
        target=State.REPORTED,
        action="answer",
        prepare=look_up,
        guards=(after_the_notice, rectified_in_time, has_evidence),
        stamp=stamp_report,
        needs_reason=what_was_done,
    ),
    "recheck_pass": Move(
        label=_("Recheck passed"),
        sources={State.REPORTED, State.ON_THE_SPOT},
        target=State.RECHECKED,
        action="recheck",
        prepare=look_up,
        guards=(
            somebody_reported,
            not_by_the_reporter,
            not_by_whoever_rectified,
            after_the_report,
            has_evidence,
        ),
        stamp=stamp_recheck,
    ),
    "recheck_fail": Move(
        label=_("Recheck not passed"),
        sources={State.REPORTED, State.ON_THE_SPOT},
        target=back,
        action="recheck",
        prepare=look_up,
        guards=(not_by_the_reporter, not_by_whoever_rectified, after_the_report),
        stamp=stamp_return,
        needs_reason=True,
    ),
    "close": Move(
        label=_("Close out"),
        sources={State.RECHECKED},
        target=State.CLOSED,
        action="close",
        prepare=look_up,
        guards=(
            not_by_the_reporter,
            not_by_the_rechecker,
            not_by_whoever_rectified,
            after_the_recheck,
            has_evidence,
        ),
        stamp=stamp_closing,
    ),
    "reopen": Move(
        label=_("Open again"),
        sources={State.CLOSED, State.RECHECKED},
        target=back,
        action="close",
        prepare=look_up,
        stamp=stamp_return,
        needs_reason=True,
    ),
    "ask_extension": Move(
        label=_("Ask for an extension"),
        sources=WITH_VENUE,
        target=same,
        action="answer",
        prepare=look_up,
        guards=(no_extension_is_asked, extension_is_later),
        stamp=stamp_wish,
        needs_reason=True,
        facts=("asked_until",),
    ),
    "grant_extension": Move(
        label=_("Grant the extension"),
        sources=WITH_VENUE,
        target=same,
        action="extend",
        prepare=look_up,
        guards=(extension_is_asked, extended_by_another),
        stamp=stamp_extension,
    ),
    "refuse_extension": Move(
        label=_("Refuse the extension"),
        sources=WITH_VENUE,
        target=same,
        action="extend",
        prepare=look_up,
        guards=(extension_is_asked, extended_by_another),
        stamp=clear_extension,
        needs_reason=True,
    ),
    "transfer": Move(
        label=_("Transfer to others"),
        sources={State.FOUND, *WITH_VENUE},
        target=State.TRANSFERRED,
        action="transfer",
        prepare=look_up,
        guards=(after_it_was_found,),
        stamp=stamp_transfer,
        needs_reason=True,
        facts=("transferred_to",),
    ),
    "take_back": Move(
        label=_("Take back"),
        sources={State.TRANSFERRED},
        target=taken_back,
        action="transfer",
        prepare=look_up,
        stamp=clear_transfer,
        needs_reason=True,
    ),
}
