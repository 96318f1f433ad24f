"""The sidebar: its sections stay as their reader left them."""

from playwright.sync_api import expect

from tests.browser.steps import go_to


def test_a_folded_section_stays_folded_until_its_page_is_open(desk, clerk):
    page = desk(clerk, "/", lang="en-US")
    settlement = page.locator("details.nav", has_text="Settlement")
    costs = settlement.get_by_role("link", name="Costs")
    expect(costs).to_be_visible()
    settlement.locator("summary").click()
    expect(costs).to_be_hidden()
    go_to(page, "Visits")
    expect(costs).to_be_hidden()
    page.goto("/admin/visits/cost/")
    expect(costs).to_be_visible()
