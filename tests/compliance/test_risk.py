"""The risk of a venue is the sum of its parts, each shown."""

from datetime import timedelta

import pytest
from django.urls import reverse

from compliance.risk import NEVER, WEIGHTS, risks
from tests.records import (
    DAY,
    make_finding,
    make_inspection,
    make_venue,
)
from venues.models import Venue, VenueLicence

pytestmark = pytest.mark.django_db


def counts(venue, on=DAY) -> dict:
    """Return the parts of a venue's risk that count something."""
    (found,) = risks(Venue.objects.filter(pk=venue.pk), on)
    return {name: count for name, count in found.counts.items() if count}


@pytest.fixture
def venue(north):
    """A venue that was inspected today."""
    venue = make_venue(north)
    make_inspection(north, venue=venue, state="finished")
    return venue


def found(venue, **told):
    """Find something at the venue."""
    inspection = venue.inspections.first()
    return make_finding(venue.office, inspection=inspection, **told)


@pytest.mark.parametrize(
    ("told", "parts"),
    [
        ({"severity": "A"}, {"open_a": 1}),
        ({"severity": "B", "state": "returned"}, {"open_b": 1}),
        ({"severity": "C", "times_returned": 1}, {"open_c": 1, "returned": 1}),
        ({"severity": "NA"}, {}),
        ({"state": "closed"}, {}),
        ({"state": "on_the_spot", "severity": "A"}, {}),
    ],
)
def test_each_finding_counts_in_its_parts(told, parts, venue):
    found(venue, **told)
    assert counts(venue) == parts


def test_what_is_overdue_and_what_is_repeated_count_on_top(venue):
    before = found(venue, state="closed")
    found(venue, deadline=DAY, repeat_of=before)
    assert counts(venue, DAY) == {"open_c": 1, "repeats": 1}
    later = counts(venue, DAY + timedelta(days=1))
    assert later == {"open_c": 1, "repeats": 1, "overdue": 1, "days": 1}


def test_the_last_licence_of_a_kind_counts(venue):
    for kind, days in (("food", -9), ("food", 9), ("lift", -1), ("star", None)):
        until = None if days is None else DAY + timedelta(days=days)
        told = {"kind": kind, "number": f"{kind} {days}", "valid_until": until}
        VenueLicence.objects.create(venue=venue, **told)
    assert counts(venue) == {"licences": 1}


def test_a_venue_never_inspected_counts_as_a_year(north):
    (risk,) = risks(Venue.objects.filter(pk=make_venue(north).pk), DAY)
    assert (risk.counts["days"], risk.last_inspected) == (NEVER, None)


def test_the_score_is_the_sum_of_the_points_shown(venue):
    for severity in ("A", "A", "B", "C"):
        found(venue, severity=severity, deadline=DAY)
    (risk,) = risks(Venue.objects.filter(pk=venue.pk), DAY + timedelta(days=1))
    assert risk.points.keys() == WEIGHTS.keys()
    assert risk.score == 2 * 10 + 4 + 1 + 4 * 5 + 0.1


def test_the_riskiest_come_first(venue, north):
    found(venue, severity="A")
    quiet = make_venue(north)
    make_inspection(north, venue=quiet, state="finished")
    found_ = [risk.venue for risk in risks(Venue.objects.all(), DAY)]
    assert found_ == [venue, quiet]


def test_more_venues_take_no_more_queries(north, django_assert_num_queries):
    for _ in range(12):
        place = make_venue(north)
        make_inspection(north, venue=place, state="finished")
        found(place)
    with django_assert_num_queries(4):
        risks(Venue.objects.all(), DAY)


def test_the_page_lists_what_is_in_reach_and_leads_to_a_plan(
    client, inspector, venue, south
):
    hidden = make_venue(south, name="southern palace")
    found(venue, severity="A")
    client.force_login(inspector)
    page = client.get(reverse("risk"))
    assert [row.risk.venue for row in page.context["rows"]] == [venue]
    assert f"?venue={venue.pk}" in page.content.decode()
    assert hidden.name not in page.content.decode()


@pytest.mark.parametrize("who", ["roleless", "administrator"])
def test_the_page_is_for_those_who_see_inspections(who, client, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("risk")).status_code == 403


def test_an_inspection_that_is_planned_was_not_held(north):
    venue = make_venue(north)
    make_inspection(north, venue=venue)
    assert counts(venue)["days"] == NEVER
