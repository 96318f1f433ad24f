"""Judging a record by its model's constraints without asking the database.

The database judges again when the row is written; here each broken constraint
is to be named for each of many rows before anything is written. SQL's logic has
three values: a comparison with NULL is unknown, and a constraint is broken only
where it is false.
"""

import operator
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Model, Q, UniqueConstraint

COMPARE = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


def _value(record: Model, name: str):
    return getattr(record, record._meta.get_field(name).attname)


def _leaf(record: Model, lookup: str, wanted) -> bool | None:
    """Return what one comparison says: true, false or unknown."""
    name, _sep, kind = lookup.partition("__")
    value = _value(record, name)
    if wanted is None:  # Django's way to ask for NULL
        raise KeyError(lookup)
    if kind == "isnull":
        return (value is None) is wanted
    if isinstance(wanted, F):
        wanted = _value(record, wanted.name)
    if isinstance(wanted, Model):
        wanted = wanted.pk
    if value is None or wanted is None:
        return None
    if kind == "in":
        return value in wanted
    return COMPARE[kind or "exact"](value, wanted)


def judge(record: Model, condition: Q) -> bool | None:
    """Return what ``condition`` says of ``record``: true, false or unknown.

    Raises:
        KeyError: a comparison this module does not know.
    """
    if condition.connector == Q.XOR:
        raise KeyError(Q.XOR)
    said = [
        judge(record, child) if isinstance(child, Q) else _leaf(record, *child)
        for child in condition.children
    ]
    if condition.connector == Q.AND:
        result = False if False in said else None if None in said else True
    else:
        result = True if True in said else None if None in said else False
    return result if result is None or not condition.negated else not result


def broken(record: Model) -> Iterator[str]:
    """Yield the message of each check constraint that ``record`` would break."""
    for constraint in record._meta.constraints:
        if not isinstance(constraint, CheckConstraint):
            continue
        try:
            holds = judge(record, constraint.condition) is not False
        except KeyError:
            try:
                constraint.validate(type(record), record)
                holds = True
            except ValidationError:
                holds = False
        if not holds:
            yield str(constraint.get_violation_error_message())


@dataclass(frozen=True, slots=True)
class Unique:
    """Columns whose values no two records share, among those that meet a condition."""

    fields: tuple[str, ...]
    message: str
    condition: Q | None = None


def unique_sets(record: Model) -> Iterator[Unique]:
    """Yield what must be unique about ``record``."""
    meta = record._meta
    for column in meta.concrete_fields:
        if column.unique and not column.primary_key:
            about = {
                "model_name": meta.verbose_name,
                "field_label": column.verbose_name,
            }
            message = str(column.error_messages["unique"]) % about
            yield Unique((column.name,), message)
    for constraint in meta.constraints:
        if not isinstance(constraint, UniqueConstraint):
            continue
        condition = constraint.condition
        if condition is None or judge(record, condition) is True:
            message = str(constraint.get_violation_error_message())
            yield Unique(constraint.fields, message, condition)
