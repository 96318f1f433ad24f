"""The files of the demonstration world: read, moved in time, and imported."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path

from reception.exchange.importing import Import
from reception.exchange.reading import Table
from reception.exchange.resources import RecordResource
from reception.ledger.context import acting

FOLDER = Path(__file__).parent
WHY = "演示数据"

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})( \d{2}:\d{2})?")


def read(name: str, shift: timedelta) -> tuple[list[str], list[dict[str, str]]]:
    """Return the header and the rows of a file, every date moved by ``shift``."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = [{k: _moved(k, v, shift) for k, v in row.items()} for row in reader]
        return list(reader.fieldnames or ()), rows


def _moved(column: str, cell: str, shift: timedelta) -> str:
    if column == "year":  # moves when its middle does
        return str((date(int(cell), 7, 1) + shift).year)
    found = _MOMENT.fullmatch(cell)
    if not found:
        return cell
    day = date.fromisoformat(found[1]) + shift
    return f"{day.isoformat()}{found[2] or ''}"


def bring_in(resource: type[RecordResource], header, rows, user, at) -> dict[str, int]:
    """Import ``rows`` for ``user`` as if he had uploaded the file."""
    lines = [(n, [row[h] for h in header]) for n, row in enumerate(rows, start=2)]
    with acting(user, reason=WHY):
        table = Table(header, lines)
        found = Import(resource(), table, user, at, origin={"seed": True}).commit()
    return found.counts
