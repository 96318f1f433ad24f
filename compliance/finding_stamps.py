"""What a finding's moves look up beforehand, and what they note on it."""

from datetime import date

from django.db.models import prefetch_related_objects
from django.utils import timezone

from compliance import repeats
from compliance.models import Finding
from compliance.terms import Terms
from reception.accounts import numbering
from reception.workflow import given

REPORT = ("rectified_on", "rectified_by", "reported_on", "reported_by")


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
    due: dict[tuple, date] = {}
    for each in findings:
        each.notices = numbers  # shared: the first finding stamped gets it a number
        asked = (each.inspection.office_id, each.raised or each.severity)
        if asked not in due:
            due[asked] = terms.deadline(*asked, day)
        each.due = due[asked]


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
    finding.rectified_on = finding.found_on
    finding.rectified_by_id = finding.responsible_id
    finding.reported_on, finding.reported_by = timezone.localdate(at), by
    finding.measure = reason or finding.measure
    return [
        *columns,
        "is_fixed_on_the_spot",
        "measure",
        *REPORT,
    ]


def stamp_report(finding, by, at, reason):
    """Note what was done, when, by whom, and who says so."""
    day = timezone.localdate(at)
    finding.rectified_on = given(finding, "rectified_on") or day
    hand = given(finding, "rectified_by")
    finding.rectified_by_id = hand.pk if hand else finding.responsible_id
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
