"""The console speaks Chinese to whoever's browser does."""

import re

from playwright.sync_api import expect

from tests.records import make_visit

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile("[A-Za-z]{2,}")
# What is drawn as an icon is written as an English word.
WORDS = """(all) => all.map((each) => {
    const copy = each.cloneNode(true);
    copy.querySelectorAll("[class*=material-symbols]").forEach((icon) => icon.remove());
    return copy.textContent.trim();
})"""


def words(found) -> list[str]:
    """Return the texts of the elements without their icons."""
    return [text for text in found.evaluate_all(WORDS) if text.strip("*▲▼ \n")]


def foreign(texts) -> list[str]:
    """Return the texts that are not Chinese."""
    assert texts
    return [text for text in texts if LATIN.search(text) or not CHINESE.search(text)]


def test_sidebar_headings_and_labels_are_chinese(desk, clerk, north):
    """A clerk with a Chinese browser enters a visit without reading English.

    It fails while a translation is missing.
    """
    visit = make_visit(north, title="省文旅厅来鹤调研")
    page = desk(clerk, "/admin/visits/visit/", lang="zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    sidebar = page.get_by_role("navigation").first
    assert foreign(words(sidebar.locator("li a, h2"))) == []
    assert foreign(words(page.get_by_role("columnheader"))) == []
    page.get_by_role("link", name=visit.number).click()
    expect(page.get_by_role("textbox").first).to_be_visible()
    labels = page.locator("form label, form fieldset h2, form th")
    assert foreign(words(labels)) == []
    assert foreign(words(page.get_by_role("button"))) == []
