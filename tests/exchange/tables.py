"""Tables as files, good ones and vicious ones, for the tests of the exchange."""

import csv
import io
import zipfile

from django.core.files.base import ContentFile
from xlsxwriter import Workbook

from reception.exchange.reading import Table
from tests import doors

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def csv_bytes(rows, encoding="utf-8", delimiter=","):
    """Return ``rows`` (lists) as the bytes of a CSV."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode(encoding)


def xlsx_bytes(rows):
    """Return ``rows`` (lists) as the bytes of an XLSX; text stays text."""
    file = io.BytesIO()
    with Workbook(file, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return file.getvalue()


def xlsx_with(part: str, content: bytes) -> bytes:
    """Return an XLSX of which one part is replaced."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_bytes([["a"]]))) as good,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in {*good.namelist(), part}:
            bad.writestr(name, content if name == part else good.read(name))
    return made.getvalue()


def xlsx_of_cells(cells: str, prolog: str = "") -> bytes:
    """Return an XLSX whose sheet holds the raw ``cells``."""
    text = f'{prolog}<worksheet xmlns="{NAMESPACE}"><sheetData>{cells}</sheetData>'
    return xlsx_with(SHEET, f"{text}</worksheet>".encode())


def table(rows) -> Table:
    """Return ``rows`` (dicts) as a table that was read."""
    numbered = enumerate(([str(v) for v in row.values()] for row in rows), start=2)
    return Table(list(rows[0]), list(numbered))


def send(client, model, data: bytes, name="rows.csv"):
    """Upload a file and return the answer."""
    upload = ContentFile(data, name=name)
    return client.post(doors.url(model, "import"), {"file": upload})


def exported(client, model, kind="csv", columns=None, query="", **extra):
    """Return the bytes of an export of the list."""
    columns = columns or list(doors.screen(model).resource_class._meta.fields)
    data = {"kind": kind, "columns": columns, **extra}
    response = client.post(doors.url(model, "export") + query, data)
    assert response.status_code == 200, response
    return b"".join(response.streaming_content)
