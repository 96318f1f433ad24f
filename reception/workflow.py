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

Guard = Callable[[models.Model, models.Model, datetime], str | None]
Stamp = Callable[[models.Model, models.Model, datetime, str], list[str]]


@dataclass(frozen=True, slots=True)
class Move:
    """One way from some states to another.

    ``action`` is the right that the mover needs on the record. Each guard gets the
    record, the mover and the moment, and says what stands in the way, or None.
    ``stamp`` gets the reason as well, notes who and when on the record or its parts,
    and returns the names of the columns it wrote. ``target`` may be a function of the
    stamped record. ``needs_reason`` may be a function of record and moment that says
    why a reason is needed, or None. ``sees`` returns a digest of what the mover must
    have seen; a page that shows another one is refused.
    """

    label: str | Promise
    sources: frozenset | set
    target: str | Callable[[models.Model], str]
    action: str
    guards: tuple[Guard, ...] = ()
    stamp: Stamp | None = None
    needs_reason: bool | Callable[[models.Model, datetime], str | None] = False
    sees: Callable[[models.Model], str] | None = None

    def asks(self, record: models.Model, at: datetime) -> str | None:
        """Say that, and why, the move needs a reason; None if it needs none."""
        if callable(self.needs_reason):
            return self.needs_reason(record, at)
        return _("Give a reason.") if self.needs_reason else None


class MoveNotPossible(Exception):
    """The move is not possible now; the text says why and is fit for the screen."""


def obstacles(record: models.Model, name: str, by, at: datetime) -> list[str]:
    """Return what stands in the way of the move, in words; empty if nothing."""
    step = record.moves[name]
    if record.state not in step.sources:
        return [
            _("“%(move)s” is not possible: the state is “%(state)s”.")
            % {"move": step.label, "state": record.get_state_display()}
        ]
    return [str(said) for guard in step.guards if (said := guard(record, by, at))]


def open_moves(record: models.Model, by) -> dict[str, Move]:
    """Return the moves that start from the record's state and that ``by`` may make."""
    return {
        name: step
        for name, step in record.moves.items()
        if record.state in step.sources and can_at_place(by, step.action, record)
    }


@transaction.atomic
def move(
    record: models.Model,
    name: str,
    *,
    by,
    at: datetime,
    reason: str = "",
    seen: str | None = None,
):
    """Make the move ``name`` on ``record`` for ``by`` and return the fresh record.

    ``seen`` is the digest of what the mover saw, if a page showed it to him.

    Raises:
        PermissionDenied: ``by`` may not do this to this record.
        MoveNotPossible: wrong state, no reason given, a guard objects, or the record
            is not any more what the mover saw.
    """
    step = record.moves[name]
    rows = type(record)._default_manager.select_for_update(of=("self",))
    record = rows.get(pk=record.pk)
    if not can_at_place(by, step.action, record):
        raise PermissionDenied
    if found := obstacles(record, name, by, at):
        raise MoveNotPossible(" ".join(found))
    reason = reason.strip()
    if not reason and (asked := step.asks(record, at)):
        raise MoveNotPossible(asked)
    if seen is not None and step.sees and seen != step.sees(record):
        raise MoveNotPossible(
            _("The file changed after you had opened this page. Look at it again.")
        )
    before = writing.snapshot(record)
    with writing.described_by_caller():
        columns = step.stamp(record, by, at, reason) if step.stamp else []
        record.state = step.target(record) if callable(step.target) else step.target
        record.save(update_fields=["state", *columns])
    writing.note(
        Kind.MOVED,
        record=record,
        changes=writing.difference(record, before),
        reason=reason,
        details={"move": name},
        by=by,
        at=at,
    )
    return record
