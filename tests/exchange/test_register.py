"""Somebody else's register comes in by its mapping: once, whole, or not at all."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from compliance.models import Finding, Inspection
from reception.ledger.models import Entry, Kind
from venues.models import Venue

pytestmark = pytest.mark.django_db
DINESAFE = Path("docs/registers/dinesafe.toml")
HEADER = (
    "Rec #,Establishment ID,Inspection ID,Establishment Name,Establishment Type,"
    "Establishment Address,Latitude,Longitude,Establishment Status,"
    "Min. Inspections Per Year,Infraction Details,Inspection Date,Severity,Action,"
    "Outcome,Amount Fined"
)
ROWS = [
    "1,10,100,NOODLES,Restaurant,1 ROAD,1.0,2.0,Pass,2,DIRTY FLOOR - SEC. 7 ,"
    "2021-12-08,M - Minor,Corrected During Inspection,,",
    "2,10,100,NOODLES,Restaurant,1 ROAD,1.0,2.0,Pass,2,NO SOAP,2021-12-08,"
    "NA - Not Applicable,Notice to Comply,Conviction - Fined,580",
    "3,11,101,BUNS,Cafeteria - Private Access,2 ROAD,1.0,2.0,Pass,3,,2021-11-10,,,,",
]


@pytest.fixture
def register(tmp_path, city):
    """Return a way to load rows of such a register."""

    def _register(rows=ROWS, mapping=DINESAFE, header=HEADER, **options):
        file = tmp_path / "register.csv"
        file.write_text("\r\n".join([header, *rows]), encoding="utf-8")
        out = StringIO()
        options = {"office": "HB", "mapping": mapping, "stdout": out, **options}
        call_command("import_register", file, **options)
        return out.getvalue()

    return _register


@pytest.fixture
def mapping(tmp_path):
    """Return the example mapping with one text replaced by another."""

    def _mapping(old="", new=""):
        text = DINESAFE.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "mapping.toml"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    return _mapping


def test_one_row_makes_several_records_and_parents_are_loaded_once(register):
    register()
    counts = [m.objects.count() for m in (Venue, Inspection, Finding)]
    assert counts == [2, 2, 2]
    assert {v.kind for v in Venue.objects.all()} == {"restaurant", "canteen"}


def test_what_was_corrected_at_once_is_fixed_on_the_spot(register):
    register()
    first, second = Finding.objects.order_by("number")
    assert (first.state, first.rectified_on) == ("on_the_spot", first.found_on)
    assert (second.state, second.severity) == ("found", "NA")
    assert second.measure == "Notice to Comply; Conviction - Fined; 580"


def test_running_it_again_changes_nothing(register):
    register()
    before = Entry.objects.exclude(kind=Kind.IMPORTED).count()
    assert "new 0\tchanged 0\tsame 2" in register()
    assert Entry.objects.exclude(kind=Kind.IMPORTED).count() == before


def test_a_dry_run_stores_nothing(register):
    assert "new 2" in register(dry_run=True)
    assert not Venue.objects.exists()
    assert not Entry.objects.filter(kind=Kind.IMPORTED).exists()


def test_the_file_is_noted_with_its_hash(register):
    register()
    details = Entry.objects.get(kind=Kind.IMPORTED).details
    assert details["file"] == "register.csv"
    assert len(details["sha256"]) == 64


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "2021-12-08", "08.12.2021", "Row 2, column inspected_on", id="date"
        ),
        pytest.param("M - Minor", "X - Odd", "Row 2, column severity", id="value"),
        pytest.param("NOODLES", "OTHER", "column name differs from row", id="parent"),
    ],
)
def test_a_problem_names_row_and_column_and_stores_nothing(register, old, new, said):
    rows = [ROWS[0].replace(old, new), *ROWS[1:]]
    with pytest.raises(CommandError, match=said):
        register(rows)
    assert not Venue.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param('"Rec #", ', "", "Rec #", id="a heading is forgotten"),
        pytest.param('"Rec #"', '"Rec #", "Zip"', "Zip", id="a heading is not there"),
        pytest.param("venues.Venue", "venues.Vehicle", "Vehicle", id="no such record"),
        pytest.param("conclusion =", "opinion =", "opinion", id="no such column"),
        pytest.param('number = "TO-V', 'contact = "TO-V', "number", id="no key"),
        pytest.param("cut = 200", "chop = 200", "item", id="no such word"),
        pytest.param("[[record]]", "[[record]", "mapping.toml", id="not TOML"),
    ],
)
def test_a_wrong_mapping_is_told_in_words(register, mapping, old, new, said):
    with pytest.raises(CommandError, match=said):
        register(mapping=mapping(old, new))


def test_an_unknown_office_and_a_missing_file_are_told(city):
    for file, office in (("docs/import-register.md", "NO"), ("missing.csv", "HB")):
        with pytest.raises(CommandError):
            call_command("import_register", file, mapping=DINESAFE, office=office)


def test_the_counts_agree_with_a_plain_count_of_the_file(register):
    rows = list(csv.DictReader(StringIO("\n".join([HEADER, *ROWS]))))
    register()
    assert Venue.objects.count() == len({row["Establishment ID"] for row in rows})
    assert Inspection.objects.count() == len({row["Inspection ID"] for row in rows})
    filled = [row for row in rows if row["Infraction Details"].strip()]
    assert Finding.objects.count() == len(filled)
