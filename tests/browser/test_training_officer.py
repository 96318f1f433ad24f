"""The training officer sees whose certificate ends next, before it has ended."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reception.dashboard.days import months
from tests.browser.steps import go_to
from tests.records import make_certificate, make_staff

OPEN_ENDED = None


@pytest.fixture
def today():
    """The local day."""
    return timezone.localdate()


@pytest.fixture
def ends(north, today):
    """The days on which the certificates of the north end."""
    next_month = months(today, 1, 1)[0] + timedelta(days=14)
    found = [today + timedelta(days=n) for n in (-3, 0, 12, 30, 31, 75, 200)]
    found.append(next_month)
    for day in found:
        make_certificate(north, issued_on=today - timedelta(days=400), valid_until=day)
    make_certificate(north, issued_on=today, valid_until=OPEN_ENDED)
    return found


def on_the_list(page, count):
    """The list shows ``count`` certificates."""
    expect(page.get_by_role("table").get_by_role("rowheader")).to_have_count(count)


def figure(page, label):
    """Return the number above ``label`` on the home page, a link to its list."""
    card = page.get_by_role("region", name="Certificates to renew")
    return card.get_by_role("listitem").filter(has_text=label).get_by_role("link")


def test_who_expires_within_thirty_days_and_next_month(
    desk, training_officer, ends, today
):
    """The home page tells how many; the list behind each figure holds as many."""
    page = desk(training_officer, "/", lang="en-US")
    for days in (30, 60, 90):
        last = today + timedelta(days=days)
        count = sum(today <= day <= last for day in ends)
        within = figure(page, f"Due in {days} days")
        expect(within.locator("strong")).to_have_text(str(count))
        within.click()
        on_the_list(page, count)
        page.go_back()
    expect(figure(page, "Expired").locator("strong")).to_have_text("1")

    card = page.get_by_role("region", name="Certificates to renew")
    card.get_by_text("Show the numbers").click()
    first, following = months(today, 1, 2)
    count = sum(first <= day < following for day in ends)
    shown = card.get_by_role("row").nth(2).get_by_role("cell")  # heading, this month
    expect(shown).to_have_text(str(count))

    go_to(page, "Certificates")
    page.get_by_text("Filters filter_list").click()
    page.get_by_label("from", exact=True).fill(first.isoformat())
    page.get_by_label("to", exact=True).fill(
        (following - timedelta(days=1)).isoformat()
    )
    page.get_by_role("button", name="Apply filters").click()
    on_the_list(page, count)


def test_who_has_left_is_counted_nowhere(desk, training_officer, north, ends, today):
    """A certificate of somebody who has left waits for nobody: neither the figure
    nor the list behind it counts it.
    """
    left = make_staff(north, name="已离岗", left_on=today)
    make_certificate(
        north, holder=left, issued_on=today - timedelta(days=9), valid_until=today
    )
    page = desk(training_officer, "/", lang="en-US")
    within = figure(page, "Due in 30 days")
    count = int(within.locator("strong").inner_text())
    within.click()
    on_the_list(page, count)
