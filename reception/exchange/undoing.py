"""Undoing an import: what nobody has touched since goes back to what it was."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.db.models import Max, ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from reception.access.records import why_locked
from reception.access.scope import visible
from reception.exchange import batches
from reception.exchange.importing import Stored
from reception.exchange.lookups import chunks
from reception.exchange.models import Batch
from reception.exchange.resources import RecordResource
from reception.ledger import context, writing
from reception.ledger.models import Entry, Kind

CHANGES = (Kind.CREATED, Kind.CHANGED, Kind.DELETED, Kind.MOVED)
SHARES = (Kind.GRANTED, Kind.REVOKED)
Pair = tuple[Stored, models.Model]


class NotToBeUndone(Exception):
    """The import stays as it is; the text says why."""


class _OutOfReach(Exception):
    """Its old place is not the user's any more."""


@dataclass(slots=True)
class Undoing:
    """How many rows went back, and which were left: (line, record, why)."""

    deleted: int = 0
    restored: int = 0
    left: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def undone(self) -> int:
        """How many rows went back."""
        return self.deleted + self.restored

    def leave(self, pair: Pair, why) -> None:
        """Note that a row is left as it is."""
        each, record = pair
        self.left.append((each.line, str(record or "—"), str(why)))


@transaction.atomic
def undo(resource: RecordResource, batch: Batch, user, *, at: datetime) -> Undoing:
    """Take back what the batch stored, except what was touched since.

    Only who imported may undo, within his present reach. New records are deleted,
    changed ones get their old values; each has its entry in the ledger.

    Raises:
        NotToBeUndone: it was undone before, or nobody knows what it stored.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk, user=user)
    if batch.state == Batch.State.PENDING:
        raise NotToBeUndone(_("This file was not imported."))
    if batch.state == Batch.State.UNDONE:
        raise NotToBeUndone(_("This import was undone already."))
    reason = _("import of %(file)s undone") % {"file": batch.name}
    found = Undoing()
    with context.resumed(replace(context.current(), actor=user, reason=reason)):
        for new, changed in _untouched(resource, batch, user, found, lock=True):
            found.restored += _each(changed, found, lambda some: _restore(some, user))
            found.deleted += _each(new, found, _delete)
    found.left.sort()
    batch.state, batch.undone_at, batch.kept = Batch.State.UNDONE, at, found.left
    batch.save(update_fields=["state", "undone_at", "kept"])
    writing.note(
        Kind.UNDONE,
        model=resource.model,
        by=user,
        details={
            "file": batch.name,
            "batch": batch.token,
            "sha256": batch.sha256,
            "undone": found.undone,
            "left": len(found.left),
        },
    )
    return found


def forecast(resource: RecordResource, batch: Batch, user) -> Undoing:
    """Return what undoing would do now, as far as can be seen without trying.

    Raises:
        NotToBeUndone: nobody knows what it stored.
    """
    found = Undoing()
    for new, changed in _untouched(resource, batch, user, found, lock=False):
        found.deleted += len(new)
        found.restored += len(changed)
    found.left.sort()
    return found


def _untouched(
    resource, batch, user, found: Undoing, *, lock: bool
) -> Iterator[tuple[list[Pair], list[Pair]]]:
    """Yield what can go back, new and changed, some hundred at a time."""
    try:
        for some in chunks(batches.stored_by(batch)):
            yield _sorted(resource, batch, user, some, found, lock=lock)
    except batches.Gone as gone:
        raise NotToBeUndone(str(gone)) from gone


def _sorted(resource, batch, user, some: list[Stored], found: Undoing, *, lock: bool):
    """Return the new and the changed records of ``some``; note those to be left."""
    model = resource.model
    keys = [each.key for each in some]
    rows = resource.with_related(model._base_manager.order_by("pk"))
    if lock:
        rows = rows.select_for_update(of=("self",))
    records = {r.pk: r for r in rows.filter(pk__in=keys)}
    mine = visible(user, "change", model._default_manager.filter(pk__in=keys))
    within = set(mine.values_list("pk", flat=True))
    made = [each.key for each in some if each.before is None]
    changed_since = _changed_since(model, batch, keys)
    given_parts, shared = _parts_of(model, made), _shared(model, made)
    gone = _gone(model, some)
    new, changed = [], []
    for each in some:
        record = records.get(each.key)
        pair = each, record
        if record is None:
            why = _("It is gone.")
        elif record.pk not in within:
            # His import named it once; what it holds now is none of his business.
            pair, why = (each, None), _("It is no longer within your reach.")
        elif record.pk in changed_since:
            why = _("It was changed since.")
        elif record.pk in given_parts:
            why = _("It was given parts since.")
        elif record.pk in shared:
            why = _("It was shared since.")
        elif each.line in gone:
            why = _("What it referred to is gone.")
        else:
            why = why_locked(record)
        if why:
            found.leave(pair, why)
        else:
            (new if each.before is None else changed).append((each, record))
    return new, changed


def _changed_since(model: type[models.Model], batch: Batch, keys: list[int]) -> set:
    """Return the keys of records whose last change is not the import's."""
    entries = Entry.objects.filter(
        kind__in=CHANGES, record_type=model._meta.label_lower, record_id__in=keys
    )
    last = (
        entries.order_by().values("record_id").annotate(last=Max("id")).values("last")
    )
    told = Entry.objects.filter(id__in=last).values_list("record_id", "details")
    return {key for key, details in told if details.get("batch") != batch.token}


def _parts_of(model: type[models.Model], keys: list[int]) -> set:
    """Return which of the new records have been given parts."""
    entries = Entry.objects.filter(
        kind__in=CHANGES, part_of_type=model._meta.label_lower, part_of_id__in=keys
    )
    return set(entries.values_list("part_of_id", flat=True))


def _shared(model: type[models.Model], keys: list[int]) -> set:
    """Return which of the new records have been shared, be it taken back or not."""
    entries = Entry.objects.filter(
        kind__in=SHARES, record_type=model._meta.label_lower, record_id__in=keys
    )
    return set(entries.values_list("record_id", flat=True))


def _gone(model: type[models.Model], some: list[Stored]) -> set[int]:
    """Return the lines whose old values refer to records that are no more."""
    lines = set()
    for name in {name for each in some for name in (each.before or ())}:
        source = model._meta.get_field(name)
        if not source.is_relation:
            continue
        held = {e.line: e.before[name] for e in some if (e.before or {}).get(name)}
        there = _there(source.related_model, set(held.values()))
        lines |= {line for line, key in held.items() if key not in there}
    return lines


def _there(model: type[models.Model], keys: set) -> dict:
    """Return those of the records that there are."""
    return {
        record.pk: record
        for some in chunks(keys)
        for record in model._base_manager.filter(pk__in=some)
    }


def _each(pairs: list[Pair], found: Undoing, take_back: Callable) -> int:
    """Take back all pairs at once, or else one by one; note those that stay."""
    if not pairs:
        return 0
    try:
        with transaction.atomic():
            take_back(pairs)
    except (IntegrityError, _OutOfReach):
        done = 0  # some of them stay; find out which
    else:
        return len(pairs)
    for pair in pairs:
        pair[1].refresh_from_db()  # the attempt has left its marks on the object
        try:
            with transaction.atomic():
                take_back([pair])
        except (ProtectedError, RestrictedError):
            found.leave(pair, _("Other records refer to it."))
        except IntegrityError:
            found.leave(pair, _("Its old values are taken by another record now."))
        except _OutOfReach:
            found.leave(pair, _("Its old place is no longer within your reach."))
        else:
            done += 1
    return done


def _delete(new: list[Pair]) -> None:
    """Delete records that the import made, unless others refer to them."""
    model = type(new[0][1])
    model._base_manager.filter(pk__in=[record.pk for _each, record in new]).delete()


def _restore(changed: list[Pair], user) -> None:
    """Give records their old values and relations, if they stay in the user's reach."""
    model = type(changed[0][1])
    pairs, names = [], set()
    for each, record in changed:
        now = writing.snapshot(record)
        for name, value in each.before.items():
            source = model._meta.get_field(name)
            setattr(record, source.attname, _old(source, value))
        pairs.append((record, now))
        names |= each.relations.keys()
    writing.change_all(pairs)
    for name in sorted(names):
        of_these = [pair for pair in changed if name in pair[0].relations]
        wanted = {key for each, _record in of_these for key in each.relations[name]}
        there = _there(model._meta.get_field(name).related_model, wanted)
        writing.relate_all(
            name,
            [
                (
                    record,
                    list(getattr(record, name).all()),
                    [there[key] for key in each.relations[name] if key in there],
                )
                for each, record in of_these
            ],
        )
    keys = [record.pk for _each, record in changed]
    mine = visible(user, "change", model._default_manager.filter(pk__in=keys))
    if mine.count() != len(keys):
        raise _OutOfReach


def _old(source: models.Field, value):
    """Return a value as it was before it was written as JSON."""
    base = source.target_field if source.is_relation else source
    return value if value is None else base.to_python(value)
