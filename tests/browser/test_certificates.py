"""The training officer's register: a file that asks, a suspension, the matrix."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.steps import field, fits, go_to
from tests.records import (
    make_certificate,
    make_kind,
    make_required_certificate,
    make_staff,
)

YEAR = timedelta(days=365)
HEADINGS = "类别,证书编号,持证人,发证日期,有效期至"


def american(day: date) -> str:
    """Return a day as month/day/year."""
    return f"{day:%m/%d/%Y}"


@pytest.fixture
def register(north):
    """Return a certificate that a driver holds, as his post requires."""
    kind = make_kind(name="驾驶证")
    make_required_certificate(kind=kind, post="driver")
    driver = make_staff(north, name="牛长河", post="driver")
    issued = date(timezone.localdate().year - 1, 1, 5)
    days = {"issued_on": issued, "valid_until": issued + 6 * YEAR}
    return make_certificate(north, kind=kind, holder=driver, number="D1", **days)


def test_a_register_with_american_dates_is_asked_about(
    desk, training_officer, register
):
    """Dates that can be read in two ways are asked for, and a last day that would be
    put forward waits for a tick; only then does the file come in.
    """
    page = desk(training_officer, "/", lang="en-US")
    go_to(page, "Certificates")
    page.get_by_role("link", name="Import").click()
    sooner = date(register.valid_until.year - 1, 3, 4)
    issued = american(register.issued_on)
    lines = [
        HEADINGS,
        f"驾驶证,d 1,牛 长河,{issued},{american(sooner)}",
        f"驾驶证,D2,牛长河,{issued},{american(sooner)}",
    ]
    data = "\r\n".join(lines).encode("gb18030")
    file = {"name": "证书登记表.csv", "mimeType": "text/csv", "buffer": data}
    page.locator('input[type="file"]').set_input_files(file)
    page.get_by_role("button", name="Preview").click()

    expect(
        page.get_by_text("can be read in two ways. What comes first?")
    ).to_be_visible()
    page.get_by_role("button", name="The month: month/day/year").click()
    expect(page.get_by_text("1 row would shorten what is stored.")).to_be_visible()
    told = f"The validity would be shortened: {register.valid_until} → {sooner}."
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.get_by_role("button", name="Import all rows")).to_have_count(0)
    fits(page)
    page.get_by_label("Yes, shorten these").check()
    page.get_by_role("button", name="Go on with them").click()
    expect(page.get_by_text("you have agreed to it")).to_be_visible()
    page.get_by_role("button", name="Import all rows").click()
    expect(page.get_by_text("Imported: 1 new, 1 changed")).to_be_visible()
    register.refresh_from_db()
    assert register.valid_until == sooner


def test_a_suspension_shows_in_the_matrix_and_on_the_home_page(
    desk, training_officer, register
):
    """What is suspended with its document is red in words, and counts again later."""
    page = desk(training_officer, "/", lang="en-US")
    go_to(page, "Who holds what")
    page.get_by_role("link", name="✓ valid").click()
    page.get_by_role("link", name="Suspend").click()
    field(page, "Document").fill("交管〔2026〕3号")
    field(page, "Reason").fill("记满十二分")
    page.get_by_role("button", name="Suspend").click()
    expect(page.get_by_text("is now “suspended”")).to_be_visible()
    go_to(page, "Who holds what")
    page.get_by_role("link", name="‖ suspended").click()
    expect(page.get_by_role("cell", name="记满十二分")).to_be_visible()
    go_to(page, "Places not covered")
    expect(page.get_by_text("1 of 1 not covered")).to_be_visible()
    fits(page)
