"""Importing a table: all of it, or nothing."""

from collections import defaultdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reception.access.scope import visible
from reception.accounts import numbering
from reception.exchange.examining import Examination, Row, chunks, examine
from reception.exchange.reading import Table
from reception.exchange.resources import RecordResource
from reception.ledger import writing


class ImportRefused(Exception):
    """Nothing was stored; the text says why."""


def commit(
    resource: RecordResource, table: Table, user, *, at: datetime, origin: dict
) -> Examination:
    """Store the whole table for ``user``, or nothing.

    The table is examined again inside the transaction, so that what was previewed
    and what is stored cannot differ. ``origin`` goes into every entry of the ledger.

    Raises:
        ImportRefused: a row has a problem, or a record left the user's reach.
    """
    try:
        with transaction.atomic():
            found = examine(resource, table, user, lock=True)
            if not found.is_clean:
                raise ImportRefused(_first_problem(found))
            _store(resource, found, user, at, origin)
            _ask_again(resource.model, found, user)
    except IntegrityError as error:
        raise ImportRefused(
            _("Somebody else changed the same records meanwhile; import it again.")
        ) from error
    return found


def _first_problem(found: Examination) -> str:
    """Return what is wrong, naming row and column of the first problem."""
    if found.problems:
        return " ".join(found.problems)
    row = next(row for row in found.rows if row.problems)
    labels = {column.column_name: column.label for column in found.columns}
    told = [
        _("%(column)s: %(problem)s") % {"column": labels[name], "problem": text}
        if name in labels
        else text
        for name, text in row.problems.items()
    ]
    return _("Row %(row)s: %(problem)s") % {"row": row.line, "problem": " ".join(told)}


def _store(resource, found: Examination, user, at: datetime, origin: dict) -> None:
    """Write new and changed records in bulk, and their relations."""
    new = [row for row in found.rows if row.outcome == "new"]
    for row in new:
        resource.before_create(row.record, user)
    # Numbers that the file brings come first: the office's must not meet them.
    writing.create_all([r.record for r in new if not _lacks(r)], details=origin)
    unnumbered = [row.record for row in new if _lacks(row)]
    numbering.assign(unnumbered, timezone.localdate(at))
    writing.create_all(unnumbered, details=origin)
    changed = [row for row in found.rows if row.outcome == "changed"]
    writing.change_all([(row.record, row.before) for row in changed], details=origin)
    for name in sorted({name for row in found.rows for name in row.relations}):
        meant = [
            (row.record, _held(row, name), list(dict.fromkeys(row.relations[name])))
            for row in (*new, *changed)
            if name in row.relations
        ]
        writing.relate_all(name, meant, details=origin)


def _lacks(row: Row) -> bool:
    """Whether the office is still to make the record's number."""
    return hasattr(row.record, "number_prefix") and not row.record.number


def _held(row: Row, name: str) -> list:
    """Return what the row's record is related to so far."""
    return [] if row.before is None else list(getattr(row.record, name).all())


def _ask_again(model, found: Examination, user) -> None:
    """Refuse the whole import if a written record left the user's reach."""
    written = defaultdict(list)
    for row in found.rows:
        if row.outcome in ("new", "changed"):
            written[row.outcome].append(row.record.pk)
    for outcome, action in (("new", "add"), ("changed", "change")):
        within = visible(user, action, model._default_manager.all())
        for chunk in chunks(written[outcome]):
            if within.filter(pk__in=chunk).count() != len(chunk):
                raise ImportRefused(
                    _("A row would leave your reach; nothing was imported.")
                )
