"""Two clerks of two counties: what is the north's does not exist for the south."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.steps import (
    choose,
    download,
    field,
    fill,
    go_to,
    look_up,
    save,
    search_box,
)
from tests.records import make_letter, make_visit
from visits.models import Visit

TITLE, UNIT = "省发改委来鹤调研", "河南省发展和改革委员会"


@pytest.fixture
def letter(north):
    """A letter of the north with its scan."""
    letter = make_letter(north, sending_unit=UNIT)
    letter.scan.save("scan.pdf", ContentFile(b"%PDF-1.4 secret"))
    return letter


@pytest.fixture
def visit(north, letter):
    """A visit of the north, announced by the letter."""
    return make_visit(north, title=TITLE, sending_unit=UNIT, letter=letter)


@pytest.fixture
def own(south):
    """A visit of the south."""
    return make_visit(south, title="南边自己的来访")


def page_of(visit, name="change"):
    """Return the address of a page of the visit."""
    return f"/admin/visits/visit/{visit.pk}/{name}/"


def rows(file: bytes) -> list[dict]:
    """Return the rows of an exported CSV."""
    text = file.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def is_hidden(page, visit):
    """Every page of the visit answers like one that does not exist."""
    for name in ("change", "history", "access", "delete", "move/submit"):
        page.goto(page_of(visit, name))
        expect(page.get_by_text("doesn’t exist")).to_be_visible()
        expect(page.get_by_text(TITLE)).to_have_count(0)


def test_no_door_leads_to_the_other_offices_visit(
    desk, southern_clerk, visit, letter, own
):
    """The southern clerk looks for the north's visit in the list, by the search box,
    by its address, in an export and in the box that offers letters.
    """
    page = desk(southern_clerk, "/", lang="en-US")
    go_to(page, "Visits")
    expect(page.get_by_role("row", name=own.title)).to_be_visible()
    expect(page.get_by_text(TITLE)).to_have_count(0)

    exported = rows(download(page))
    assert [row["title"] for row in exported] == [own.title]

    box = page.get_by_role("textbox", name="Type to search")
    box.fill(visit.number)
    box.press("Enter")
    expect(page.get_by_role("row", name=own.title)).to_have_count(0)
    expect(page.get_by_text(TITLE)).to_have_count(0)

    is_hidden(page, visit)
    assert page.request.get(letter.scan.url).status == 404
    everywhere = page.request.get(f"/admin/search/?extended=1&s={TITLE}")
    assert everywhere.ok
    assert visit.number not in everywhere.text()

    page.goto("/admin/visits/visit/add/")
    found = look_up(page, search_box(page, "Letter"), UNIT)
    expect(page.get_by_text("No results found")).to_be_visible()
    expect(found).to_have_count(0)


def test_the_other_offices_letter_cannot_be_referred_to(
    desk, southern_clerk, letter, own
):
    """He writes the letter's key into the page and saves: it is no choice of his."""
    page = desk(southern_clerk, page_of(own), lang="en-US")
    field(page, "Letter").evaluate(
        "(box, key) => box.add(new Option('smuggled', key, true, true))",
        str(letter.pk),
    )
    save(page)
    expect(page.get_by_text("Select a valid choice")).to_be_visible()
    expect(page.get_by_text(UNIT)).to_have_count(0)
    assert not Visit.objects.filter(letter=letter).exists()


def test_a_share_opens_the_visit_until_it_is_taken_back(
    desk, clerk, southern_clerk, visit
):
    """The northern clerk shares the visit with the southern office until
    tomorrow; its clerk reads it and cannot change it; then it is taken back.
    """
    other = desk(southern_clerk, page_of(visit), lang="en-US")
    expect(other.get_by_text("doesn’t exist")).to_be_visible()

    page = desk(clerk, page_of(visit), lang="en-US")
    page.get_by_role("link", name="Who can see this").click()
    until = timezone.localtime() + timedelta(days=1)
    wanted = {
        "Or an office": "SOUTH office",
        "Right": "see",
        "Until": until.strftime("%Y-%m-%dT%H:%M"),
    }
    fill(page, wanted)
    page.get_by_role("button", name="Share", exact=True).click()
    shared = page.get_by_role("row", name="Take back")
    expect(shared).to_contain_text(until.strftime("%Y-%m-%d %H:%M"))
    reached = page.get_by_role("row", name="this record is shared")
    expect(reached).to_contain_text("Southern")

    other.goto(page_of(visit))
    expect(other.get_by_text(TITLE).locator("visible=true").first).to_be_visible()
    expect(other.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    expect(other.get_by_role("link", name="Submit")).to_have_count(0)

    shared.get_by_role("button", name="Take back").click()
    expect(shared).to_have_count(0)
    is_hidden(other, visit)
    expect(field(page, "Or an office")).to_have_value("")


def test_the_own_letter_can_be_chosen(desk, southern_clerk, south, own):
    """What he may refer to is offered: the box is empty for a reason."""
    letter = make_letter(south, sending_unit="南边收到的函")
    page = desk(southern_clerk, page_of(own), lang="en-US")
    choose(page, search_box(page, "Letter"), letter.sending_unit)
    save(page)
    expect(page.get_by_text("successfully")).to_be_visible()
    own.refresh_from_db()
    assert own.letter == letter
