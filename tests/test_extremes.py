"""Days at the calendar's ends and numbers that no key has: answered in words."""

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse

from reception.console.filters import PeriodFilter
from reception.console.inputs import DayField, MomentField, day_of
from reception.exchange import reports
from reception.exchange.widgets import FIRST_DAY, LAST_DAY, Date, Moment
from tests.doors import url
from tests.records import (
    MAKERS,
    make_checklist_item,
    make_inspection,
    make_session,
    make_staff,
    make_venue,
    make_visit,
)

pytestmark = pytest.mark.django_db
BEYOND = ("0001-01-01", "9999-12-31", "1899-12-31", "3000-01-01")
WIDEST = {"from": str(FIRST_DAY), "to": str(LAST_DAY), "as_of": str(LAST_DAY)}
LONG = "9" * 5000  # more digits than Python turns into a number


@pytest.fixture
def browser(client, everything):
    """The browser of somebody with every right in the north."""
    client.force_login(everything)
    return client


@pytest.mark.parametrize("day", BEYOND)
def test_a_day_of_another_century_is_refused_by_files_and_forms(day):
    said = "1900"
    for reads in (Date().clean, Moment().clean):
        with pytest.raises(ValueError, match=said):
            reads(day)
    with pytest.raises(ValueError, match=said):
        Moment().clean(f"{day} 08:30")
    for reads in (DayField().clean, MomentField().clean):
        with pytest.raises(ValidationError, match=said):
            reads(day)
    assert day_of(day) is None


@pytest.mark.parametrize("day", [FIRST_DAY, date(2026, 3, 2), LAST_DAY])
def test_the_days_between_are_read(day):
    assert Date().clean(str(day)) == DayField().clean(str(day)) == day_of(str(day))
    assert day_of(str(day)) == day


def periods():
    """Yield every screen with the name of each period by which it filters."""
    for model, screen in admin.site._registry.items():
        for each in screen.list_filter:
            if isinstance(each, tuple) and each[1] is PeriodFilter:
                yield model, each[0]


@pytest.mark.parametrize(
    ("model", "name"),
    [pytest.param(*p, id=f"{p[0].__name__}.{p[1]}") for p in periods()],
)
def test_a_list_filtered_by_any_period_opens(browser, north, model, name):
    MAKERS[model](north)
    for first, last in ((FIRST_DAY, LAST_DAY), BEYOND[:2]):
        asked = {f"{name}_from": str(first), f"{name}_to": str(last)}
        assert browser.get(url(model, "changelist"), asked).status_code == 200


@pytest.mark.parametrize("name", reports.known())
def test_a_report_over_all_days_answers(browser, north, name):
    address = reverse("reports:report", args=[name])
    for day in (FIRST_DAY, LAST_DAY):
        asked = {**WIDEST, "as_of": str(day)}
        assert browser.get(address, asked).status_code == 200
    beyond = {"from": BEYOND[0], "to": BEYOND[1], "as_of": BEYOND[1]}
    assert browser.get(address, beyond).status_code == 200


def test_the_pages_of_daily_controls_open_for_any_day(browser, north):
    venue = make_venue(north)
    for month in ("1900-01", "2999-12", "0001-01", "9999-12", "0000-00", LONG):
        asked = {"month": month}
        assert browser.get(reverse("controls:month"), asked).status_code == 200
    for day, status in ((FIRST_DAY, 200), (LAST_DAY, 200), *((d, 404) for d in BEYOND)):
        address = reverse("controls:day", args=[venue.pk, str(day)])
        assert browser.get(address).status_code == status


def test_the_page_of_a_venue_in_a_period_opens_for_any_day(browser, north):
    venue = make_venue(north)
    address = url(type(venue), "fitness", venue.pk)
    for first in (FIRST_DAY, LAST_DAY - timedelta(days=3), *BEYOND):
        for last in (LAST_DAY, *BEYOND):
            asked = {"first": str(first), "last": str(last)}
            assert browser.get(address, asked).status_code == 200


@pytest.mark.parametrize("number", [LONG, "9" * 20, "-1", "１２"])
def test_a_number_that_no_key_has_finds_nothing(browser, everything, north, number):
    visit, inspection, item, session = (
        make(north)
        for make in (make_visit, make_inspection, make_checklist_item, make_session)
    )
    inspection.lists.add(item.version)
    standards = url(type(visit), "standards", visit.pk)
    assert browser.post(standards, {"taken": number, "shown": number}).status_code < 400
    access = url(type(visit), "access", visit.pk)
    sent = {"take_back": f"visitusergrant-{number}"}
    assert browser.post(access, sent).status_code in {302, 404}
    fill = url(type(inspection), "fill", inspection.pk)
    assert browser.post(fill, {"only": number}).status_code < 500
    sent = {f"seen-{item.pk}": number, f"result-{item.pk}": "ok"}
    assert browser.post(fill, sent).status_code < 400
    prints = url(type(session), "print", session.pk)
    assert browser.get(prints, {"only": number}).status_code < 500
    make_staff(north, user=everything)
    swap = {"swap": number, "move": "agree"}
    assert browser.post(reverse("roster:mine"), swap).status_code == 404
