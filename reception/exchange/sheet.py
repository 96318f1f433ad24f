"""Reading an XLSX in a process of its own, which a file may bring down.

The server lives on. Run as a program, this module takes the file on standard input
and writes a JSON list of texts for each row of the first sheet; ``null`` stands for
a number of which the spreadsheet has lost digits. A small file can ask for more
memory than any machine has; the reader then ends its process, and only that.
"""

import io
import json
import subprocess
import sys
from collections.abc import Iterator

MOST_MEMORY = 1024**3  # bytes
MOST_SECONDS = 60
MOST_CELLS = 20_000_000  # of the rectangle that the sheet spans
MOST_TEXT = 100 * 1024 * 1024  # characters of all rows together
EXACT = 1e15  # whole numbers below it are exact in a spreadsheet
TOO_LARGE = 3  # an exit status


class Damaged(Exception):
    """The file cannot be read."""


class TooLarge(Exception):
    """The file unpacks to more than it should."""


def rows_of(data: bytes) -> Iterator[list[str | None]]:
    """Yield the texts of each row of the first sheet, empty rows included.

    Raises:
        Damaged: no XLSX, or one that breaks off.
        TooLarge: it takes more memory, time or text than allowed.
    """
    try:
        read = subprocess.run(  # noqa: S603 - our own file, by our own Python
            [sys.executable, "-I", __file__],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooLarge from error
    if read.returncode:
        ended_by_limit = read.returncode < 0 or read.returncode == TOO_LARGE
        raise TooLarge if ended_by_limit else Damaged
    for line in io.BytesIO(read.stdout):
        yield json.loads(line)


def _text(value) -> str | None:
    """Return a cell as the text a CSV would hold."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value)) if abs(value) < EXACT else None
    return str(value)


def _limit() -> None:
    """Bound what this process may take; not every system knows each limit."""
    import resource  # noqa: PLC0415 - Windows has none, and serves without

    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_AS, MOST_MEMORY),
    ):
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _main() -> None:
    """Write the rows of the file on standard input to standard output."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - in here alone

    _limit()
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    sheet, left = book.get_sheet_by_index(0), MOST_TEXT
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        sys.exit(TOO_LARGE)
    for row in sheet.iter_rows():
        texts = [_text(value) for value in row]
        line = json.dumps(texts) if any(text != "" for text in texts) else "[]"
        left -= len(line)
        if left < 0:
            sys.exit(TOO_LARGE)
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    _main()
