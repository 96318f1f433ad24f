"""Searching a list by words, whatever its size: the rows' keys come from the index.

What is found is what ``icontains`` finds, column by column: the index only proposes.
Rare words are answered from it. Words that many rows contain are left to the database,
which meets enough of them on its way along the list's own order.
"""

from collections.abc import Iterator
from functools import reduce
from itertools import product
from operator import or_

from django.contrib.admin.utils import get_fields_from_path
from django.db import connections
from django.db.models import Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.utils.text import smart_split, unescape_string_literal

from reception.access.search_index import document, name_of

MOST = 10_000  # keys that the index may propose; above that a word is frequent
LONGEST = 1000  # letters of what is searched for
WALK = "search_walks"  # a hint that a queryset's copies keep
TRIPLE = 3
TRIPLES = 1000  # with which a short word may begin
LAST = "\U0010ffff" * TRIPLE  # stands behind every text


def words_of(term: str) -> list[str]:
    """Return the words of a search as the admin reads them: quotes keep blanks."""
    words = []
    for word in smart_split(term):
        quoted = word.startswith(('"', "'")) and word[0] == word[-1]
        words.append(unescape_string_literal(word) if quoted else word)
    return words


def cannot_be(term: str) -> bool:
    """Whether no column can contain ``term``."""
    return "\0" in term or len(term) > LONGEST


def narrowed(queryset: QuerySet, fields: list[str], term: str) -> QuerySet:
    """Return ``queryset`` without rows that cannot contain the words of ``term``.

    Rows may remain that do not contain them: the caller compares the columns.
    """
    paths = _paths(queryset.model, fields)
    words = [word for word in words_of(term) if word]
    if not paths or not words:
        return queryset
    # Columns of one record lie in one index, which can take all words at once.
    groups = [words] if len(paths) == 1 else [[word] for word in words]
    conditions = [_condition(queryset, paths, group) for group in groups]
    known = [condition for condition in conditions if condition is not None]
    if not known:
        queryset = queryset.all()
        queryset._hints = {**queryset._hints, WALK: True}
        return queryset
    return queryset.filter(*known)


def is_walk(queryset: QuerySet) -> bool:
    """Whether the words are so frequent that the rows themselves have to be read."""
    return queryset._hints.get(WALK, False)


def _paths(model: type[Model], fields: list[str]) -> set[str]:
    """Return the relations that lead to the searched records; none if one has no index.

    The empty path is the listed record itself.
    """
    paths = set()
    for each in fields:
        path, _, name = each.rpartition(LOOKUP_SEP)
        record = get_fields_from_path(model, path)[-1].related_model if path else model
        if name not in getattr(record, "searched", ()):
            return set()
        paths.add(path)
    return paths


def _condition(queryset, paths, words) -> Q | None:
    """Return which rows may contain ``words``; None if that may be many."""
    conditions = []
    for path in paths:
        model, steps = queryset.model, path.split(LOOKUP_SEP) if path else []
        chain = [model]
        for step in steps:
            chain.append(chain[-1]._meta.get_field(step).related_model)
        keys = _keys(chain[-1], words, queryset.db)
        # Back along the relation to its first column: an index of the list serves it.
        for record, step in zip(chain[-2:0:-1], steps[:0:-1], strict=True):
            if keys:
                rows = record._base_manager.using(queryset.db)
                rows = rows.filter(**{f"{step}__in": keys}).values_list("pk", flat=True)
                keys = _few(rows[: MOST + 1])
        if keys is None:
            return None
        conditions.append(Q(**{f"{steps[0] if steps else 'pk'}__in": keys}))
    return reduce(or_, conditions)


def _few(keys) -> list[int] | None:
    """Return the keys, or None if they are many."""
    found = list(keys)
    return found if len(found) <= MOST else None


def _keys(model: type[Model], words: list[str], using: str) -> list[int] | None:
    """Return the keys of the records that may contain all ``words``; None if many."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            asked = _asked_of_sqlite(model, words, cursor)
        else:
            asked = _asked_of_postgresql(model, words, connection)
        if asked is None:
            return None
        sql, values = asked
        cursor.execute(f"{sql} LIMIT {MOST + 1}", values)
        return _few(key for (key,) in cursor.fetchall())


def _asked_of_postgresql(model, words, connection):
    grams = f"reception_grams({document(model, connection)})"
    where = " AND ".join(f"{grams} @@ reception_asked(UPPER(%s))" for _ in words)
    return f'SELECT id FROM "{model._meta.db_table}" WHERE {where}', words  # noqa: S608


def _asked_of_sqlite(model, words, cursor):
    clauses = []
    for word in words:
        if len(word) >= TRIPLE:
            starts = range(len(word) - TRIPLE + 1)
            triples = dict.fromkeys(word[n : n + TRIPLE] for n in starts)
            clauses.append(" AND ".join(map(_quoted, triples)))
            continue
        triples = _triples(model, word, cursor)
        if len(triples) > TRIPLES:
            continue  # too many to ask for; the other words may do
        if not triples:
            return f'SELECT id FROM "{model._meta.db_table}" WHERE 0', []  # noqa: S608
        clauses.append(" OR ".join(map(_quoted, triples)))
    if not clauses:
        return None
    index = name_of(model)
    match = " AND ".join(f"({clause})" for clause in clauses)
    return f'SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s', [match]  # noqa: S608


def _triples(model, word: str, cursor) -> set[str]:
    """Return the triples that begin with a short word, in whatever case."""
    found: set[str] = set()
    for start in _folded(word):
        cursor.execute(
            f'SELECT term FROM "{name_of(model)}_terms" '  # noqa: S608
            f"WHERE term >= %s AND term < %s LIMIT {TRIPLES + 1}",
            [start, start + LAST],
        )
        found.update(term for (term,) in cursor.fetchall())
    return found


def _folded(word: str) -> Iterator[str]:
    """Return the spellings under which SQLite may have folded ``word``."""
    forms = [
        {form for form in (c, c.lower(), c.casefold()) if len(form) == 1} for c in word
    ]
    return map("".join, product(*forms))


def _quoted(triple: str) -> str:
    return '"' + triple.replace('"', '""') + '"'
