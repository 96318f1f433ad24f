"""Following a service standard: noting the steps taken, and rehearsing by its steps."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from compliance.models import ChecklistItem, ChecklistVersion
from reception.access.scope import can
from reception.ledger import writing
from reception.workflow import MoveNotPossible
from visits.models import (
    Rehearsal,
    RehearsalCheck,
    RehearsalPoint,
    StandardStep,
    Visit,
)
from visits.models.standard import standards_of


@transaction.atomic
def note_steps(visit: Visit, wanted: set[int], shown: set[int], *, by, at: datetime):
    """Let the visit have taken exactly ``wanted`` of the items ``shown``; return it.

    Items are named by their keys. What the page did not show is left alone, so two
    people with two standards before them do not undo each other.

    Raises:
        PermissionDenied: ``by`` may not change the visit.
        MoveNotPossible: its file is closed for good.
    """
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if not can(by, "change", visit):
        raise PermissionDenied
    if reason := visit.closed_reason():
        raise MoveNotPossible(str(reason))
    offered = ChecklistItem.objects.filter(version__in=standards_of(visit).values("pk"))
    offered = {item.pk: item for item in offered.filter(pk__in=shown)}
    held = {step.item_id: step for step in visit.standard_steps.filter(item__in=shown)}
    for key, step in held.items():
        if key not in wanted:
            step.delete()
    told = {"visit": visit, "taken_by": by, "taken_at": at}
    new = [key for key in offered if key in wanted and key not in held]
    writing.create_all([StandardStep(item=offered[key], **told) for key in new])
    return visit


@transaction.atomic
def rehearse_by(rehearsal: Rehearsal, version: ChecklistVersion, *, by) -> int:
    """Take the steps of a standard as points of the rehearsal; return how many came.

    The points are of this rehearsal alone: the list in use for every rehearsal does
    not grow. Taking them again adds only what is missing.

    Raises:
        PermissionDenied: ``by`` may not change the rehearsal.
        MoveNotPossible: the rehearsal is closed.
    """
    rows = Rehearsal.objects.select_for_update(of=("self",)).select_related("visit")
    rehearsal = rows.get(pk=rehearsal.pk)
    if not can(by, "change", rehearsal):
        raise PermissionDenied
    if reason := rehearsal.locked_reason():
        raise MoveNotPossible(str(reason))
    wanted = {f"{version.number}-{item.code}".lower(): item for item in _items(version)}
    known = {p.code: p for p in RehearsalPoint.objects.filter(code__in=wanted)}
    made = [_point(code, item) for code, item in wanted.items() if code not in known]
    writing.create_all(made)
    points = [*known.values(), *made]
    held = set(rehearsal.checks.values_list("point", flat=True))
    new = [point for point in points if point.pk not in held]
    new.sort(key=lambda point: point.line)
    writing.create_all(
        [RehearsalCheck(rehearsal=rehearsal, point=point) for point in new]
    )
    return len(new)


def _items(version: ChecklistVersion):
    return version.items.order_by("line", "pk")


def _point(code: str, item: ChecklistItem) -> RehearsalPoint:
    """Return a point for an item; what does not fit its name stands in the hint."""
    phase = _("%(phase)s · %(post)s") % {
        "phase": item.phase,
        "post": item.get_post_display(),
    }
    name = Truncator(item.text).chars(60)
    hint = item.text if name != item.text else phase.strip(" ·")
    line = 100 + item.line  # after the list in use
    return RehearsalPoint(code=code, line=line, name=name, hint=hint, is_active=False)
