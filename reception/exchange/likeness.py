"""Likeness: new rows of a file that are probably stored already, or stand in it twice.

A hint for the eye, never a problem. Texts are alike that differ by spaces, case,
punctuation or the width of their letters alone.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _

from reception.access.scope import visible
from reception.exchange.lookups import chunks
from reception.exchange.resources import Column, RecordResource
from reception.exchange.rows import Row
from reception.exchange.widgets import Key, Text

MOST_ROWS = 2_000  # new rows that are compared
NEWEST = 50_000  # records they are compared with: what was entered last
SIGNS = " \t\r\n-_/.,:;!?()[]{}<>'\"`·•、。《》〈〉【】〔〕「」『』“”‘’—–―~#*&+=|"
_SIGNS = re.compile(f"[{re.escape(SIGNS)}]+")


def skeleton(text: str | None) -> str:
    """Return what is left of a text when only its letters and digits count."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text or "").lower())


class Skeleton(models.Func):
    """The same, as the database sees it."""

    output_field = models.TextField()

    def as_sqlite(self, compiler, connection, **context):
        """Call the function above."""
        connection.ensure_connection()
        connection.connection.create_function(
            "skeleton", 1, skeleton, deterministic=True
        )
        return self.as_sql(compiler, connection, function="skeleton", **context)

    def as_postgresql(self, compiler, connection, **context):
        """Say the function above in PostgreSQL's words."""
        inner, params = compiler.compile(self.source_expressions[0])
        text = f"translate(lower(normalize({inner}, NFKC)), %s, '')"
        return text, (*params, SIGNS)


def tell(resource: RecordResource, rows: Iterable[Row], user) -> None:
    """Say of the first new rows which record, or which row, they resemble.

    Only records that ``user`` may see are named, and no private fact is compared.
    """
    new = [row for row in rows if row.outcome == "new"][:MOST_ROWS]
    for names in (resource.key, resource.likeness):
        columns = _comparable(resource, names, new)
        if columns:
            _tell(resource, columns, [row for row in new if not row.near], user)


def _comparable(resource, names, rows: list[Row]) -> list[Column]:
    """Return the columns of ``names``, if the file tells enough of them."""
    if not rows or resource.private().keys() & set(names):
        return []
    told = set(rows[0].names)
    columns = [resource.fields[name] for name in names if name in told]
    if names == resource.key:  # without a text, keys are equal or they are not
        columns.sort(key=lambda column: not _is_text(column))
        is_enough = len(columns) == len(names) and _is_text(columns[0])
    else:
        is_enough = bool(names) and names[0] in told
    return columns if is_enough else []


def _tell(resource, columns: list[Column], rows: list[Row], user) -> None:
    by_values: dict[tuple, list[Row]] = {}
    for row in rows:
        if (values := _values(columns, row)) is not None:
            by_values.setdefault(values, []).append(row)
    for values, text in _stored(resource, columns, by_values, user):
        for row in by_values[values]:
            row.near = _("Looks like %(record)s, which is stored already.") % {
                "record": text
            }
    for alike in by_values.values():
        first, *others = alike
        for row in others:
            row.near = row.near or _("Looks like row %(row)s.") % {"row": first.line}


def _values(columns: list[Column], row: Row) -> tuple | None:
    """Return what a row says in ``columns``; None if it cannot be compared."""
    cells, values = row.cells, []
    for column in columns:
        text = cells.get(column.column_name, "")
        try:
            if type(column.widget) is Key:
                value = (*column.widget.keys(text), "")[0]
            else:
                value = column.widget.clean(text)
        except ValueError:
            return None
        value = "" if value is None else value
        values.append(skeleton(value) if _is_text(column) else value)
    return None if values[0] == "" else tuple(values)


def _stored(
    resource, columns: list[Column], wanted: Iterable[tuple], user
) -> Iterator[tuple]:
    """Yield (values, name) of stored records that say the same."""
    rows = visible(user, "view", resource.model._default_manager.all()).order_by()
    newest = resource.model._base_manager.aggregate(last=Max("pk"))["last"] or 0
    rows = rows.filter(pk__gt=newest - NEWEST)
    paths = [_path(column) for column in columns]
    asked = {
        f"like_{at}": Skeleton(path) if _is_text(column) else models.F(path)
        for at, (column, path) in enumerate(zip(columns, paths, strict=True))
    }
    rows = rows.annotate(**asked)
    names = dict.fromkeys((*resource.key, *resource.likeness))
    shown = [resource.fields[name] for name in names]
    for some in chunks(dict.fromkeys(values[0] for values in wanted)):
        found = rows.filter(like_0__in=some).values_list(*asked, *map(_path, shown))
        for told in found[:MOST_ROWS]:
            values = tuple("" if v is None else v for v in told[: len(columns)])
            if values in wanted:
                words = map(_shown, shown, told[len(columns) :])
                yield values, " ".join(filter(None, words))[:120]


def _path(column: Column) -> str:
    """Return the column's name in a query; a record's is its key's."""
    if type(column.widget) is Key:
        return f"{column.column_name}__{column.widget.field}"
    return column.column_name


def _shown(column: Column, value) -> str:
    """Return a value as a list would show it."""
    return (
        str(value or "") if type(column.widget) is Key else column.widget.render(value)
    )


def _is_text(column: Column) -> bool:
    return type(column.widget) is Text
