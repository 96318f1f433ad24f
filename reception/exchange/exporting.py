"""Exporting: rows in scope as CSV or XLSX, streamed, each file noted with its hash."""

import csv
import hashlib
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from reception.exchange.compiling import ROWS, Compiled, batched
from reception.exchange.guarding import CLOSING, unguard, without_controls
from reception.exchange.resources import Column, RecordResource
from reception.ledger import context, writing
from reception.ledger.models import Entry, Kind

BOM = "\ufeff"  # without it, Chinese spreadsheets take the file for another encoding
FIRST_YEAR = 1901  # a spreadsheet's calendar has none before, and 1900 wrong
LONGEST = 32_767  # characters in a cell of a spreadsheet
SHEET_ROWS = 1_048_575  # rows of a sheet below its headings
PIECE = 1 << 20  # bytes of a file read at a time
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Block = tuple[bytes, int]  # a piece of a file, and how many rows it holds


@dataclass(slots=True)
class Certificate:
    """The ledger's word on one file: who took what out, and its hash.

    The entry that gives the file its number is written before the first byte, the
    one with rows and hash before the last: no file is complete without it, and one
    that broke off says so, or is never heard of again.
    """

    begun: Entry
    model: type[models.Model] | None
    by: object
    details: dict
    rows: int = 0
    digest: object = field(default_factory=hashlib.sha256)
    circumstances: context.Context = field(default_factory=context.current)

    @property
    def number(self) -> int:
        """The number by which the file can be looked up."""
        return self.begun.pk

    def over(self, blocks: Iterator[Block]) -> Iterator[bytes]:
        """Pass a file's blocks on, the last byte once the file is noted.

        Whoever has the whole file finds it in the ledger; if he left before its last
        byte, a second entry takes the word "complete" back.
        """
        held = b""
        try:
            for data, rows in blocks:
                self.rows += rows
                self.digest.update(data)
                if held:
                    yield held
                held = data
            if held[:-1]:
                yield held[:-1]
        except BaseException:
            blocks.close()  # the connection must be free for the entry
            self.note(complete=False)
            raise
        self.note(complete=True)
        try:
            yield held[-1:]
        except GeneratorExit:
            self.note(complete=False)
            raise

    def note(self, *, complete: bool) -> None:
        """Write the entry with rows and hash of what was sent."""
        with context.resumed(self.circumstances):
            writing.note(
                Kind.EXPORTED,
                model=self.model,
                by=self.by,
                reason=self.begun.reason,
                details={
                    **self.details,
                    "export": self.number,
                    "rows": self.rows,
                    "sha256": self.digest.hexdigest(),
                    "complete": complete,
                },
            )

    def closing(self) -> str:
        """Return the line in which a file says where it comes from."""
        return CLOSING + _(
            "Export no. %(number)s of %(when)s by %(who)s: %(rows)s rows. "
            "Its SHA-256 stands in the ledger."
        ) % {
            "number": self.number,
            "when": timezone.localtime(self.begun.at).strftime("%Y-%m-%d %H:%M"),
            "who": self.begun.actor_name,
            "rows": self.rows,
        }


def certified(*, by, details: dict, model=None, reason="") -> Certificate:
    """Note that a file is begun, described by ``details``, and return its certificate.

    ``details`` says of the file: format, filter, columns, whether facts are private.
    """
    begun = writing.note(
        Kind.EXPORTING, model=model, by=by, reason=reason, details=details
    )
    return Certificate(begun, model, by, details)


def csv_lines(
    headings: Sequence[str], rows: Iterable[Sequence[str]]
) -> Iterator[Block]:
    """Yield a CSV as Chinese spreadsheets expect it; ``rows`` are guarded texts."""
    yield (BOM + _csv([headings])).encode(), 0
    for some in batched(rows, ROWS):
        yield without_controls(_csv(some).encode()), len(some)


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def records_csv(
    headings: Sequence[str], compiled: Compiled, close=None
) -> Iterator[Block]:
    """Yield the CSV of records; ``close`` returns a last line if one is wanted."""
    yield from csv_lines(headings, [])
    yield from compiled.csv()
    if close:
        yield _csv([[close(), *[""] * (len(headings) - 1)]]).encode(), 0


def write_xlsx(file, headings: Sequence[str], rows: Iterable[Sequence], close=None):
    """Write an XLSX to ``file``; rows that one sheet cannot hold go on in the next.

    Days, moments and numbers are written as such, everything else as the text it
    is; ``rows`` hold texts guarded, as in a CSV. Memory does not grow with the rows.
    """
    options = {"constant_memory": True, "strings_to_formulas": False}
    with Workbook(file, {**options, "strings_to_urls": False}) as book:
        formats = {
            "head": book.add_format({"bold": True}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            Decimal: book.add_format({"num_format": "0.00"}),
        }
        sheet = _sheet(book, headings, formats)
        line = 0
        for row in rows:
            if line == SHEET_ROWS:
                sheet, line = _sheet(book, headings, formats), 0
            line += 1
            for place, value in enumerate(row):
                _write_cell(sheet, (line, place), value, formats)
        if close:
            sheet.write_string(line + 1, 0, close())


def _sheet(book: Workbook, headings: Sequence[str], formats):
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, 18)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, formats["head"])
    return sheet


def _write_cell(sheet, at: tuple[int, int], value, formats) -> None:
    if isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
        if local.year < FIRST_YEAR:
            sheet.write_string(*at, local.isoformat(" "))
        else:
            sheet.write_datetime(*at, local, formats[datetime])
    elif isinstance(value, date):
        if value.year < FIRST_YEAR:
            sheet.write_string(*at, value.isoformat())
        else:
            sheet.write_datetime(*at, value, formats[date])
    elif isinstance(value, Decimal):
        sheet.write_number(*at, value, formats[Decimal])
    elif isinstance(value, int):
        sheet.write_number(*at, value)
    elif value:
        # A cell typed as text runs nothing; a real apostrophe keeps its guard.
        bare = unguard(value)
        text = value if bare.startswith("'") else bare
        sheet.write_string(*at, text[:LONGEST])


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be exported: rows already in scope, and how.

    ``described`` says in words which filter chose the rows; ``closes`` whether the
    file ends with a line that says where it comes from.
    """

    resource: RecordResource
    queryset: models.QuerySet
    columns: list[Column]
    user: object
    described: str = ""
    reason: str = ""
    closes: bool = False

    def certificate(self, kind: str) -> Certificate:
        """Note that the file is begun."""
        return certified(
            by=self.user,
            model=self.resource.model,
            reason=self.reason,
            details={
                "format": kind,
                "filter": self.described,
                "columns": [column.column_name for column in self.columns],
                "private": self.is_private(),
            },
        )

    def is_private(self) -> bool:
        """Whether private facts go out uncovered."""
        masks = self.resource.masks(self.user)
        named = {column.column_name for column in self.columns}
        return bool(named & (self.resource.private().keys() - masks.keys()))

    def compiled(self) -> Compiled:
        """Return the rows as texts and values."""
        return Compiled(self.columns, self.queryset, self.resource.masks(self.user))

    def headings(self) -> list[str]:
        """Return the labels of the columns in the reader's language."""
        return [column.label for column in self.columns]


def stream(order: Order) -> Iterator[bytes]:
    """Yield a CSV as the database gives its rows, in constant memory."""
    certificate = order.certificate("csv")
    close = certificate.closing if order.closes else None
    blocks = records_csv(order.headings(), order.compiled(), close)
    return certificate.over(blocks)


def spreadsheet(order: Order, step=lambda done: None) -> io.IOBase:
    """Return an XLSX, open at its beginning; ``step`` hears how many rows are done."""
    certificate = order.certificate("xlsx")
    close = certificate.closing if order.closes else None
    return finished(
        certificate, order.headings(), order.compiled().values(), close, step
    )


def finished(certificate, headings, rows, close=None, step=lambda done: None):
    """Return the XLSX of ``rows``, open at its beginning, once it is noted."""

    def counted():
        for certificate.rows, row in enumerate(rows, start=1):
            step(certificate.rows)
            yield row

    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    write_xlsx(file, headings, counted(), close)
    file.seek(0)
    while piece := file.read(PIECE):
        certificate.digest.update(piece)
    certificate.note(complete=True)
    file.seek(0)
    return file
