"""Examining a table: what every row would do, and what is wrong with it.

Nothing is written, and whoever imports learns nothing about records out of reach:
they look like keys that cannot be used.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from reception.access.masks import MASK
from reception.access.records import why_locked
from reception.access.scope import may, paths_of, placed, visible
from reception.exchange import constraints
from reception.exchange.guarding import meaning
from reception.exchange.reading import Table
from reception.exchange.resources import Column, RecordResource, heading_key
from reception.exchange.widgets import Key, Keys
from reception.ledger import writing

CHUNK = 900  # keys in one query; SQLite takes 999 in its oldest builds


@dataclass(slots=True)
class Row:
    """What a line of the file means for its record.

    ``changed`` maps a column to its text before and after; ``problems`` maps a
    column, or "" for the row as a whole, to words.
    """

    line: int
    cells: dict[str, str]
    record: models.Model | None = None
    before: dict | None = None
    relations: dict[str, list] = field(default_factory=dict)
    changed: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """One of ``problem``, ``new``, ``changed``, ``same``."""
        if self.problems:
            return "problem"
        if self.before is None:
            return "new"
        return "changed" if self.changed else "same"


@dataclass(slots=True)
class Examination:
    """What a table would do."""

    columns: list[Column]
    rows: list[Row]
    problems: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have which outcome."""
        found = {"new": 0, "changed": 0, "same": 0, "problem": 0}
        for row in self.rows:
            found[row.outcome] += 1
        return found

    @property
    def is_clean(self) -> bool:
        """Whether everything could be stored."""
        return not self.problems and not any(row.problems for row in self.rows)


def match(resource: RecordResource, headers: list[str]) -> tuple[dict, list[str]]:
    """Return the column of each position, and what is wrong with the header."""
    known = {name: c for c in resource.columns() for name in c.headings()}
    found: dict[int, Column] = {}
    problems = []
    for position, header in enumerate(headers):
        column = known.get(heading_key(header))
        if column is None:
            problems.append(
                _("Column “%(header)s” is unknown here; remove it or correct it.")
                % {"header": header[:60]}
            )
        elif column in found.values():
            problems.append(
                _("Column “%(header)s” stands in the file twice.")
                % {"header": header[:60]}
            )
        else:
            found[position] = column
    present = {column.column_name for column in found.values()}
    numbered = hasattr(resource.model, "number_prefix")
    missing = [
        column.label
        for column in resource.columns()
        if column.column_name in resource.key
        and column.column_name not in present
        and not numbered
    ]
    if missing:
        problems.append(
            _("The file lacks the column that identifies a row: %(columns)s.")
            % {"columns": "、".join(missing)}
        )
    return found, problems


def examine(
    resource: RecordResource, table: Table, user, *, lock: bool = False
) -> Examination:
    """Return what ``table`` would do for ``user``; nothing is written.

    ``lock`` keeps the records, and those they are parts of, as they are until the
    transaction ends.
    """
    return Examiner(resource, table, user, lock).run()


class Examiner:
    """One table on its way in."""

    def __init__(self, resource: RecordResource, table: Table, user, lock: bool):
        self.resource, self.table, self.user = resource, table, user
        self.lock = lock
        self.model = resource.model
        self.may_add = may(user, "add", self.model)
        self.private = resource.private()
        self.masks = resource.masks(user)
        self.taken: dict[tuple, int] = {}

    def run(self) -> Examination:
        """Read header, references and existing records, then every row."""
        positions, problems = match(self.resource, self.table.headers)
        columns = list(positions.values())
        if problems:
            return Examination(columns, [], problems)
        rows = [
            Row(line, {c.column_name: cells[at] for at, c in positions.items()})
            for line, cells in self.table.rows
        ]
        if not rows:
            return Examination(columns, [], [_("The table has no rows.")])
        self.writable = [column for column in columns if not column.readonly]
        self.fill_references(rows)
        values = [self.read(row) for row in rows]
        stored, changeable = self.stored(values)
        for row, found in zip(rows, values, strict=True):
            self.apply(row, found, stored, changeable)
        self.judge_uniqueness(rows)
        return Examination(columns, rows)

    def fill_references(self, rows: list[Row]) -> None:
        """Look up every record that the table refers to, one query a column."""
        for column in self.writable:
            widget = column.widget
            if not isinstance(widget, Key):
                continue
            wanted = {k for r in rows for k in widget.keys(r.cells[column.column_name])}
            within = visible(self.user, "refer", widget.model._default_manager.all())
            if self.lock and column.column_name in self.resource.key:
                within = locked(within)
            widget.known = {
                str(getattr(record, widget.field)): record
                for chunk in chunks(sorted(wanted))
                for record in within.filter(**{f"{widget.field}__in": chunk})
            }

    def read(self, row: Row) -> dict:
        """Return the values of the row's cells; what cannot be read is a problem."""
        values = {}
        for column in self.writable:
            name = column.column_name
            try:
                values[name] = column.clean(row.cells)
            except ValueError as error:
                row.problems[name] = str(error)
        return values

    def key_of(self, values: dict) -> tuple | None:
        """Return the row's business key, or None if it has none yet."""
        key = tuple(values.get(name) for name in self.resource.key)
        return None if any(part in (None, "") for part in key) else key

    def stored(self, values: list[dict]) -> tuple[dict, set]:
        """Return the stored records by key, and which of them the user may change."""
        first = self.resource.key[0]
        keys = {key for found in values if (key := self.key_of(found))}
        rows = self.resource.with_related(self.model._base_manager.all())
        rows = locked(rows) if self.lock else rows
        stored = {}
        for chunk in chunks(sorted({_plain(key[0]) for key in keys})):
            for record in rows.filter(**{f"{first}__in": chunk}):
                key = tuple(_plain(getattr(record, name)) for name in self.resource.key)
                stored[key] = record
        pks = [record.pk for record in stored.values()]
        every = self.model._default_manager.all()
        self.movable = among(pks, placed(self.user, "change", every))
        return stored, among(pks, visible(self.user, "change", every))

    def apply(self, row: Row, values: dict, stored: dict, changeable: set) -> None:
        """Put the row's values on its record and judge the result."""
        key = self.key_of(values)
        if row.problems and key is None:
            return
        if key is not None:
            key = tuple(_plain(part) for part in key)
            if not self.claim(row, ("key", key)):
                return
        record = stored.get(key) if key is not None else None
        if record is None:
            if not self.may_add:
                row.problems[""] = _("You may change records here, but not add any.")
                return
            record = self.model()
        elif record.pk not in changeable:
            row.problems[""] = _(
                "This number cannot be used: it is taken, and not yours to change."
            )
            return
        else:
            row.before = writing.snapshot(record)
        row.record = record
        self.assign(row, values)
        if row.outcome in ("new", "changed"):
            self.judge(row)

    def claim(self, row: Row, what: tuple) -> bool:
        """Note that the row uses ``what``; refuse what an earlier row already used."""
        earlier = self.taken.setdefault(what, row.line)
        if earlier != row.line:
            row.problems[""] = _("The same record stands in row %(row)s already.") % {
                "row": earlier
            }
        return earlier == row.line

    def assign(self, row: Row, values: dict) -> None:
        """Set the row's values on its record and note what changes, as text.

        A cell that says what an export says now changes nothing, and is not judged.
        """
        for column in self.writable:
            name = column.column_name
            old = self.shown(row, column)
            if row.before is not None and meaning(row.cells[name]) == meaning(old):
                row.problems.pop(name, None)
            elif name in values:
                self.put(row, column, values[name], old)

    def shown(self, row: Row, column: Column) -> str:
        """Return the text of a stored value, as the user may see it."""
        if row.before is None:
            return ""
        value = column.get_value(row.record)
        if mask := self.masks.get(column.column_name):
            value = mask(value or "")
        return column.widget.render(value)

    def put(self, row: Row, column: Column, value, old: str) -> None:
        """Set one value. Who may not read a private fact cannot find it by guessing."""
        name, source = column.column_name, column.source
        mask = self.private.get(name)
        if mask and MASK in str(value):
            self.keep_masked(row, name, value, mask)
            return
        if isinstance(column.widget, Keys):
            self.relate(row, column, value, old)
            return
        if value is None and not source.null:
            value = "" if source.empty_strings_allowed else source.get_default()
        if value == "" and not source.blank and source.has_default():
            value = source.get_default()
        setattr(row.record, name, value)
        if row.before is None:
            return
        if name in self.masks or _differs(row, source):
            shown = mask(row.before[name] or "") if mask else old  # a file may guess
            row.changed[name] = (shown, column.export(row.record))

    def keep_masked(self, row: Row, name: str, value: str, mask) -> None:
        """Leave a private fact as it is when the file holds its mask."""
        if row.before is None or mask(row.before[name]) != value:
            row.problems[name] = _("A masked value cannot be imported.")

    def relate(self, row: Row, column: Column, records: list, old: str) -> None:
        """Note the many-to-many relation that the row asks for."""
        new = column.widget.text(records)
        if row.before is None or old != new:
            row.relations[column.column_name] = records
        if row.before is not None and old != new:
            row.changed[column.column_name] = (old, new)

    def judge(self, row: Row) -> None:
        """Ask the same validators and constraints as the form."""
        record = row.record
        named = {column.column_name for column in self.resource.columns()}
        # A reference that was found needs no second look in the database.
        known = {
            c.name
            for c in self.model._meta.concrete_fields
            if c.generated or (c.is_relation and getattr(record, c.attname) is not None)
        }
        try:
            record.clean_fields(exclude=known)
            record.clean()
        except ValidationError as error:
            for name, said in error.update_error_dict({}).items():
                where = name if name in named else ""
                row.problems.setdefault(where, " ".join(_messages(said)))
        if row.problems:
            return
        if reason := why_locked(record):
            row.problems[""] = str(reason)
        elsewhere = row.changed.keys() & set(paths_of(self.model))
        if elsewhere and record.pk not in self.movable:
            row.problems[""] = _("It is shared with you; you cannot take it elsewhere.")
        for message in constraints.broken(record):
            row.problems.setdefault("", message)

    def judge_uniqueness(self, rows: list[Row]) -> None:
        """Find values that must be unique and are not, in the file or in the data."""
        asked: dict[constraints.Unique, dict[tuple, Row]] = defaultdict(dict)
        for row in rows:
            if row.outcome not in ("new", "changed"):
                continue
            for rule in constraints.unique_sets(row.record):
                if set(rule.fields) == set(self.resource.key) and row.before is None:
                    continue  # the lookup by key has found no such record
                values = tuple(_plain(getattr(row.record, n)) for n in rule.fields)
                if any(value in (None, "") for value in values):
                    continue
                if self.claim(row, (rule, values)):
                    asked[rule][values] = row
                else:
                    row.problems[""] = rule.message
        for rule, wanted in asked.items():
            for pk, values in holders(self.model, rule, wanted):
                row = wanted.get(values)
                if row is not None and row.record.pk != pk:
                    row.problems[""] = rule.message


def holders(
    model, rule: constraints.Unique, wanted: Iterable[tuple]
) -> Iterator[tuple]:
    """Yield (key, values) of stored records that may hold values of ``wanted``."""
    rows = model._base_manager.filter(rule.condition or models.Q())
    for chunk in chunks(wanted, CHUNK // len(rule.fields)):
        parts = zip(rule.fields, zip(*chunk, strict=True), strict=True)
        some = rows.filter(**{f"{name}__in": set(part) for name, part in parts})
        for pk, *values in some.values_list("pk", *rule.fields):
            yield pk, tuple(values)


def among(pks: Iterable[int], within: models.QuerySet) -> set[int]:
    """Return those of ``pks`` that are in ``within``."""
    return {
        pk
        for chunk in chunks(pks)
        for pk in within.filter(pk__in=chunk).values_list("pk", flat=True)
    }


def _messages(said) -> list[str]:
    return [message for error in said for message in error.messages]


def _plain(value):
    """Return a value that can be compared with what a file says: a record's key."""
    return value.pk if isinstance(value, models.Model) else value


def _differs(row: Row, source: models.Field) -> bool:
    return row.before[source.name] != getattr(row.record, source.attname)


def locked(rows: models.QuerySet) -> models.QuerySet:
    """Return ``rows`` locked until the transaction ends, always in the same order."""
    return rows.order_by("pk").select_for_update(of=("self",), no_key=True)


def chunks(items: Iterable, most: int = CHUNK) -> Iterator[list]:
    """Yield ``items`` in lists short enough for one query."""
    iterator = iter(items)
    while chunk := list(islice(iterator, most)):
        yield chunk
