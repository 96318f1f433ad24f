"""States and moves: the only writer of a record's state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from reception.access.scope import can_at_place
from reception.ledger import writing
from reception.ledger.models import Kind

Guard = Callable[[models.Model, models.Model], str | None]
Stamp = Callable[[models.Model, models.Model, datetime], list[str]]


@dataclass(frozen=True, slots=True)
class Move:
    """One way from some states to another.

    ``action`` is the right that the mover needs on the record. Each guard gets the
    record and the mover and says what stands in the way, or None. ``stamp`` notes
    who and when on the record and returns the names of the columns it wrote.
    """

    label: str | Promise
    sources: frozenset | set
    target: str
    action: str
    guards: tuple[Guard, ...] = ()
    stamp: Stamp | None = None
    needs_reason: bool = False


class MoveNotPossible(Exception):
    """The move is not possible now; the text says why and is fit for the screen."""


def obstacles(record: models.Model, name: str, by) -> list[str]:
    """Return what stands in the way of the move, in words; empty if nothing."""
    step = record.moves[name]
    if record.state not in step.sources:
        return [
            _("“%(move)s” is not possible: the state is “%(state)s”.")
            % {"move": step.label, "state": record.get_state_display()}
        ]
    return [str(said) for guard in step.guards if (said := guard(record, by))]


def open_moves(record: models.Model, by) -> dict[str, Move]:
    """Return the moves that start from the record's state and that ``by`` may make."""
    return {
        name: step
        for name, step in record.moves.items()
        if record.state in step.sources and can_at_place(by, step.action, record)
    }


@transaction.atomic
def move(record: models.Model, name: str, *, by, at: datetime, reason: str = ""):
    """Make the move ``name`` on ``record`` for ``by`` and return the fresh record.

    Raises:
        PermissionDenied: ``by`` may not do this to this record.
        MoveNotPossible: wrong state, no reason given, or a guard objects.
    """
    step = record.moves[name]
    rows = type(record)._default_manager.select_for_update(of=("self",))
    record = rows.get(pk=record.pk)
    if not can_at_place(by, step.action, record):
        raise PermissionDenied
    if found := obstacles(record, name, by):
        raise MoveNotPossible(" ".join(found))
    if step.needs_reason and not reason.strip():
        raise MoveNotPossible(_("Give a reason."))
    before = writing.snapshot(record)
    columns = step.stamp(record, by, at) if step.stamp else []
    record.state = step.target
    with writing.described_by_caller():
        record.save(update_fields=["state", *columns])
    writing.note(
        Kind.MOVED,
        record=record,
        changes=writing.difference(record, before),
        reason=reason.strip(),
        details={"move": name},
        by=by,
        at=at,
    )
    return record
