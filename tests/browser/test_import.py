"""A list of guests comes in from a spreadsheet."""

from playwright.sync_api import expect

from tests.browser.steps import field, go_to
from visits.models import Guest

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
    expect(page.get_by_text("GB18030")).to_be_visible()
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
