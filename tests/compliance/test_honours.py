"""Honours stand on the page of whoever holds them, and are counted for his office."""

import pytest
from django.utils import translation

from compliance.models import Honour, StaffMember
from reception.accounts.models import Office
from tests.cast import person
from tests.console.reading import rows
from tests.doors import url
from tests.records import make_honour, make_staff, make_venue
from venues.models import Venue

pytestmark = pytest.mark.django_db


def page_of(client, user, record) -> str:
    client.force_login(user)
    return client.get(url(type(record), "change", record.pk)).content.decode()


def test_it_stands_on_the_page_of_its_holder(client, auditor, north):
    member, venue = make_staff(north), make_venue(north)
    held = {
        north: make_honour(north),
        member: make_honour(north, member=member),
        venue: make_honour(north, venue=venue),
    }
    assert [type(holder) for holder in held] == [Office, StaffMember, Venue]
    for holder, honour in held.items():
        body = page_of(client, auditor, holder)
        assert honour.name in body
        others = {each.name for each in held.values()} - {honour.name}
        assert not [name for name in others if name in body]


def test_one_entered_on_a_persons_page_gets_its_number(client, training_officer, north):
    member = make_staff(north)
    client.force_login(training_officer)
    address = url(StaffMember, "change", member.pk)
    body = client.get(address).context["inline_admin_formsets"]
    data = {}
    for each in body:
        management = each.formset.management_form
        data |= {management.add_prefix(k): v for k, v in management.initial.items()}
    data |= {
        "name": member.name,
        "post": member.post,
        "office": north.pk,
        "honours-TOTAL_FORMS": 1,
        "honours-0-member": member.pk,
        "honours-0-name": "优秀个人",
        "honours-0-level": "own",
        "honours-0-awarded_by": "本办",
        "honours-0-awarded_on": "2026-03-02",
    }
    client.post(address, data)
    honour = Honour.objects.get()
    assert honour.member == member
    assert honour.number.startswith("NORTH-H-")


def test_a_years_sum_counts_people_and_venues_for_their_office(auditor, north, south):
    make_honour(north)
    make_honour(north, member=make_staff(north), level="national")
    waiter = make_staff(north, venue=make_venue(north))
    make_honour(north, member=waiter)
    make_honour(south)
    with translation.override("en"):
        found = {row["office"]: row for row in rows("honours-by-year", auditor)}
    assert (
        found["NORTH office"] | {"national": 1, "municipal": 2, "total": 3}
        == (found["NORTH office"])
    )
    assert found["SOUTH office"]["total"] == 1


def test_a_venues_contact_sees_its_honours_alone(client, north):
    venue, other = make_venue(north), make_venue(north)
    own = make_honour(north, venue=venue)
    foreign = make_honour(north, venue=other)
    contact = person("contact", north, "venue_contact", reaches=[venue])
    client.force_login(contact)
    body = client.get(url(Honour, "changelist")).content.decode()
    assert own.name in body
    assert foreign.name not in body
