"""The licences of venues as of a day."""

from datetime import timedelta

import pytest
from django.utils import translation

from tests.console.reading import plain, rows
from tests.records import DAY, make_licence
from venues.models.licence import SOON, STANDING, standing

pytestmark = pytest.mark.django_db
ISSUED = DAY - timedelta(days=400)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        pytest.param(ISSUED - timedelta(days=1), "not_yet", id="the day before issue"),
        pytest.param(ISSUED, "valid", id="the day of issue"),
        pytest.param(DAY - timedelta(days=SOON + 1), "valid", id="before the window"),
        pytest.param(DAY - timedelta(days=SOON), "expiring", id="the window opens"),
        pytest.param(DAY, "expiring", id="the last day still counts"),
        pytest.param(DAY + timedelta(days=1), "expired", id="the day after"),
    ],
)
def test_a_licence_stands_as_of_the_day(as_of, expected, auditor, north):
    make_licence(north, issued_on=ISSUED, valid_until=DAY)
    (row,) = rows("licences", auditor, as_of=as_of)
    with translation.override("en"):
        assert row["standing"] == str(dict(STANDING)[expected])
    assert row["days_left"] == (DAY - as_of).days


def test_a_licence_without_dates_is_valid():
    assert standing(None, None, DAY) == "valid"


def test_every_licence_is_told_the_first_to_end_first(auditor, north, south):
    endless = make_licence(north)
    ends = make_licence(south, valid_until=DAY)
    found = rows("licences", auditor, as_of=DAY)
    assert [row["number"] for row in found] == [ends.number, endless.number]
    assert len(found) == plain("SELECT count(*) FROM venues_venuelicence")
