"""Reading tables: CSV in the encodings of Chinese offices, and XLSX."""

import csv
import io
import zipfile
from dataclasses import dataclass
from itertools import count

from django.conf import settings
from django.utils.translation import gettext as _

from reception.exchange import sheet
from reception.exchange.guarding import tidy

MOST_ROWS = 50_000
MOST_COLUMNS = 200
LONGEST_CELL = 20_000  # characters
MOST_UNPACKED = 200 * 1024 * 1024  # bytes of an XLSX once unpacked
DELIMITERS = ",;\t"
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class Unreadable(Exception):
    """The file is not a table; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text: ``rows`` pairs the row number of the file with its cells."""

    headers: list[str]
    rows: list[tuple[int, list[str]]]
    encoding: str = ""


def check_size(size: int) -> None:
    """Refuse a file of more bytes than allowed.

    Raises:
        Unreadable: it is too large.
    """
    limit = settings.UPLOAD_LIMIT_MB
    if size > limit * 1024 * 1024:
        raise Unreadable(_("The file is larger than %(limit)s MB.") % {"limit": limit})


def read_table(data: bytes, name: str) -> Table:
    """Return the table in ``data``.

    Raises:
        Unreadable: no table, too large, or damaged.
    """
    check_size(len(data))
    if not data.strip():
        raise Unreadable(_("The file is empty."))
    if data.startswith(b"PK\x03\x04"):
        lines, encoding = _xlsx_lines(data), "XLSX"
    elif data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise Unreadable(_("This is not a table. Save it as CSV or XLSX first."))
    else:
        text, encoding = decode(data)
        lines = _csv_lines(text)
    return _shape(lines, encoding)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and its encoding: byte order mark, strict UTF-8, GB18030."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            candidates = (encoding,)
            break
    else:
        candidates = ("utf-8", "gb18030")
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text, encoding
    raise Unreadable(
        _("The characters cannot be read. Save the file as CSV in UTF-8, or as XLSX.")
    )


def _csv_lines(text: str):
    """Yield (row number, cells) of a comma, semicolon or tab separated text."""
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(LONGEST_CELL * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for number in count(1):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(
                _(
                    "Row %(row)s cannot be read: a cell is too long or a quotation "
                    "mark is missing."
                )
                % {"row": number}
            ) from error
        yield number, cells


def _xlsx_lines(data: bytes):
    """Yield (row number, cells as text) of the first sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
            names = set(packed.namelist())
        if unpacked > MOST_UNPACKED:
            raise sheet.TooLarge
        if "xl/workbook.xml" not in names:
            raise Unreadable(_("This is not a table. Save it as CSV or XLSX first."))
        yield from enumerate(sheet.rows_of(data), start=1)
    except sheet.TooLarge as error:
        raise Unreadable(
            _("The XLSX file unpacks to more than it should; refused.")
        ) from error
    except (
        sheet.Damaged,
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
    ) as error:
        raise Unreadable(_("The XLSX file is damaged.")) from error


def _shape(lines, encoding: str) -> Table:
    """Return the lines as a table: the first filled one holds the headings."""
    headers: list[str] = []
    rows = []
    for number, raw in lines:
        cells = [cell and tidy(cell) for cell in raw]
        if not any(cell != "" for cell in cells):
            continue
        if not headers:
            headers = _headings(number, cells)
            continue
        _check_row(number, cells, headers)
        width = len(headers)
        rows.append((number, (cells + [""] * width)[:width]))
        if len(rows) > MOST_ROWS:
            raise Unreadable(
                _("The table has more than %(most)s rows; split it.")
                % {"most": MOST_ROWS}
            )
    if not headers:
        raise Unreadable(_("The file is empty."))
    return Table(headers, rows, encoding)


def _headings(number: int, cells: list[str | None]) -> list[str]:
    """Return the headings, without empty ones at the end."""
    headers = [normal_space(cell or "") for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MOST_COLUMNS:
        raise Unreadable(_("The table has too many columns."))
    _check_row(number, headers, [header[:60] for header in headers])
    return headers


def _check_row(number: int, cells: list[str | None], headers: list[str]) -> None:
    """Refuse a row that is wider than the header or holds what no cell may."""
    if any(cell != "" for cell in cells[len(headers) :]):
        raise Unreadable(
            _("Row %(row)s has more cells than the header.") % {"row": number}
        )
    for header, cell in zip(headers, cells, strict=False):
        where = {"row": number, "column": header, "most": LONGEST_CELL}
        if cell is None:
            raise Unreadable(
                _(
                    "Row %(row)s, column %(column)s: the spreadsheet has lost digits "
                    "of this long number. Format the column as text and enter it anew."
                )
                % where
            )
        if len(cell) > LONGEST_CELL:
            raise Unreadable(
                _("Row %(row)s, column %(column)s: more than %(most)s characters.")
                % where
            )


def normal_space(text: str) -> str:
    """Return ``text`` with every run of white space as one space."""
    return " ".join(text.replace("\ufeff", "").split())
