"""The index behind the search boxes: made after each migration, kept by the database.

A model names in ``searched`` the columns that its own search box looks through; they
form one text. PostgreSQL indexes the pairs of letters in it, SQLite the triples. Both
serve Chinese, where two letters make a word, and both find too much rather than too
little: whoever asks compares the rows as well (``access.search``). Plain SQL keeps the
index true, so bulk writes need not know of it. SQLite drops triggers with a table that
a migration rebuilds; therefore the index is looked after once a migration is done.
"""

from django.db import connections, transaction
from django.db.models import Model

# PostgreSQL cannot pack the pairs of a text that is longer than some 100,000 letters.
GRAMS = """
CREATE OR REPLACE FUNCTION reception_grams(whole text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
SELECT CASE WHEN length(whole) > 100000 THEN array_to_tsvector(ARRAY['long'])
ELSE array_to_tsvector(ARRAY(
    SELECT a || coalesce(b, '')
    FROM (SELECT string_to_array(whole, NULL) AS letters) s,
         unnest(letters, letters[2:]) AS pair (a, b)
)) END $$
"""
# One letter is the beginning of a pair. A text too long to be packed is always offered.
ASKED = r"""
CREATE OR REPLACE FUNCTION reception_asked(word text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
SELECT ('(' || string_agg(
    '''' || replace(replace(substr(word, i, 2), '\', '\\'), '''', '''''') || ''''
    || CASE WHEN length(word) = 1 THEN ':*' ELSE '' END, ' & '
) || ') | ''long''')::tsquery
FROM generate_series(1, greatest(length(word) - 1, 1)) AS i $$
"""


def name_of(model: type[Model]) -> str:
    """Return the name of the index of ``model``."""
    return f"{model._meta.db_table}_search"


def columns_of(model: type[Model]) -> list[str]:
    """Return the columns that ``model``'s index holds."""
    fields = (model._meta.get_field(name) for name in getattr(model, "searched", ()))
    return [field.column for field in fields]


def document(model: type[Model], connection, row: str = "") -> str:
    """Return the SQL of the one text that is searched, in ``row`` of a trigger."""
    quote, newline = connection.ops.quote_name, "chr(10)"
    if connection.vendor == "sqlite":
        newline = "char(10)"
    parts = [f"coalesce({row}{quote(name)}, '')" for name in columns_of(model)]
    text = f" || {newline} || ".join(parts)
    # Two blanks, that the last letters begin a triple as well.
    return f"{text} || '  '" if connection.vendor == "sqlite" else f"UPPER({text})"


def look_after(app_config, using, **_kwargs) -> None:
    """Make what is missing for the models of ``app_config``: after each migration."""
    connection = connections[using]
    keep = _keep_sqlite if connection.vendor == "sqlite" else _keep_postgresql
    models = [m for m in app_config.get_models() if columns_of(m)]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor) if models else ()
        for model in models:
            if model._meta.db_table in tables and _is_whole(model, connection, cursor):
                with transaction.atomic(using=using):
                    keep(model, connection, cursor)


def _is_whole(model, connection, cursor) -> bool:
    """Whether the table has the columns yet: a migration may stop half way."""
    described = connection.introspection.get_table_description(
        cursor, model._meta.db_table
    )
    return {*columns_of(model)} <= {column.name for column in described}


def _keep_postgresql(model, connection, cursor) -> None:
    index, told = name_of(model), ",".join(columns_of(model))
    cursor.execute("SELECT obj_description(to_regclass(%s))", [f'"{index}"'])
    if cursor.fetchone()[0] == told:
        return
    cursor.execute(GRAMS)
    cursor.execute(ASKED)
    cursor.execute(f'DROP INDEX IF EXISTS "{index}"')
    cursor.execute(
        f'CREATE INDEX "{index}" ON "{model._meta.db_table}" '
        f"USING gin (reception_grams({document(model, connection)})) "
        "WITH (gin_pending_list_limit = 1024)"
    )
    cursor.execute(f"COMMENT ON INDEX \"{index}\" IS '{told}'")


def _triggers(model, connection) -> dict[str, str]:
    """Return the triggers that keep SQLite's index, by name."""
    table, index = model._meta.db_table, name_of(model)
    old, new = (document(model, connection, row) for row in ("old.", "new."))
    gone = (
        f'INSERT INTO "{index}" ("{index}", rowid, whole) '  # noqa: S608
        f"VALUES ('delete', old.id, {old});"
    )
    come = f'INSERT INTO "{index}" (rowid, whole) VALUES (new.id, {new});'  # noqa: S608
    columns = ", ".join(f'"{name}"' for name in columns_of(model))
    when = {
        "insert": f'AFTER INSERT ON "{table}" BEGIN {come} END',
        "delete": f'AFTER DELETE ON "{table}" BEGIN {gone} END',
        "update": f'AFTER UPDATE OF {columns} ON "{table}" '
        f"WHEN {old} IS NOT {new} BEGIN {gone} {come} END",
    }
    return {
        f"{index}_{event}": f'CREATE TRIGGER "{index}_{event}" {body}'
        for event, body in when.items()
    }


def _keep_sqlite(model, connection, cursor) -> None:
    index, wanted = name_of(model), _triggers(model, connection)
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        [model._meta.db_table],
    )
    present = {name: sql for name, sql in cursor.fetchall() if name in wanted}
    if present == wanted:
        return
    for name in present:
        cursor.execute(f'DROP TRIGGER "{name}"')
    for name in (f"{index}_terms", index):
        cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
    cursor.execute(
        f'CREATE VIRTUAL TABLE "{index}" USING fts5'
        "(whole, content='', tokenize='trigram', detail=none, columnsize=0)"
    )
    cursor.execute(
        f"CREATE VIRTUAL TABLE \"{index}_terms\" USING fts5vocab('{index}', 'row')"
    )
    cursor.execute(
        f'INSERT INTO "{index}" (rowid, whole) '  # noqa: S608
        f'SELECT id, {document(model, connection)} FROM "{model._meta.db_table}"'
    )
    for sql in wanted.values():
        cursor.execute(sql)
