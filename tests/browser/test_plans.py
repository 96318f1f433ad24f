"""A plan from a template to the approval, and the remark that came between."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.steps import field
from tests.records import make_review, make_template, make_visit
from visits.drafting import begin
from visits.models import PlanVersion, TemplateSection


@pytest.fixture
def template(north):
    """Return a template of one section."""
    made = make_template(north, name="会务保障方案")
    TemplateSection.objects.create(
        template=made, line=1, heading="总体要求", hint="目的和原则"
    )
    return made


def test_a_clerk_writes_a_plan_and_hands_it_in(desk, clerk, approver, north, template):
    """One click on the visit's page and one on a template; then he writes."""
    visit = make_visit(north, title="豫商大会")
    page = desk(clerk, f"/admin/visits/visit/{visit.pk}/change/", lang="en-US")
    page.get_by_role("link", name="Its plans").click()
    page.get_by_role("button", name="Begin with this").click()
    expect(page.get_by_text("目的和原则")).to_be_visible()
    page.get_by_label("text", exact=True).first.fill("会前两小时\n检查灯光。")
    page.get_by_role("link", name="Add another Review").click()
    row = page.get_by_role("group", name="Reviewers of the coming rounds")
    row.get_by_role("spinbutton").first.fill("1")
    row.get_by_role("combobox").first.select_option(str(approver.pk))
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("Characters: 10")).to_be_visible()
    page.get_by_role("link", name="Hand in for review").click()
    page.get_by_role("button", name="Hand in for review").click()
    expect(page.get_by_text("its text stands still")).to_be_visible()
    assert PlanVersion.objects.get().round == 1


def test_a_remark_is_written_answered_and_the_plan_approved(
    desk, clerk, approver, north, template
):
    """The approver remarks beside the section, the clerk answers beside it."""
    version = begin(make_visit(north), template, by=clerk, at=timezone.now())
    make_review(north, version=version, reviewer=approver)
    section = version.sections.get()
    section.body = "检查灯光。"
    section.save()
    PlanVersion.objects.filter(pk=version.pk).update(state="in_review", round=1)
    address = f"/admin/visits/planversion/{version.pk}/change/"

    his = desk(approver, address, lang="en-US")
    his.get_by_text("Write a remark").click()
    field(his, "remark").fill("何时检查？")
    his.get_by_role("button", name="Send the remark").click()
    expect(his.get_by_text("何时检查？", exact=True)).to_be_visible()

    page = desk(clerk, address, lang="en-US")
    field(page, "answer").fill("会前两小时。")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("会前两小时。", exact=True)).to_be_visible()

    his.reload()
    his.get_by_role("link", name="Agree", exact=True).click()
    his.get_by_role("button", name="Agree").click()
    his.get_by_role("link", name="Approve", exact=True).click()
    his.get_by_role("button", name="Approve").click()
    with his.expect_download() as download:
        his.get_by_role("link", name="Word document").click()
    assert download.value.suggested_filename.startswith(version.number)
