"""Writing the ledger: single entries, and bulk writes that bring theirs along."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models, transaction
from django.utils import timezone

from reception.access import masks
from reception.accounts.models import Office
from reception.ledger.context import current
from reception.ledger.models import Entry, Kind

HIDDEN = {"password"}
SILENT = {"last_login"}  # the login itself is an entry
BATCH = 500  # rows in one statement

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
    values = {c: getattr(record, c.attname) for c in columns_of(type(record))}
    return {
        column.name: [None, plain(column, value, private)]
        for column, value in values.items()
        if value not in (None, "")
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
    context = current()
    actor = by or context.actor
    actor = actor if actor is not None and actor.is_authenticated else None
    model = model or (type(record) if record is not None else None)
    place = office_of(record) if record is not None else None
    part_type, part_id = whole_of(record) if record is not None else ("", None)
    return Entry(
        at=at or timezone.now(),
        kind=kind,
        actor_id=actor.pk if actor else None,
        actor_name=f"{actor.name} ({actor.username})"[:160] if actor else "",
        office_id=place if place else actor.office_id if actor else None,
        address=context.address,
        request=context.request,
        record_type=model._meta.label_lower if model else "",
        record_id=record.pk if record is not None else None,
        record_text=str(record)[:200] if record is not None else "",
        part_of_type=part_type,
        part_of_id=part_id,
        changes=changes or {},
        details=details or {},
        reason=reason or context.reason,
    )


def note(kind: Kind, **about) -> Entry:
    """Store an entry; see ``entry`` for what it can tell."""
    made = entry(kind, **about)
    made.save(force_insert=True)
    return made


def keep(entries: Sequence[Entry]) -> None:
    """Store many entries at once."""
    Entry.objects.bulk_create(entries, batch_size=BATCH)


@transaction.atomic
def create_all(records: Sequence[models.Model], *, details=None) -> None:
    """Insert records of one model in bulk, each with its entry."""
    if not records:
        return
    type(records[0])._base_manager.bulk_create(records, batch_size=BATCH)
    keep(
        [
            entry(Kind.CREATED, record=r, changes=contents(r), details=details)
            for r in records
        ]
    )


@transaction.atomic
def change_all(changed: Sequence[tuple[models.Model, dict]], *, details=None) -> None:
    """Write changed records of one model in bulk, each with its entry.

    ``changed`` pairs each record with its snapshot from before the change.
    """
    if not changed:
        return
    differences = [(record, difference(record, before)) for record, before in changed]
    names = sorted({name for _record, found in differences for name in found})
    if names:
        type(changed[0][0])._base_manager.bulk_update(
            [record for record, _found in differences], names, batch_size=BATCH
        )
    keep(
        [
            entry(Kind.CHANGED, record=r, changes=found, details=details)
            for r, found in differences
            if found
        ]
    )


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
