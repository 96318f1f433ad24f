"""Reading tables: CSV in the encodings of Chinese offices, and XLSX."""

import csv
import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 20_000  # characters
EXACT = 1e15  # whole numbers below it are exact in a float
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
    """A table of text: ``rows`` pairs the line number of the file with its cells."""

    headers: list[str]
    rows: list[tuple[int, list[str]]]
    encoding: str = ""


def read_table(data: bytes, name: str) -> Table:
    """Return the table in ``data``.

    Raises:
        Unreadable: no table, too large, or damaged.
    """
    limit = settings.UPLOAD_LIMIT_MB
    if len(data) > limit * 1024 * 1024:
        raise Unreadable(_("The file is larger than %(limit)s MB.") % {"limit": limit})
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
    """Yield (line number, cells) of a comma, semicolon or tab separated text."""
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(LONGEST_CELL * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
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
                % {"row": line}
            ) from error
        yield line, cells


def _xlsx_lines(data: bytes):
    """Yield (row number, cells as text) of the first sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable(_("The XLSX file is damaged.")) from error
    if unpacked > MOST_UNPACKED:
        raise Unreadable(_("The XLSX file unpacks to more than it should; refused."))
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("This is not a table. Save it as CSV or XLSX first."))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS * 2 or sheet.total_width > MOST_COLUMNS * 5:
            raise Unreadable(_("The sheet has too many rows or columns."))
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError, OverflowError) as error:
        raise Unreadable(_("The XLSX file is damaged.")) from error
    for number, row in enumerate(rows, start=1):
        yield number, [_cell_text(value) for value in row]


def _cell_text(value) -> str:
    """Return an XLSX value as the text a CSV would hold."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    return str(value)


def _shape(lines, encoding: str) -> Table:
    """Return the lines as a table: the first filled one holds the headings."""
    headers: list[str] | None = None
    rows = []
    for number, raw in lines:
        cells = [cell.strip() for cell in raw]
        if not any(cells):
            continue
        if headers is None:
            headers = [normal_space(cell) for cell in cells]
            while headers and not headers[-1]:
                headers.pop()
            if len(headers) > MOST_COLUMNS:
                raise Unreadable(_("The table has too many columns."))
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


def _check_row(number: int, cells: list[str], headers: list[str]) -> None:
    """Refuse a row that is wider than the header or holds an endless cell."""
    if any(cells[len(headers) :]):
        raise Unreadable(
            _("Row %(row)s has more cells than the header.") % {"row": number}
        )
    for header, cell in zip(headers, cells, strict=False):
        if len(cell) > LONGEST_CELL:
            raise Unreadable(
                _("Row %(row)s, column %(column)s: more than %(most)s characters.")
                % {"row": number, "column": header, "most": LONGEST_CELL}
            )


def normal_space(text: str) -> str:
    """Return ``text`` with every run of white space as one space."""
    return " ".join(text.replace("\ufeff", "").split())


def ending(name: str) -> str:
    """Return the ending of a file's name in small letters."""
    return PurePath(name).suffix.lower()
