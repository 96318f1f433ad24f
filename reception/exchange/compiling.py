"""Columns as SQL: the database itself writes the texts of a table.

The plain way, ``tests/exchange/plainly.py``, asks each column's widget about each
record. The expressions here say the same to the database, some twenty times faster;
a property-based test holds both to the same bytes. Where a value has no expression
(a masked fact, structured data) its widget finishes it in Python.
"""

import csv
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC
from itertools import islice
from types import SimpleNamespace

from django.core.exceptions import EmptyResultSet
from django.db import connections, models, transaction
from django.db.models import (
    BinaryField,
    Case,
    CharField,
    F,
    Func,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from reception.exchange import widgets
from reception.exchange.guarding import CONTROLS, RISKY, guard, without_controls
from reception.exchange.resources import Column

ROWS = 1000  # rows fetched and written at a time
LINES = 200  # of PostgreSQL's: to hold more would wake the garbage collector
DECIMALS = 2  # of an amount as text
# Texts from here on and before there begin with no sign, digit or control character.
HARMLESS = ("A", "＋")
# The office's clock has kept its distance from UTC since then, without summer time.
STEADY, DISTANCE = "1992-01-01", 8  # hours
END = b"\x1f"
CELL_END = "\x1f"  # between the texts of a row, on its way from SQLite
TEXTS = (models.CharField, models.TextField)


class _Text(Func):
    """SQL of one argument whose result is text; ``written`` gives the SQL around it."""

    output_field = CharField()
    arity = 1

    def as_sql(self, compiler, connection, **context):
        """Write the argument wherever ``written`` has ``{}``."""
        argument, params = compiler.compile(self.source_expressions[0])
        template = self.written(connection.vendor)
        return template.replace("{}", argument), (*params,) * template.count("{}")


def literal(text: str) -> str:
    """Return ``text`` as a literal of SQL that itself stands in a ``%`` template."""
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


class Guarded(_Text):
    """A text made harmless for spreadsheets: ``guarding.guard``; NULL if it is empty.

    Control characters inside a harmless text are left to ``without_controls``.
    """

    def written(self, vendor):
        """Ask only about the few texts that may need a guard; bytes decide which."""
        low, high = map(literal, HARMLESS)
        if vendor == "sqlite":
            return (
                f"CASE WHEN {{}} >= {low} AND {{}} < {high} THEN {{}} "
                "WHEN {} = '' THEN NULL ELSE reception_guard({}) END"
            )
        bare = f"regexp_replace({{}}, {literal(CONTROLS)}, '', 'g')"
        return (
            f'CASE WHEN {{}} COLLATE "C" >= {low} AND {{}} COLLATE "C" < {high} '
            f"THEN {{}} WHEN {{}} = '' THEN NULL WHEN {bare} ~ {literal(f'^{RISKY}')} "
            f"THEN '''' || {bare} ELSE NULLIF({bare}, '') END"
        )


class LocalMoment(_Text):
    """Day and time by the office's clock: ``widgets.Moment.render``."""

    def written(self, vendor):
        """Shift UTC as far as needed; add seconds only where there are any."""
        if vendor == "sqlite":
            # Most of a day has the date it has in UTC: cheaper than asking strftime.
            hours = "".join(f"{hour:02}" for hour in range(DISTANCE, 24))
            return (
                f"CASE WHEN {{}} < '{STEADY}' THEN reception_moment({{}}) "
                f"ELSE CASE WHEN substr({{}}, 12, 2) < '{24 - DISTANCE}' "
                "THEN substr({}, 1, 11) "
                f"|| substr('{hours}', 1 + 2 * substr({{}}, 12, 2), 2) "
                "ELSE strftime('%%Y-%%m-%%d %%H', substr({}, 1, 19), "
                f"'+{DISTANCE} hours') END || substr({{}}, 14, 3) || "
                "CASE substr({}, 18, 2) WHEN '00' THEN '' ELSE substr({}, 17, 3) END "
                "END"
            )
        # To add a distance is cheaper than to ask what a zone's was at each moment.
        zone = literal(timezone.get_default_timezone_name())
        near, far = (
            f"CASE WHEN {local} < date_trunc('minute', {local}) + INTERVAL '1 second' "
            f"THEN to_char({local}, 'YYYY-MM-DD HH24:MI') "
            f"ELSE to_char({local}, 'YYYY-MM-DD HH24:MI:SS') END"
            for local in (
                f"({{}} AT TIME ZONE INTERVAL '{DISTANCE} hours')",
                f"({{}} AT TIME ZONE {zone})",
            )
        )
        return f"CASE WHEN {{}} >= '{STEADY}Z' THEN {near} ELSE {far} END"


class Money(_Text):
    """An amount with two decimals: ``widgets.Decimal.render``."""

    def written(self, vendor):
        """Round nothing: such columns hold two decimals at most."""
        if vendor == "sqlite":
            return "CASE WHEN {} IS NOT NULL THEN printf('%%.2f', {}) END"
        return "round({}, 2)::text"


class IsoDate(_Text):
    """A day as 2026-03-01, in which form SQLite stores it."""

    def written(self, vendor):
        """Let no setting of the server change the order."""
        return "{}" if vendor == "sqlite" else "to_char({}, 'YYYY-MM-DD')"


class Bytewise(_Text):
    """A text that is ordered by its bytes, as Python orders it."""

    def written(self, vendor):
        """Name the order where the database has a choice."""
        return "{}" if vendor == "sqlite" else '{} COLLATE "C"'


class Joined(Subquery):
    """The rows of a subquery of one column, ``key``, joined in their order."""

    output_field = CharField()
    template = "(SELECT group_concat(key, ';') FROM (%(subquery)s) AS several)"

    def as_postgresql(self, compiler, connection):
        """Join as PostgreSQL calls it."""
        template = self.template.replace("group_concat", "string_agg")
        return self.as_sql(compiler, connection, template=template)


@dataclass(frozen=True, slots=True)
class Cell:
    """How a column's text is made: by the database, and by ``finish`` where it must."""

    expression: object
    finish: Callable[[object], str] | None = None


def _boolean(column: Column):
    told = {True: _("yes"), False: _("no")}
    cases = [When(**{column.attribute: t}, then=Value(w)) for t, w in told.items()]
    return Case(*cases, output_field=CharField())


def _choice(column: Column):
    cases = [
        When(**{column.attribute: code}, then=Value(guard(str(label))))
        for code, label in column.widget.choices
    ]
    default = Guarded(F(column.attribute))
    return Case(*cases, default=default, output_field=CharField())


def _key(column: Column):
    theirs = F(f"{column.attribute}__{column.widget.field}")
    model = column.widget.model
    if model is column.source.model:
        # Few records name another of their kind: to join them all costs the most.
        other = model._base_manager.filter(pk=OuterRef(column.attribute))
        named = Guarded(Subquery(other.values(column.widget.field)[:1]))
        nobody = When(**{f"{column.attribute}__isnull": True}, then=Value(None))
        return Case(nobody, default=named, output_field=CharField())
    if isinstance(column.widget.model._meta.get_field(column.widget.field), TEXTS):
        return Guarded(theirs)
    return Guarded(Cast(theirs, CharField()))


def _keys(column: Column):
    source = column.source
    theirs = f"{source.m2m_reverse_field_name()}__{column.widget.field}"
    links = source.remote_field.through._base_manager.filter(
        **{source.m2m_field_name(): OuterRef("pk")}
    )
    return Guarded(Joined(links.order_by(Bytewise(F(theirs))).values(key=F(theirs))))


WAYS = {
    widgets.Text: lambda column: Guarded(F(column.attribute)),
    widgets.Integer: lambda column: F(column.attribute),
    widgets.Decimal: lambda column: Money(F(column.attribute)),
    widgets.Boolean: _boolean,
    widgets.Choice: _choice,
    widgets.Date: lambda column: IsoDate(F(column.attribute)),
    widgets.Moment: lambda column: LocalMoment(F(column.attribute)),
    widgets.Key: _key,
    widgets.Keys: _keys,
}

TYPED = (widgets.Integer, widgets.Decimal, widgets.Date, widgets.Moment)


def cell_of(column: Column, mask: Callable | None) -> Cell:
    """Return how the texts of ``column`` are made, covered by ``mask`` if there is."""
    render = column.widget.render
    if mask:
        return Cell(F(column.attribute), lambda value: render(mask(value or "")))
    kind = type(column.widget)
    if kind in (widgets.Text, widgets.Choice) and not isinstance(column.source, TEXTS):
        return Cell(F(column.attribute), render)
    if kind not in WAYS or getattr(column.source, "decimal_places", 0) > DECIMALS:
        return Cell(F(column.attribute), render)
    return Cell(WAYS[kind](column))


class Line(Func):
    """The texts of a row in one, as bytes: cheaper than many; NULL is empty."""

    template = "CAST(printf(%(expressions)s) AS BLOB)"
    output_field = BinaryField()

    def __init__(self, *texts):
        form = CELL_END.join(["%%%%s"] * len(texts))
        super().__init__(Func(template=f"'{form}'", arity=0), *texts)


class Compiled:
    """The rows of a queryset as text, column by column."""

    def __init__(self, columns: list[Column], queryset: models.QuerySet, masks: dict):
        self.columns = columns
        self.cells = [cell_of(c, masks.get(c.column_name)) for c in columns]
        self.rows = queryset.select_related(None).prefetch_related(None)
        self.connection = connections[queryset.db]
        self.is_lite = self.connection.vendor == "sqlite"
        if self.is_lite:
            _teach(self.connection)

    def csv(self) -> Iterator[tuple[bytes, int]]:
        """Yield lines of a CSV without its header, each block with how many rows."""
        if any(cell.finish for cell in self.cells) or self._is_empty():
            return self._finished()
        if self.is_lite:
            return self._lines()
        # Of one column alone, PostgreSQL and Python write an empty line differently.
        return self._copied() if len(self.cells) > 1 else self._finished()

    def select(self) -> tuple[str, tuple]:
        """Return the query of the texts and its parameters."""
        return _sql(self.rows.values_list(*(cell.expression for cell in self.cells)))

    def _is_empty(self) -> bool:
        """Whether no query need be asked: the conditions cannot be met."""
        try:
            _sql(self.rows.values_list("pk"))
        except EmptyResultSet:
            return True
        return False

    def texts(self, keys: list[str]) -> Iterator[tuple[list, list[str]]]:
        """Yield each row's values of the columns ``keys``, and its texts."""
        finish = [cell.finish for cell in self.cells]
        rows = self.rows.values_list(*keys, *(cell.expression for cell in self.cells))
        first = len(keys)
        for row in rows.iterator(chunk_size=ROWS):
            made = [f(v) if f else v for f, v in zip(finish, row[first:], strict=True)]
            yield row[:first], ["" if text is None else str(text) for text in made]

    def values(self) -> Iterator[list]:
        """Yield the rows for a spreadsheet: days, moments and numbers as such."""
        cells = [
            cell if cell.finish or type(c.widget) not in TYPED else Cell(F(c.attribute))
            for c, cell in zip(self.columns, self.cells, strict=True)
        ]
        rows = self.rows.values_list(*(cell.expression for cell in cells))
        for row in rows.iterator(chunk_size=ROWS):
            yield [
                c.finish(v) if c.finish else v for c, v in zip(cells, row, strict=True)
            ]

    def _finished(self) -> Iterator[tuple[bytes, int]]:
        """Yield lines whose texts Python completes."""
        finish = [cell.finish or _plain for cell in self.cells]
        rows = self.rows.values_list(*(cell.expression for cell in self.cells))
        with self._reading():
            for some in batched(rows.iterator(chunk_size=ROWS), ROWS):
                lines: list[str] = []
                writer = _writer(lines)
                for row in some:
                    writer.writerow([f(v) for f, v in zip(finish, row, strict=True)])
                yield _encoded(lines), len(some)

    def _reading(self):
        """Read in one transaction where a cursor would else be filled beforehand."""
        if self.is_lite:
            return nullcontext()
        return transaction.atomic(using=self.rows.db)

    def _lines(self) -> Iterator[tuple[bytes, int]]:
        """Yield lines that SQLite made; few of them hold what must be quoted."""
        texts = [cell.expression for cell in self.cells]
        rows = self.rows.values_list(Line(*texts), "pk")
        ends = len(texts) - 1
        quoted: list[str] = []
        writer = _writer(quoted)

        def quote(texts) -> bytes:
            writer.writerow(texts)
            return quoted.pop()[:-2].encode()

        with self.connection.chunked_cursor() as cursor:
            cursor.execute(*_sql(rows))
            while some := cursor.fetchmany(ROWS):
                lines: list[bytes] = []
                for line, pk in some:
                    if line.count(END) != ends:  # a text holds such a character
                        lines.append(quote(self._row(pk)))
                    elif line and not (
                        b'"' in line or b"," in line or b"\n" in line or b"\r" in line
                    ):
                        lines.append(line.replace(END, b","))
                    else:
                        lines.append(quote(line.decode().split(CELL_END)))
                yield _joined(lines), len(some)

    def _row(self, pk) -> tuple:
        """Return the texts of one row."""
        rows = self.rows.model._base_manager.using(self.rows.db).filter(pk=pk)
        return rows.values_list(*(cell.expression for cell in self.cells)).get()

    def _copied(self) -> Iterator[tuple[bytes, int]]:
        """Yield lines that PostgreSQL wrote; they end with a bare line feed."""
        sql, params = self.select()
        with self.connection.cursor() as cursor:
            query = self.connection.ops.compose_sql(sql, params)
            with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as copied:
                for lines in batched(copied, LINES):  # each message is one line
                    yield _joined([line[:-1] for line in lines]), len(lines)


def _sql(rows: models.QuerySet) -> tuple[str, tuple]:
    return rows.query.get_compiler(rows.db).as_sql()


def _plain(value):
    return value


def _writer(lines: list[str]):
    """Return a writer of CSV that adds each line to ``lines``."""
    return csv.writer(SimpleNamespace(write=lines.append), lineterminator="\r\n")


def _encoded(lines: list[str]) -> bytes:
    return without_controls("".join(lines).encode())


def _joined(lines: list[bytes]) -> bytes:
    return without_controls(b"\r\n".join([*lines, b""]))


def batched(items, size: int) -> Iterator[list]:
    """Yield ``items`` in lists of at most ``size``."""
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some


def _teach(connection) -> None:
    """Give SQLite the functions that the expressions call for rare texts."""
    connection.ensure_connection()
    moment = widgets.Moment()
    for name, function in (
        ("reception_guard", lambda text: text and guard(text)),
        ("reception_moment", lambda at: at and moment.render(_utc(at))),
    ):
        connection.connection.create_function(name, 1, function, deterministic=True)


def _utc(stored: str):
    return parse_datetime(stored).replace(tzinfo=UTC)
