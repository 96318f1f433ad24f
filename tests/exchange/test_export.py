"""An export holds what its user sees on screen, as a spreadsheet expects it."""

import csv
import hashlib
import io
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from python_calamine import CalamineWorkbook

from reception.exchange import exporting
from reception.ledger.models import Entry, Kind
from tests import doors
from tests.exchange.tables import export, exported
from tests.records import (
    DAY,
    MAKERS,
    make_certificate,
    make_guest,
    make_inspection,
    make_staff,
    make_venue,
    make_visit,
    moment,
)
from venues.models import Venue
from visits.models import Guest, Visit

pytestmark = pytest.mark.django_db
EXPORTED = list(MAKERS)


def rows_in(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet_in(data: bytes) -> list[list]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_index(0).to_python()


def numbers_in(data: bytes) -> set[str]:
    return {row[0] for row in rows_in(data)[1:]}


@pytest.fixture
def browser(client, auditor):
    client.force_login(auditor)
    return client


def test_a_csv_opens_in_every_spreadsheet(browser, north):
    make_visit(north, title="第一行\n第二行")
    data = exported(browser, Visit)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == len(rows_in(data)) == 2


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("model", EXPORTED, ids=lambda m: m.__name__)
def test_headings_and_labels_speak_the_readers_language(
    model, kind, language, client, root, north
):
    MAKERS[model](north)
    client.force_login(root)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    data = exported(client, model, kind)
    headings = (rows_in if kind == "csv" else sheet_in)(data)[0]
    with translation.override(language):
        columns = doors.screen(model).resource_class().columns()
        assert headings == [column.label for column in columns]


def test_only_the_chosen_columns_come_in_the_order_of_the_contract(browser, north):
    make_visit(north, number="N-1", title="title")
    data = exported(browser, Visit, columns=["title", "number"])
    assert rows_in(data) == [["number", "title"], ["N-1", "title"]]


def test_filters_and_search_of_the_list_are_obeyed(browser, north):
    make_visit(north, number="N-1", category="business", title="tea")
    make_visit(north, number="N-2", category="business", title="coffee")
    make_visit(north, number="N-3", category="foreign", title="tea")
    query = "?category__exact=business&q=tea&o=1"
    assert numbers_in(exported(browser, Visit, query=query)) == {"N-1"}


def test_selected_rows_are_those_in_reach_and_on_screen(client, clerk, north, south):
    mine, other, foreign = (make_visit(o) for o in (north, north, south))
    client.force_login(clerk)
    keys = [mine.pk, foreign.pk]
    assert numbers_in(exported(client, Visit, keys=keys)) == {mine.number}
    query = f"?q={other.number}"
    assert numbers_in(exported(client, Visit, keys=keys, query=query)) == set()


def test_the_action_of_the_list_leads_to_the_selected_rows(client, clerk, north):
    visit = make_visit(north)
    client.force_login(clerk)
    data = {"action": "export_selected", "_selected_action": [visit.pk]}
    answer = client.post(doors.url(Visit, "changelist"), data)
    assert (answer.context["keys"], answer.context["count"]) == ([str(visit.pk)], 1)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_ledger_knows_the_file_again(kind, browser, auditor, north):
    make_visit(north, category="business")
    query = "?category__exact=business"
    columns = ["number", "title"]
    given = {"columns": columns, "reason": "monthly report", "query": query}
    data = exported(browser, Visit, kind, **given)
    entry = Entry.objects.get(kind=Kind.EXPORTED)
    assert (entry.actor, entry.reason) == (auditor, "monthly report")
    assert entry.record_type == "visits.visit"
    assert entry.details == {
        "format": kind,
        "filter": query[1:],
        "columns": columns,
        "rows": 1,
        "sha256": hashlib.sha256(data).hexdigest(),
        "private": False,
        "export": Entry.objects.get(kind=Kind.EXPORTING).pk,
        "complete": True,
    }


def test_the_ledger_says_when_private_facts_went_out(client, clerk, north):
    make_guest(north, phone="13912345678")
    client.force_login(clerk)
    assert b"13912345678" in exported(client, Guest)
    assert Entry.objects.get(kind=Kind.EXPORTED).details["private"] is True


def test_an_xlsx_holds_dates_numbers_and_long_numbers_as_text(browser, north):
    make_visit(north, number="410611199001011234", title="=1+1", guests=7)
    columns = ["number", "title", "guests", "arrives_at"]
    row = sheet_in(exported(browser, Visit, "xlsx", columns))[1]
    nine = moment().replace(tzinfo=None)
    assert row == ["410611199001011234", "=1+1", 7.0, nine]
    assert isinstance(row[3], datetime)


def test_days_of_an_xlsx_are_days(browser, north):
    certificate = make_certificate(north)
    row = sheet_in(exported(browser, type(certificate), "xlsx", ["issued_on"]))[1]
    assert row == [DAY]
    assert isinstance(row[0], date)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_formulas_are_only_text(kind, browser, north):
    make_venue(north, name="=HYPERLINK(1)", address="+1", contact="@x", remarks="-1")
    columns = ["name", "address", "contact", "remarks"]
    data = exported(browser, Venue, kind, columns)
    if kind == "csv":
        assert rows_in(data)[1] == ["'=HYPERLINK(1)", "'+1", "'@x", "'-1"]
    else:
        assert sheet_in(data)[1] == ["=HYPERLINK(1)", "+1", "@x", "-1"]


def queries_for(model, user) -> int:
    resource = doors.screen(model).resource_class()
    rows = model._default_manager.all()
    with CaptureQueriesContext(connection) as caught:
        export(resource, rows, user)
    return len(caught)


@pytest.mark.parametrize("model", EXPORTED, ids=lambda m: m.__name__)
def test_queries_do_not_grow_with_the_rows(model, root, north):
    for _ in range(3):
        MAKERS[model](north)
    few = queries_for(model, root)
    for _ in range(27):
        MAKERS[model](north)
    assert queries_for(model, root) == few


def test_inspectors_of_many_inspections_cost_one_query(root, north):
    staff = make_staff(north)
    make_inspection(north).inspectors.add(staff)
    model = type(make_inspection(north))
    few = queries_for(model, root)
    for _ in range(9):
        make_inspection(north).inspectors.add(staff)
    assert queries_for(model, root) == few


def test_a_table_joins_only_what_its_columns_show(root, north):
    make_visit(north)
    resource = doors.screen(Visit).resource_class()
    title = [c for c in resource.columns() if c.column_name == "title"]
    with CaptureQueriesContext(connection) as caught:
        export(resource, Visit.objects.all(), root, title)
    assert "JOIN" not in next(q["sql"] for q in caught if "visits_visit" in q["sql"])


@pytest.mark.parametrize(("taken", "noted"), [(1, [False]), (3, [True, False])])
def test_who_leaves_before_the_last_byte_has_no_complete_file(
    taken, noted, auditor, north
):
    make_visit(north)
    resource = doors.screen(Visit).resource_class()
    rows = Visit.objects.all()
    pieces = exporting.stream(
        exporting.Order(resource, rows, resource.columns(), auditor)
    )
    for _ in range(taken):
        assert next(pieces)
    pieces.close()
    entries = Entry.objects.filter(kind=Kind.EXPORTED).order_by("pk")
    assert [entry.details["complete"] for entry in entries] == noted
