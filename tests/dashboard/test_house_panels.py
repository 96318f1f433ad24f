"""The contact's morning and the clerk's unfit venues, on the home page."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from reception.dashboard.cards import Asked
from reception.dashboard.panels import findings, houses
from tests.cast import person
from tests.records import (
    DAY,
    make_booking,
    make_control,
    make_finding,
    make_inspection,
    make_licence,
    make_period,
    make_sample,
    make_venue,
    make_visit,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client):
    """Compare what is said with the words of the source."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def venue(north):
    """A hotel that keeps controls."""
    venue = make_venue(north)
    make_period(north, venue=venue, ends_on=None)
    return venue


@pytest.fixture
def contact(north, venue):
    """Keeps the hotel."""
    return person("contact", north, "venue_contact", reaches=[venue])


def asked(user, at=None):
    return Asked(user, at or moment(DAY + timedelta(days=1), 9))


def test_the_contact_is_told_of_today_and_of_gaps(contact, venue):
    make_control(venue.office, venue=venue)
    card = houses.controls(asked(contact))
    assert card.waiting == 2
    today, gap = card.table.rows
    assert str(gap[1].tone) == "bad"
    assert "5" in today[2].text
    assert "4" in gap[2].text


def test_nothing_is_told_of_other_venues(contact, venue, south):
    make_period(south, ends_on=None)
    card = houses.controls(asked(contact))
    assert {row[0].text for row in card.table.rows} == {venue.name}


def test_samples_whose_time_is_over_wait(contact, venue, north):
    assert houses.samples(asked(contact)) is None
    make_sample(north, venue=venue, kept_from=moment(hour=1))
    card = houses.samples(asked(contact, moment(DAY + timedelta(days=3))))
    assert card.waiting == 1


def test_bookings_are_told_to_the_host_alone(contact, clerk, venue, north):
    make_booking(north, venue=venue)
    assert len(houses.bookings(asked(contact, moment())).table.rows) == 1
    assert houses.bookings(asked(clerk, moment())) is None


def test_the_clerk_is_told_of_visits_at_unfit_venues(clerk, venue, north):
    visit = make_visit(north)
    make_booking(north, visit=visit, venue=venue)
    at = asked(clerk, moment(hour=8))
    assert houses.unfit_venues(at).waiting == 0
    inspection = make_inspection(north, venue=venue)
    make_finding(north, inspection=inspection, severity="A", item="locked exit")
    card = houses.unfit_venues(at)
    assert card.waiting == 1
    assert "locked exit" in card.table.rows[0][2].text


def test_a_renewed_licence_does_not_nag(contact, venue, north):
    make_licence(north, venue=venue, valid_until=DAY)
    card = findings.licences(asked(contact))
    assert len(card.table.rows) == 1
    make_licence(north, venue=venue, valid_until=DAY + timedelta(days=900))
    assert findings.licences(asked(contact)).table.rows == []


def test_panels_cost_as_many_queries_for_many_visits(
    clerk, venue, north, django_assert_max_num_queries
):
    for _each in range(5):
        make_booking(north, venue=venue)
    with django_assert_max_num_queries(20):
        houses.unfit_venues(Asked(clerk, timezone.now()))
