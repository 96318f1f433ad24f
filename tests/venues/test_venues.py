"""A venue's phones are dialled, once each; its name stands for it."""

import pytest
from django.core.exceptions import ValidationError

from tests import doors
from tests.records import make_phone, make_venue
from venues.models import Venue, VenuePhone

pytestmark = pytest.mark.django_db


def form_with(*numbers, **given) -> dict:
    """Return a new venue's form with its phones as it is posted."""
    others = ("licences", "contacts", "rates", "photos")
    counts = {"phones": len(numbers), **dict.fromkeys(others, 0)}
    data = {"name": "venue", "kind": "hotel", "grade": "unknown", **given}
    for part, count in counts.items():
        data |= {f"{part}-TOTAL_FORMS": count, f"{part}-INITIAL_FORMS": 0}
    return data | {f"phones-{n}-number": each for n, each in enumerate(numbers)}


def test_one_form_makes_a_venue_with_its_phones(client, clerk, north):
    client.force_login(clerk)
    data = form_with("0392-1234567", "0392-7654321", office=north.pk)
    assert client.post(doors.url(Venue, "add"), data).status_code == 302
    venue = Venue.objects.get()
    assert venue.number == "NORTH-V-0001"
    assert {p.number for p in venue.phones.all()} == {"0392-1234567", "0392-7654321"}


def test_the_form_refuses_the_same_phone_twice(client, clerk, north):
    client.force_login(clerk)
    data = form_with("0392-1234567", "0392-1234567", office=north.pk)
    response = client.post(doors.url(Venue, "add"), data)
    phones, *_others = response.context["inline_admin_formsets"]
    assert phones.formset.non_form_errors()
    assert not Venue.objects.exists()


def test_a_phone_of_the_venue_is_not_added_again(client, clerk, north):
    held = make_phone(north)
    client.force_login(clerk)
    data = {"venue": held.venue_id, "number": held.number}
    response = client.post(doors.url(VenuePhone, "add"), data)
    assert response.context["adminform"].form.non_field_errors()
    assert VenuePhone.objects.get() == held


def test_two_venues_may_share_a_switchboard(client, clerk, north):
    held = make_phone(north)
    client.force_login(clerk)
    data = {"venue": make_venue(north).pk, "number": held.number}
    assert client.post(doors.url(VenuePhone, "add"), data).status_code == 302
    assert VenuePhone.objects.filter(number=held.number).count() == 2


@pytest.mark.parametrize("number", ["110", "+86 (392) 123-4567", "1" * 40])
def test_what_can_be_dialled_is_a_phone_number(number):
    VenuePhone(number=number).clean_fields(exclude=["venue"])


@pytest.mark.parametrize(
    "number", ["11", "", "ext. 12", "１２３４５６７", "=1+1", "1" * 41]
)
def test_what_cannot_be_dialled_is_none(number):
    with pytest.raises(ValidationError) as refused:
        VenuePhone(number=number).clean_fields(exclude=["venue"])
    assert list(refused.value.message_dict) == ["number"]


@pytest.mark.parametrize(
    ("purpose", "text"), [("desk", "desk 110"), ("", "110")], ids=["with use", "bare"]
)
def test_a_phone_is_named_by_its_use(purpose, text):
    assert str(VenuePhone(purpose=purpose, number="110")) == text
