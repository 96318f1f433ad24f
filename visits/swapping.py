"""Asking for a swap of shifts: whom, for which shift in return, and what follows."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from compliance.models import StaffMember
from reception.access.scope import can_part
from reception.workflow import MoveNotPossible
from visits.models import Shift, ShiftSwap
from visits.models.shift import lock_members
from visits.swap_states import is_still_theirs

AHEAD = timedelta(days=30)  # within which a shift in return is offered


def own_shifts(user) -> QuerySet[Shift]:
    """Return the shifts of the user himself: everybody sees his own."""
    return Shift.objects.filter(member__user=user)


def may_ask(user, shift: Shift, at: datetime) -> bool:
    """Whether ``user`` may ask for a swap of ``shift``: his own, and still to come."""
    is_own = shift.member.user_id == user.pk and user.pk is not None
    is_open = shift.starts_at > at and not shift.locked_reason()
    return is_own and is_open and can_part(user, "join", ShiftSwap, shift)


def colleagues(shift: Shift) -> QuerySet[StaffMember]:
    """Return the people of the shift's place, or of its holder's employer.

    Their names stand on the roster that hangs on the wall: to whoever is on it
    himself they are no secret. Without a login nobody can agree.
    """
    member = shift.member
    same = Q(office=shift.office_id) if shift.office_id else Q(venue=shift.venue_id)
    same |= Q(office=member.office_id) if member.office_id else Q(venue=member.venue_id)
    rows = StaffMember.objects.filter(same, user__isnull=False, user__is_active=True)
    rows = rows.exclude(pk=member.pk).exclude(left_on__lt=shift.days[0])
    return rows.order_by("number")


def offered_in_return(shift: Shift, at: datetime) -> QuerySet[Shift]:
    """Return the coming shifts of colleagues at the same place."""
    rows = Shift.objects.held().filter(
        member__in=colleagues(shift), office=shift.office, venue=shift.venue
    )
    rows = rows.filter(starts_at__gt=at, starts_at__lt=at + AHEAD)
    rows = rows.exclude(state=Shift.State.WORKED)
    return rows.select_related("member").order_by("starts_at", "pk")


@transaction.atomic
def ask(shift: Shift, colleague, in_return, reason: str, *, by, at: datetime):
    """Ask ``colleague`` to take ``shift`` over, and return the swap.

    Raises:
        PermissionDenied: the shift is not ``by``'s own, or not to come.
        MoveNotPossible: nobody to ask, no reason, an open swap, or rules of the roster.
    """
    lock_members({shift.member_id, colleague.pk})
    shift = Shift.objects.select_related("member").get(pk=shift.pk)
    if not may_ask(by, shift, at):
        raise PermissionDenied
    if not reason.strip():
        raise MoveNotPossible(_("Give a reason."))
    if not colleagues(shift).filter(pk=colleague.pk).exists():
        raise MoveNotPossible(_("Choose a colleague of the same place."))
    swap = ShiftSwap(
        shift=shift,
        holder=shift.member,
        colleague=colleague,
        in_return=in_return,
        reason=reason.strip(),
        asked_by=by,
        asked_at=at,
    )
    if text := is_still_theirs(swap, by, at):
        raise MoveNotPossible(text)
    if ShiftSwap.objects.open().filter(shift=shift).exists():
        raise MoveNotPossible(_("A swap of this shift is open already."))
    swap.save(force_insert=True)
    return swap
