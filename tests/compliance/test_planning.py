"""A campaign's plan makes its inspections in one step, and only those it lacks."""

import time
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from compliance import planning, working_days
from compliance.models import Campaign, CampaignTeam, Inspection
from reception.ledger.models import Entry
from tests import doors
from tests.compliance.round_rules import make_round, version_in
from tests.records import (
    DAY,
    make_campaign,
    make_staff,
    make_venue,
)

pytestmark = pytest.mark.django_db
MARCH = (DAY, DAY + timedelta(days=11))  # ten working days


@pytest.fixture(autouse=True)
def _english():
    """Read what is said in English, whatever the office's language is."""
    with translation.override("en"):
        yield


def planned(office, *, venues=3, lists=1, rounds=1, teams=2):
    """Return a campaign with its plan; each team has one inspector."""
    campaign = make_campaign(office)
    campaign.venues.set([make_venue(office) for _n in range(venues)])
    campaign.lists.set([version_in("in_force") for _n in range(lists)])
    for n in range(rounds):
        first, last = (day + timedelta(days=14 * n) for day in MARCH)
        make_round(
            office, campaign=campaign, number=n + 1, starts_on=first, ends_on=last
        )
    for n in range(teams):
        team = CampaignTeam.objects.create(campaign=campaign, name=f"team {n}")
        team.inspectors.set([make_staff(office, post="inspector")])
    return campaign


def make(campaign, on=DAY):
    return planning.make_inspections(campaign, on=on)


def test_each_venue_is_inspected_once_a_round_by_all_lists(north):
    campaign = planned(north, venues=3, lists=2, rounds=2)
    assert len(make(campaign)) == 6
    pairs = campaign.inspections.values_list("round", "venue")
    assert set(Counter(pairs).values()) == {1}
    assert {each.lists.count() for each in campaign.inspections.all()} == {2}


def test_making_again_makes_only_what_has_come_to_the_plan(north):
    campaign = planned(north)
    first = {each.pk for each in make(campaign)}
    assert make(campaign) == []
    campaign.venues.add(make_venue(north))
    (new,) = make(campaign)
    assert new.pk not in first
    assert campaign.inspections.count() == 4


def test_days_are_working_days_of_the_round_and_none_is_past(north):
    campaign = planned(north, venues=20)
    on = DAY + timedelta(days=3)
    days = {each.inspected_on for each in make(campaign, on)}
    assert all(on <= day <= MARCH[1] for day in days)
    assert all(working_days.is_working_day(day) for day in days)


def test_a_round_that_is_over_calls_for_nothing(north):
    campaign = planned(north)
    assert make(campaign, on=MARCH[1] + timedelta(days=1)) == []


def test_a_round_without_working_days_takes_the_days_it_has(north):
    campaign = planned(north, rounds=0)
    sunday = date(2026, 3, 8)
    make_round(north, campaign=campaign, starts_on=sunday, ends_on=sunday)
    assert {each.inspected_on for each in make(campaign)} == {sunday}


def test_other_people_come_in_the_next_round(north):
    campaign = planned(north, venues=2, rounds=2, teams=2)
    make(campaign)
    for venue in campaign.venues.all():
        calls = campaign.inspections.filter(venue=venue).order_by("round")
        first, second = (set(each.inspectors.all()) for each in calls)
        assert first
        assert not first & second


def test_the_work_is_spread_evenly(north):
    campaign = planned(north, venues=40, teams=2)
    calls = planning.proposal(campaign, DAY)
    assert calls.busiest() == 2
    per_team = Counter(call.team.name for call in calls.calls)
    assert set(per_team.values()) == {20}


@pytest.mark.parametrize("lacking", ["venues", "lists", "rounds"])
def test_a_plan_that_lacks_something_says_what(lacking, north):
    campaign = planned(north, **{lacking: 0})
    found = planning.proposal(campaign, DAY)
    assert len(found.lacks) == 1
    assert make(campaign) == []


def queries_for(north, venues):
    campaign = planned(north, venues=venues, lists=4, rounds=3, teams=4)
    with CaptureQueriesContext(connection) as caught:
        begun = time.perf_counter()
        made = make(campaign)
        took = time.perf_counter() - begun
    return campaign, made, len(caught), took


def test_sixty_venues_four_lists_three_rounds_in_a_few_seconds(north):
    *_rest, few, _took = queries_for(north, 2)
    campaign, made, many, took = queries_for(north, 60)
    assert len(made) == 180
    assert campaign.inspections.filter(lists__isnull=False).count() == 720
    assert many - few <= 1  # 720 links go in two statements
    assert took < 5
    assert len({each.number for each in made}) == 180
    about = Entry.objects.filter(record_type="compliance.inspection", kind="created")
    assert about.filter(record_id__in=[each.pk for each in made]).count() == 180


@pytest.fixture
def browser(inspector):
    client = Client(headers={"accept-language": "en"})
    client.force_login(inspector)
    return client


def plan_data(campaign, venues, versions, **given):
    inspector = make_staff(campaign.office, post="inspector")
    return {
        "lists": [each.pk for each in versions],
        "venues": [each.pk for each in venues],
        "rounds-TOTAL_FORMS": "1",
        "rounds-INITIAL_FORMS": "0",
        "rounds-0-number": "1",
        "rounds-0-starts_on": "2099-03-02",
        "rounds-0-ends_on": "2099-03-06",
        "teams-TOTAL_FORMS": "1",
        "teams-INITIAL_FORMS": "0",
        "teams-0-name": "first",
        "teams-0-inspectors": [inspector.pk],
        "save": "1",
        **given,
    }


def test_the_page_saves_the_plan_shows_it_and_makes_it(browser, north):
    campaign = make_campaign(north)
    url = doors.url(Campaign, "plan", campaign.pk)
    venues = [make_venue(north), make_venue(north)]
    data = plan_data(campaign, venues, [version_in("in_force")])
    assert browser.post(url, data).status_code == 302
    page = browser.get(url)
    assert len(page.context["found"].calls) == 2
    browser.post(url, {"make": "1"})
    assert campaign.inspections.count() == 2
    browser.post(url, {"make": "1"})  # a double click
    assert campaign.inspections.count() == 2


def test_a_round_that_ends_before_it_starts_is_told_and_nothing_is_saved(
    browser, north
):
    campaign = make_campaign(north)
    data = plan_data(
        campaign,
        [make_venue(north)],
        [version_in("in_force")],
        **{"rounds-0-ends_on": "2099-03-01"},
    )
    page = browser.post(doors.url(Campaign, "plan", campaign.pk), data)
    assert "A round cannot end before it starts." in page.content.decode()
    assert not campaign.venues.exists()


def test_a_venue_out_of_reach_cannot_be_planned(browser, north, south):
    campaign = make_campaign(north)
    data = plan_data(campaign, [make_venue(south)], [version_in("in_force")])
    page = browser.post(doors.url(Campaign, "plan", campaign.pk), data)
    assert page.status_code == 200
    assert not campaign.venues.exists()


def test_a_reader_sees_the_plan_and_changes_nothing(auditor, north):
    campaign = planned(north)
    client = Client(headers={"accept-language": "en"})
    client.force_login(auditor)
    url = doors.url(Campaign, "plan", campaign.pk)
    assert client.get(url).status_code == 200
    assert client.post(url, {"make": "1"}).status_code == 403
    assert not Inspection.objects.exists()


def test_a_campaign_of_another_place_has_no_plan_page(browser, south):
    url = doors.url(Campaign, "plan", make_campaign(south).pk)
    assert browser.get(url).status_code == 302
