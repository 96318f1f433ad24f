"""How far a shift has gone, and the moves that take it further."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.workflow import Move
from visits.duties import Book, told


class ShiftState(models.TextChoices):
    """The states of a shift."""

    PLANNED = "planned", pgettext_lazy("a shift", "planned")
    CONFIRMED = "confirmed", pgettext_lazy("a shift", "confirmed")
    WORKED = "worked", pgettext_lazy("a shift", "worked")
    ABSENT = "absent", pgettext_lazy("a shift", "absent")


def look_up(records, by, at):
    """Read what the gate asks, once for all shifts of a move."""
    book = Book.read(record.member_id for record in records)
    for record in records:
        record._book = book


def still_able(shift, by, at):
    """Nobody is confirmed for a duty whose certificate has gone meanwhile."""
    first, last = shift.days
    # A page that says what stands in the way has not looked up anything before.
    book = getattr(shift, "_book", None) or Book.read([shift.member_id])
    if lacking := book.lacks(shift.member_id, shift.duty, first, last):
        text = _("%(name)s lacks a certificate now: %(lacks)s.")
        return text % {"name": shift.member, "lacks": told(lacking)}
    return None


def has_ended(shift, by, at):
    """A shift was worked when it is over."""
    return None if shift.ends_at <= at else _("The shift is not over yet.")


def has_begun(shift, by, at):
    """Nobody was absent from what has not begun; such a shift is changed."""
    if shift.starts_at <= at:
        return None
    return _("The shift has not begun; change or delete it instead.")


def is_free(shift, by, at):
    """Whoever was absent may have been put on duty elsewhere meanwhile."""
    return shift.clash() or None


MOVES = {
    "confirm": Move(
        label=_("Confirm the shift"),
        sources={ShiftState.PLANNED},
        target=ShiftState.CONFIRMED,
        action="change",
        guards=(still_able,),
        prepare=look_up,
    ),
    "worked": Move(
        label=_("It was worked"),
        sources={ShiftState.PLANNED, ShiftState.CONFIRMED},
        target=ShiftState.WORKED,
        action="change",
        guards=(has_ended,),
    ),
    "absent": Move(
        label=_("Was absent"),
        sources={ShiftState.PLANNED, ShiftState.CONFIRMED},
        target=ShiftState.ABSENT,
        action="change",
        guards=(has_begun,),
        needs_reason=True,
    ),
    "reopen": Move(
        label=_("Take the shift up again"),
        sources={ShiftState.WORKED, ShiftState.ABSENT},
        target=ShiftState.PLANNED,
        action="change",
        guards=(is_free,),
        needs_reason=True,
    ),
}
