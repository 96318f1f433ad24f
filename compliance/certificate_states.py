"""The moves of a certificate: suspended, counting again, revoked.

A move may be given the day from which it holds and the document that says so. Without
a day it holds from today on; days that have passed stay as they were.
"""

from datetime import date

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from compliance.models import Certificate, Suspension
from reception.workflow import Move, given

State = Certificate.State


def day_of(certificate, at) -> date:
    """Return the day from which the move holds."""
    return given(certificate, "day") or timezone.localdate(at)


def not_ahead(certificate, by, at):
    """What is decided for a later day is entered on that day."""
    if day_of(certificate, at) > timezone.localdate(at):
        return _("The day lies ahead; enter it when it has come.")
    return None


def after_issue(certificate, by, at):
    """A certificate is withdrawn after it was issued."""
    if day_of(certificate, at) < certificate.issued_on:
        told = {"day": date_format(certificate.issued_on)}
        return _("The certificate was only issued on %(day)s.") % told
    return None


def after_the_last(certificate, by, at):
    """What was told of earlier suspensions stays true."""
    last = certificate.suspensions.aggregate(
        since=Max("since"), lifted=Max("lifted_on")
    )
    last_day = max(filter(None, last.values()), default=None)
    if last_day and day_of(certificate, at) < last_day:
        text = _("It was suspended or counted again on %(day)s; choose a later day.")
        return text % {"day": date_format(last_day)}
    return None


def begin(certificate, by, at, reason):
    """Note the suspension."""
    Suspension.objects.create(
        certificate=certificate,
        since=day_of(certificate, at),
        reason=reason,
        document=given(certificate, "document") or "",
        suspended_by=by,
    )
    return []


def end(certificate, by, at, reason):
    """Note from when it counts again."""
    for each in certificate.suspensions.filter(lifted_on__isnull=True):
        each.lifted_on, each.lifted_by = day_of(certificate, at), by
        each.save(update_fields=["lifted_on", "lifted_by"])
    return []


def revoke(certificate, by, at, reason):
    """Note from when it does not count any more; a suspension ends with it."""
    end(certificate, by, at, reason)
    certificate.revoked_on = day_of(certificate, at)
    certificate.revoked_reason, certificate.revoked_by = reason, by
    certificate.revoked_document = given(certificate, "document") or ""
    return ["revoked_on", "revoked_reason", "revoked_by", "revoked_document"]


GUARDS = (not_ahead, after_issue, after_the_last)
MOVES = {
    "suspend": Move(
        label=_("Suspend"),
        sources={State.IN_FORCE},
        target=State.SUSPENDED,
        action="change",
        guards=GUARDS,
        stamp=begin,
        needs_reason=True,
    ),
    "reinstate": Move(
        label=_("Let it count again"),
        sources={State.SUSPENDED},
        target=State.IN_FORCE,
        action="change",
        guards=GUARDS,
        stamp=end,
        needs_reason=True,
    ),
    "revoke": Move(
        label=_("Revoke"),
        sources={State.IN_FORCE, State.SUSPENDED},
        target=State.REVOKED,
        action="change",
        guards=GUARDS,
        stamp=revoke,
        needs_reason=True,
    ),
}
