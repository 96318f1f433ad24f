"""What is said of a record before it is written is what the database would say."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q
from hypothesis import given, settings
from hypothesis import strategies as st

from reception.exchange import constraints
from tests.records import DAY, moment
from venues.models import Venue

pytestmark = pytest.mark.django_db
OURS = ("reception", "venues", "compliance", "visits")


def checks() -> Iterator:
    """Yield each check constraint of our models with its model."""
    for model in apps.get_models():
        if model.__module__.split(".")[0] in OURS:
            for constraint in model._meta.constraints:
                if isinstance(constraint, CheckConstraint):
                    yield pytest.param(model, constraint, id=constraint.name)


def names_in(condition: Q) -> set[str]:
    """Return the columns that a condition compares."""
    found = set()
    for child in condition.children:
        if isinstance(child, Q):
            found |= names_in(child)
        else:
            found.add(child[0].partition("__")[0])
            if isinstance(child[1], F):
                found.add(child[1].name)
    return found


def values_for(field: models.Field):
    """Return the strategy of a column's values; they often meet, and may be None."""
    few = st.integers(0, 3)
    if field.is_relation or isinstance(field, models.AutoField):
        values = few
    elif field.choices:
        values = st.sampled_from([code for code, _label in field.flatchoices])
    elif isinstance(field, models.BooleanField):
        values = st.booleans()
    elif isinstance(field, models.DateTimeField):
        values = few.map(lambda n: moment() + timedelta(hours=n))
    elif isinstance(field, models.DateField):
        values = few.map(lambda n: DAY + timedelta(days=n))
    elif isinstance(field, models.IntegerField):
        values = st.sampled_from([-1, 0, 1, 2, 9998, 9999, 10000])
    elif isinstance(field, models.DecimalField):
        values = st.decimals(-1, 1, places=2)
    else:
        values = st.sampled_from(["", "a", "b"])
    return st.none() | values


def database_says(model, constraint, record) -> bool:
    try:
        constraint.validate(model, record)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(("model", "constraint"), list(checks()))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_both_agree(model, constraint, data):
    record = model()
    for name in sorted(names_in(constraint.condition)):
        field = model._meta.get_field(name)
        setattr(record, field.attname, data.draw(values_for(field), label=name))
    said = constraints.judge(record, constraint.condition)
    assert (said is not False) is database_says(model, constraint, record)


A, B, C = Q(rooms__gt=1), Q(seats__lt=F("rooms")), Q(contact="a")
CONDITIONS = [A & B, A | B, ~A, ~(A & B), ~(A | B) & C, A & ~(B | ~C), Q(), ~Q(rooms=1)]


@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_unknown_is_neither_true_nor_false(condition, data):
    rooms, seats = (data.draw(st.none() | st.integers(0, 3)) for _ in range(2))
    record = Venue(rooms=rooms, seats=seats, contact=data.draw(st.sampled_from("ab")))
    constraint = CheckConstraint(condition=condition, name="made_up")
    said = constraints.judge(record, condition)
    assert (said is not False) is database_says(Venue, constraint, record)


@pytest.mark.parametrize("condition", [Q(name__startswith="x"), A ^ B, Q(rooms=None)])
def test_what_it_cannot_judge_it_asks_the_database(condition, monkeypatch):
    constraint = CheckConstraint(condition=condition, name="made_up")
    monkeypatch.setattr(Venue._meta, "constraints", [constraint])
    monkeypatch.setattr(constraints, "checks", constraints.checks.__wrapped__)
    with pytest.raises(KeyError):
        constraints.judge(Venue(rooms=5), condition)
    assert len(list(constraints.broken(Venue(name="y", rooms=5, seats=1)))) == 1
