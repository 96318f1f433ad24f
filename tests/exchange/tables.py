"""Tables as files, good ones and vicious ones, for the tests of the exchange."""

import csv
import io
import zipfile

from django.core.files.base import ContentFile
from xlsxwriter import Workbook

from compliance.models import DailyControl, Question, QuizAttempt, TrainingSession
from reception.accounts.models import User
from reception.exchange import exporting, widgets
from reception.exchange.guarding import tidy
from reception.exchange.reading import Table
from reception.ledger.models import Entry
from tests import doors
from tests.records import MAKERS
from venues.models import Space
from visits.models import Approval, ReadinessWaiver, ShiftSwap, VenueWaiver

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
# Made by hand or by moves.
READ_ONLY = (User, Entry, Approval, ReadinessWaiver, VenueWaiver, ShiftSwap)
READ_ONLY += (QuizAttempt,)
CHOICES = ("answer", "source", *(f"choice_{letter}" for letter in "abcdef"))
# What a constraint wants empty, or filled in, beside another column.
JUDGED = {Space: ("reason",), DailyControl: ("supplier", "lot", "follow_up")}
JUDGED |= {TrainingSession: ("place", "trainer_name"), Question: CHOICES}
IMPORTED = [m for m in MAKERS if m not in READ_ONLY]


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


def xlsx_with(*parts) -> bytes:
    """Return an XLSX in which some parts, (name, bytes)s, are replaced."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_bytes([["a"]]))) as good,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        contents = {name: good.read(name) for name in good.namelist()} | dict(parts)
        for name, content in contents.items():
            bad.writestr(name, content)
    return made.getvalue()


def xlsx_of_cells(cells: str, prolog: str = "", *parts) -> bytes:
    """Return an XLSX whose sheet holds the raw ``cells``."""
    text = f'{prolog}<worksheet xmlns="{NAMESPACE}"><sheetData>{cells}</sheetData>'
    return xlsx_with((SHEET, f"{text}</worksheet>".encode()), *parts)


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
    data = {"kind": kind, "columns": columns, "reason": "test", **extra}
    response = client.post(doors.url(model, "export") + query, data)
    assert response.status_code == 200, response
    return b"".join(response.streaming_content)


def export(resource, rows, user, columns=None) -> bytes:
    """Return the CSV of ``rows`` as it is streamed, past every screen."""
    order = exporting.Order(resource, rows, columns or resource.columns(), user)
    return b"".join(exporting.stream(order))


def text_row(record) -> dict[str, str]:
    """Return the record as the row of a table, with what a file may say."""
    columns = doors.screen(type(record)).resource_class().columns()
    return {c.column_name: tidy(c.export(record)) for c in columns if not c.readonly}


def plain_columns(model) -> list:
    """Return the columns of free text that are no keys and judged by nothing."""
    resource = doors.screen(model).resource_class()
    judged = JUDGED.get(model, ())
    return [
        column
        for column in resource.columns()
        if type(column.widget) is widgets.Text
        and not column.readonly
        and column.column_name not in (*resource.key, "phone", "identity_number")
        and column.column_name not in judged
    ]


def fill(record, text: str) -> None:
    """Store ``text`` in each column of free text, past every form."""
    values = {
        c.column_name: text[: c.source.max_length] for c in plain_columns(type(record))
    }
    type(record)._base_manager.filter(pk=record.pk).update(**values)
    record.refresh_from_db()


def stored(model) -> list[dict]:
    """Return all that is stored of a model."""
    return list(model._base_manager.order_by("pk").values())
