"""Many rows at once, by each database's own fast way.

``bulk_create`` builds a statement's text and parameters for every few hundred rows,
which costs many times what the database needs. The rows here are prepared by the
same fields and judged by the same constraints; only the way in is shorter.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

from django.db import connections, models, router
from django.db.models.base import ModelState

PARAMETERS = 30_000  # in one statement; SQLite takes 32,766
PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.AutoField,
)


def made(model: type[models.Model], values: dict) -> models.Model:
    """Return a new record with ``values`` by attribute, past slow constructors."""
    record = model.__new__(model)
    record.__dict__.update(values)
    record._state = ModelState()
    return record


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """Return the columns that are written; the database makes the others."""
    return [f for f in model._meta.local_concrete_fields if not f.generated]


def way_in(field: models.Field, connection) -> Callable | None:
    """Return what makes the field's values fit for the database, None if they are."""
    base = field.target_field if field.is_relation else field
    plain = isinstance(base, PLAIN) and type(base).get_prep_value in KNOWN
    return None if plain else lambda value: field.get_db_prep_save(value, connection)


KNOWN = {kind.get_prep_value for kind in PLAIN}


def insert(records: Sequence[models.Model]) -> None:
    """Store new records of one model and give them their keys."""
    if not records:
        return
    model = type(records[0])
    connection = connections[router.db_for_write(model)]
    unkeyed = [record for record in records if record.pk is None]
    for record, key in zip(
        unkeyed, _keys(model, connection, len(unkeyed)), strict=True
    ):
        record.pk = key
    fields = columns_of(model)
    rows = _rows(records, fields, connection)
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    names = ", ".join(quote(field.column) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with (
                connection.wrap_database_errors,  # COPY passes by Django's cursor
                cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
            ):
                for row in rows:
                    copy.write_row(row)
        else:
            for values, params in statements(rows, len(fields)):
                cursor.execute(f"INSERT INTO {table} ({names}) {values}", params)
    for record in records:
        record._state.adding, record._state.db = False, connection.alias


def update(records: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the columns ``names`` of stored records of one model."""
    if not records or not names:
        return
    model = type(records[0])
    connection = connections[router.db_for_write(model)]
    key = model._meta.pk
    fields = [key, *(model._meta.get_field(name) for name in names)]
    rows = _rows(records, fields, connection)
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    if connection.vendor == "postgresql":
        told = ", ".join(f"c{at}" for at in range(len(fields)))
        kinds = [field.cast_db_type(connection) for field in fields]
        new = [f"v.c{at}::{kind}" for at, kind in enumerate(kinds)]
    else:
        told, new = "", [f"v.column{at}" for at in range(1, len(fields) + 1)]
    sets = ", ".join(
        f"{quote(field.column)} = {value}"
        for field, value in zip(fields[1:], new[1:], strict=True)
    )
    named = f"v({told})" if told else "v"
    with connection.cursor() as cursor:
        for values, params in statements(rows, len(fields)):
            cursor.execute(
                f"UPDATE {table} SET {sets} FROM ({values}) AS {named} "  # noqa: S608
                f"WHERE {table}.{quote(key.column)} = {new[0]}",
                params,
            )


def _rows(records, fields, connection) -> Iterator[list]:
    """Yield the values of ``fields`` as the database takes them."""
    ways = [(field.attname, way_in(field, connection)) for field in fields]
    for record in records:
        held = record.__dict__
        yield [way(held[name]) if way else held[name] for name, way in ways]


def statements(rows: Iterator[list], width: int) -> Iterator[tuple[str, list]]:
    """Yield (VALUES, parameters) of as many rows as one statement takes.

    Few statements, for SQLite's search index writes to the disk after each.
    """
    marks = f"({', '.join(['%s'] * width)})"
    while some := list(islice(rows, PARAMETERS // width)):
        yield f"VALUES {', '.join([marks] * len(some))}", list(chain(*some))


def _keys(model: type[models.Model], connection, count: int) -> Sequence[int]:
    """Return ``count`` keys that nobody else gets."""
    if not count:
        return ()
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) "
                "FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), model._meta.pk.column, count],
            )
            return [key for (key,) in cursor.fetchall()]
        # The transaction holds the one lock for writing; the keys given count on.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return range(last + 1, last + 1 + count)
