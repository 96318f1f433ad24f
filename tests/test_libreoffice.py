"""A real spreadsheet program opens what is exported, and rounds nothing."""

import shutil
import subprocess

import pytest
from python_calamine import CalamineWorkbook

from tests.exchange.tables import exported
from tests.records import make_letter, make_visit, moment
from visits.models import Visit

SOFFICE = shutil.which("soffice")
# Comma, double quotes, UTF-8, from line 1: what its import dialogue proposes.
CSV_FILTER = "--infilter=Text - txt - csv (StarCalc):44,34,76,1"
DIGITS = "410602199001011234"
CHINESE = "鹤壁市接待办公室，“淇河”调研\n第二行"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(
        SOFFICE is None,
        reason="install LibreOffice Calc (Debian: apt-get install libreoffice-calc)",
    ),
]


def opened_by_libreoffice(data: bytes, kind: str, folder) -> list[list]:
    """Return the rows that LibreOffice sees, as it saves them in a new workbook."""
    source, target = folder / f"export.{kind}", folder / "saved"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    how = [CSV_FILTER] if kind == "csv" else []
    save = ["--convert-to", "xlsx", "--outdir", str(target), str(source)]
    subprocess.run(
        [SOFFICE, profile, "--headless", "--norestore", *how, *save],
        check=True,
        capture_output=True,
        timeout=120,
    )
    book = CalamineWorkbook.from_path(target / "export.xlsx")
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_chinese_and_long_numbers_come_through(kind, client, root, north, tmp_path):
    letter = make_letter(north, number=DIGITS)
    make_visit(north, title="鹤壁", purpose=CHINESE, remarks=DIGITS, letter=letter)
    client.force_login(root)
    columns = ["title", "letter", "guests", "arrives_at", "purpose", "remarks"]
    data = exported(client, Visit, kind, columns)
    headings, *rows = opened_by_libreoffice(data, kind, tmp_path)
    (row,) = [dict(zip(columns, row, strict=True)) for row in rows]
    assert headings[0] == str(Visit._meta.get_field("title").verbose_name)
    assert (row["title"], row["purpose"], row["guests"]) == ("鹤壁", CHINESE, 5)
    assert row["arrives_at"] == moment().replace(tzinfo=None)
    guarded = DIGITS if kind == "xlsx" else f"'{DIGITS}"
    assert (row["letter"], row["remarks"]) == (guarded, guarded)
