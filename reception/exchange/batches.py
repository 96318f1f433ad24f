"""Batches: a file is kept from its preview to its import, for its user alone."""

import hashlib
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404

from reception.exchange.importing import commit
from reception.exchange.models import Batch
from reception.exchange.reading import Table, Unreadable, read_table
from reception.exchange.resources import RecordResource
from reception.ledger import writing
from reception.ledger.models import Kind

ABANDONED = timedelta(days=1)


class AlreadyImported(Exception):
    """The file was imported before; a file is used once."""


def keep(user, record_type: str, name: str, data: bytes, *, at: datetime) -> Batch:
    """Keep an uploaded file for its user; forget what he abandoned."""
    abandoned = Batch.objects.filter(
        user=user, state=Batch.State.PENDING, uploaded_at__lt=at - ABANDONED
    )
    for old in abandoned:
        old.file.delete(save=False)
        old.delete()
    batch = Batch(
        user=user,
        record_type=record_type,
        name=name[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_at=at,
    )
    batch.file.save(name, ContentFile(data), save=False)
    batch.save(force_insert=True)
    return batch


def pending(user, record_type: str, token: str, *, lock=False) -> Batch:
    """Return the user's own file that waits for its import.

    Raises:
        Http404: there is no such file of his.
        AlreadyImported: there was.
    """
    rows = Batch.objects.select_for_update() if lock else Batch.objects
    batch = get_object_or_404(rows, token=token, user=user, record_type=record_type)
    if batch.state != Batch.State.PENDING:
        raise AlreadyImported
    return batch


def table_of(batch: Batch) -> Table:
    """Return the table of a kept file."""
    try:
        with batch.file.open("rb") as file:
            return read_table(file.read(), batch.name)
    except (FileNotFoundError, Unreadable) as error:
        raise Http404 from error


@transaction.atomic
def carry_out(resource: RecordResource, token: str, user, *, at: datetime) -> dict:
    """Store the file's rows, once, and return the counts.

    Raises:
        AlreadyImported: a second click, a second window.
        ImportRefused: nothing was stored; the text says why.
    """
    model = resource.model
    batch = pending(user, model._meta.label_lower, token, lock=True)
    origin = {"batch": batch.token, "sha256": batch.sha256}
    found = commit(resource, table_of(batch), user, at=at, origin=origin)
    batch.state, batch.done_at = Batch.State.DONE, at
    batch.counts = found.counts
    batch.save(update_fields=["state", "done_at", "counts"])
    details = {"file": batch.name, **origin, **found.counts}
    writing.note(Kind.IMPORTED, model=model, details=details)
    return found.counts
