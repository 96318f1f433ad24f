"""A contact keeps the state of his spaces, and nothing else about them."""

import pytest

from tests import doors
from tests.cast import person
from tests.records import make_space
from venues.models import Space

pytestmark = pytest.mark.django_db
CLOSED = {"state": "closed", "out_from": "2026-03-02", "reason": "water"}


@pytest.fixture
def space(north):
    """A hall with sixty seats."""
    return make_space(north, seats=60)


def test_he_closes_a_hall_and_cannot_enlarge_it(client, north, space):
    contact = person("contact", north, "venue_contact", reaches=[space.venue])
    client.force_login(contact)
    data = {**CLOSED, "seats": "900", "name": "other"}
    answer = client.post(doors.url(Space, "change", space.pk), data)
    assert answer.status_code == 302
    stored = Space.objects.get()
    assert (stored.state, stored.seats, stored.name) == ("closed", 60, space.name)


def test_he_adds_none(client, north, space):
    contact = person("contact", north, "venue_contact", reaches=[space.venue])
    client.force_login(contact)
    assert client.get(doors.url(Space, "add")).status_code == 403


def test_a_new_space_is_numbered_within_its_venue(client, clerk, space):
    client.force_login(clerk)
    data = {"venue": space.venue_id, "name": "302", "kind": "room", "state": "usable"}
    assert client.post(doors.url(Space, "add"), data).status_code == 302
    made = Space.objects.get(name="302")
    assert made.number.startswith(f"{space.venue.number}-")
