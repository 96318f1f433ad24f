"""One visit over several desks: entered, approved, planned, made ready."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.steps import add_row, cell, field, fill, save, saved
from tests.cast import person
from tests.records import make_item, make_letter, make_level, make_visit

TITLE, SOON = "省文旅厅来鹤调研", timedelta(days=3)


@pytest.fixture
def head(north):
    """Decides first."""
    return person("head", north, "approver", reaches=[north])


@pytest.fixture
def leader(north):
    """Decides after the head, from bureau level."""
    return person("leader", north, "approver", reaches=[north])


@pytest.fixture
def visit(north, clerk, head, leader):
    """A draft of a visit of bureau rank, with letter and programme, for one day."""
    make_level(north, head, order=1, name="head of office")
    make_level(north, leader, order=2, name="leader", from_rank="bureau")
    tomorrow = (timezone.localtime() + SOON).replace(hour=9, minute=0)
    days = {"arrives_at": tomorrow, "departs_at": tomorrow + timedelta(hours=8)}
    letter = make_letter(north, content="调研", itinerary="一天", persons="龙恺")
    known = {"letter": letter, "rank": "bureau", "purpose_kind": "study"}
    visit = make_visit(north, title=TITLE, entered_by=clerk, **known, **days)
    make_item(north, visit=visit, starts_at=tomorrow, line=1)
    return visit


def page_of(visit):
    """Return the address of the visit's page."""
    return f"/admin/visits/visit/{visit.pk}/change/"


def move(page, name):
    """Make a move from a record's page, without a reason."""
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("button", name=name, exact=True).click()


def is_now(page, state):
    """The page tells how far the visit has gone."""
    expect(page.get_by_text(f"is now “{state}”.")).to_be_visible()


def inbox_of(page):
    """Return what waits for the approver on his home page."""
    return page.get_by_role("region", name="Waiting for a decision")


def agree(desk, user, state):
    """An approver finds the visit in his inbox and approves it."""
    page = desk(user, "/", lang="en-US")
    inbox_of(page).get_by_role("link", name=TITLE).click()
    move(page, "Approve")
    is_now(page, state)


def board(page):
    """Open the readiness board from the visit's page, and return its lines."""
    page.get_by_role("link", name="Readiness", exact=True).click()
    return page.get_by_role("listitem")


def test_from_the_draft_to_ready_over_three_desks(desk, clerk, head, leader, visit):
    """The clerk submits; both levels approve; a plan is written and agreed on; the
    board tells what is missing, the clerk mends it and declares the visit ready.
    """
    page = desk(clerk, page_of(visit), lang="en-US")
    move(page, "Submit")
    is_now(page, "submitted")

    inbox = inbox_of(desk(leader, "/", lang="en-US"))
    expect(inbox.get_by_text("Nothing waits for a decision.")).to_be_visible()
    agree(desk, head, "submitted")
    agree(desk, leader, "approved")

    page.goto(page_of(visit))
    lines = board(page)
    for name in ("Reception plan", "Living habits asked", "Health protection"):
        missing = lines.filter(has_text=re.compile(name, re.I))
        expect(missing).to_contain_text("missing")
    expect(page.get_by_role("link", name="Declare ready")).to_have_count(0)

    write_plan(page)
    review_plan(desk, leader)
    approve_plan(desk, head)

    page.goto(page_of(visit))
    fill(page, {"Living habits asked on": timezone.localdate().isoformat()})
    field(page, "Health protection").fill("市人民医院为定点保障医院")
    saved(page)
    page.goto(page_of(visit))
    board(page)
    expect(page.get_by_text("everything is in place")).to_be_visible()
    move(page, "Declare ready")
    is_now(page, "ready")


def write_plan(page):
    """Begin a plan from the board, write it, name a reviewer, hand it in."""
    plan = page.get_by_role("listitem").filter(has_text="Reception plan")
    plan.get_by_role("link").click()
    page.get_by_role("button", name="Begin an empty plan").click()
    page.get_by_role("link", name="Add another Plan section").click()
    section = page.locator(".section:not(.empty-form)").last
    section.locator("input[name$=line]").fill("1")
    section.locator("input[name$=heading]").fill("住宿与用餐")
    section.locator("textarea").fill("工作餐一次，不上烟酒。")
    row = add_row(page, "Review", "Reviewers of the coming rounds")
    cell(row, "Review round").get_by_role("spinbutton").fill("1")
    cell(row, "Reviewer").locator("select").select_option("Leader")
    save(page)
    page.get_by_role("link", name=re.compile(r"-PL-.*-1$")).first.click()
    move(page, "Hand in for review")
    expect(page.get_by_text("is now “in review”.")).to_be_visible()


def plan_page(desk, user):
    """Open the version in review as ``user``."""
    page = desk(user, "/admin/visits/planversion/", lang="en-US")
    page.get_by_role("link", name=re.compile(r"-PL-.*-1$")).first.click()
    return page


def review_plan(desk, reviewer):
    """The reviewer agrees to the version."""
    page = plan_page(desk, reviewer)
    expect(page.get_by_text("不上烟酒")).to_be_visible()
    move(page, "Agree")
    expect(page.get_by_text("is now “agreed”.")).to_be_visible()


def approve_plan(desk, approver):
    """Somebody who did not write it approves the version."""
    page = plan_page(desk, approver)
    move(page, "Approve")
    expect(page.get_by_text("is now “approved”.")).to_be_visible()
