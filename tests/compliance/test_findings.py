"""What a finding says of itself: open, overdue, locked, numbered."""

from datetime import timedelta

import pytest

from compliance.models import Finding
from tests.records import DAY, make_finding, make_inspection, make_photo, make_venue

pytestmark = pytest.mark.django_db
State = Finding.State
SETTLED = (State.CLOSED, State.ON_THE_SPOT, State.TRANSFERRED)
DEADLINES = [None, DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)]
FOUND_ON = DAY - timedelta(days=7)


@pytest.mark.parametrize("state", State)
def test_open_is_what_somebody_here_still_has_to_deal_with(state, north):
    finding = make_finding(north, state=state)
    finding.full_clean()
    assert (finding in Finding.objects.open()) is (state not in SETTLED)
    assert (state in Finding.OPEN) is (state not in SETTLED)


@pytest.mark.parametrize("deadline", DEADLINES, ids=str)
@pytest.mark.parametrize("state", [State.FOUND, State.ON_THE_SPOT])
def test_the_list_of_the_overdue_agrees_with_each_finding(state, deadline, north):
    finding = make_finding(north, state=state, found_on=FOUND_ON, deadline=deadline)
    late = deadline == DEADLINES[1] and state == State.FOUND
    assert (finding in Finding.objects.overdue(DAY)) is late
    assert finding.is_overdue(DAY) is late


@pytest.mark.parametrize("state", State)
def test_what_a_notice_says_stays(state, north):
    finding = make_finding(north, state=state)
    assert bool(finding.locked_reason()) is (state != State.FOUND)


@pytest.mark.parametrize("state", State)
def test_photographs_stay_once_they_were_checked(state, north):
    photo = make_photo(north, finding=make_finding(north, state=state))
    is_free = state in (State.FOUND, *Finding.WITH_VENUE)
    assert bool(photo.locked_reason()) is not is_free


def test_who_has_to_put_it_right_is_the_venue_unless_a_unit_is_named(north):
    inspection = make_inspection(north, venue=make_venue(north, name="guesthouse"))
    assert make_finding(north, inspection=inspection).unit() == "guesthouse"
    named = make_finding(north, inspection=inspection, responsible_unit="kitchen")
    assert named.unit() == "kitchen"


def test_the_inspecting_office_numbers_a_finding_at_anothers_venue(north, south):
    inspection = make_inspection(north, venue=make_venue(south))
    finding = make_finding(north, inspection=inspection)
    assert finding.number_prefix(DAY) == "NORTH-F-2026-"
