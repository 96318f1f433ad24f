"""The preview of a file: what its page shows of it."""

from functools import cached_property

from reception.exchange import batches
from reception.exchange.forms import (
    DATE_NAMES,
    DELIMITER_NAMES,
    ENCODING_NAMES,
    UnderstandForm,
)
from reception.exchange.matching import LEFT_OUT, is_comment, known_headings, match
from reception.exchange.models import Batch
from reception.exchange.reading import Table, heading_key
from reception.exchange.resources import RecordResource
from reception.exchange.rows import OUTCOMES, Examination, Row
from reception.exchange.widgets import Date, Moment, order_of

SHOWN = 200  # rows of a preview; rows with problems come first
SAMPLES = 3  # cells shown of a column whose heading is to be matched
LOOKED_AT = 5_000  # rows in which the order of dates is looked for
MOST_FIELDS = 1_500  # cells to be corrected on one page: what a form may send
MOST_TEXT = 150_000  # characters in them
CUT = 80  # characters shown of a cell


class Preview:
    """What the page shows: how the file is read, and some rows with what they do."""

    def __init__(
        self,
        resource: RecordResource,
        batch: Batch,
        table: Table,
        found: Examination,
    ):
        self.resource, self.batch = resource, batch
        self.table, self.found = table, found
        self.positions, _problems = match(resource, table.headers, batch.chosen)
        self.edits = {int(line): cells for line, cells in batch.edits.items()}

    # --- how the file is read

    @cached_property
    def form(self) -> UnderstandForm:
        """How the file is read, to be changed."""
        initial = {
            "encoding": self.batch.encoding,
            "delimiter": self.batch.delimiter,
            "headed_at": self.batch.headed_at or None,
            "dates": self.batch.dates,
        }
        form = UnderstandForm(self.resource, initial=initial)
        form.recognised(
            encoding=self.encoding,
            delimiter=self.delimiter,
            headed_at=self.table.headed_at if self.is_read else "",
            dates=self.date_order,
        )
        return form

    @property
    def is_read(self) -> bool:
        """Whether there is a table at all."""
        return bool(self.table.encoding)

    @property
    def is_spreadsheet(self) -> bool:
        """Whether the file brings its encoding along."""
        return self.table.encoding == "XLSX"

    @property
    def encoding(self) -> str:
        """The encoding, as people call it."""
        return ENCODING_NAMES.get(self.table.encoding, self.table.encoding.upper())

    @property
    def delimiter(self) -> str:
        """What stands between the cells, in words."""
        return DELIMITER_NAMES.get(self.table.delimiter, "")

    @cached_property
    def dates(self) -> dict[str, str]:
        """An example of each order in which dates with the year last are written."""
        seen: dict[str, str] = {}
        places = [
            at
            for at, column in self.positions.items()
            if isinstance(column.widget, (Date, Moment)) and not column.readonly
        ]
        for _line, cells in self.table.rows[:LOOKED_AT]:
            for at in places:
                if cells[at] and (order := order_of(cells[at])):
                    seen.setdefault(order, cells[at][:20])
        return seen

    @property
    def date_order(self) -> str:
        """The order of dates, if the file shows but one."""
        orders = set(self.dates)
        return (
            DATE_NAMES[orders.pop()]
            if len(orders) == 1 and "either" not in orders
            else ""
        )

    @property
    def asks_for_dates(self) -> str:
        """A date that can be read in two ways, unless the order was chosen."""
        return "" if self.batch.dates else self.dates.get("either", "")

    @property
    def chosen_dates(self) -> str:
        """The order that the user chose, in words."""
        return DATE_NAMES.get(self.batch.dates, "")

    # --- what the headings stand for

    @cached_property
    def headings(self) -> list[dict]:
        """Each heading of the file with its column, unknown ones first."""
        memory = batches.headings_of(self.batch.user, self.batch.record_type)
        known = known_headings(self.resource)
        shown = []
        for at, header in enumerate(self.table.headers):
            key = heading_key(header)
            chosen = self.batch.chosen.get(key, "")
            if is_comment(header):
                chosen = LEFT_OUT
            column = self.positions.get(at)
            shown.append(
                {
                    "header": header,
                    "chosen": column.column_name if column else chosen,
                    "is_unknown": column is None and chosen != LEFT_OUT,
                    "is_remembered": key not in known
                    and memory.get(key) == chosen != "",
                    "samples": [
                        text
                        for _line, cells in self.table.rows[:SAMPLES]
                        if (text := cells[at])
                    ],
                }
            )
        return sorted(shown, key=lambda heading: not heading["is_unknown"])

    @cached_property
    def columns(self) -> list[dict]:
        """Each column here with the heading that stands for it."""
        headed = {
            c.column_name: self.table.headers[at] for at, c in self.positions.items()
        }
        return [
            {
                "name": c.column_name,
                "label": c.label,
                "header": headed.get(c.column_name),
            }
            for c in self.resource.columns()
            if not c.readonly
        ]

    @cached_property
    def options(self) -> list[tuple[str, str]]:
        """What a heading may stand for."""
        return [(c.column_name, c.label) for c in self.resource.columns()]

    @property
    def unknown(self) -> int:
        """How many headings nobody knows."""
        return sum(heading["is_unknown"] for heading in self.headings)

    # --- what the rows would do

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows have which outcome."""
        return self.found.counts

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self.found.rows)

    @property
    def good(self) -> int:
        """How many rows would be stored without those that have problems."""
        return self.counts["new"] + self.counts["changed"]

    @cached_property
    def asking(self) -> int:
        """How many rows do something to which the user has to agree first."""
        return sum(bool(row.asks) for row in self.found.rows)

    @property
    def near(self) -> int:
        """How many new rows resemble another."""
        return sum(bool(row.near) for row in self.found.rows)

    @property
    def corrections(self) -> int:
        """How many cells were corrected here."""
        return sum(map(len, self.edits.values()))

    @cached_property
    def ordered(self) -> list[Row]:
        """The rows: with problems, corrected, alike, changed, new, unchanged."""
        order = {outcome: at for at, outcome in enumerate(OUTCOMES)}

        def rank(row: Row) -> tuple:
            is_first = row.outcome == "problem"
            return (
                not is_first,
                row.line not in self.edits,
                not row.near,
                order[row.outcome],
                row.line,
            )

        return sorted(self.found.rows, key=rank)

    @property
    def hidden(self) -> int:
        """How many rows are not shown."""
        return max(0, self.total - SHOWN)

    @cached_property
    def lines(self) -> list[dict]:
        """The rows shown: each cell with what it changes and what is wrong."""
        shown, fields, text = [], MOST_FIELDS, MOST_TEXT
        for row in self.ordered[:SHOWN]:
            wants = row.outcome == "problem" or row.line in self.edits
            fields -= len(row.texts) if wants else 0
            text -= sum(map(len, row.texts)) if wants else 0
            shown.append(self._line(row, wants and fields >= 0 and text >= 0))
        return shown

    @property
    def is_editable(self) -> bool:
        """Whether any row shown can be corrected here."""
        return any(line["is_editable"] for line in self.lines)

    def _line(self, row: Row, is_editable: bool) -> dict:
        edits = self.edits.get(row.line, {})
        cells = []
        for (at, column), text in zip(self.positions.items(), row.texts, strict=True):
            name = column.column_name
            old, new = row.changed.get(name, (None, text))
            cells.append(
                {
                    "place": at,
                    "label": column.label,
                    "text": text,
                    "is_field": is_editable and not column.readonly,
                    "is_corrected": str(at) in edits,
                    "problem": row.problems.get(name),
                    "agreed": row.asks.get(name) if self.batch.agreed else "",
                    "kept": row.kept.get(name),
                    **_cut(old, new),
                }
            )
        return {
            "line": row.line,
            "outcome": row.outcome,
            "problem": row.problems.get(""),
            "near": row.near,
            "wrong": [cell["label"] for cell in cells if cell["problem"]],
            "is_editable": is_editable,
            "cells": cells,
        }


def _cut(old: str | None, new: str) -> dict[str, str | None]:
    """Return both texts short enough for a cell, from where they begin to differ."""
    start = 0
    if old is not None and max(len(old), len(new)) > CUT:
        pairs = enumerate(zip(old, new, strict=False))
        same = min(len(old), len(new))
        first = next((at for at, (one, two) in pairs if one != two), same)
        start = max(0, first - CUT // 4)

    def part(text: str) -> str:
        ends = "…" if len(text) > start + CUT else ""
        return ("…" if start else "") + text[start : start + CUT] + ends

    return {"old": None if old is None else part(old), "new": part(new)}
