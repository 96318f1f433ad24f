"""Can we use it next week? Each question, the verdict, and the page that tells it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from tests import doors
from tests.cast import person
from tests.records import (
    DAY,
    make_booking,
    make_finding,
    make_inspection,
    make_licence,
    make_project,
    make_required_licence,
    make_space,
    make_venue,
)
from venues import fitness
from venues.fitness import Verdict
from venues.models.licence import LADDER, rung, uncovered

LAST = DAY + timedelta(days=6)
dated = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client):
    """Compare what is said with the words of the source."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def venue(north):
    """A hotel that was inspected."""
    venue = make_venue(north)
    make_inspection(north, venue=venue, state="finished")
    return venue


def said(venue, first=DAY, last=LAST):
    return fitness.look([venue], first, last)[venue.pk]


def verdict(venue, first=DAY, last=LAST):
    return fitness.verdict(said(venue, first, last))


@dated
def test_a_venue_about_which_nothing_is_wrong_can_be_used(venue):
    assert verdict(venue) == Verdict.YES


@dated
@pytest.mark.parametrize(
    ("severity", "expected"),
    [("A", Verdict.NO), ("B", Verdict.REMARKS), ("C", Verdict.REMARKS)],
)
def test_an_open_finding_weighs_by_its_severity(venue, north, severity, expected):
    inspection = venue.inspections.get()
    make_finding(north, inspection=inspection, severity=severity)
    assert verdict(venue) == expected


@dated
@pytest.mark.parametrize(
    ("until", "required", "expected"),
    [
        pytest.param(LAST, True, Verdict.YES, id="ends on the last day"),
        pytest.param(LAST - timedelta(1), True, Verdict.NO, id="ends the day before"),
        pytest.param(LAST - timedelta(1), False, Verdict.REMARKS, id="nobody asks"),
        pytest.param(None, True, Verdict.YES, id="has no term"),
    ],
)
def test_a_required_licence_holds_to_the_last_day(
    venue, north, until, required, expected
):
    make_licence(north, venue=venue, valid_until=until)
    if required:
        make_required_licence(venue_kind="hotel", licence_kind="food")
    assert verdict(venue) == expected


@dated
def test_a_required_licence_that_is_missing_is_told(venue):
    make_required_licence(venue_kind="hotel", licence_kind="food")
    (one,) = fitness.stops(said(venue))
    assert "none is on file" in str(one.text)
    assert "to be confirmed locally" in str(one.text)


@dated
def test_a_confirmed_requirement_is_told_without_doubt(venue):
    kinds = {"venue_kind": "hotel", "licence_kind": "food"}
    make_required_licence(**kinds, is_confirmed=True)
    assert "confirmed" not in str(fitness.stops(said(venue))[0].text)


@dated
def test_a_renewal_takes_over_and_the_old_one_stays(venue, north):
    make_required_licence(venue_kind="hotel", licence_kind="food")
    make_licence(north, venue=venue, valid_until=DAY)
    next_day = DAY + timedelta(days=1)
    make_licence(north, venue=venue, issued_on=next_day, valid_until=None)
    assert verdict(venue) == Verdict.YES
    assert [each.valid_until for each in venue.licences.current()] == [None]


@dated
@pytest.mark.parametrize(
    ("shut", "state", "expected"),
    [
        (True, "under_way", Verdict.NO),
        (False, "under_way", Verdict.REMARKS),
        (True, "planned", Verdict.YES),
    ],
)
def test_an_upgrade_under_way_may_close_the_venue(venue, north, shut, state, expected):
    make_project(north, venue=venue, closes_venue=shut, state=state)
    assert verdict(venue) == expected


@dated
@pytest.mark.parametrize(("until", "told"), [(DAY, True), (DAY - timedelta(1), False)])
def test_a_space_out_of_use_is_a_remark_for_its_days(venue, north, until, told):
    out = {"out_from": DAY - timedelta(days=9), "out_until": until, "reason": "wet"}
    make_space(north, venue=venue, state="repair", **out)
    assert (verdict(venue) == Verdict.REMARKS) is told


@dated
def test_bookings_are_told_without_facts_of_the_visit(venue, north):
    booking = make_booking(north, venue=venue)
    told = [str(each.text) for each in said(venue) if each.topic == "bookings"]
    assert len(told) == 1
    assert booking.visit.title not in told[0]


@dated
def test_many_venues_cost_as_many_queries_as_one(
    venue, north, django_assert_max_num_queries
):
    many = [venue, *(make_venue(north) for _each in range(20))]
    with django_assert_max_num_queries(10):
        fitness.look(many, DAY, LAST)


@dated
def test_the_page_says_no_and_why(client, clerk, venue, north):
    today = timezone.localdate()
    make_finding(north, inspection=venue.inspections.get(), severity="A", item="exit")
    client.force_login(clerk)
    page = client.get(doors.url(type(venue), "fitness", venue.pk)).content.decode()
    assert "exit" in page
    form = client.get(doors.url(type(venue), "change", venue.pk)).content.decode()
    assert "exit" in form
    assert today.isoformat() in page


@dated
@pytest.mark.parametrize(("first", "last"), [("2026-03-09", "2026-03-02"), ("x", "")])
def test_a_wrong_period_is_told_and_the_next_week_is_shown(
    client, clerk, venue, first, last
):
    client.force_login(clerk)
    url = doors.url(type(venue), "fitness", venue.pk)
    response = client.get(url, {"first": first, "last": last})
    assert response.status_code == 200
    assert response.context["form"].errors


@dated
def test_who_may_not_read_findings_learns_only_that_something_is_wrong(
    client, north, venue
):
    make_finding(north, inspection=venue.inspections.get(), severity="A", item="exit")
    client.force_login(person("driving", north, "driver", reaches=[north]))
    page = client.get(doors.url(type(venue), "fitness", venue.pk)).content.decode()
    assert "exit" not in page
    assert "stands in the way" in page


@pytest.mark.parametrize(
    ("left", "reached"), [(91, None), (90, 90), (61, 90), (60, 60), (8, 30), (7, 7)]
)
def test_a_licence_climbs_down_the_ladder(left, reached):
    assert rung(left) == reached
    assert sorted(LADDER, reverse=True) == list(LADDER)


days = st.integers(0, 20).map(lambda n: date(2026, 3, 1) + timedelta(days=n))
spans = st.lists(st.tuples(st.none() | days, st.none() | days), max_size=5)


@given(spans, days, days)
def test_what_is_uncovered_is_what_no_day_of_a_span_covers(held, one, other):
    first, last = sorted((one, other))
    period = [first + timedelta(n) for n in range((last - first).days + 1)]
    plainly = {
        day
        for day in period
        if not any(
            (begin or date.min) <= day <= (end or date.max) for begin, end in held
        )
    }
    found = list(uncovered(held, first, last))
    told = [b + timedelta(n) for b, e in found for n in range((e - b).days + 1)]
    assert set(told) == plainly
    assert len(told) == len(plainly)
