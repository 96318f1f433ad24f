"""Batches: a file is kept from its preview on, for its user alone, and used once."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from reception.exchange.collecting import uncollected
from reception.exchange.examining import Examination, examine
from reception.exchange.importing import Import, Outcome, Stored
from reception.exchange.matching import fitting, known_headings
from reception.exchange.models import Batch, HeadingChoice, outcome_path
from reception.exchange.reading import Table, Unreadable, heading_key, read_table
from reception.exchange.resources import RecordResource
from reception.exchange.understanding import Reading
from reception.ledger import writing
from reception.ledger.models import Kind

ABANDONED = timedelta(days=1)
MOST_TOLD = 200  # rows left out that the page names; the file of them has all
MOST_EDITS = 5000  # cells corrected in the preview of one file
REMEMBERED = 500  # headings of one table that an office can teach
LONGEST_HEADING = 200  # characters


class AlreadyImported(Exception):
    """The file was imported before; a file is used once."""


class TooManyCorrections(Exception):
    """So much had better be corrected in the file itself."""


class Gone(Unreadable):
    """The kept file is no longer there."""


def keep(
    user,
    record_type: str,
    name: str,
    data: bytes,
    *,
    at: datetime,
    chosen: Mapping[str, str] = {},
) -> Batch:
    """Keep an uploaded file for its user; forget what he abandoned.

    ``chosen`` says what its headings stand for, as far as that is remembered.
    """
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
        chosen=dict(chosen),
    )
    batch.file.save(name, ContentFile(data), save=False)
    batch.save(force_insert=True)
    return batch


def headings_of(user, record_type: str) -> dict[str, str]:
    """Return which headings the user's office has said to stand for which columns."""
    told = HeadingChoice.objects.filter(office=user.office_id, record_type=record_type)
    return told.values_list("chosen", flat=True).first() or {}


def own(user, record_type: str, token: str, *, lock=False) -> Batch:
    """Return the user's own file.

    Raises:
        Http404: there is no such file of his.
    """
    rows = Batch.objects.select_for_update() if lock else Batch.objects
    return get_object_or_404(rows, token=token, user=user, record_type=record_type)


def pending(user, record_type: str, token: str, *, lock=False) -> Batch:
    """Return the user's own file that waits for its import.

    Raises:
        Http404: there is no such file of his.
        AlreadyImported: there was.
    """
    batch = own(user, record_type, token, lock=lock)
    if batch.state != Batch.State.PENDING:
        raise AlreadyImported
    return batch


def as_it_came(batch: Batch, resource: RecordResource) -> Table:
    """Return the table of a kept file, without its corrections.

    Raises:
        Unreadable: it cannot be read in the chosen way.
        Gone: it is no longer there.
    """
    try:
        with batch.file.open("rb") as file:
            data = file.read()
    except FileNotFoundError as error:
        raise Gone(
            _("The kept file is no longer there. Choose the file once more.")
        ) from error
    return read_table(
        data,
        batch.name,
        encoding=batch.encoding,
        delimiter=batch.delimiter,
        headed_at=batch.headed_at,
        known=known_headings(resource),
    )


def corrected(batch: Batch, table: Table) -> Iterator[tuple[int, int, str]]:
    """Put the corrections into the table; yield where, and what the file says there."""
    if not batch.edits:
        return
    for line, cells in table.rows:
        for place, text in batch.edits.get(str(line), {}).items():
            if int(place) < len(cells):
                yield line, int(place), cells[int(place)]
                cells[int(place)] = text


def table_of(batch: Batch, resource: RecordResource) -> Table:
    """Return the table of a kept file, its cells corrected as its user said.

    Raises:
        Unreadable: it cannot be read in the chosen way, or is gone.
    """
    table = as_it_came(batch, resource)
    for _correction in corrected(batch, table):
        pass
    return table


def reading_of(batch: Batch) -> Reading:
    """Return how the batch's user wants it to be understood."""
    return Reading(batch.chosen, batch.dates, batch.agreed)


@uncollected()
def preview(batch: Batch, resource: RecordResource) -> tuple[Table, Examination]:
    """Return the table and what it would do.

    Raises:
        Unreadable: it cannot be read in the chosen way, or is gone.
    """
    table = table_of(batch, resource)
    return table, examine(resource, table, batch.user, reading_of(batch))


@transaction.atomic
def agree(batch: Batch) -> None:
    """Keep that the user agrees to what the preview asks of him.

    Raises:
        AlreadyImported: it is too late.
    """
    batch = pending(batch.user, batch.record_type, batch.token, lock=True)
    batch.agreed = True
    batch.save(update_fields=["agreed"])


@transaction.atomic
def understand(
    batch: Batch, resource: RecordResource, told: dict, columns: list[tuple[str, str]]
) -> bool:
    """Keep how the file is to be read, and return whether corrections were lost by it.

    ``told`` holds ``encoding``, ``delimiter``, ``headed_at`` and ``dates``;
    ``columns`` pairs headings with the columns chosen for them, "" for as their words
    say. Cells of a file that is read in another way are others: their corrections
    are dropped.

    Raises:
        AlreadyImported: it is too late.
    """
    batch = pending(batch.user, batch.record_type, batch.token, lock=True)
    ways = ("encoding", "delimiter", "headed_at")
    is_anew = any(getattr(batch, way) != told[way] for way in ways)
    for way in (*ways, "dates"):
        setattr(batch, way, told[way])
    known = known_headings(resource)
    said = {heading_key(header)[:LONGEST_HEADING]: name for header, name in columns}
    own_words = {key for key, name in said.items() if _says(known, key) == name}
    kept = {key: name for key, name in batch.chosen.items() if key not in said}
    batch.chosen = kept | {
        key: name for key, name in said.items() if name and key not in own_words
    }
    if is_anew:
        batch.chosen |= _remembered_for(batch, resource, said)
    is_lost = is_anew and bool(batch.edits)
    if is_anew:
        batch.edits = {}
    batch.agreed = False  # what he agreed to may read otherwise now
    batch.save(update_fields=[*ways, "dates", "chosen", "edits", "agreed"])
    remember(batch, {key: name for key, name in said.items() if key not in known})
    return is_lost


def _says(known: dict, key: str) -> str:
    """Return the column that a heading names by its words."""
    return known[key].column_name if key in known else ""


def _remembered_for(batch: Batch, resource, said: Iterable[str]) -> dict[str, str]:
    """Return what is remembered of the headings that come to light by a new reading."""
    try:
        headers = as_it_came(batch, resource).headers
    except Unreadable:  # the preview will say so
        return {}
    found = fitting(resource, headers, headings_of(batch.user, batch.record_type))
    return {key: name for key, name in found.items() if key not in said}


def remember(batch: Batch, said: dict[str, str]) -> None:
    """Remember, for the user's office, what headings unknown so far stand for.

    What a heading's words say needs no memory, and a choice against them is for one
    file alone.
    """
    if not batch.user.office_id or not said:
        return
    about = {"office_id": batch.user.office_id, "record_type": batch.record_type}
    HeadingChoice.objects.get_or_create(**about)
    choice = HeadingChoice.objects.select_for_update().get(**about)
    others = {key: name for key, name in choice.chosen.items() if key not in said}
    named = {key: name for key, name in said.items() if name}
    latest = list((others | named).items())[-REMEMBERED:]
    if dict(latest) != choice.chosen:
        choice.chosen = dict(latest)
        choice.save(update_fields=["chosen"])


@transaction.atomic
def correct(
    batch: Batch,
    resource: RecordResource,
    cells: dict[tuple[int, int], str],
    back: Iterable[tuple[int, int]] = (),
) -> bool:
    """Keep corrected cells, by line and place; return whether that changed anything.

    A cell that says what the file says is no correction; those of ``back`` are put
    back to that.

    Raises:
        AlreadyImported: it is too late.
        TooManyCorrections: nothing was kept.
        Unreadable: it cannot be read in the chosen way, or is gone.
    """
    batch = pending(batch.user, batch.record_type, batch.token, lock=True)
    back = set(back)
    lines = {line for line, _place in (*cells, *back)}
    came = {
        line: row for line, row in as_it_came(batch, resource).rows if line in lines
    }
    edits = {
        (int(line), int(place)): text
        for line, row in batch.edits.items()
        for place, text in row.items()
    }
    for (line, place), text in cells.items():
        if place < len(came.get(line, ())):
            edits[line, place] = text
    for line, place in list(edits):
        if (line, place) in back or (
            line in came and edits[line, place] == came[line][place]
        ):
            del edits[line, place]
    if len(edits) > MOST_EDITS:
        raise TooManyCorrections
    before, batch.edits = batch.edits, {}
    for (line, place), text in edits.items():
        batch.edits.setdefault(str(line), {})[str(place)] = text
    if batch.edits == before:
        return False
    batch.agreed = False  # what he agreed to may read otherwise now
    batch.save(update_fields=["edits", "agreed"])
    return True


@uncollected()
@transaction.atomic
def carry_out(
    resource: RecordResource,
    token: str,
    user,
    *,
    at: datetime,
    only_good: bool = False,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Outcome:
    """Store the file's rows, once, and return what became of them.

    Raises:
        AlreadyImported: a second click, a second window.
        ImportRefused: nothing was stored; the text says why.
        Unreadable: it cannot be read in the chosen way, or is gone.
    """
    model = resource.model
    batch = pending(user, model._meta.label_lower, token, lock=True)
    origin = {"batch": batch.token, "sha256": batch.sha256}
    outcome = Import(
        resource=resource,
        table=table_of(batch, resource),
        user=user,
        at=at,
        origin=origin,
        reading=reading_of(batch),
        only_good=only_good,
        step=step,
    ).commit()
    batch.state, batch.done_at = Batch.State.DONE, at
    batch.counts, batch.left = outcome.counts, outcome.left[:MOST_TOLD]
    told = outcome_path(batch, "outcome")
    batch.outcome.storage.delete(told)  # of an attempt that was killed
    batch.outcome.save("outcome", ContentFile(_lines(outcome)), save=False)
    batch.save(update_fields=["state", "done_at", "counts", "left", "outcome"])
    details = {"file": batch.name, **origin, **outcome.counts}
    writing.note(Kind.IMPORTED, model=model, details=details)
    return outcome


def _lines(outcome: Outcome) -> bytes:
    """Return what was stored and what was left out, a line of JSON for each row."""
    names = [each.name for each in fields(Stored)]
    told = [{name: getattr(one, name) for name in names} for one in outcome.stored]
    told += [{"line": line, "left": text} for line, text in outcome.left]
    return "\n".join(json.dumps(one, cls=DjangoJSONEncoder) for one in told).encode()


def _became(batch: Batch) -> Iterator[dict]:
    """Yield what became of the file's rows.

    Raises:
        Gone: nobody knows any more.
    """
    try:
        with batch.outcome.open("rb") as file:
            yield from map(json.loads, file)
    except (FileNotFoundError, ValueError) as error:
        raise Gone(
            _("What this import has stored is no longer known; it stays as it is.")
        ) from error


def stored_by(batch: Batch) -> Iterator[Stored]:
    """Yield what the batch stored.

    Raises:
        Gone: nobody knows any more.
    """
    return (Stored(**one) for one in _became(batch) if "left" not in one)


def left_by(batch: Batch, resource: RecordResource) -> tuple[list[str], list]:
    """Return headings and rows of what the batch left out, each row with the reason.

    The rows stand as they were to be imported, corrections included, so that they
    can be corrected further and imported again.

    Raises:
        Unreadable: the file is gone.
    """
    reasons = {one["line"]: one["left"] for one in _became(batch) if "left" in one}
    table = table_of(batch, resource)
    rows = [[*cells, reasons[line]] for line, cells in table.rows if line in reasons]
    return table.headers, rows
