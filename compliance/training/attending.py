"""Attendance: who was there, ticked on the list."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.models import Enrolment, StaffMember, TrainingSession
from compliance.training.codes import is_good
from reception.access.scope import can
from reception.ledger import writing


class AttendanceRefused(Exception):
    """It cannot be noted; the text says why and is fit for the screen."""


def held_still(session: TrainingSession) -> TrainingSession:
    """Return the session as it is now, locked until the transaction ends."""
    rows = TrainingSession.objects.select_for_update(of=("self",))
    return rows.select_related("course", "office").get(pk=session.pk)


def noted_before(session: TrainingSession, at: datetime) -> str | None:
    """Say why nobody can be noted as present now, or return None."""
    if reason := session.locked_reason():
        return str(reason)
    if session.starts_at > at and not session.takes_place_on(timezone.localdate(at)):
        return _("The session is still to come; who was there is noted on its day.")
    return None


@transaction.atomic
def tick(session: TrainingSession, told: Mapping[int, bool], *, by, at) -> int:
    """Note who was there, and who was not after all; return how many changed.

    ``told`` maps enrolments to what the list says of them. What is noted by the code
    already stays as it was noted.

    Raises:
        PermissionDenied: ``by`` may not change this session.
        AttendanceRefused: the session is closed, or still to come.
    """
    session = held_still(session)
    if not can(by, "change", session):
        raise PermissionDenied
    if reason := noted_before(session, at):
        raise AttendanceRefused(reason)
    changed = []
    rows = session.enrolments.select_for_update(of=("self",)).select_related("member")
    for each in rows.filter(pk__in=told).order_by("pk"):
        if told[each.pk] == (each.attended_at is not None):
            continue
        each.session = session
        before = writing.snapshot(each)
        each.attended_at = at if told[each.pk] else None
        each.proof = Enrolment.Proof.LIST if told[each.pk] else ""
        changed.append((each, before))
    writing.change_all(changed, by=by, at=at)
    return len(changed)


def member_of(user) -> StaffMember | None:
    """Return the staff member whose login ``user`` is, if there is one."""
    return getattr(user, "staff_member", None)


def closed_to(session: TrainingSession, member: StaffMember | None, at) -> str | None:
    """Say why ``member`` cannot confirm by the code that he is there, or return None.

    Whether the code is good is another question; a place that is not taken yet is
    given by ``confirm``.
    """
    if member is None:
        return _(
            "Your login belongs to no staff member. Ask the training officer to tick "
            "you on the list, and your administrator to enter your login."
        )
    if reason := session.locked_reason():
        return str(reason)
    if not session.takes_place_on(timezone.localdate(at)):
        return _("This session does not take place today.")
    enrolled = session.enrolments.filter(member=member).exists()
    if not enrolled and not session.takes_walk_ins:
        return _("You are not enrolled in this session. Ask whoever holds it.")
    return None


@transaction.atomic
def confirm(session: TrainingSession, code: str, *, by, at: datetime) -> Enrolment:
    """Note by the code of the room that ``by`` is there, and return his place.

    Confirming again changes nothing. Who comes unannounced gets a place if the
    session gives one.

    Raises:
        AttendanceRefused: in words, why he is not noted.
    """
    session = held_still(session)
    member = member_of(by)
    if reason := closed_to(session, member, at):
        raise AttendanceRefused(reason)
    if not is_good(session.pk, code, at):
        raise AttendanceRefused(
            _("This code has expired. Scan the one that the room shows now.")
        )
    place = session.enrolments.filter(member=member).first()
    place = place or Enrolment(session=session, member=member)
    if place.attended_at is not None:
        return place
    place.attended_at, place.proof = at, Enrolment.Proof.CODE
    if place.pk is None:
        if wrong := Enrolment.beside_others([place], set()):
            raise AttendanceRefused(" ".join(str(text) for _place, text in wrong))
        place.save(force_insert=True)
    else:
        place.save(update_fields=["attended_at", "proof"])
    return place
