"""Examining a table: what every row would do, and what is wrong with it.

Nothing is written, and whoever imports learns nothing about records out of reach:
they look like keys that cannot be used. Rows are taken some hundred at a time; for
each lot the database is asked a fixed number of questions.
"""

from collections.abc import Iterator
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from reception.access.masks import MASK
from reception.access.plain import PlainField
from reception.access.records import is_record, why_locked
from reception.access.scope import may, paths_of, placed, visible
from reception.exchange import constraints
from reception.exchange.cells import CellReader
from reception.exchange.compiling import Compiled
from reception.exchange.guarding import meaning
from reception.exchange.lookups import among, chunks, lineage, locked, refer
from reception.exchange.matching import match
from reception.exchange.reading import Table
from reception.exchange.resources import Column, RecordResource
from reception.exchange.rows import Examination, Row
from reception.exchange.understanding import AS_IT_IS, Reading
from reception.exchange.uniqueness import Claims
from reception.exchange.widgets import Date, Key, Moment
from reception.ledger import bulk, writing


def examine(
    resource: RecordResource, table: Table, user, reading: Reading = AS_IT_IS
) -> Examination:
    """Return what ``table`` would do for ``user``; nothing is written."""
    examiner = Examiner(resource, table, user, reading)
    rows = []
    for some in examiner.lots():
        for row in some:
            row.forget()
        rows += some
    return Examination(examiner.columns, rows, examiner.problems)


class Examiner:
    """One table on its way in.

    ``lock`` keeps the records that are to change, and those they are parts of, as
    they are until the transaction ends.
    """

    def __init__(
        self,
        resource: RecordResource,
        table: Table,
        user,
        reading: Reading = AS_IT_IS,
        *,
        lock: bool = False,
    ):
        self.resource, self.table, self.user = resource, table, user
        self.lock = lock
        self.agreed = reading.agreed
        self.model = resource.model
        self.private = resource.private()
        self.masks = resource.masks(user)
        self.claims = Claims(self.model, resource.key)
        self.positions, self.problems = match(resource, table.headers, reading.chosen)
        self.columns = list(self.positions.values())
        if not self.problems and not table.rows:
            self.problems = [_("The table has no rows.")]
        self.places = {c.column_name: at for at, c in enumerate(self.columns)}
        self.writable = [column for column in self.columns if not column.readonly]
        self.readers = {
            c.column_name: CellReader(c, self.private.get(c.column_name))
            for c in self.writable
        }
        # The place of each cell that is read, with its reader.
        self.plan = [
            (at, self.readers[c.column_name])
            for at, c in enumerate(self.columns)
            if not c.readonly
        ]
        for column in self.writable:
            if isinstance(column.widget, (Date, Moment)):
                column.widget.order = reading.dates

    def lots(self) -> Iterator[list[Row]]:
        """Yield the examined rows, some hundred at a time; none under a bad header."""
        if self.problems:
            return
        names = [column.column_name for column in self.columns]
        places = list(self.positions)
        every = places == list(range(len(self.table.headers)))
        self.fill_references()
        for some in chunks(self.table.rows):
            rows = [
                Row(line, names, cells if every else [cells[at] for at in places])
                for line, cells in some
            ]
            self.examine(rows)
            yield rows

    def fill_references(self) -> None:
        """Look up every record that the table refers to, in few queries a column."""
        for at, column in self.positions.items():
            widget = column.widget
            if column.readonly or not isinstance(widget, Key):
                continue
            texts = {cells[at] for _line, cells in self.table.rows}
            wanted = {key for text in texts for key in widget.keys(text)}
            every = widget.model._default_manager.select_related(
                *(lineage(widget.model) or [None])
            )
            within = visible(self.user, "refer", every)
            if self.lock and column.column_name in self.resource.key:
                within = locked(within)
            refer(widget, within, wanted)

    def examine(self, rows: list[Row]) -> None:
        """Find out what each row does, and judge it."""
        keys = [self.key_of(row) for row in rows]
        unchanged = self.unchanged(rows, keys)
        rest = [
            (row, key)
            for at, (row, key) in enumerate(zip(rows, keys, strict=True))
            if at not in unchanged
        ]
        self.find_stored({key for _row, key in rest if key})
        for row, key in rest:
            self.apply(row, key)
        self.claims.judge([row for row, _key in rest])
        self.judge_together([row for row, _key in rest])

    def judge_together(self, rows: list[Row]) -> None:
        """Ask what is wrong with the rows of a lot beside others and each other."""
        if not is_record(self.model):
            return
        stored = [row for row in rows if row.outcome in ("new", "changed")]
        by_record = {id(row.record): row for row in stored}
        for record, text in self.model.beside_others([r.record for r in stored], set()):
            by_record[id(record)].problems.setdefault("", str(text))

    def key_of(self, row: Row) -> tuple | None:
        """Return the row's business key, or None if it has none yet or none is read."""
        key = []
        for name in self.resource.key:
            if name not in self.places:
                return None
            value, problem = self.readers[name](row.texts[self.places[name]])
            if problem:
                row.problems[name] = problem
                return None
            if value in (None, "") and not self.may_stay_empty(name):
                return None
            key.append(_plain(value))
        return tuple(key)

    def may_stay_empty(self, name: str) -> bool:
        """Whether a part of a key means something when empty, as “for all” does.

        A number that is left empty is made, so a key of one column is never empty.
        """
        column = self.model._meta.get_field(name)
        return len(self.resource.key) > 1 and column.blank and not column.null

    def unchanged(self, rows: list[Row], keys: list[tuple | None]) -> set[int]:
        """Return the places of rows that say exactly what an export says now.

        Most of a table that comes back is unchanged. Its texts are compared with
        those that the database writes, and that is all.
        """
        if not any(keys):
            return set()
        names = [column.column_name for column in self.writable]
        texts = self.exported({key[0] for key in keys if key})
        at = [self.places[name] for name in names]
        every = len(at) == len(self.columns)
        found = set()
        for place, (row, key) in enumerate(zip(rows, keys, strict=True)):
            stored = texts.get(key) if key else None
            if stored is None:
                continue
            said = row.texts if every else [row.texts[one] for one in at]
            if (said == stored or self.says(said, stored)) and self.claims.claim(
                row, ("key", key)
            ):
                found.add(place)
                row.before = {}
        return found

    def says(self, said: list[str], stored: list[str]) -> bool:
        """Whether cells that are written otherwise mean what is stored."""
        return all(
            one == other or reader.canonical(one) == other
            for (_at, reader), one, other in zip(self.plan, said, stored, strict=True)
        )

    def exported(self, firsts: set) -> dict[tuple, list[str]]:
        """Return what an export says of the stored records the user may change."""
        named = self.model._base_manager.filter(
            **{f"{self.resource.key[0]}__in": firsts}
        )
        within = visible(self.user, "change", self.model._default_manager.all())
        # Found by their keys: else SQLite reads all records in reach for each lot.
        within = within.filter(pk__in=named.values("pk")).order_by()
        compiled = Compiled(self.writable, within, self.masks)
        keys = [self.model._meta.get_field(name).attname for name in self.resource.key]
        return {tuple(key): texts for key, texts in compiled.texts(keys)}

    def find_stored(self, keys: set[tuple]) -> None:
        """Read the stored records of ``keys``, and which of them may be changed."""
        first = self.resource.key[0]
        rows = self.resource.with_related(self.model._base_manager.all())
        rows = locked(rows) if self.lock else rows
        self.stored = {
            tuple(_plain(getattr(record, name)) for name in self.resource.key): record
            for record in (
                rows.filter(**{f"{first}__in": {key[0] for key in keys}})
                if keys
                else ()
            )
        }
        pks = [record.pk for record in self.stored.values()]
        every = self.model._default_manager.all()
        self.changeable = among(pks, visible(self.user, "change", every))
        self.movable = among(pks, placed(self.user, "change", every))

    def apply(self, row: Row, key: tuple | None) -> None:
        """Put the row's values on its record and judge the result."""
        if key is not None and not self.claims.claim(row, ("key", key)):
            return
        record = self.stored.get(key) if key is not None else None
        if record is None:
            self.create(row)
        elif record.pk not in self.changeable:
            row.problems[""] = _(
                "This number cannot be used: it is taken, and not yours to change."
            )
        else:
            row.record, row.before = record, writing.snapshot(record)
            self.assign(row)
            if row.outcome == "changed":
                self.judge(row)
                self.ask(row)

    @cached_property
    def may_add(self) -> bool:
        """Whether the user may add such records at all."""
        return may(self.user, "add", self.model)

    @cached_property
    def blank(self) -> models.Model:
        """A new record without any of the file's values."""
        return self.model()

    @cached_property
    def fresh(self) -> list[models.Field]:
        """The columns whose default is made anew for each record."""
        every = self.model._meta.concrete_fields
        return [f for f in every if f.has_default() and callable(f.default)]

    @cached_property
    def lacking(self) -> dict[str, str]:
        """What is wrong with every new record, for the file does not say it."""
        labels = {c.column_name: c.label for c in self.resource.columns()}
        told = {column.column_name for column in self.writable}
        known = {f.name for f in self.model._meta.concrete_fields if f.generated}
        try:
            self.blank.clean_fields(exclude=known | told)
        except ValidationError as error:
            text = _("%(column)s: %(problem)s")
            wrong = [
                text % {"column": labels.get(name, name), "problem": problem}
                for name, said in error.update_error_dict({}).items()
                for problem in _messages(said)
            ]
            return {"": " ".join(wrong)}
        return {}

    def create(self, row: Row) -> None:
        """Make the row's new record."""
        if not self.may_add:
            row.problems[""] = _("You may change records here, but not add any.")
            return
        record = bulk.made(self.model, self.blank.__dict__)
        for source in self.fresh:
            record.__dict__[source.attname] = source.get_default()
        row.record = record
        for at, reader in self.plan:
            text = row.texts[at]
            if reader.mask and MASK in text:
                row.problems[reader.name] = _("A masked value cannot be imported.")
                continue
            value, problem = reader(text)
            if problem:
                row.problems[reader.name] = problem
            elif reader.is_several:
                row.relations[reader.name] = value
            else:
                reader.put(record, value)
                if isinstance(reader.source, PlainField) and value != meaning(text):
                    row.kept[reader.name] = value
        for name, problem in self.lacking.items():
            row.problems.setdefault(name, problem)
        if not row.problems:
            self.judge(row)

    def assign(self, row: Row) -> None:
        """Set the row's values on its stored record and note what changes, as text.

        A cell that says what an export says now changes nothing, and is not judged.
        """
        for at, reader in self.plan:
            text, old = row.texts[at], self.shown(row, reader.column)
            if meaning(text) == meaning(old):
                row.problems.pop(reader.name, None)
                continue
            if reader.mask and MASK in text:
                if reader.mask(row.before[reader.name]) != meaning(text):
                    row.problems[reader.name] = _("A masked value cannot be imported.")
                continue
            value, problem = reader(text)
            if problem:
                row.problems[reader.name] = problem
            else:
                self.put(row, reader, value, old)

    def shown(self, row: Row, column: Column) -> str:
        """Return the text of a stored value, as the user may see it."""
        value = column.get_value(row.record)
        if mask := self.masks.get(column.column_name):
            value = mask(value or "")
        return column.widget.render(value)

    def put(self, row: Row, reader: CellReader, value, old: str) -> None:
        """Set one value. Who may not read a private fact cannot find it by guessing."""
        name = reader.name
        if reader.is_several:
            new = reader.column.widget.text(value)
            if old != new:
                row.relations[name], row.changed[name] = value, (old, new)
            return
        reader.put(row.record, value)
        now = row.record.__dict__[reader.source.attname]
        if name in self.masks or row.before[name] != now:
            mask = reader.mask
            shown = mask(row.before[name] or "") if mask else old  # a file may guess
            row.changed[name] = (shown, reader.column.export(row.record))

    def ask(self, row: Row) -> None:
        """Note what needs the user's word; until he gives it, it is a problem."""
        if row.problems:
            return
        row.asks = self.resource.asks(row.before, row.record)
        if not self.agreed:
            row.problems |= row.asks

    def judge(self, row: Row) -> None:
        """Ask the same rules and constraints as the form; cells are judged already."""
        record = row.record
        if type(record).clean is not models.Model.clean:
            try:
                record.clean()
            except ValidationError as error:
                for name, said in error.update_error_dict({}).items():
                    where = name if name in self.readers else ""
                    row.problems.setdefault(where, " ".join(_messages(said)))
            self.tell_again(row)
        if not row.problems and (reason := why_locked(record)):
            row.problems[""] = str(reason)
        elsewhere = row.changed.keys() & set(paths_of(self.model))
        if elsewhere and record.pk not in self.movable:
            row.problems[""] = _("It is shared with you; you cannot take it elsewhere.")
        for message in constraints.broken(record):
            row.problems.setdefault("", message)

    def tell_again(self, row: Row) -> None:
        """Note what changes once more: the record may have filled in a cell itself."""
        for name in [name for name in row.changed if name not in row.relations]:
            reader, (old, _new) = self.readers[name], row.changed[name]
            if row.before[name] == row.record.__dict__[reader.source.attname]:
                del row.changed[name]
            elif name not in self.masks:
                row.changed[name] = (old, reader.column.export(row.record))


def _messages(said) -> list[str]:
    return [message for error in said for message in error.messages]


def _plain(value):
    """Return a value that can be compared with what a file says: a record's key."""
    return value.pk if isinstance(value, models.Model) else value
