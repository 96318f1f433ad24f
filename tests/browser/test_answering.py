"""A finding on its way: answered by its venue, counted for the auditor."""

import pytest
from playwright.sync_api import expect

from compliance.models import Finding
from tests.browser.steps import fill, fits
from tests.cast import person
from tests.compliance.hands import hands, through
from tests.compliance.test_inspecting import picture
from tests.records import make_campaign, make_finding, make_inspection, make_venue

NAME = "鹤壁朝歌国际会议中心酒店（淇水关路店）"


@pytest.fixture
def finding(north):
    """A major finding at a hotel, of which notice was given."""
    campaign = make_campaign(north, name="迎新春接待场所安全检查")
    venue = make_venue(north, name=NAME)
    inspection = make_inspection(north, venue=venue, campaign=campaign)
    told = {"item": "应急照明、疏散指示", "severity": "B", "category": "fire"}
    finding = make_finding(north, inspection=inspection, **told)
    return through(finding, hands(north, "notify"), "notify")


@pytest.fixture
def contact(north, finding):
    """Keeps the hotel and nothing else."""
    return person("contact", north, "venue_contact", reaches=[finding.inspection.venue])


def test_the_contact_answers_his_finding_on_a_phone(desk, contact, finding):
    """From home to the report: without a photograph it is refused in words."""
    page = desk(contact, "/", phone=True, lang="en-US")
    page.get_by_role("link", name=finding.item).first.click()
    fits(page)
    page.get_by_role("link", name="Report as rectified").click()
    fits(page)
    fill(page, {"What was done": "更换应急灯12盏，逐层测试"})
    page.get_by_role("button", name="Report as rectified").click()
    expect(page.get_by_text("attach a photograph of how it is after")).to_be_visible()
    page.locator("input[type=file]").last.set_input_files(
        {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": picture().read()}
    )
    fits(page)
    page.get_by_role("button", name="Report as rectified").click()
    expect(page.get_by_text("reported as rectified").first).to_be_visible()
    fits(page)
    reported = Finding.objects.get()
    assert (reported.state, reported.reported_by) == ("reported", contact)
    assert reported.measure == "更换应急灯12盏，逐层测试"


def test_the_auditor_sees_what_a_campaign_came_to(desk, auditor, finding):
    """The report has its chart and its figures, and goes out as a file."""
    page = desk(auditor, "/admin/reports/", lang="en-US")
    page.get_by_role("link", name="Rectification by campaign").click()
    fill(page, {"From": "2026-01-01", "To": "2026-12-31"})
    page.get_by_role("button", name="Show").click()
    row = page.get_by_role("row").filter(has_text=finding.inspection.campaign.name)
    expect(row).to_contain_text("0.0")
    expect(page.locator("svg").filter(has_text="迎新春").first).to_be_visible()
    fits(page)
    with page.expect_download() as sent:
        page.get_by_role("button", name="CSV").click()
    assert finding.inspection.campaign.number in sent.value.path().read_text("utf-8")
