"""The venue contact's morning: five controls and a food sample, on his phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from compliance.models import DailyControl, FoodSample
from tests.browser.steps import choose, fill, fits, saved, search_box
from tests.cast import person
from tests.records import make_period, make_venue

NAME = "鹤壁朝歌国际会议中心酒店（淇水关路店）"


@pytest.fixture
def venue(north):
    """A hotel with a long name that keeps the daily controls since yesterday."""
    venue = make_venue(north, name=NAME)
    yesterday = timezone.localdate() - timedelta(days=1)
    make_period(north, venue=venue, starts_on=yesterday, ends_on=None)
    return venue


@pytest.fixture
def contact(north, venue):
    """Keeps the hotel."""
    return person("contact", north, "venue_contact", reaches=[venue])


def test_the_morning_of_a_contact(desk, contact, venue):
    """Home tells him what to do; he ticks five, adds a sample, sees yesterday's gap."""
    page = desk(contact, "/", phone=True, lang="en-US")
    fits(page)
    to_do = page.get_by_role("region", name="Daily controls to do")
    to_do.get_by_role("link", name=NAME).first.click()
    fits(page)
    for box in page.get_by_role("radio", name="in order", exact=True).all():
        box.check()
    page.get_by_placeholder("Supplier").fill("淇滨农产品配送中心")
    page.get_by_placeholder("Lot").fill("生鲜肉 20 kg，批次1106")
    page.get_by_role("button", name="Enter the controls").click()
    expect(page.get_by_text("5 controls are entered.")).to_be_visible()
    expect(page.get_by_text("complete", exact=True)).to_be_visible()
    fits(page)
    page.get_by_role("link", name="The whole month").click()
    yesterday = timezone.localdate() - timedelta(days=1)
    if yesterday.month != timezone.localdate().month:
        page.get_by_role("link", name=f"{yesterday:%Y-%m}").click()
    expect(page.get_by_text("5 controls are missing")).to_be_visible()
    fits(page)

    page.goto("/")
    page.get_by_role("link", name="Enter a food sample").click()
    fits(page)
    choose(page, search_box(page, "Venue"), NAME)
    fill(page, {"Meal": "lunch", "Dish": "清蒸淇河鲫鱼", "Fridge": "1"})
    fill(page, {"Kept by": "王厨师长"})
    saved(page)
    fits(page)
    assert DailyControl.objects.filter(done_by=contact).count() == 5
    assert FoodSample.objects.get().kept_hours == 48
