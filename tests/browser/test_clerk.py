"""The clerk's day: a letter comes, a visit is entered, the file is handed in."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.steps import (
    add_row,
    cell,
    choose,
    field,
    fill,
    go_to,
    is_closed,
    log_in,
    save,
    saved,
    search_box,
)
from tests.records import make_guest, make_visit
from visits.models import ActivityPlace

SOON = timezone.localdate() + timedelta(days=3)
NEXT = SOON + timedelta(days=1)
PASSWORD = "straw-hat-and-umbrella"


@pytest.fixture
def clerk(clerk):
    """A clerk who knows a password."""
    clerk.set_password(PASSWORD)
    clerk.save()
    return clerk


def register_letter(page, scan):
    """Register an official letter with its scan."""
    page.get_by_role("link", name="Register a letter").click()
    letter = {
        "Sending unit": "河南省文化和旅游厅",
        "Document number": "豫文旅函〔2026〕12号",
        "Date of the letter": "2026-03-02",
        "Received on": "2026-03-04",
        "Content": "调研文旅融合",
    }
    fill(page, letter)
    field(page, "Scan").set_input_files(
        {"name": "来函.pdf", "mimeType": "application/pdf", "buffer": scan}
    )
    saved(page)


def enter_visit(page):
    """Fill the form of a visit from top to bottom; one guest, one line."""
    choose(page, search_box(page, "Letter"), "河南省文化和旅游厅")
    visit = {
        "Title": "省文旅厅来鹤调研",
        "Category": "domestic official",
        "Arrival": f"{SOON}T09:00",
        "Departure": f"{NEXT}T15:30",
        "Purpose": "调研文旅融合",
        "Sending unit": "河南省文化和旅游厅",
        "Head of delegation": "龙恺",
        "Rank": "bureau level",
        "Number of guests": "5",
    }
    fill(page, visit)

    guest = add_row(page, "Guest on a visit", "Guests on visits")
    choose(page, cell(guest, "Guest"), "龙恺")
    cell(guest, "Role in the delegation").locator("select").select_option("head")
    cell(guest, "Position then").get_by_role("textbox").fill("副厅长")

    line = add_row(page, "Itinerary item", "Itinerary items")
    cell(line, "Line").get_by_role("spinbutton").fill("1")
    cell(line, "Starts").locator("input").fill(f"{SOON}T10:00")
    cell(line, "Activity").get_by_role("textbox").fill("座谈")
    choose(page, cell(line, "Activity place"), "朝歌文化园")


def test_from_the_letter_to_the_submission(desk, clerk, north):
    """He logs in, registers a letter with its scan, enters the visit that it
    announces with a guest and a line of the programme, and hands the file in.
    """
    make_guest(north, name="龙恺")
    ActivityPlace.objects.create(number="NORTH-P-1", office=north, name="朝歌文化园")
    scan = b"%PDF-1.4 the letter"
    number = f"NORTH-{timezone.localdate().year}-0001"

    page = desk(None, "/", lang="en-US")
    log_in(page, "clerk", PASSWORD)
    expect(page.get_by_text(re.compile("^Good .*, Clerk$"))).to_be_visible()
    register_letter(page, scan)

    go_to(page, "Visits")
    page.get_by_role("link", name="add", exact=True).click()
    enter_visit(page)
    saved(page)
    row = page.get_by_role("row", name=number)
    expect(row).to_contain_text("draft")
    row.get_by_role("link", name=number).click()
    guests = page.get_by_role("group", name="Guests on visits")
    programme = page.get_by_role("group", name="Itinerary items")
    expect(cell(guests, "Guest").first).to_contain_text("龙恺")
    expect(cell(programme, "Activity place").first).to_contain_text("朝歌文化园")

    page.get_by_role("link", name="Submit").click()
    page.get_by_role("button", name="Submit").click()
    moved = f"{number} 省文旅厅来鹤调研 is now “submitted”."
    expect(page.get_by_text(moved)).to_be_visible()
    expect(page.get_by_text("take it back to draft before changing")).to_be_visible()
    is_closed(page)
    expect(field(page, "Title")).to_have_count(0)

    go_to(page, "Letters")
    page.get_by_role("link", name=re.compile("^NORTH-L-")).click()
    attached = page.get_by_role("link", name="download")
    assert page.request.get(attached.get_attribute("href")).body() == scan


def test_without_a_letter_he_is_told_why(desk, clerk, north):
    """He tries to hand in an official visit that no letter announces."""
    visit = make_visit(north, title="无函来访")
    page = desk(clerk, f"/admin/visits/visit/{visit.pk}/change/", lang="en-US")
    page.get_by_role("link", name="Submit").click()
    expect(page.get_by_text("No letter, no reception").first).to_be_visible()
    expect(page.get_by_role("button", name="Submit")).to_be_disabled()
    page.get_by_role("link", name="Back to the record").click()
    expect(field(page, "Title")).to_have_value("无函来访")


def test_the_second_of_two_windows_is_told(desk, clerk, north):
    """He has the same visit open twice; what the first window saved stays."""
    visit = make_visit(north, title="before")
    path = f"/admin/visits/visit/{visit.pk}/change/"
    first = desk(clerk, path, lang="en-US")
    second = first.context.new_page()
    second.goto(path)
    field(first, "Title").fill("from the first window")
    saved(first)
    field(second, "Title").fill("from the second window")
    save(second)
    expect(second.get_by_text("Somebody else changed this record")).to_be_visible()
    expect(field(second, "Title")).to_have_value("from the second window")
    first.reload()
    expect(first.get_by_role("row", name="from the first window")).to_be_visible()
    visit.refresh_from_db()
    assert visit.title == "from the first window"
