"""New rows that resemble what is stored, or each other, are pointed out."""

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from compliance.models import Inspection
from reception.exchange import likeness
from reception.exchange.examining import examine
from tests import doors
from tests.exchange.tables import csv_bytes, send, table, text_row
from tests.records import make_guest, make_inspection, make_letter, make_venue
from venues.models import Venue
from visits.models import Guest, Letter

pytestmark = pytest.mark.django_db


def hints(model, rows, user) -> list[str]:
    """Return what is said of each row (dict)."""
    resource = doors.screen(model).resource_class()
    found = examine(resource, table(rows), user)
    likeness.tell(resource, found.rows, user)
    assert found.problems == []
    return [row.near for row in found.rows]


def guest(name="guest", unit="", number="", office="NORTH"):
    return {"number": number, "office": office, "name": name, "unit": unit}


def venue(number, name="a house"):
    return {"number": number, "name": name, "kind": "hotel", "office": "NORTH"}


@pytest.mark.parametrize(
    "text",
    [
        "HB-2026-0001",
        "hb 2026 0001",
        "ＨＢ－２０２６－０００１",
        "（HB）2026·0001",
        "",
        "张　伟",
    ],
)
def test_the_database_sees_the_same_skeleton(text, north):
    make_guest(north)
    seen = Guest.objects.annotate(seen=likeness.Skeleton(Value(text))).get().seen
    assert seen == likeness.skeleton(text)


@pytest.mark.parametrize(
    "number",
    [
        "HB20260001",
        "hb-2026-0001",
        "HB 2026-0001",
        "ＨＢ－２０２６－０００１",
        "HB.2026/0001",
    ],
)
def test_a_number_that_differs_by_signs_alone_is_told(number, everything, north):
    make_venue(north, number="HB-2026-0001", name="first house")
    (said,) = hints(Venue, [venue(number)], everything)
    assert "HB-2026-0001" in said
    assert "first house" in said


def test_other_numbers_are_not_alike(everything, north):
    make_venue(north, number="HB-2026-0001", name="first house")
    assert hints(Venue, [venue("HB-2026-0011"), venue("X", "another")], everything) == [
        "",
        "",
    ]


@pytest.mark.parametrize("name", ["张 伟", "张　伟", "张·伟"])
def test_a_person_of_the_same_unit_is_told(name, everything, north):
    known = make_guest(north, name="张伟", unit="河南省水利厅")
    said = hints(
        Guest, [guest(name, "河南省 水利厅"), guest(name, "档案馆")], everything
    )
    assert known.number in said[0]
    assert said[1] == ""


def test_nothing_is_told_of_records_out_of_reach(everything, south):
    make_guest(south, name="hidden", unit="unit", number="SOUTH-G-0001")
    rows = [guest("hidden", "unit"), guest("x", number="SOUTHG0001")]
    assert hints(Guest, rows, everything) == ["", ""]


def test_rows_that_resemble_each_other_are_told(everything):
    said = hints(Guest, [guest("a b", "u"), guest("c"), guest("AB", "u")], everything)
    assert said == ["", "", "Looks like row 2."]


def test_dates_and_references_are_compared_as_they_are(everything, north):
    known = make_inspection(north)
    row = text_row(known) | {"number": ""}
    later = row | {"inspected_on": "2026-03-09"}
    said = hints(Inspection, [row, later], everything)
    assert known.number in said[0]
    assert said[1] == ""


def test_a_letter_is_known_by_its_sender_and_its_number(everything, north):
    known = make_letter(north, sending_unit="市委办", document_number="鹤办〔2026〕7号")
    row = text_row(known) | {"number": "", "document_number": "鹤办[2026]7号"}
    (said,) = hints(Letter, [row], everything)
    assert known.number in said


def test_changed_rows_and_wrong_rows_are_left_in_peace(everything, north):
    known, _same = make_guest(north, name="a"), make_guest(north, name="b")
    rows = [guest("b", number=known.number), guest("b", office="NOWHERE")]
    assert hints(Guest, rows, everything) == ["", ""]


def test_no_private_fact_is_compared():
    for screen in doors.admin.site._registry.values():
        if getattr(screen, "resource_class", None):
            resource = screen.resource_class()
            assert not set(resource.likeness) & set(resource.private())
            assert set(resource.likeness) <= set(resource.fields)


def test_it_is_bounded(everything, north, monkeypatch):
    for n in range(5):
        make_guest(north, name=f"guest {n}")
    few = [guest(f"guest{n}") for n in range(2)]
    hints(Guest, few, everything)  # reads what the user reaches
    with CaptureQueriesContext(connection) as one:
        hints(Guest, few, everything)
    with CaptureQueriesContext(connection) as two:
        said = hints(Guest, [guest(f"guest{n}") for n in range(400)], everything)
    assert len(one) == len(two)
    assert [bool(each) for each in said[:6]] == [True] * 5 + [False]
    monkeypatch.setattr(likeness, "MOST_ROWS", 1)
    assert [bool(each) for each in hints(Guest, few, everything)] == [True, False]
    monkeypatch.setattr(likeness, "NEWEST", 0)
    assert hints(Guest, few, everything) == ["", ""]


def test_the_preview_shows_the_hint_and_imports_all_the_same(client, clerk, north):
    known = make_guest(north, name="known guest")
    client.force_login(clerk)
    rows = [["office", "name"], ["NORTH", "Known  Guest"]]
    address = send(client, Guest, csv_bytes(rows))["Location"]
    assert f"Looks like {known.number}" in doors.page(client.get(address))
    client.post(address, {"rows": "all"})
    assert Guest.objects.count() == 2
