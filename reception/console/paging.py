"""Pages of a list: counted up to a cap, and found by where the page before them ended.

The address of a page names the last row of the page before it (or the first row of the
page after it) by the values that order the list. An index finds that place at once, so
the five-thousandth page costs what the first one costs.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.contrib.admin.views.main import ALL_VAR
from django.core.exceptions import (
    EmptyResultSet,
    FieldDoesNotExist,
    ValidationError,
)
from django.core.paginator import Paginator
from django.db import connections
from django.db.models import F, Model, OrderBy, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from unfold.views import ChangeList

from reception.access.search import is_walk

COUNTED = 10_000  # rows of a list
COUNTED_WALKING = 100  # rows that hold frequent words: each has to be compared
AFTER, BEFORE, LAST = "after", "before", "last"
KEY = "page_key_{}"  # under which a row carries the values that order it


class Count(int):
    """A number of rows, cut off where counting ends."""

    cap: int

    @classmethod
    def of(cls, rows: QuerySet, cap: int) -> "Count":
        """Count ``rows`` up to ``cap``."""
        counted = cls(rows.order_by().values("pk")[: cap + 1].count())
        counted.cap = cap
        return counted

    @property
    def is_capped(self) -> bool:
        """Whether there are more than were counted."""
        return self > self.cap

    @property
    def told_cap(self) -> str:
        """The cap as people write it."""
        return f"{self.cap:,}"

    def __str__(self):
        return f"{self.told_cap}+" if self.is_capped else super().__repr__()


class CappedPaginator(Paginator):
    """Numbered pages as far as the count goes: for the choices of a picker."""

    @cached_property
    def count(self):
        """The number of rows, up to the cap."""
        return min(Count.of(self.object_list, COUNTED), COUNTED)


@dataclass(frozen=True)
class Key:
    """One of the values that order a list."""

    name: str
    descends: bool

    def reversed(self) -> "Key":
        """Return the same value in the opposite order."""
        return Key(self.name, not self.descends)

    def order(self) -> OrderBy:
        """Return the key as an ordering of a queryset."""
        return OrderBy(F(self.name), descending=self.descends)

    def equal(self, value) -> Q:
        """Return the condition that a row has this very value."""
        if value is None:
            return Q(**{f"{self.name}__isnull": True})
        return Q(**{self.name: value})

    def beyond(self, value, nulls_first: bool) -> list[Q]:
        """Return the ranges of rows that stand behind ``value``, in their order."""
        empty_first = nulls_first != self.descends
        empty = Q(**{f"{self.name}__isnull": True})
        if value is None:
            return [~empty] if empty_first else []
        further = Q(**{f"{self.name}__{'lt' if self.descends else 'gt'}": value})
        return [further] if empty_first else [further, empty]


def keys_of(model: type[Model], ordering) -> list[Key]:
    """Return the columns that an ordering compares, relations followed to theirs."""
    keys: dict[str, Key] = {}
    for part in ordering:
        if isinstance(part, OrderBy):
            name, descends = part.expression.name, part.descending
        else:
            name, descends = part.removeprefix("-"), part.startswith("-")
        for key in _columns(model, name, descends):
            keys.setdefault(key.name, key)
    return list(keys.values())


def _columns(model, name, descends) -> Iterator[Key]:
    """Yield the column ``name``, or those that order the records it refers to."""
    *steps, last = name.split(LOOKUP_SEP)
    for step in steps:
        model = model._meta.get_field(step).related_model
    try:
        column = model._meta.pk if last == "pk" else model._meta.get_field(last)
    except FieldDoesNotExist:  # an annotation
        yield Key(name, descends)
        return
    if not column.is_relation or last == column.attname:
        yield Key(LOOKUP_SEP.join([*steps, column.attname]), descends)
        return
    ordering = column.related_model._meta.ordering or ["pk"]
    for key in keys_of(column.related_model, ordering):
        yield Key(f"{name}{LOOKUP_SEP}{key.name}", key.descends != descends)


@dataclass(frozen=True)
class Mark:
    """A row by the values that order it, and its number in the list, if known."""

    values: list
    number: int | None

    def text(self, keys: list[Key]) -> str:
        """Return the mark as it stands in an address."""
        plain = [v.isoformat() if isinstance(v, date) else v for v in self.values]
        told = json.dumps([_names(keys), plain, self.number], default=str)
        return urlsafe_b64encode(told.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, keys: list[Key], rows: QuerySet) -> "Mark":
        """Read a mark from an address.

        Raises:
            ValueError: it is none, or belongs to another order.
        """
        told = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        names, plain, number = told if isinstance(told, list) else (None, None, None)
        known = number is None or (type(number) is int and 0 < number < 2**31)
        if names != _names(keys) or len(plain) != len(keys) or not known:
            raise ValueError
        values = []
        for n, value in enumerate(plain):
            if isinstance(value, list | dict) or "\0" in str(value):
                raise ValueError
            column = rows.query.annotations[KEY.format(n)].output_field
            values.append(None if value is None else column.to_python(value))
        return cls(values, number)


def _names(keys: list[Key]) -> str:
    return ",".join(f"{'-' * key.descends}{key.name}" for key in keys)


def _first(rows: QuerySet, keys: list[Key], most: int, many: bool) -> list[int]:
    """Return the primary keys of the first rows; the columns are fetched for those.

    The first of many rows are found soonest along the order's index. Both databases
    may gather all rows in reach instead and sort them: so they are told not to begin
    with the offices, and SQLite not to begin with another table.
    """
    rows = rows.order_by(*[key.order() for key in keys])
    rows = rows.values_list("pk", flat=True)[:most]
    if not many:
        return list(rows)
    try:
        sql, values = rows.query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:
        return []
    is_own = LOOKUP_SEP not in keys[0].name  # the order is the list's, no relation's
    if is_own and connections[rows.db].vendor == "sqlite":
        sql = sql.replace(" INNER JOIN ", " CROSS JOIN ")
    sql = re.sub(r'("\w+"\."\w+_id") IN \(', r"(\1 + 0) IN (", sql)
    with connections[rows.db].cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def _behind(rows, keys: list[Key], values: list, most: int, many: bool) -> list[int]:
    """Return the primary keys of the first rows behind a place.

    The rows behind it are ranges: those equal in all columns but the last, then those
    equal in all but the last two, and so on. Each is a stretch of an index, which one
    condition over all of them would not be.
    """
    nulls_first = connections[rows.db].features.order_by_nulls_first
    found: list[int] = []
    for depth in reversed(range(len(keys))):
        same = Q()
        for key, value in zip(keys[:depth], values[:depth], strict=True):
            same &= key.equal(value)
        for further in keys[depth].beyond(values[depth], nulls_first):
            stretch = rows.filter(same, further)
            found += _first(stretch, keys, most - len(found), many)
            if len(found) == most:
                return found
    return found


class PagedChangeList(ChangeList):
    """A list page that knows its neighbours by their rows."""

    @cached_property
    def around_key(self) -> tuple[str, str]:
        """What stands before and after a row's key in the address of its page."""
        any_row = SimpleNamespace(**{self.pk_attname: 0})
        before, _key, after = super().url_for_result(any_row).rpartition("0")
        return before, after

    def url_for_result(self, result):
        """Return the address of a row's page, without resolving it for each row."""
        before, after = self.around_key
        return f"{before}{quote(getattr(result, self.pk_attname))}{after}"

    def get_queryset(self, request, exclude_parameters=None):
        """Return all rows of the list; the page's place is no filter."""
        for name in (AFTER, BEFORE, LAST):
            self.params.pop(name, None)
            self.filter_params.pop(name, None)
        return super().get_queryset(request, exclude_parameters)

    def _get_deterministic_ordering(self, ordering):
        """Let the key run with the first column, as an index on both does."""
        *rest, last = super()._get_deterministic_ordering(ordering)
        if last == "-pk" and rest and "-pk" not in ordering:
            first = keys_of(self.model, rest[:1])
            last = "-pk" if first and first[0].descends else "pk"
        return [*rest, last]

    def get_results(self, request):
        """Count up to the cap and fetch the page that the address names."""
        cap = COUNTED_WALKING if is_walk(self.queryset) else COUNTED
        self.result_count = self.full_result_count = Count.of(self.queryset, cap)
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.can_show_all = self.result_count <= self.list_max_show_all
        self.multi_page = self.result_count > self.list_per_page
        self.paginator = None
        self.has_previous = self.has_next = False
        self.first_number = 1
        if self.show_all and self.can_show_all:
            self.result_list = list(self.queryset)
        else:
            self.fetch(request)

    def fetch(self, request) -> None:
        """Fetch one page and find out whether it has neighbours."""
        ordering = self.get_ordering(request, self.queryset.order_by())
        self.keys = keys_of(self.model, ordering)
        named = {KEY.format(n): F(key.name) for n, key in enumerate(self.keys)}
        self.whole = self.apply_select_related(self.root_queryset).annotate(**named)
        asked = request.GET
        try:
            if LAST in asked:
                return self.show_end()
            if AFTER in asked:
                return self.show_after(Mark.read(asked[AFTER], self.keys, self.whole))
            if BEFORE in asked:
                return self.show_before(Mark.read(asked[BEFORE], self.keys, self.whole))
        except (ValueError, TypeError, OverflowError, ValidationError, RecursionError):
            text = _("The address names no page of this list; this is the first page.")
            messages.warning(request, text)
        return self.show_begin()

    def along(self, keys: list[Key]) -> list[int]:
        """Return the primary keys of the first page, and one more, in this order."""
        most, many = self.list_per_page + 1, self.result_count.is_capped
        return _first(self.queryset, keys, most, many)

    def behind(self, keys: list[Key], mark: Mark) -> list[int]:
        """Return the primary keys of the page behind ``mark``, and one more."""
        most, many = self.list_per_page + 1, self.result_count.is_capped
        return _behind(self.queryset, keys, mark.values, most, many)

    def show(self, found: list[int]) -> None:
        """Fetch the rows of the page."""
        rows = {row.pk: row for row in self.whole.filter(pk__in=found)}
        self.result_list = [rows[pk] for pk in found if pk in rows]

    def show_begin(self) -> None:
        """Show the first page."""
        found = self.along(self.keys)
        self.has_next = len(found) > self.list_per_page
        self.show(found[: self.list_per_page])

    def show_end(self) -> None:
        """Show the last page: the first one of the opposite order."""
        found = self.along([key.reversed() for key in self.keys])
        self.show(found[: self.list_per_page][::-1])
        self.has_previous = True
        known = not self.result_count.is_capped
        shown = len(self.result_list)
        self.first_number = self.result_count - shown + 1 if known else None

    def show_after(self, mark: Mark) -> None:
        """Show the page behind ``mark``; the last one, if nothing is left there."""
        found = self.behind(self.keys, mark)
        if not found:
            return self.show_end()
        self.has_previous = True
        self.has_next = len(found) > self.list_per_page
        self.first_number = mark.number and mark.number + 1
        return self.show(found[: self.list_per_page])

    def show_before(self, mark: Mark) -> None:
        """Show the page before ``mark``; the first one, if too little is left there."""
        found = self.behind([key.reversed() for key in self.keys], mark)
        if len(found) <= self.list_per_page:
            return self.show_begin()
        self.has_previous = self.has_next = True
        first = mark.number and mark.number - self.list_per_page
        self.first_number = first if first and first > 0 else None
        return self.show(found[: self.list_per_page][::-1])

    @property
    def last_number(self) -> int | None:
        """The number of the last row shown, if the first one's is known."""
        return self.first_number and self.first_number + len(self.result_list) - 1

    def _mark(self, row: Model, number: int | None) -> str:
        values = [getattr(row, KEY.format(n)) for n in range(len(self.keys))]
        return Mark(values, number).text(self.keys)

    def show_all_url(self) -> str:
        """Return the address that shows a short list on one page."""
        return self.get_query_string({ALL_VAR: ""})

    def first_url(self) -> str:
        """Return the address of the first page."""
        return self.get_query_string()

    def previous_url(self) -> str:
        """Return the address of the page before this one."""
        mark = self._mark(self.result_list[0], self.first_number)
        return self.get_query_string({BEFORE: mark})

    def next_url(self) -> str:
        """Return the address of the page behind this one."""
        return self.get_query_string(
            {AFTER: self._mark(self.result_list[-1], self.last_number)}
        )

    def last_url(self) -> str:
        """Return the address of the last page."""
        return self.get_query_string({LAST: ""})
