"""Inspectors go through a hotel with a tablet, alone and in twos."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from compliance.models import Finding, FindingPhoto, Inspection
from tests import doors
from tests.browser.steps import fits
from tests.cast import person
from tests.compliance.round_rules import version_in
from tests.compliance.test_inspecting import picture
from tests.records import (
    make_checklist,
    make_checklist_item,
    make_inspection,
    make_staff,
    make_venue,
)

SIZES = {"lying": (1024, 768), "standing": (768, 1024), "telephone": (390, 844)}
TEXTS = ("冷藏、冷冻温度符合要求", "生熟分开，刀具、砧板有标识", "有应急预案和联络表")
FINGER = 44  # CSS pixels, the least that a finger meets


@pytest.fixture
def inspection(north, inspector):
    """Today's inspection of a hotel by a list of three items."""
    listed = make_checklist(code="FS", name="食品安全检查表", name_en="Food safety")
    version = version_in("in_force", checklist=listed)
    for n, text in enumerate(TEXTS, start=1):
        given = {"code": f"FS0{n}", "line": n, "text": text, "severity": "B"}
        make_checklist_item(version=version, **given)
    venue = make_venue(north, name="鹤壁朝歌国际会议中心酒店（淇水关路店）")
    made = make_inspection(north, venue=venue, inspected_on=timezone.localdate())
    made.lists.add(version)
    made.inspectors.add(make_staff(north, user=inspector, post="inspector"))
    return made


def item(page: Page, code: str):
    """Return the part of the page that asks the item."""
    return page.get_by_role("group").filter(has_text=code)


def press(page: Page, code: str, result: str):
    """Press an answer."""
    item(page, code).get_by_role("radio", name=result, exact=True).click()


def choose(page: Page, code: str, result: str):
    """Press an answer and wait until it is stored."""
    press(page, code, result)
    expect(item(page, code).locator(".item-state")).to_contain_text("Inspector")


def touched_by_fingers(page: Page):
    """Everything that is pressed on the page is as large as a finger."""
    for each in page.locator(".item-result, .item-photo, .fill-foot > *").all():
        assert each.bounding_box()["height"] >= FINGER


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_an_inspection_on_a_tablet(desk, inspector, inspection, size, tmp_path):
    """He opens it from his home, answers by touch, photographs what is wrong, and
    finishes when nothing is left; the finding stands in the ledger.
    """
    page = desk(inspector, "/", lang="en-US")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    today = page.get_by_role("region", name="My inspections today")
    today.get_by_role("link", name=inspection.venue.name).click()
    fits(page)
    choose(page, "FS01", "in order")
    choose(page, "FS02", "not in order")
    box = item(page, "FS02")
    box.get_by_label("Note").fill("砧板混用")
    box.get_by_label("Location").fill("主厨房")
    box.get_by_label("Location").blur()
    file = tmp_path / "kitchen.jpg"
    file.write_bytes(picture().open().read())
    item(page, "FS02").locator("input[type=file]").first.set_input_files(file)
    expect(item(page, "FS02").get_by_role("img")).to_be_visible()
    expect(page.locator("[data-number=answered]")).to_have_text("2")
    touched_by_fingers(page)
    fits(page)
    finding = Finding.objects.get()
    told = (finding.description, finding.location, finding.severity)
    assert told == ("砧板混用", "主厨房", "B")
    assert FindingPhoto.objects.get().stage == "before"

    page.get_by_role("link", name="Finish the inspection").click()
    expect(page.get_by_text("1 items are not answered yet: FS03.")).to_be_visible()
    page.go_back()
    choose(page, "FS03", "not applicable")
    page.get_by_role("link", name="Finish the inspection").click()
    page.get_by_role("button", name="Finish the inspection").click()
    expect(page.get_by_text("is now “finished”")).to_be_visible()
    fits(page)
    inspection.refresh_from_db()
    assert inspection.state == "finished"


def test_two_inspectors_at_once(desk, north, inspector, inspection):
    """Both have the page open; the second to answer an item reads what the first
    wrote, keeps his own words, and may then replace the answer.
    """
    other = person("second", north, "inspector", reaches=[north])
    url = doors.url(Inspection, "fill", inspection.pk)
    here, there = desk(inspector, url, lang="en-US"), desk(other, url, lang="en-US")
    choose(here, "FS01", "in order")
    press(there, "FS01", "not in order")
    alert = item(there, "FS01").get_by_role("alert")
    expect(alert).to_contain_text("Inspector answered")
    assert inspection.answers.get().result == "ok"
    there.get_by_role("button", name="Save").click()
    expect(alert).to_have_count(0)
    expect(item(there, "FS01").locator(".item-state")).to_contain_text("Second")
    assert Finding.objects.count() == 1


def test_a_broken_connection_loses_nothing(desk, inspector, inspection):
    """In the cellar there is no network: the answer is kept, is still there when the
    page is opened again, and is sent as soon as there is one.
    """
    url = doors.url(Inspection, "fill", inspection.pk)
    page = desk(inspector, url, lang="en-US")
    page.route("**/fill/", lambda route: route.abort("internetdisconnected"))
    press(page, "FS03", "in order")
    expect(page.get_by_text("No connection. It is kept here")).to_be_visible()
    expect(page.get_by_text("waiting to be sent: 1")).to_be_visible()
    assert not inspection.answers.exists()
    page.unroute("**/fill/")
    page.reload()
    expect(page.locator("[data-number=answered]")).to_have_text("1")
    assert inspection.answers.get().result == "ok"


def test_without_a_script_the_button_saves(desk, browser, inspector, inspection):
    """A browser that runs no script sends the whole page by its button."""
    page = desk(inspector, "/", lang="en-US")
    cookies = page.context.cookies()
    plain = browser.new_context(java_script_enabled=False, locale="en-US")
    plain.add_cookies(cookies)
    still = plain.new_page()
    url = doors.url(Inspection, "fill", inspection.pk)
    still.goto(page.url.partition("/admin")[0] + url)
    press(still, "FS01", "in order")
    still.get_by_role("button", name="Save").click()
    expect(still.get_by_text("All answers are saved.")).to_be_visible()
    plain.close()
    assert inspection.answers.get().result == "ok"
