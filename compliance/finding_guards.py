"""What may stand in the way of a finding's moves; each guard says it in words."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.models import Finding, FindingPhoto
from reception.workflow import given


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
