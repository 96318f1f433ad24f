"""Judging a record by its model's constraints without asking the database.

The database judges again when the row is written; here each broken constraint
is to be named for each of many rows before anything is written. SQL's logic has
three values: a comparison with NULL is unknown, and a constraint is broken only
where it is false.
"""

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Model, Q, UniqueConstraint

COMPARE = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
Judgement = Callable[[dict], bool | None]  # of a record's values by attribute name


def _leaf(model: type[Model], lookup: str, wanted) -> Judgement:
    """Return what one comparison asks."""
    name, _sep, kind = lookup.partition("__")
    held = model._meta.get_field(name).attname
    if wanted is None:  # Django's way to ask for NULL
        raise KeyError(lookup)
    if kind == "isnull":
        return lambda values: (values[held] is None) is wanted
    if isinstance(wanted, F):
        other = model._meta.get_field(wanted.name).attname
        compare = COMPARE[kind or "exact"]

        def between(values):
            one, two = values[held], values[other]
            return None if one is None or two is None else compare(one, two)

        return between
    if isinstance(wanted, Model):
        wanted = wanted.pk
    if kind == "in":
        among = frozenset(wanted)
        return lambda v: None if v[held] is None else v[held] in among
    compare = COMPARE[kind or "exact"]
    return lambda v: None if v[held] is None else compare(v[held], wanted)


def compiled(model: type[Model], condition: Q) -> Judgement:
    """Return what says of a record's values whether they meet ``condition``.

    Raises:
        KeyError: a comparison this module does not know.
    """
    if condition.connector == Q.XOR:
        raise KeyError(Q.XOR)
    parts = [
        compiled(model, child) if isinstance(child, Q) else _leaf(model, *child)
        for child in condition.children
    ]
    # One decides: false among all, true among any; then what is unknown.
    decides = condition.connector == Q.OR

    def judged(values):
        unknown = False
        for part in parts:
            said = part(values)
            if said is decides:
                return decides
            unknown = unknown or said is None
        return None if unknown else not decides

    if not condition.negated:
        return judged

    def negated(values):
        said = judged(values)
        return None if said is None else not said

    return negated


def judge(record: Model, condition: Q) -> bool | None:
    """Return what ``condition`` says of ``record``: true, false or unknown."""
    return compiled(type(record), condition)(record.__dict__)


@cache
def checks(model: type[Model]) -> tuple[tuple[CheckConstraint, Judgement | None], ...]:
    """Return the model's check constraints, each with what judges it, if known."""
    found = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            try:
                found.append((constraint, compiled(model, constraint.condition)))
            except KeyError:
                found.append((constraint, None))
    return tuple(found)


def broken(record: Model) -> Iterator[str]:
    """Yield the message of each check constraint that ``record`` would break."""
    for constraint, judged in checks(type(record)):
        if judged is not None:
            holds = judged(record.__dict__) is not False
        else:
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


def unique_sets(model: type[Model]) -> list[Unique]:
    """Return what must be unique about records of ``model``."""
    meta, found = model._meta, []
    for column in meta.concrete_fields:
        if column.unique and not column.primary_key:
            about = {
                "model_name": meta.verbose_name,
                "field_label": column.verbose_name,
            }
            message = str(column.error_messages["unique"]) % about
            found.append(Unique((column.name,), message))
    for constraint in meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            message = str(constraint.get_violation_error_message())
            found.append(Unique(constraint.fields, message, constraint.condition))
    return found
