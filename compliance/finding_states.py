"""The moves that take a finding to its closing, with what may stand in their way.

The hands of report, recheck and closing are three different logins, none of whom is
the person responsible or who rectified. History stays in the ledger.
"""

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance import repeats
from compliance.models import Finding, FindingPhoto
from compliance.terms import Terms
from reception.accounts import numbering
from reception.workflow import Move, given

State = Finding.State
WITH_VENUE = frozenset(Finding.WITH_VENUE)


# --- guards: what stands in the way


def has_evidence(finding, by, at):
    """What is grave is not believed without a photograph of this attempt."""
    severity = getattr(finding, "raised", None) or finding.severity
    if severity not in Finding.GRAVE:
        return None
    shown = any(
        photo.stage == FindingPhoto.Stage.AFTER
        and photo.attempt == finding.times_returned
        for photo in finding.photos.all()
    )
    if shown:
        return None
    return _("Severity %(severity)s: attach a photograph of how it is after.") % {
        "severity": severity
    }


def _names(finding, by) -> bool:
    """Whether ``by`` is, as a member of staff, responsible or who rectified."""
    member = getattr(by, "staff_member", None)
    return member is not None and member.pk in {
        finding.responsible_id,
        finding.rectified_by_id,
    }


def not_by_whoever_rectified(finding, by, at):
    """Nobody checks what he answers for."""
    if _names(finding, by):
        return _("You are responsible for it or rectified it; somebody else checks.")
    return None


def not_by_the_reporter(finding, by, at):
    """Whoever reported does not check his own report."""
    if finding.reported_by_id == by.pk:
        return _("You reported it rectified; somebody else checks.")
    return None


def somebody_reported(finding, by, at):
    """A register may not say who fixed something on the spot."""
    if finding.reported_by_id is None:
        return _("Nobody is named who fixed it on the spot, so it stays as it is.")
    return None


def not_by_the_rechecker(finding, by, at):
    """Whoever rechecked leaves the closing to a third."""
    if finding.rechecked_by_id == by.pk:
        return _("You rechecked it; a third person closes it.")
    return None


def not_before(column, message):
    """Return the guard that the move is not made before the day in ``column``."""

    def guard(finding, by, at):
        day = getattr(finding, column)
        if day is not None and timezone.localdate(at) < day:
            return message % {"day": day}
        return None

    return guard


after_it_was_found = not_before(
    "found_on", _("It was found on %(day)s; this cannot be earlier.")
)
after_the_notice = not_before(
    "notified_on", _("The notice was issued on %(day)s; this cannot be earlier.")
)
after_the_report = not_before(
    "reported_on",
    _("It was reported on %(day)s; a recheck cannot be older than the report."),
)
after_the_recheck = not_before(
    "rechecked_on",
    _("It was rechecked on %(day)s; the closing cannot be older than the recheck."),
)


def deadline_is_ahead(finding, by, at):
    """A deadline set by hand does not lie before the notice."""
    if finding.deadline is not None and finding.deadline < timezone.localdate(at):
        return _(
            "The deadline %(day)s lies before the notice; empty it, or set a later one."
        ) % {"day": finding.deadline}
    return None


def rectified_in_time(finding, by, at):
    """It is rectified between the finding and the report."""
    day = given(finding, "rectified_on")
    if day is not None and not finding.found_on <= day <= timezone.localdate(at):
        return _("Rectified on: a day from %(first)s to %(last)s.") % {
            "first": finding.found_on,
            "last": timezone.localdate(at),
        }
    return None


def extension_is_later(finding, by, at):
    """Nobody asks for less time than he has."""
    until = given(finding, "asked_until")
    if until is None:
        return None
    least = max(finding.deadline, timezone.localdate(at))
    if until <= least:
        return _("The extension must end after %(day)s.") % {"day": least}
    return None


def extension_is_asked(finding, by, at):
    """Only what was asked for is granted or refused."""
    return None if finding.asked_until else _("Nobody asked for an extension.")


def no_extension_is_asked(finding, by, at):
    """One wish at a time."""
    if finding.asked_until:
        return _("An extension until %(day)s is asked for already.") % {
            "day": finding.asked_until
        }
    return None


def extended_by_another(finding, by, at):
    """Nobody grants time to himself."""
    if _names(finding, by):
        return _("You are responsible for it; somebody else decides.")
    return None


# --- stamps: what a move notes


def look_up(findings, by, at):
    """Fetch what guards ask of other records, for all at once."""
    prefetch_related_objects(findings, "photos", "inspection__office")


def look_up_terms(findings, by, at):
    """Find out what repeats what, by when it is due, and the notices' numbers.

    The findings of an inspection that are notified on one day share a notice.
    """
    look_up_repeats(findings, by, at)
    day, terms = timezone.localdate(at), Terms.read()
    inspections = {each.inspection_id for each in findings}
    issued = Finding.objects.filter(inspection__in=inspections, notified_on=day)
    numbers = dict(issued.values_list("inspection", "notice_number"))
    for each in findings:
        office = each.inspection.office_id
        each.notices = numbers  # shared: the first finding stamped gets it a number
        each.due = terms.deadline(office, each.raised or each.severity, day)


def look_up_repeats(findings, by, at):
    """Find out what repeats what; a finding that was judged before stays as it is."""
    look_up(findings, by, at)
    found = repeats.previous_of(each for each in findings if not each.repeat_of_id)
    for each in findings:
        each.repeated = found.get(each.pk)
        each.raised = repeats.RAISED.get(each.severity) if each.repeated else None


def stamp_repeat(finding) -> list[str]:
    """Mark what was found before; it is graver the second time."""
    if finding.repeated is None:
        return []
    finding.repeat_of_id = finding.repeated
    finding.severity = finding.raised or finding.severity
    return ["repeat_of", "severity"]


def stamp_notice(finding, by, at, reason):
    """Note the notice: who, when, its number, and by when it is due."""
    columns = stamp_repeat(finding)
    finding.notified_by, finding.notified_on = by, timezone.localdate(at)
    finding.notice_number = _notice(finding, finding.notified_on)
    finding.deadline = finding.first_deadline = finding.deadline or finding.due
    return [
        *columns,
        "notified_by",
        "notified_on",
        "notice_number",
        "deadline",
        "first_deadline",
    ]


def _notice(finding, day) -> str:
    """Return the number of the day's notice for the finding's inspection."""
    known, key = finding.notices, finding.inspection_id
    if key not in known:
        office = finding.inspection.office
        known[key] = numbering.next_number(f"{office.code}-N-{day.year}-")
    return known[key]


def clear_notice(finding, by, at, reason):
    """What was withdrawn was never due."""
    finding.notified_by = finding.notified_on = None
    finding.notice_number = ""
    finding.deadline = finding.first_deadline = None
    return [
        "notified_by",
        "notified_on",
        "notice_number",
        "deadline",
        "first_deadline",
        *clear_extension(finding),
    ]


def stamp_on_the_spot(finding, by, at, reason):
    """Note that it was rectified where and when it was found."""
    columns = stamp_repeat(finding)
    finding.is_fixed_on_the_spot = True
    finding.rectified_on, finding.rectified_by = finding.found_on, finding.responsible
    finding.reported_on, finding.reported_by = timezone.localdate(at), by
    finding.measure = reason or finding.measure
    return [
        *columns,
        "is_fixed_on_the_spot",
        "measure",
        *REPORT,
    ]


REPORT = ("rectified_on", "rectified_by", "reported_on", "reported_by")


def stamp_report(finding, by, at, reason):
    """Note what was done, when, by whom, and who says so."""
    day = timezone.localdate(at)
    finding.rectified_on = given(finding, "rectified_on") or day
    finding.rectified_by = given(finding, "rectified_by") or finding.responsible
    finding.reported_on, finding.reported_by = day, by
    finding.measure = reason or finding.measure
    return ["measure", *REPORT, *clear_extension(finding)]


def stamp_recheck(finding, by, at, reason):
    """Note who rechecked, and when."""
    finding.rechecked_on, finding.rechecked_by = timezone.localdate(at), by
    return ["rechecked_on", "rechecked_by"]


def stamp_return(finding, by, at, reason):
    """What did not pass is not reported; how often stays, who and why in the ledger."""
    finding.times_returned += 1
    finding.is_fixed_on_the_spot = False
    columns = [*REPORT, "rechecked_on", "rechecked_by", "closed_on", "closed_by"]
    for column in columns:
        setattr(finding, column, None)
    return ["times_returned", "is_fixed_on_the_spot", *columns]


def stamp_closing(finding, by, at, reason):
    """Note who closed it, and when."""
    finding.closed_on, finding.closed_by = timezone.localdate(at), by
    return ["closed_on", "closed_by"]


def stamp_wish(finding, by, at, reason):
    """Note until when more time is asked for, and why."""
    finding.asked_until = given(finding, "asked_until")
    finding.extension_reason = reason
    return ["asked_until", "extension_reason"]


def stamp_extension(finding, by, at, reason):
    """Move the deadline; the first one stays beside it."""
    finding.deadline = finding.asked_until
    return ["deadline", *clear_extension(finding)]


def clear_extension(finding, by=None, at=None, reason=""):
    """A wish that was answered is no wish any more."""
    finding.asked_until, finding.extension_reason = None, ""
    return ["asked_until", "extension_reason"]


def stamp_transfer(finding, by, at, reason):
    """Note to whom it was handed on."""
    finding.transferred_to = given(finding, "transferred_to")
    finding.transferred_on = timezone.localdate(at)
    return ["transferred_to", "transferred_on", *clear_extension(finding)]


def clear_transfer(finding, by, at, reason):
    """What was taken back is with nobody else."""
    finding.transferred_to, finding.transferred_on = "", None
    return ["transferred_to", "transferred_on"]


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
