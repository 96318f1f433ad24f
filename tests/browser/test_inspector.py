"""The inspector stands in a hotel's kitchen with his phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from compliance.models import Finding
from tests.browser.steps import (
    add_row,
    cell,
    choose,
    field,
    fill,
    fits,
    saved,
    search_box,
)
from tests.records import make_venue

ITEM = "冷藏柜生熟食品未分开存放，温度记录缺三日"


@pytest.fixture
def venue(north):
    """A hotel with a long name."""
    return make_venue(north, name="鹤壁朝歌国际会议中心酒店（淇水关路店）")


def test_an_inspection_and_a_finding_on_a_phone(desk, inspector, venue):
    """He enters an inspection with its first finding and adds one that is overdue,
    which his home page then tells him; no page has to be pushed sideways.
    """
    today = timezone.localdate()
    page = desk(inspector, "/", phone=True, lang="en-US")
    fits(page)
    page.get_by_role("link", name="Enter an inspection").click()
    fits(page)
    choose(page, search_box(page, "Venue"), venue.name)
    fill(page, {"Inspection date": today.isoformat(), "Conclusion": "限期整改"})
    finding = add_row(page, "Finding", "Findings")
    cell(finding, "Category").locator("select").select_option("food safety")
    cell(finding, "Item").get_by_role("textbox").fill(ITEM)
    cell(finding, "Severity").locator("select").select_option("B major")
    cell(finding, "Found on").locator("input").fill(today.isoformat())
    fits(page)
    saved(page)
    fits(page)

    page.goto("/")
    page.get_by_role("link", name="Enter a finding").click()
    choose(page, search_box(page, "Inspection"), venue.name)
    second = {
        "Category": "fire safety",
        "Severity": "A critical",
        "Item": "消防通道堆放杂物",
        "Found on": (today - timedelta(days=3)).isoformat(),
        "Deadline": (today - timedelta(days=1)).isoformat(),
    }
    fill(page, second)
    fits(page)
    saved(page)
    expect(page.get_by_text(ITEM, exact=True)).to_be_visible()
    fits(page)

    page.get_by_role("link", name="-F-").first.click()
    expect(field(page, "Item")).to_have_value("消防通道堆放杂物")
    fits(page)
    page.goto("/")
    overdue = page.get_by_role("region", name="Overdue")
    expect(overdue).to_contain_text(venue.name)
    fits(page)
    assert Finding.objects.filter(inspection__venue=venue).count() == 2
