"""Headings find their columns: by their words, by choice, and by what is remembered."""

import pytest

from reception.exchange.batches import REMEMBERED
from reception.exchange.matching import LEFT_OUT, fitting, match
from reception.exchange.models import Batch, HeadingChoice
from tests import doors
from tests.cast import person
from tests.exchange.tables import csv_bytes, send
from visits.models import Guest, Visit

pytestmark = pytest.mark.django_db
TEACHING = [["编 号", "office", "姓 名"], ["", "NORTH", "guest"]]


def guests():
    return doors.screen(Guest).resource_class()


def matched(headers, chosen=()):
    """Return the names of the columns that the headings find, and the problems."""
    positions, problems = match(guests(), headers, dict(chosen))
    return {headers[at]: c.column_name for at, c in positions.items()}, problems


def understand(client, address, pairs, **ways):
    """Say which column each heading of ``pairs`` stands for."""
    headers, columns = zip(*pairs, strict=True) if pairs else ((), ())
    data = {"wish": "understand", "header": headers, "column": columns, **ways}
    return client.post(address, data)


@pytest.fixture
def browser(client, clerk):
    client.force_login(clerk)
    return client


def test_a_choice_is_stronger_than_words():
    found, problems = matched(["name", "unit"], {"unit": "remarks"})
    assert found == {"name": "name", "unit": "remarks"}
    assert problems == []


def test_what_is_left_out_is_no_problem():
    assert matched(["name", "colour"], {"colour": LEFT_OUT}) == ({"name": "name"}, [])


def test_our_own_remarks_are_left_out_of_themselves():
    assert matched(["name", "# problem"]) == ({"name": "name"}, [])
    assert matched(["name", "#problem"])[1] != []


@pytest.mark.parametrize(
    ("headers", "memory", "fits"),
    [
        (["name", "units"], {"units": "unit"}, {"units": "unit"}),
        (["name", "units"], {"other": "unit"}, {}),
        (["name", "units"], {"units": "no such column"}, {}),
        (["name", "unit", "units"], {"units": "unit"}, {}),
        (["units", "teams"], {"units": "unit", "teams": "unit"}, {"units": "unit"}),
        (["colour", "hue"], {"colour": "-", "hue": "-"}, {"colour": "-", "hue": "-"}),
        (["name", "unit"], {"unit": "remarks"}, {}),
        (["单位", "UNITS"], {"units": "unit"}, {}),
    ],
    ids=[
        "used",
        "not in the file",
        "column gone",
        "named by its words",
        "one column, two headings",
        "left out",
        "against its words",
        "named in Chinese",
    ],
)
def test_memory_never_stands_in_the_way(headers, memory, fits):
    assert fitting(guests(), headers, memory) == fits
    assert "twice" not in " ".join(match(guests(), headers, fits)[1])


def test_an_unknown_heading_is_asked_for_once_for_the_whole_office(
    client, browser, north
):
    first = send(browser, Guest, csv_bytes(TEACHING))["Location"]
    assert "is unknown here" in doors.page(browser.get(first))
    understand(
        browser, first, [("编 号", "number"), ("office", "office"), ("姓 名", "name")]
    )
    assert browser.get(first).context["found"].is_clean
    assert HeadingChoice.objects.get().chosen == {"编 号": "number", "姓 名": "name"}

    client.force_login(person("colleague", north, "clerk", reaches=[north]))
    page = client.get(send(client, Guest, csv_bytes(TEACHING))["Location"])
    assert page.context["found"].is_clean
    told = {h["header"]: h["is_remembered"] for h in page.context["shown"].headings}
    assert told == {"编 号": True, "office": False, "姓 名": True}


def test_other_offices_and_other_tables_learn_nothing(client, browser, southern_clerk):
    address = send(browser, Guest, csv_bytes(TEACHING))["Location"]
    understand(browser, address, [("编 号", "number"), ("姓 名", "name")])
    page = browser.get(send(browser, Visit, csv_bytes(TEACHING))["Location"])
    assert page.context["shown"].unknown == 3
    client.force_login(southern_clerk)
    page = client.get(send(client, Guest, csv_bytes(TEACHING))["Location"])
    assert page.context["shown"].unknown == 2


def test_what_the_words_say_is_not_remembered(browser):
    address = send(browser, Guest, csv_bytes(TEACHING))["Location"]
    understand(browser, address, [("office", LEFT_OUT), ("姓 名", "name")])
    assert HeadingChoice.objects.get().chosen == {"姓 名": "name"}
    assert Batch.objects.get().chosen == {"office": LEFT_OUT, "姓 名": "name"}


def test_the_office_can_forget(browser):
    address = send(browser, Guest, csv_bytes(TEACHING))["Location"]
    understand(browser, address, [("姓 名", "name")])
    understand(browser, address, [("姓 名", "")])
    assert HeadingChoice.objects.get().chosen == {}


def test_memory_has_an_end(browser):
    address = send(browser, Guest, csv_bytes(TEACHING))["Location"]
    for round_ in range(4):
        pairs = [(f"{round_} {n}" + "x" * 5000, "name") for n in range(300)]
        understand(browser, address, pairs)
    chosen = HeadingChoice.objects.get().chosen
    assert 0 < len(chosen) <= REMEMBERED
    assert max(map(len, chosen)) <= 200


def test_columns_that_are_none_are_no_choice(browser):
    address = send(browser, Guest, csv_bytes(TEACHING))["Location"]
    understand(browser, address, [("姓 名", "password"), ("编 号", "office__code")])
    assert Batch.objects.get().chosen == {}


def test_unknown_headings_stand_first(browser):
    rows = [["number", "office", "colour", "name"], ["", "NORTH", "red", "guest"]]
    shown = browser.get(send(browser, Guest, csv_bytes(rows))["Location"]).context[
        "shown"
    ]
    assert shown.headings[0]["header"] == "colour"
    assert {c["name"]: c["header"] for c in shown.columns}["name"] == "name"
    assert {c["name"]: c["header"] for c in shown.columns}["unit"] is None


def test_a_column_that_every_new_record_needs_is_named(client, everything):
    client.force_login(everything)
    preview = send(client, Guest, csv_bytes([["name", "unit"], ["王芳", "某局"]]))
    page = client.get(preview["Location"])
    (line,) = page.context["shown"].lines
    label = str(Guest._meta.get_field("office").verbose_name)
    assert label in line["problem"]
