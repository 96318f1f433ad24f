"""What people do on every screen: search and choose, save, look left and right."""

import re

from playwright.sync_api import Locator, Page, expect

PHONE_WIDTH = 390  # CSS pixels


def field(page: Page, label: str) -> Locator:
    """Return the field with the label, starred or not."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$"))


def fill(page: Page, values: dict[str, str]) -> None:
    """Type a value into each field, choose it where the field is a choice."""
    for label, value in values.items():
        box = field(page, label)
        if box.evaluate("(each) => each.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)


def log_in(page: Page, name: str, password: str) -> None:
    """Log in on the login page."""
    fill(page, {"Username": name, "Password": password})
    page.get_by_role("button", name="Log in").click()


def go_to(page: Page, screen: str) -> None:
    """Open a list by its name in the sidebar."""
    sidebar = page.get_by_role("navigation").first
    sidebar.get_by_role("link", name=re.compile(rf"\w+ {screen}$")).click()


def search_box(page: Page, label: str) -> Locator:
    """Return the box beside ``label`` that searches as one types."""
    return field(page, label).locator("xpath=following-sibling::span")


def look_up(page: Page, box: Locator, words: str) -> Locator:
    """Type ``words`` into a box that searches, and return what it offers."""
    box.get_by_role("combobox").click()
    opened = page.locator(".select2-container--open")
    opened.get_by_role("searchbox").fill(words)
    return opened.get_by_role("option")


def choose(page: Page, box: Locator, words: str) -> None:
    """Choose the one record that ``words`` find."""
    look_up(page, box, words).filter(has_text=words).click()


def add_row(page: Page, part: str, parts: str) -> Locator:
    """Add a row to the table ``parts`` of a form, and return it."""
    page.get_by_role("link", name=f"Add another {part}").click()
    return page.get_by_role("group", name=parts).get_by_role("row").nth(-2)


def cell(row: Locator, label: str) -> Locator:
    """Return the cell of a row below the heading ``label``."""
    return row.locator(f'[data-label="{label}"]')


def save(page: Page) -> None:
    """Press the button of the form."""
    page.get_by_role("button", name="Save", exact=True).click()


def saved(page: Page) -> None:
    """Save, and be told that it worked."""
    save(page)
    expect(page.get_by_text("successfully")).to_be_visible()


def is_closed(page: Page) -> None:
    """The page offers nothing to save, to delete or to add."""
    for name in ("Save", "Save and continue editing", "Save and add another"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("^Delete "))).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("Add another"))).to_have_count(0)


def download(page: Page) -> bytes:
    """Export what the list shows, as it is offered, and return the file."""
    page.get_by_role("link", name="Export").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Export").click()
    page.get_by_role("link", name="Back to the list").click()
    return started.value.path().read_bytes()


WIDER = """(width) => [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > width + 1)
    .map((each) => each.outerHTML.slice(0, 120)).slice(0, 5)"""


def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways, whatever the width of the screen."""
    width = page.viewport_size["width"]
    try:
        page.wait_for_function(
            "(width) => document.documentElement?.scrollWidth <= width",
            arg=width,
            timeout=2000,
        )
    except Exception as error:
        found = page.evaluate(WIDER, width)
        raise AssertionError(f"{page.url} is wider than {width}: {found}") from error
