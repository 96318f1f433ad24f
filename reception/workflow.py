"""States and moves: the only writer of a record's state."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reception.access.scope import can_at_place, placed
from reception.ledger import writing
from reception.ledger.models import Kind

Guard = Callable[[models.Model, models.Model, datetime], str | None]
Stamp = Callable[[models.Model, models.Model, datetime, str], list[str]]
Prepare = Callable[[Sequence[models.Model], models.Model, datetime], None]
LOT = 5000  # records locked and written by one statement


@dataclass(frozen=True, slots=True)
class Move:
    """One way from some states to another.

    ``action`` is the right that the mover needs on the record. Each guard gets the
    record, the mover and the moment, and says what stands in the way, or None.
    ``stamp`` gets the reason as well, notes who and when on the record or its parts,
    and returns the names of the columns it wrote. ``target`` may be a function of the
    stamped record. ``needs_reason`` may be a function of record and moment that says
    why a reason is needed, or None. ``sees`` returns a digest of what the mover must
    have seen; a page that shows another one is refused. ``prepare`` looks up what
    guards and stamp ask, for all records of a move at once. ``facts`` names columns
    that the mover must give with the move; see ``given``.
    """

    label: str | Promise
    sources: frozenset | set
    target: str | Callable[[models.Model], str]
    action: str
    guards: tuple[Guard, ...] = ()
    stamp: Stamp | None = None
    needs_reason: bool | Callable[[models.Model, datetime], str | None] = False
    sees: Callable[[models.Model], str] | None = None
    prepare: Prepare | None = None
    facts: tuple[str, ...] = ()

    def asks(self, record: models.Model, at: datetime) -> str | None:
        """Say that, and why, the move needs a reason; None if it needs none."""
        if callable(self.needs_reason):
            return self.needs_reason(record, at)
        return _("Give a reason.") if self.needs_reason else None

    def goal(self, record: models.Model) -> str:
        """Return the state to which the move takes the stamped record."""
        return self.target(record) if callable(self.target) else self.target


class MoveNotPossible(Exception):
    """The move is not possible now; the text says why and is fit for the screen."""


@dataclass(slots=True)
class Outcome:
    """What became of a move of many: the records as they are, and why some stayed."""

    moved: list[models.Model] = field(default_factory=list)
    refused: list[tuple[models.Model, str]] = field(default_factory=list)


def given(record: models.Model, name: str):
    """Return what the mover gave with the move under ``name``; None if nothing."""
    return getattr(record, "_given", {}).get(name)


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
    facts: Mapping | None = None,
):
    """Make the move ``name`` on ``record`` for ``by`` and return the fresh record.

    ``seen`` is the digest of what the mover saw, if a page showed it to him; ``facts``
    are what he gave beside the reason.

    Raises:
        PermissionDenied: ``by`` may not do this to this record.
        MoveNotPossible: wrong state, no reason or fact given, a guard objects, or the
            record is not any more what the mover saw.
    """
    step, reason = record.moves[name], reason.strip()
    rows = type(record)._default_manager.select_for_update(of=("self",))
    record = rows.get(pk=record.pk)
    if not can_at_place(by, step.action, record):
        raise PermissionDenied
    _prepare([record], step, by, at, facts)
    if found := obstacles(record, name, by, at):
        raise MoveNotPossible(" ".join(found))
    if lacking := _lacking(record, step, at, reason):
        raise MoveNotPossible(lacking)
    if seen is not None and step.sees and seen != step.sees(record):
        raise MoveNotPossible(
            _("The file changed after you had opened this page. Look at it again.")
        )
    with writing.described_by_caller():
        before, columns = _take(record, step, by, at, reason)
        record.save(update_fields=columns)
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


@transaction.atomic
def move_many(
    records: Sequence[models.Model],
    name: str,
    *,
    by,
    at: datetime,
    reason: str = "",
    facts: Mapping | None = None,
) -> Outcome:
    """Make the move on each of ``records``, all of one model, and say how it went.

    The rules are those of ``move``; what they refuse stays as it is and does not stop
    the others. Locking, writing and the ledger's entries take a few statements for
    all.
    """
    outcome, reason = Outcome(), reason.strip()
    for lot in _locked(records):
        step, taken = lot[0].moves[name], []
        with writing.described_by_caller():
            for record, stopped in _judged(lot, name, by, at, facts):
                if why := stopped or _lacking(record, step, at, reason):
                    outcome.refused.append((record, why))
                else:
                    before, _columns = _take(record, step, by, at, reason)
                    taken.append((record, before))
        told = {"reason": reason, "by": by, "at": at, "details": {"move": name}}
        writing.change_all(taken, kind=Kind.MOVED, **told)
        outcome.moved += [record for record, _before in taken]
    return outcome


def foresee(records: Sequence[models.Model], name: str, *, by, at: datetime) -> list:
    """Return (record, what stands in the way or "") for a move of many; writes nothing.

    That it needs a reason or facts is not counted: they are asked for next.
    """
    return list(_judged(records, name, by, at, None)) if records else []


def _judged(lot: Sequence, name: str, by, at: datetime, facts) -> Iterator[tuple]:
    """Yield each record with what stands in the way of its move, or nothing."""
    model, step = type(lot[0]), lot[0].moves[name]
    rows = model._default_manager.filter(pk__in=[record.pk for record in lot])
    theirs = set(placed(by, step.action, rows).values_list("pk", flat=True))
    _prepare([record for record in lot if record.pk in theirs], step, by, at, facts)
    for record in lot:
        if record.pk in theirs:
            yield record, " ".join(obstacles(record, name, by, at))
        else:
            yield record, _("You may not do this to this record.")


def _locked(records: Sequence[models.Model]) -> Iterator[list[models.Model]]:
    """Yield lots of ``records`` as they are now, locked in the order of their keys."""
    keys = sorted({record.pk for record in records})
    for start in range(0, len(keys), LOT):
        rows = type(records[0])._default_manager.select_for_update(of=("self",))
        lot = list(rows.filter(pk__in=keys[start : start + LOT]).order_by("pk"))
        if lot:
            yield lot


def _prepare(records, step: Move, by, at: datetime, facts: Mapping | None) -> None:
    """Let guards and stamp find what was given, and what they ask of other records."""
    for record in records:
        record._given = dict(facts or {})
    if step.prepare and records:
        step.prepare(records, by, at)


def _lacking(record, step: Move, at: datetime, reason: str) -> str:
    """Return what the mover did not give: facts, or a reason that is asked for."""
    if lacking := [fact for fact in step.facts if not given(record, fact)]:
        labels = [capfirst(record._meta.get_field(f).verbose_name) for f in lacking]
        return _("“%(move)s” also needs: %(facts)s.") % {
            "move": step.label,
            "facts": _(", ").join(map(str, labels)),
        }
    return (not reason and step.asks(record, at)) or ""


def _take(record, step: Move, by, at: datetime, reason: str) -> tuple[dict, list[str]]:
    """Stamp the record and set its state; return how it was, and the columns."""
    before = writing.snapshot(record)
    columns = step.stamp(record, by, at, reason) if step.stamp else []
    record.state = step.goal(record)
    return before, ["state", *columns]
