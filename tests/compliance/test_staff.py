"""Staff work for an office or for a venue, and are found through it."""

import pytest
from django.core.exceptions import ValidationError

from compliance.models import StaffMember
from reception.access.scope import can
from tests import doors
from tests.cast import person
from tests.records import DAY, make_staff, make_user, make_venue

pytestmark = pytest.mark.django_db


def test_an_office_employs(north):
    assert make_staff(north).employer == north


def test_a_venue_employs(north):
    venue = make_venue(north)
    assert make_staff(north, venue=venue).employer == venue


def test_the_venues_office_numbers_its_staff(north):
    staff = make_staff(north, venue=make_venue(north))
    assert staff.number_prefix(DAY) == "NORTH-S-"


@pytest.mark.parametrize("by", ["office", "venue"])
def test_staff_are_seen_through_their_employer(by, clerk, north, south):
    own, foreign = (
        make_staff(office) if by == "office" else make_staff(office, venue=venue)
        for office, venue in ((north, make_venue(north)), (south, make_venue(south)))
    )
    assert can(clerk, "view", own)
    assert not can(clerk, "view", foreign)


def test_who_reaches_a_venue_alone_sees_its_staff_alone(north):
    venue = make_venue(north)
    contact = person("contact", north, "training_officer", reaches=[venue])
    assert can(contact, "view", make_staff(north, venue=venue))
    assert not can(contact, "view", make_staff(north, venue=make_venue(north)))
    assert not can(contact, "view", make_staff(north))


def test_a_login_belongs_to_one_person(north):
    user = make_user(north)
    make_staff(north, user=user)
    twin = StaffMember(name="twin", post="clerk", office=north, user=user)
    with pytest.raises(ValidationError) as refused:
        twin.full_clean()
    assert list(refused.value.message_dict) == ["user"]


@pytest.mark.parametrize(
    ("employers", "stored"),
    [
        pytest.param([], 0, id="nobody"),
        pytest.param(["office"], 1, id="an office"),
        pytest.param(["venue"], 1, id="a venue"),
        pytest.param(["office", "venue"], 0, id="both"),
    ],
)
def test_the_form_asks_for_one_employer(
    employers, stored, client, training_officer, north
):
    places = {"office": north.pk, "venue": make_venue(north).pk}
    none_held = {"certificates-TOTAL_FORMS": 0, "certificates-INITIAL_FORMS": 0}
    data = {"name": "staff", "post": "cook", **none_held}
    data |= {employer: places[employer] for employer in employers}
    client.force_login(training_officer)
    response = client.post(doors.url(StaffMember, "add"), data)
    assert StaffMember.objects.count() == stored
    assert response.status_code == (302 if stored else 200)
