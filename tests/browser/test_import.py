"""A list of guests comes in from a spreadsheet."""

from datetime import date

from playwright.sync_api import expect

from tests.browser.steps import field, fits, go_to
from visits.models import Guest, Letter

HEADINGS = "姓名,单位,职务,联系电话,接待办"


def upload(page, *lines):
    """Upload a table as a Chinese spreadsheet saves it, and look at its preview."""
    data = "\r\n".join((HEADINGS, *lines)).encode("gb18030")
    file = {"name": "来宾名单.csv", "mimeType": "text/csv", "buffer": data}
    page.locator('input[type="file"]').set_input_files(file)
    page.get_by_role("button", name="Preview").click()


def test_a_bad_cell_is_put_right(desk, clerk, north):
    """A clerk uploads a GB18030 file; what is wrong stands beside its cell and
    nothing can be imported. The corrected file comes in whole.
    """
    good = "吴建军,河南省水利厅,处长,13800009332,NORTH"
    page = desk(clerk, "/", lang="en-US")
    go_to(page, "Guests")
    page.get_by_role("link", name="Import").click()

    upload(page, good, "肖海洋,河南省水利厅,副处长,电话待查,NORTH")
    expect(page.get_by_text("GB18030 (GBK, GB2312) · comma")).to_be_visible()
    bad = page.get_by_role("cell", name="电话待查")
    expect(bad).to_contain_text("Write digits, spaces")
    expect(page.get_by_role("row", name="肖海洋")).to_contain_text("problem")
    expect(page.get_by_role("button", name="Import all rows")).to_have_count(0)
    assert not Guest.objects.exists()

    page.get_by_role("link", name="Another file").click()
    upload(page, good, "肖海洋,河南省水利厅,副处长,18600006647,NORTH")
    page.get_by_role("button", name="Import all rows").click()
    expect(page.get_by_text("Imported: 2 new")).to_be_visible()
    for name in ("吴建军", "肖海洋"):
        row = page.get_by_role("row", name=name)
        expect(row).to_contain_text("河南省水利厅")
    row.get_by_role("link").click()
    expect(field(page, "Phone")).to_have_value("18600006647")


LETTERS = """来函登记表,,,,,
登记号,收函接待办,发函单位,发文字号,发文日期,收函日期,公务内容
NORTH-L-1,NORTH,河南省水利厅,豫水函〔2026〕1号,05/03/2026,2026-03-06,调研
NORTH-L-2,NORTH,河南省档案馆,豫档函〔2026〕2号,2026-03-05,三月六日,学习交流
NORTH-L-3,何处,河南省体育局,豫体函〔2026〕3号,2026-03-05,2026-03-06,检查指导
"""


def test_a_table_from_elsewhere_is_understood_and_taken_back(desk, clerk, north):
    """A clerk brings a table with a title, a heading of its own, a date in two
    readings and two bad cells. She drags the heading onto its column, says how dates
    are written, corrects one cell in its place, imports the good rows, takes the rest
    along as a table, and undoes it all.
    """
    page = desk(clerk, "/", lang="en-US")
    go_to(page, "Letters")
    page.get_by_role("link", name="Import").click()
    file = {
        "name": "来函.csv",
        "mimeType": "text/csv",
        "buffer": LETTERS.encode("gb18030"),
    }
    page.locator('input[type="file"]').set_input_files(file)
    page.get_by_role("button", name="Preview").click()

    expect(page.get_by_role("alert")).to_contain_text("“发函单位” is unknown here")
    expect(
        page.get_by_text("GB18030 (GBK, GB2312) · comma · headings in row 2")
    ).to_be_visible()
    column = page.locator('[data-column="sending_unit"]')
    page.locator("[data-heading]", has_text="发函单位").drag_to(column)
    expect(column).to_contain_text("发函单位")
    choice = page.get_by_label("发函单位")
    expect(choice).to_have_value("sending_unit")
    choice.select_option("")  # the keyboard does the same
    expect(column).not_to_contain_text("发函单位")
    choice.select_option("sending unit")
    page.get_by_role("button", name="Read it so").click()

    expect(
        page.get_by_text("“05/03/2026” can be read in two ways. What comes first?")
    ).to_be_visible()
    page.get_by_role("button", name="The day: day/month/year").click()
    expect(page.get_by_role("row", name="豫水函")).to_contain_text("2026")
    expect(page.get_by_text("with problems 2")).to_be_visible()

    cell = page.get_by_label("received on, 4")
    expect(cell).to_have_value("三月六日")
    cell.fill("2026年3月6日")
    page.get_by_role("button", name="Keep the corrections").click()
    expect(page.get_by_text("cells corrected here 1")).to_be_visible()
    expect(page.get_by_role("button", name="put back")).to_have_count(1)
    expect(page.get_by_role("button", name="All or nothing")).to_be_disabled()
    page.get_by_role("button", name="Import only the 2 good rows").click()

    expect(page.get_by_text("Imported: 2 new")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="何处")).to_be_visible()
    assert Letter.objects.get(number="NORTH-L-1").issued_on == date(2026, 3, 5)
    assert Letter.objects.get(number="NORTH-L-2").received_on == date(2026, 3, 6)
    with page.expect_download() as started:
        page.get_by_role("link", name="The rows left out").click()
    left = started.value.path().read_text("utf-8-sig")
    assert "NORTH-L-3,何处,河南省体育局" in left

    page.get_by_role("link", name="Undo this import").click()
    expect(
        page.get_by_text("2 records that the file brought are deleted")
    ).to_be_visible()
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("Undone: 2 rows")).to_be_visible()
    assert not Letter.objects.exists()
    page.get_by_role("link", name="Another file").click()
    expect(page.get_by_role("listitem").filter(has_text="来函.csv")).to_contain_text(
        "undone"
    )


def test_the_preview_fits_a_phone(desk, clerk, north):
    """On a phone the table scrolls within its frame, and the page does not."""
    page = desk(clerk, "/admin/visits/guest/import/", lang="en-US", phone=True)
    upload(page, "肖海洋,河南省水利厅,副处长,电话待查,NORTH")
    fits(page)
    page.get_by_text("How the file is read").click()
    fits(page)
