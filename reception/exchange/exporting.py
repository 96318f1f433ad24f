"""Exporting: the rows in scope as CSV or XLSX, each file noted with its hash."""

import csv
import hashlib
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils import timezone
from xlsxwriter import Workbook

from reception.exchange import widgets
from reception.exchange.resources import Column, RecordResource
from reception.ledger import writing
from reception.ledger.models import Kind

CHUNK = 2000  # rows read from the database at a time
IN_MEMORY = 5 * 1024 * 1024  # bytes of a file kept in memory before the disk is used
FIRST_YEAR = 1901  # a spreadsheet's calendar has none before, and 1900 wrong
LONGEST = 32_767  # characters in a cell of a spreadsheet
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Export:
    """A finished file: open at its beginning, with its hash and its number of rows."""

    file: io.IOBase
    sha256: str
    rows: int


def rows_of(
    columns: list[Column], queryset: models.QuerySet, masks: dict
) -> Iterator[list]:
    """Yield each record's (column, value, text)s; ``masks`` cover private facts."""
    for record in queryset.iterator(chunk_size=CHUNK):
        line = []
        for column in columns:
            mask = masks.get(column.column_name)
            value = column.get_value(record)
            if mask:
                value = mask(value or "")
            line.append((column, value, column.widget.render(value)))
        yield line


def write_csv(file, columns: list[Column], lines) -> int:
    """Write a CSV as Chinese spreadsheets expect it; return the number of rows."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.label for column in columns])
    count = 0
    for line in lines:
        writer.writerow([shown for _column, _value, shown in line])
        count += 1
    text.detach()
    return count


def write_xlsx(file, columns: list[Column], lines) -> int:
    """Write an XLSX: dates as dates, numbers as numbers, everything else as text."""
    options = {"constant_memory": True, "strings_to_formulas": False}
    book = Workbook(file, {**options, "strings_to_urls": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    formats = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 18)
    for position, column in enumerate(columns):
        sheet.write_string(0, position, column.label, bold)
    count = 0
    for count, line in enumerate(lines, start=1):
        for position, (_column, value, shown) in enumerate(line):
            _write_cell(sheet, (count, position), value, shown, formats)
    book.close()
    return count


def _write_cell(sheet, at: tuple[int, int], value, shown: str, formats) -> None:
    if isinstance(value, date) and value.year < FIRST_YEAR:
        sheet.write_string(*at, shown)
    elif isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
        sheet.write_datetime(*at, local, formats[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(*at, value, formats[date])
    elif isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(*at, value)
    elif shown:
        # A cell typed as text runs nothing; a real apostrophe keeps its guard.
        bare = widgets.unguard(shown)
        text = shown if bare.startswith("'") else bare
        sheet.write_string(*at, text[:LONGEST])


def export(
    resource: RecordResource,
    queryset: models.QuerySet,
    *,
    columns: list[Column],
    kind: str,
    user,
    described: str = "",
    reason: str = "",
) -> Export:
    """Write the rows of ``queryset``, already in scope, and note the file.

    ``described`` says in words which filter chose the rows. The entry is stored
    before anybody gets the file.
    """
    model = resource.model
    masks = resource.masks(user)
    queryset = resource.with_related(queryset, columns)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    write = write_csv if kind == "csv" else write_xlsx
    count = write(file, columns, rows_of(columns, queryset, masks))
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    writing.note(
        Kind.EXPORTED,
        model=model,
        by=user,
        reason=reason,
        details={
            "format": kind,
            "filter": described,
            "columns": [column.column_name for column in columns],
            "rows": count,
            "sha256": digest,
            "private": bool(resource.private()) and not masks,
        },
    )
    return Export(file, digest, count)
