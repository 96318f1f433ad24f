"""The approver's desk: what waits for him, and what he may not decide."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.steps import field, is_closed
from tests.cast import person
from tests.records import make_letter, make_visit

WEEK = timedelta(days=7)
WAITING = "Waiting for a decision"


@pytest.fixture
def submitted(north):
    """Return a visit that somebody has submitted."""

    def _submitted(by, title):
        now = timezone.now()
        stamps = {"submitted_by": by, "submitted_at": now}
        days = {"arrives_at": now + timedelta(days=3), "departs_at": now + WEEK}
        letter = make_letter(north)
        return make_visit(
            north,
            title=title,
            letter=letter,
            entered_by=by,
            state="submitted",
            **stamps,
            **days,
        )

    return _submitted


def test_from_the_inbox_to_the_decision(desk, approver, clerk, submitted):
    """He finds two visits in his inbox, approves one and refuses the other."""
    submitted(clerk, "考察古城")
    submitted(clerk, "顺道游览")
    page = desk(approver, "/", lang="en-US")
    expect(page.get_by_text("2 things wait for you today.")).to_be_visible()

    inbox = page.get_by_role("region", name=WAITING)
    inbox.get_by_role("link", name="考察古城").click()
    is_closed(page)
    page.get_by_role("link", name="Approve").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("考察古城 is now “approved”.")).to_be_visible()

    page.get_by_role("link", name="home Home").click()
    expect(inbox.get_by_role("link", name="考察古城")).to_have_count(0)
    inbox.get_by_role("link", name="顺道游览").click()
    page.get_by_role("link", name="Refuse").click()
    expect(field(page, "Reason")).to_have_attribute("required", "")
    field(page, "Reason").fill("无公务内容")
    page.get_by_role("button", name="Refuse").click()
    expect(page.get_by_text("顺道游览 is now “refused”.")).to_be_visible()

    page.get_by_role("link", name="History", exact=True).click()
    expect(page.get_by_text("无公务内容")).to_be_visible()
    page.get_by_role("link", name="home Home").click()
    expect(page.get_by_text("Nothing waits for a decision.")).to_be_visible()


def test_his_own_entry_somebody_else_decides(desk, north, submitted):
    """An approver who is a clerk as well cannot approve what he handed in himself."""
    both = person("both", north, "clerk", "approver", reaches=[north])
    submitted(both, "自己登记的来访")
    page = desk(both, "/", lang="en-US")
    inbox = page.get_by_role("region", name=WAITING)
    row = inbox.get_by_role("row", name="自己登记的来访")
    expect(row).to_contain_text("somebody else must decide")
    row.get_by_role("link").click()
    page.get_by_role("link", name="Approve").click()
    said = "You entered or submitted this visit; somebody else must decide."
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_be_disabled()
