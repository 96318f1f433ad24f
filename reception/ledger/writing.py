"""Writing the ledger: single entries, and bulk writes that bring theirs along."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.db import models, transaction
from django.utils import timezone

from reception.access import masks
from reception.accounts.models import Office
from reception.ledger import bulk
from reception.ledger.context import current
from reception.ledger.models import Entry, Kind

HIDDEN = {"password"}
SILENT = {"last_login"}  # the login itself is an entry
BATCH = 500  # rows in one statement

BLANK = {
    name: value
    for name, value in Entry().__dict__.items()
    if not name.startswith("_") and name not in ("at", "changes", "details")
}

_described: ContextVar[bool] = ContextVar("ledger_described", default=False)


def is_described() -> bool:
    """Whether the caller writes the entry of the present change itself."""
    return _described.get()


@contextmanager
def described_by_caller() -> Iterator[None]:
    """Keep the watcher quiet: the caller writes one entry that says more."""
    token = _described.set(True)
    try:
        yield
    finally:
        _described.reset(token)


@cache
def columns_of(model: type[models.Model]) -> list[models.Field]:
    """Return the columns whose changes the ledger tells."""
    return [
        column
        for column in model._meta.concrete_fields
        if not column.primary_key and not column.generated and column.name not in SILENT
    ]


def plain(column: models.Field, value, private: dict):
    """Return ``value`` as the ledger keeps it: private facts masked, secrets hidden."""
    if column.name in HIDDEN:
        return masks.MASK if value else ""
    if column.name in private:
        return private[column.name](value or "")
    return str(value) if isinstance(column, models.FileField) else value


def snapshot(record: models.Model) -> dict:
    """Return the record's present values by column name."""
    return {
        column.name: getattr(record, column.attname)
        for column in columns_of(type(record))
    }


def difference(record: models.Model, before: dict) -> dict:
    """Return ``{column: [old, new]}`` for what differs from the snapshot ``before``."""
    private = getattr(record, "private_fields", {})
    found = {}
    for column in columns_of(type(record)):
        if column.name not in before:
            continue
        old, new = before[column.name], getattr(record, column.attname)
        if old != new:
            found[column.name] = [
                plain(column, old, private),
                plain(column, new, private),
            ]
    return found


def contents(record: models.Model) -> dict:
    """Return ``{column: [None, value]}`` for all that a new record holds."""
    private = getattr(record, "private_fields", {})
    return {
        column.name: [None, plain(column, value, private)]
        for column in columns_of(type(record))
        if (value := getattr(record, column.attname)) not in (None, "")
    }


def whole_of(record: models.Model) -> tuple[str, int | None]:
    """Return type and key of the record that ``record`` is a part of, if any."""
    for path in getattr(record, "access_paths", ()):
        column = record._meta.get_field(path)
        key = getattr(record, column.attname)
        if column.related_model is not Office and key is not None:
            return column.related_model._meta.label_lower, key
    return "", None


def office_of(record: models.Model) -> int | None:
    """Return the key of the office where ``record`` stands, found by its first path."""
    for path in getattr(record, "access_paths", ()):
        column = record._meta.get_field(path)
        if column.related_model is Office:
            key = getattr(record, column.attname)
        else:
            above = getattr(record, path)
            key = office_of(above) if above is not None else None
        if key is not None:
            return key
    return record.parent_id if isinstance(record, Office) else None


def entry(
    kind: Kind,
    *,
    record=None,
    model=None,
    changes=None,
    details=None,
    reason="",
    by=None,
    at=None,
) -> Entry:
    """Return an entry about ``record``, or about ``model``, not yet stored."""
    held = circumstances(kind, details=details, reason=reason, by=by, at=at)
    if record is not None:
        held |= subject(record)
    elif model:
        held["record_type"] = model._meta.label_lower
    return bulk.made(Entry, {**BLANK, **held, "changes": changes or {}})


def circumstances(kind: Kind, *, details=None, reason="", by=None, at=None) -> dict:
    """Return what an entry says of who does what, when, where from and why."""
    context = current()
    actor = by or context.actor
    actor = actor if actor is not None and actor.is_authenticated else None
    return {
        "at": at or timezone.now(),
        "kind": kind,
        "actor_id": actor.pk if actor else None,
        "actor_name": f"{actor.name} ({actor.username})"[:160] if actor else "",
        "office_id": actor.office_id if actor else None,
        "address": context.address,
        "request": context.request,
        "details": details or {},
        "reason": reason or context.reason,
    }


def subject(record: models.Model) -> dict:
    """Return what an entry says of the record that it is about."""
    part_type, part_id = whole_of(record)
    found = {
        "record_type": record._meta.label_lower,
        "record_id": record.pk,
        "record_text": str(record)[:200],
        "part_of_type": part_type,
        "part_of_id": part_id,
    }
    if place := office_of(record):
        found["office_id"] = place
    return found


def entries(kind: Kind, told: Sequence[tuple], **about) -> list[Entry]:
    """Return an entry for each (record, changes), all in the same circumstances."""
    common = {**BLANK, **circumstances(kind, **about)}
    return [
        bulk.made(Entry, {**common, **subject(record), "changes": changes})
        for record, changes in told
    ]


def note(kind: Kind, **about) -> Entry:
    """Store an entry; see ``entry`` for what it can tell."""
    made = entry(kind, **about)
    made.save(force_insert=True)
    return made


def keep(entries: Sequence[Entry]) -> None:
    """Store many entries at once."""
    bulk.insert(entries)


@transaction.atomic
def create_all(records: Sequence[models.Model], *, details=None) -> None:
    """Insert records of one model in bulk, each with its entry."""
    if not records:
        return
    bulk.insert(records)
    told = [(record, contents(record)) for record in records]
    keep(entries(Kind.CREATED, told, details=details))


@transaction.atomic
def change_all(
    changed: Sequence[tuple[models.Model, dict]], *, kind=Kind.CHANGED, **about
) -> None:
    """Write changed records of one model in bulk, each with its entry.

    ``changed`` pairs each record with its snapshot from before the change. ``about``
    is what the entries say beside: ``details``, ``reason``, ``by`` and ``at``.
    """
    if not changed:
        return
    differences = [(record, difference(record, before)) for record, before in changed]
    names = sorted({name for _record, found in differences for name in found})
    bulk.update([record for record, _found in differences], names)
    told = [(r, found) for r, found in differences if found or kind != Kind.CHANGED]
    keep(entries(kind, told, **about))


@transaction.atomic
def relate_all(
    name: str, meant: Sequence[tuple[models.Model, list, list]], *, details=None
) -> None:
    """Set the many-to-many relation ``name`` in bulk, each change with its entry.

    ``meant`` holds each record, what it is related to, and what it shall be.
    """
    if not meant:
        return
    relation = type(meant[0][0])._meta.get_field(name)
    through = relation.remote_field.through
    ours, theirs = relation.m2m_field_name(), relation.m2m_reverse_field_name()
    entries, links = [], []
    for record, held, wanted in meant:
        gone = [each.pk for each in held if each not in wanted]
        come = [each.pk for each in wanted if each not in held]
        links += [through(**{ours: record, theirs: each}) for each in wanted]
        if gone or come:
            changes = {name: [gone or None, come or None]}
            entries.append(
                entry(Kind.CHANGED, record=record, changes=changes, details=details)
            )
    records = [record.pk for record, _held, _wanted in meant]
    for start in range(0, len(records), BATCH):
        of_these = {f"{ours}__in": records[start : start + BATCH]}
        through._base_manager.filter(**of_these).delete()
    through._base_manager.bulk_create(links, batch_size=BATCH)
    keep(entries)
