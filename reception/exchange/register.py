"""Bringing in a register that somebody else designed.

A mapping says which columns make which records, in order: one row of the file may
make a venue, an inspection and a finding. The records go through the same tables
as every import, so keys, validators, constraints and the ledger are the same.
``docs/import-register.md`` explains the mapping.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext as _

from reception.exchange.importing import Import, ImportRefused
from reception.exchange.reading import Table, read_table
from reception.exchange.resources import RecordResource

_NAME = re.compile(r"\{(n:)?([^{}]*)\}")
WORDS = {"from", "join", "with", "map", "other", "date", "cut"}


class MappingWrong(Exception):
    """The mapping does not fit itself, the system or the file; the text says where."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How the text of one column comes from a row of the file.

    ``parts`` are templates, joined by ``glue`` without the blank ones. The result
    is looked up in ``values`` (``other`` if it is not there), read as a date in
    the format ``date`` and cut to ``cut`` characters, each where given.
    """

    parts: tuple[str, ...]
    glue: str = ""
    values: dict[str, str] | None = None
    other: str | None = None
    date: str = ""
    cut: int | None = None

    def names(self) -> set[str]:
        """Return the headings that the cell uses."""
        texts = [*self.parts, *(self.values or {}).values(), self.other or ""]
        return {found[2] for text in texts for found in _NAME.finditer(text)}

    def text(self, row: dict[str, str]) -> str:
        """Return the cell's text for ``row``.

        Raises:
            ValueError: a value is not mapped, or not a date; in words.
        """
        parts = [fill(part, row) for part in self.parts]
        text = self.glue.join(part for part in parts if part)
        if self.values is not None:
            if text not in self.values and self.other is None:
                raise ValueError(_("“%(value)s” is not mapped.") % {"value": text[:60]})
            text = fill(self.values.get(text, self.other or ""), row)
        if self.date and text:
            try:
                text = datetime.strptime(text, self.date).date().isoformat()
            except ValueError as error:
                raise ValueError(
                    _("“%(value)s” is not a date like %(format)s.")
                    % {"value": text[:60], "format": self.date}
                ) from error
        return text[: self.cut] if self.cut else text


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of record that the rows make."""

    resource: RecordResource
    cells: dict[str, Cell]
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """The parts, in the order in which they are loaded, and the headings left out."""

    parts: list[Part]
    skip: frozenset[str]


def fill(template: str, row: dict[str, str]) -> str:
    """Return ``template`` with each ``{heading}`` replaced by the row's text."""
    return _NAME.sub(lambda found: row[(found[1] or "") + found[2]], template).strip()


def read_mapping(path: Path) -> Mapping:
    """Return the mapping in a TOML file.

    Raises:
        MappingWrong: not TOML, or it names what does not exist.
    """
    try:
        with path.open("rb") as file:
            told = tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise MappingWrong(f"{path.name}: {error}") from error
    parts = [_part(each) for each in told.get("record", [])]
    if not parts:
        raise MappingWrong(_("The mapping names no [[record]]."))
    return Mapping(parts, frozenset(told.get("skip", ())))


def _part(told: dict) -> Part:
    try:
        model = apps.get_model(told["model"])
        resource = admin.site._registry[model].resource_class()
    except (KeyError, LookupError, ValueError) as error:
        raise MappingWrong(
            _("There is no kind of record “%(name)s”.") % {"name": told.get("model")}
        ) from error
    writable = {c.column_name for c in resource.columns() if not c.readonly}
    columns = told.get("columns", {})
    if unknown := columns.keys() - writable:
        raise MappingWrong(
            _("%(model)s has no columns %(columns)s.")
            % {"model": told["model"], "columns": ", ".join(sorted(unknown))}
        )
    if missing := set(resource.key) - columns.keys():
        raise MappingWrong(
            _("%(model)s needs its key %(columns)s.")
            % {"model": told["model"], "columns": ", ".join(sorted(missing))}
        )
    cells = {name: _cell(name, value) for name, value in columns.items()}
    return Part(resource, cells, tuple(told.get("where", ())))


def _cell(name: str, told) -> Cell:
    if isinstance(told, str):
        return Cell((told,))
    if not isinstance(told, dict) or (told.keys() - WORDS):
        raise MappingWrong(
            _("Column %(name)s: use text or a table of %(words)s.")
            % {"name": name, "words": ", ".join(sorted(WORDS))}
        )
    return Cell(
        parts=tuple(told.get("join", [told.get("from", "")])),
        glue=told.get("with", ""),
        values=told.get("map"),
        other=told.get("other"),
        date=told.get("date", ""),
        cut=told.get("cut"),
    )


def check_headings(mapping: Mapping, table: Table) -> None:
    """Refuse a mapping that uses headings the file lacks, or forgets some of it.

    Raises:
        MappingWrong: with the headings.
    """
    used = {name for part in mapping.parts for name in part.where}
    for part in mapping.parts:
        used |= {name for cell in part.cells.values() for name in cell.names()}
    used.discard("office")
    present = set(table.headers)
    if lacking := (used | mapping.skip) - present:
        raise MappingWrong(
            _("The file has no column %(columns)s.")
            % {"columns": ", ".join(sorted(lacking))}
        )
    if forgotten := present - used - mapping.skip:
        raise MappingWrong(
            _("The mapping says nothing about %(columns)s; use them or skip them.")
            % {"columns": ", ".join(sorted(forgotten))}
        )


def rows_of(table: Table, office: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, row); a row also knows how often each of its values came so far."""
    for line, cells in table.rows:
        row = dict(zip(table.headers, cells, strict=True))
        row["office"] = office
        yield line, row


def table_of(part: Part, rows: list[tuple[int, dict[str, str]]]) -> Table:
    """Return the table of one part: a line for each different record.

    Raises:
        ImportRefused: a cell cannot be made, or a repeated record differs.
    """
    headers = list(part.cells)
    key = [headers.index(name) for name in part.resource.key]
    lines: dict[tuple, tuple[int, list[str]]] = {}
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for line, row in rows:
        if not all(row[name] for name in part.where):
            continue
        for name in list(row):
            if not name.startswith("n:"):
                seen[name, row[name]] += 1
                row[f"n:{name}"] = str(seen[name, row[name]])
        cells = [_made(line, name, cell, row) for name, cell in part.cells.items()]
        identity = tuple(cells[at] for at in key)
        first, known = lines.setdefault(identity, (line, cells))
        if known != cells:
            at = next(
                i
                for i, pair in enumerate(zip(known, cells, strict=True))
                if pair[0] != pair[1]
            )
            raise ImportRefused(
                _("Row %(row)s, column %(column)s differs from row %(first)s.")
                % {"row": line, "column": headers[at], "first": first}
            )
    return Table(headers, list(lines.values()))


def _made(line: int, name: str, cell: Cell, row: dict[str, str]) -> str:
    try:
        return cell.text(row)
    except ValueError as error:
        raise ImportRefused(
            _("Row %(row)s, column %(column)s: %(problem)s")
            % {"row": line, "column": name, "problem": error}
        ) from error


@transaction.atomic
def bring_in(
    data: bytes, name: str, mapping: Mapping, *, office: str, user, at: datetime
) -> list[tuple[str, dict[str, int]]]:
    """Load the whole register, or nothing; return the counts of each part.

    Raises:
        Unreadable: the file is not a table.
        MappingWrong: the mapping does not fit the file.
        ImportRefused: a row has a problem; the text names row and column.
    """
    table = read_table(data, name)
    check_headings(mapping, table)
    rows = list(rows_of(table, office))
    counts = []
    for part in mapping.parts:
        found = Import(
            part.resource, table_of(part, rows), user, at, origin={"file": name}
        ).commit()
        counts.append((part.resource.model._meta.label, found.counts))
    return counts
