"""The auditor asks why a visit was allowed, and finds every reason on its file."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reception.workflow import move
from tests.browser.steps import is_closed
from tests.records import make_letter, make_level, make_visit, make_waiver

NOW = timezone.now()
URGENT = "汛情紧急，当日补批"
APART = "两批来宾内容不同，分开接待"
BAG = "车上备急救包，不另设医疗点"


def page_of(visit):
    """Return the address of the visit's page."""
    return f"/admin/visits/visit/{visit.pk}/change/"


@pytest.fixture
def visit(north, clerk, approver):
    """A visit that came an hour ago, while another of its sender is here too."""
    make_level(north, approver, order=1, name="head of office")
    days = {"arrives_at": NOW - timedelta(hours=1), "departs_at": NOW + timedelta(1)}
    sender = {"sending_unit": "省水利厅", "entered_by": clerk, **days}
    make_visit(north, title="另一批来宾", **sender)
    letter = make_letter(north, itinerary="一天", persons="五人")
    known = {"letter": letter, "purpose_kind": "inspection"}
    visit = make_visit(north, title="督导水库安全度汛", **known, **sender)
    make_waiver(north, visit=visit, given_by=approver, reason=BAG)
    return visit


def justify(desk, clerk, visit):
    """The clerk says on the page of rules why the visits are not merged."""
    page = desk(clerk, page_of(visit), lang="en-US")
    page.get_by_role("link", name="Rules (1)").click()
    finding = page.get_by_role("article").filter(has_text="R06")
    expect(finding.get_by_text("asks for a reason")).to_be_visible()
    finding.get_by_label("Why it goes on all the same").fill(APART)
    finding.get_by_role("button", name="Keep the reason").click()
    expect(page.get_by_text("The reason is on the file.")).to_be_visible()


def test_he_finds_who_allowed_it_and_why(desk, auditor, clerk, approver, visit):
    """He reads the late approval, the answered rule, the waiver and the history."""
    justify(desk, clerk, visit)
    early = visit.arrives_at - timedelta(hours=2)
    move(visit, "submit", by=clerk, at=early)
    move(visit, "approve", by=approver, at=NOW, reason=URGENT)

    page = desk(auditor, page_of(visit), lang="en-US")
    is_closed(page)
    said = page.get_by_role("row").filter(has_text="head of office")
    expect(said).to_contain_text("agreed")
    expect(said).to_contain_text("Approver")
    expect(said).to_contain_text(URGENT)

    page.get_by_role("link", name="Rules", exact=True).click()
    finding = page.get_by_role("article").filter(has_text="R06")
    expect(finding.get_by_text("answered")).to_be_visible()
    expect(finding).to_contain_text(APART)
    expect(finding).to_contain_text("Clerk")
    expect(page.get_by_role("button", name="Keep the reason")).to_have_count(0)

    page.goto(page_of(visit))
    page.get_by_role("link", name="Readiness", exact=True).click()
    health = page.get_by_role("listitem").filter(has_text="Health protection")
    expect(health).to_contain_text("let pass")
    expect(health).to_contain_text(BAG)
    expect(page.get_by_text("Let it pass")).to_have_count(0)

    page.goto(page_of(visit))
    page.get_by_role("link", name="History", exact=True).click()
    for told in ("submitted", "approved", URGENT):
        expect(page.get_by_text(told).first).to_be_visible()
