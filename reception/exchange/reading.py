"""Reading tables: CSV in the encodings of Chinese offices, and XLSX."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Container
from dataclasses import dataclass
from itertools import chain, count

from django.conf import settings
from django.utils.translation import gettext as _

from reception.exchange import sheet
from reception.exchange.guarding import CLOSING, tidy, without_control_letters

MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 20_000  # characters
MOST_UNPACKED = 200 * 1024 * 1024  # bytes of an XLSX once unpacked
DELIMITERS = ",;\t|"
HEADING_WITHIN = 10  # filled lines: the headings stand in one of them
AHEAD = 100_000  # characters in which the delimiter is looked for
ENCODINGS = ("utf-8-sig", "gb18030", "utf-16", "big5")
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class Unreadable(Exception):
    """The file is not a table; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text: ``rows`` pairs the row number of the file with its cells.

    ``headed_at`` is the row number of the headings.
    """

    headers: list[str]
    rows: list[tuple[int, list[str]]]
    encoding: str = ""
    delimiter: str = ""
    headed_at: int = 1


def check_size(size: int) -> None:
    """Refuse a file of more bytes than allowed.

    Raises:
        Unreadable: it is too large.
    """
    limit = settings.UPLOAD_LIMIT_MB
    if size > limit * 1024 * 1024:
        raise Unreadable(_("The file is larger than %(limit)s MB.") % {"limit": limit})


def read_table(
    data: bytes,
    name: str,
    *,
    encoding: str = "",
    delimiter: str = "",
    headed_at: int = 0,
    known: Container[str] = (),
) -> Table:
    """Return the table in ``data``.

    ``encoding``, ``delimiter`` and the row of the headings are recognised unless
    given; ``known`` holds headings, in the form in which they are compared, by which
    they are found below a title.

    Raises:
        Unreadable: no table, too large, or damaged.
    """
    check_size(len(data))
    if not data.strip():
        raise Unreadable(_("The file is empty."))
    if data.startswith(b"PK\x03\x04"):
        lines, encoding, delimiter = _xlsx_lines(data), "XLSX", ""
    elif data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise Unreadable(_("This is not a table. Save it as CSV or XLSX first."))
    else:
        text, encoding = decode(data, encoding)
        delimiter = delimiter or delimiter_of(text, known)
        lines = _csv_lines(text, delimiter)
    headers, rows, headed_at = _shape(lines, known, headed_at)
    return Table(headers, rows, encoding, delimiter, headed_at)


def decode(data: bytes, given: str = "") -> tuple[str, str]:
    """Return the text and its encoding: byte order mark, strict UTF-8, GB18030."""
    marked = next((e for mark, e in BOMS if data.startswith(mark)), "")
    candidates = [given or marked] if given or marked else ["utf-8", "gb18030"]
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


def delimiter_of(text: str, known: Container[str]) -> str:
    """Return what separates the cells: what shows most known headings, else cells."""
    first = text.lstrip()[:AHEAD].split("\n", HEADING_WITHIN)[:HEADING_WITHIN]

    def shown(sign: str) -> tuple[int, int]:
        lines = (line.replace('"', "").split(sign) for line in first)
        hits = (sum(heading_key(cell) in known for cell in line) for line in lines)
        return max(hits), first[0].count(sign)

    return max(DELIMITERS, key=shown)


def _csv_lines(text: str, delimiter: str):
    """Yield (row number, cells) of a comma, semicolon or tab separated text."""
    text = without_control_letters(text).replace("\r\n", "\n").replace("\r", "\n")
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
        for number, cells in enumerate(sheet.rows_of(data), start=1):
            yield number, [cell and tidy(cell) for cell in cells]
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


def _shape(lines, known: Container[str], given: int) -> tuple[list[str], list, int]:
    """Return headings, rows and the number of the line that holds the headings."""
    ahead = []
    for line in lines:
        if any(line[1]) and line[0] >= given:
            ahead.append((line[0], [cell and tidy(cell) for cell in line[1]]))
            if len(ahead) == HEADING_WITHIN:
                break
    if not ahead:
        raise Unreadable(_("The file is empty."))
    at = 0 if given else _heading_line(ahead, known)
    headed_at, cells = ahead[at]
    headers = _headings(headed_at, cells)
    width, rows = len(headers), []
    for number, raw in chain(ahead[at + 1 :], lines):
        cells = _row(number, raw, headers, width)
        if cells is not None:
            rows.append((number, cells))
            if len(rows) > MOST_ROWS:
                raise Unreadable(
                    _("The table has more than %(most)s rows; split it.")
                    % {"most": MOST_ROWS}
                )
    return headers, rows, headed_at


def _heading_line(ahead: list, known: Container[str]) -> int:
    """Return which of the first lines holds the headings.

    Above them may stand a title. A line wins by two headings that are known.
    """
    hits = [
        sum(heading_key(cell or "") in known for cell in cells) for _n, cells in ahead
    ]
    return hits.index(max(hits)) if max(hits) > 1 else 0


def _row(
    number: int, raw: list[str | None], headers: list[str], width: int
) -> list[str] | None:
    """Return the cells of a row, None for one that is empty or closes the file.

    Raises:
        Unreadable: wider than the header, or a cell that cannot be.
    """
    if None in raw:
        _refuse_lost_digits(number, raw, headers)
    cells = [cell.strip() for cell in raw]
    if not any(cells) or (cells[0].startswith(CLOSING) and not any(cells[1:])):
        return None
    if len(cells) != width:
        if any(cells[width:]):
            raise Unreadable(
                _("Row %(row)s has more cells than the header.") % {"row": number}
            )
        cells = (cells + [""] * width)[:width]
    if max(map(len, cells)) > LONGEST_CELL:
        at = next(i for i, cell in enumerate(cells) if len(cell) > LONGEST_CELL)
        raise Unreadable(
            _("Row %(row)s, column %(column)s: more than %(most)s characters.")
            % {"row": number, "column": headers[at], "most": LONGEST_CELL}
        )
    return cells


def _headings(number: int, cells: list[str | None]) -> list[str]:
    """Return the headings, without empty ones at the end."""
    headers = [normal_space(cell or "") for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MOST_COLUMNS:
        raise Unreadable(_("The table has too many columns."))
    _row(number, headers, [header[:60] for header in headers], len(headers))
    return headers


def _refuse_lost_digits(number: int, raw: list, headers: list[str]) -> None:
    """Say where a spreadsheet holds a number that it has rounded."""
    at = raw.index(None)
    raise Unreadable(
        _(
            "Row %(row)s, column %(column)s: the spreadsheet has lost digits "
            "of this long number. Format the column as text and enter it anew."
        )
        % {"row": number, "column": headers[at] if at < len(headers) else at + 1}
    )


def heading_key(text: str) -> str:
    """Return a heading in the form in which headings are compared."""
    return normal_space(unicodedata.normalize("NFKC", text)).lower()


def normal_space(text: str) -> str:
    """Return ``text`` with every run of white space as one space."""
    return " ".join(text.replace("\ufeff", "").split())
