"""Importing a table: all of it, or its good rows, in one transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reception.access.scope import visible
from reception.accounts import numbering
from reception.exchange.examining import Examiner
from reception.exchange.lookups import chunks
from reception.exchange.reading import Table
from reception.exchange.resources import Column, RecordResource
from reception.exchange.rows import Row
from reception.exchange.understanding import AS_IT_IS, Reading
from reception.ledger import writing


class ImportRefused(Exception):
    """Nothing was stored; the text says why."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What one row did: to which record, and what that held before.

    ``before`` maps the changed columns to their old values and the changed relations
    to their old keys; a new record has none.
    """

    line: int
    key: int
    before: dict | None = None
    relations: dict[str, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """What an import did; ``left`` holds (line, problem) of rows that it left out."""

    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("new", "changed", "same", "problem"), 0)
    )
    stored: list[Stored] = field(default_factory=list)
    left: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Import:
    """One table on its way into the records of ``user``.

    ``origin`` goes into every entry of the ledger; ``step(done, total)`` hears how
    many rows are done. With ``only_good``, rows with problems are left out; otherwise
    one of them stops the whole import.
    """

    resource: RecordResource
    table: Table
    user: object
    at: datetime
    origin: dict
    reading: Reading = AS_IT_IS
    only_good: bool = False
    step: Callable[[int, int], None] = lambda done, total: None

    def commit(self) -> Outcome:
        """Store the table and return what became of it.

        It is examined again inside the transaction, so that what was previewed and
        what is stored cannot differ.

        Raises:
            ImportRefused: a row has a problem, or a record left the user's reach.
        """
        try:
            with transaction.atomic():
                return self._commit()
        except IntegrityError as error:
            raise ImportRefused(
                _("Somebody else changed the same records meanwhile; import it again.")
            ) from error

    def _commit(self) -> Outcome:
        examiner = Examiner(
            self.resource, self.table, self.user, self.reading, lock=True
        )
        if examiner.problems:
            raise ImportRefused(" ".join(examiner.problems))
        outcome, unnumbered = Outcome(), []
        for done, rows in enumerate(examiner.lots(), start=1):
            for row in rows:
                outcome.counts[row.outcome] += 1
            self._leave(rows, examiner.columns, outcome)
            # Numbers that the file brings come first: the office's must not meet them.
            unnumbered += [row for row in rows if _lacks(row)]
            self._store([row for row in rows if not _lacks(row)], outcome)
            self.step(min(done * len(rows), len(self.table.rows)), len(self.table.rows))
        for rows in chunks(unnumbered):
            self._store(rows, outcome)
        return outcome

    def _leave(self, rows: list[Row], columns: list[Column], outcome: Outcome) -> None:
        """Refuse the import for its rows with problems, or note them as left out."""
        for row in rows:
            if not row.problems:
                continue
            if not self.only_good:
                raise ImportRefused(problem_of(row, columns))
            outcome.left.append((row.line, problem_of(row, columns)))

    def _store(self, rows: list[Row], outcome: Outcome) -> None:
        """Write new and changed records in bulk, and their relations."""
        new = [row for row in rows if row.outcome == "new"]
        changed = [row for row in rows if row.outcome == "changed"]
        for row in new:
            self.resource.before_create(row.record, self.user)
        numbering.assign([row.record for row in new], timezone.localdate(self.at))
        writing.create_all([row.record for row in new], details=self.origin)
        outcome.stored += [Stored(row.line, row.record.pk) for row in new]
        outcome.stored += [_undoable(row) for row in changed]
        writing.change_all(
            [(row.record, row.before) for row in changed], details=self.origin
        )
        for name in sorted(
            {name for row in (*new, *changed) for name in row.relations}
        ):
            meant = [
                (row.record, _held(row, name), list(dict.fromkeys(row.relations[name])))
                for row in (*new, *changed)
                if name in row.relations
            ]
            writing.relate_all(name, meant, details=self.origin)
        self._ask_again("add", new)
        self._ask_again("change", changed)

    def _ask_again(self, action: str, rows: Iterable[Row]) -> None:
        """Refuse the whole import if a written record left the user's reach."""
        within = visible(self.user, action, self.resource.model._default_manager.all())
        for chunk in chunks(row.record.pk for row in rows):
            if within.filter(pk__in=chunk).count() != len(chunk):
                raise ImportRefused(
                    _("A row would leave your reach; nothing was imported.")
                )


def problem_of(row: Row, columns: list[Column]) -> str:
    """Return what is wrong with a row, naming its line and its columns."""
    labels = {column.column_name: column.label for column in columns}
    told = [
        _("%(column)s: %(problem)s") % {"column": labels[name], "problem": text}
        if name in labels
        else text
        for name, text in row.problems.items()
    ]
    return _("Row %(row)s: %(problem)s") % {"row": row.line, "problem": " ".join(told)}


def _lacks(row: Row) -> bool:
    """Whether the office is still to make the new record's number."""
    return (
        row.outcome == "new"
        and hasattr(row.record, "number_prefix")
        and not row.record.number
    )


def _held(row: Row, name: str) -> list:
    """Return what the row's record is related to so far."""
    return [] if row.before is None else list(getattr(row.record, name).all())


def _undoable(row: Row) -> Stored:
    """Return what a changed row did, with what undoes it."""
    before = {name: row.before[name] for name in row.changed if name in row.before}
    relations = {name: [r.pk for r in _held(row, name)] for name in row.relations}
    return Stored(row.line, row.record.pk, before, relations)
