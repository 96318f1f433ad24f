"""The auditor reads everything, takes tables along, and changes nothing."""

import csv
import hashlib
import io
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser.steps import download, fill, fits, go_to, is_closed
from tests.records import make_cost, make_guest, make_visit

TITLE, PURPOSE = "省水利厅来鹤调研", "调研淇河“水美乡村”，\n座谈；考察 2 处工地"


@pytest.fixture
def visits(north, south):
    """Visits of two offices."""
    return [
        make_visit(north, title=TITLE, purpose=PURPOSE),
        make_visit(south, title="商务考察"),
    ]


def test_his_export_is_in_the_ledger_with_its_hash(desk, auditor, visits):
    """He exports the visits and finds the file, by its SHA-256, in the ledger."""
    page = desk(auditor, "/", lang="en-US")
    go_to(page, "Visits")
    file = download(page)
    assert file.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    assert {row["title"]: row["purpose"] for row in rows}[TITLE] == PURPOSE
    assert len(rows) == 2

    go_to(page, "Ledger")
    row = page.get_by_role("row", name="exported").filter(has_text="Auditor")
    row.get_by_role("link").first.click()
    expect(page.get_by_text(hashlib.sha256(file).hexdigest())).to_be_visible()
    is_closed(page)


def test_he_exports_the_rows_he_selects(desk, auditor, visits):
    """He ticks all rows, unticks one, and takes the other along, as XLSX."""
    page = desk(auditor, "/admin/visits/visit/", lang="en-US")
    page.get_by_role("checkbox", name="Select all").check()
    expect(page.get_by_role("row", name=TITLE).get_by_role("checkbox")).to_be_checked()
    page.get_by_role("row", name="商务考察").get_by_role("checkbox").uncheck()
    expect(page.get_by_text("1 of 2 selected")).to_be_visible()
    page.get_by_role("combobox", name="Action").select_option("Export selected rows")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("1 row, as the list shows it")).to_be_visible()
    page.get_by_role("radio", name="XLSX").check()
    with page.expect_download() as started:
        page.get_by_role("button", name="Export").click()
    assert started.value.suggested_filename.endswith(".xlsx")
    assert started.value.path().read_bytes().startswith(b"PK")


def test_he_changes_nothing(desk, auditor, visits, north):
    """Wherever he looks, nothing can be added, saved or deleted."""
    guest = make_guest(north)
    page = desk(auditor, "/", lang="en-US")
    for screen, record in (("visit", visits[0]), ("guest", guest)):
        page.goto(f"/admin/visits/{screen}/")
        expect(page.get_by_role("link", name=record.number)).to_be_visible()
        for tool in ("add", "Import"):
            expect(page.get_by_role("link", name=tool, exact=True)).to_have_count(0)
        page.get_by_role("link", name=record.number).click()
        is_closed(page)
        expect(page.get_by_role("main").locator("textarea, select")).to_have_count(0)
        assert page.goto(f"/admin/visits/{screen}/add/").status == 403


def test_he_takes_a_report_along(desk, auditor, visits, north):
    """He finds the register among the reports, looks at it, and keeps the CSV."""
    make_cost(north, visit=visits[0], amount=Decimal("1234.50"))
    page = desk(auditor, "/", lang="en-US")
    go_to(page, "Reports")
    page.get_by_role("link", name="Reception register").click()
    fill(page, {"From": "2026-03-01", "To": "2026-03-31"})
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("2 rows")).to_be_visible()
    row = page.get_by_role("row").filter(has_text=TITLE)
    expect(row.get_by_text("1,234.50").first).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("button", name="CSV").click()
    file = started.value.path().read_bytes()
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    assert len(rows) == 3
    assert next(row for row in rows if TITLE in row).count("1234.50") == 2

    page.get_by_role("link", name="All reports").click()
    page.get_by_role("link", name="Spending by category").click()
    fill(page, {"From": "2026-03-01", "To": "2026-03-31"})
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("img", name="Spending by category")).to_be_visible()


def test_reports_fit_a_phone(desk, auditor, visits, north):
    """Neither the list of reports nor a report has to be scrolled sideways."""
    make_cost(north, visit=visits[0])
    page = desk(auditor, "/admin/reports/", phone=True)
    fits(page)
    for name in ("receptions", "spending", "reach"):
        page.goto(f"/admin/reports/{name}/?from=2026-01-01&to=2026-12-31")
        fits(page)
