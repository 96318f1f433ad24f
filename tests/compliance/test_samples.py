"""Retained food samples: kept long enough, then disposed of by somebody."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from compliance.models import FoodSample
from reception.workflow import MoveNotPossible, move
from tests.cast import person
from tests.records import make_sample, moment

pytestmark = pytest.mark.django_db
NOON = moment(hour=12)


@pytest.fixture(autouse=True)
def _in_english(client):
    """Compare what is said with the words of the source."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def sample(north):
    """A sample that is kept from noon for two days."""
    return make_sample(north, kept_from=NOON)


@pytest.mark.parametrize(
    ("hours", "is_over"), [(47, False), (48, True), (49, True)], ids=str
)
def test_it_is_thrown_away_when_its_time_is_over(sample, north, hours, is_over):
    by = person("contact", north, "venue_contact", reaches=[north])
    at = NOON + timedelta(hours=hours)
    assert FoodSample.objects.overdue(at).exists() is is_over
    assert sample.is_overdue(at) is is_over
    if is_over:
        assert move(sample, "dispose", by=by, at=at).disposed_by == by
        assert not FoodSample.objects.overdue(at).exists()
    else:
        with pytest.raises(MoveNotPossible, match="48 hours"):
            move(sample, "dispose", by=by, at=at)


def test_a_longer_term_holds(north):
    make_sample(north, kept_from=NOON, kept_hours=72)
    assert not FoodSample.objects.overdue(NOON + timedelta(hours=71)).exists()


@pytest.mark.parametrize("role", ["clerk", "inspector", "auditor", "approver"])
def test_only_the_venue_disposes(sample, north, role):
    by = person("x", north, role, reaches=[north])
    with pytest.raises(PermissionDenied):
        move(sample, "dispose", by=by, at=NOON + timedelta(days=3))


def test_a_disposed_sample_stays_on_file(sample, north):
    by = person("contact", north, "venue_contact", reaches=[north])
    gone = move(sample, "dispose", by=by, at=NOON + timedelta(days=3))
    assert gone.locked_reason()
