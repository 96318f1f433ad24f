"""Rehearsing: the list a rehearsal is checked by, and findings that are waived."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from reception.access.scope import can_at_place
from reception.ledger import writing
from reception.workflow import MoveNotPossible
from visits.models import (
    Rehearsal,
    RehearsalCheck,
    RehearsalFinding,
    RehearsalPoint,
)


@transaction.atomic
def lay_out(rehearsal: Rehearsal) -> None:
    """Give the rehearsal those points of the list in use that it does not have."""
    held = rehearsal.checks.values_list("point", flat=True)
    points = RehearsalPoint.objects.filter(is_active=True).exclude(pk__in=held)
    writing.create_all(
        [RehearsalCheck(rehearsal=rehearsal, point=point) for point in points]
    )


def obstacles(finding: RehearsalFinding, by) -> list[str]:
    """Return what stands in the way of waiving the finding, in words."""
    if finding.state != RehearsalFinding.State.OPEN:
        return [_("Only an open finding can be waived.")]
    if reason := finding.locked_reason():
        return [str(reason)]
    if by.pk in {finding.fixer_id, finding.staff and finding.staff.user_id}:
        return [_("You are to fix it; somebody else must waive it.")]
    return []


@transaction.atomic
def waive(finding: RehearsalFinding, reason: str, *, by, at: datetime):
    """Let an open finding stand, with the reason, and return it.

    Raises:
        PermissionDenied: ``by`` may not waive it.
        MoveNotPossible: it is not open, no reason is given, or ``by`` is to fix it.
    """
    rows = RehearsalFinding.objects.select_for_update(of=("self",))
    finding = rows.get(pk=finding.pk)
    if not can_at_place(by, "waive", finding):
        raise PermissionDenied
    if found := obstacles(finding, by):
        raise MoveNotPossible(" ".join(found))
    if not reason.strip():
        raise MoveNotPossible(_("Give a reason."))
    finding.waiver, finding.waived_by, finding.waived_at = reason.strip(), by, at
    finding.save(update_fields=["waiver", "waived_by", "waived_at"])
    finding.refresh_from_db(fields=["state"])
    return finding
