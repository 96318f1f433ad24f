"""The office's numbers: in order, by year, never twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from reception.accounts import numbering
from tests.records import make_office, make_visit
from visits.models import Guest, Visit

DAY = date(2026, 5, 1)


def fresh(office, **given):
    return Visit(host_office=office, **given)


@pytest.mark.django_db
def test_numbers_count_up_by_office_and_year(north, south):
    visits = [fresh(north), fresh(north), fresh(south)]
    numbering.assign(visits, DAY)
    numbering.assign([last := fresh(north)], date(2027, 1, 1))
    assert [visit.number for visit in (*visits, last)] == [
        "NORTH-2026-0001",
        "NORTH-2026-0002",
        "SOUTH-2026-0001",
        "NORTH-2027-0001",
    ]


@pytest.mark.django_db
def test_a_number_that_came_by_import_is_skipped(north):
    make_visit(north, number="NORTH-2026-0001")
    numbering.assign([visit := fresh(north)], DAY)
    assert visit.number == "NORTH-2026-0002"


@pytest.mark.django_db
def test_a_number_that_is_there_stays(north):
    numbering.assign([visit := fresh(north, number="OLD-7")], DAY)
    assert visit.number == "OLD-7"


@pytest.mark.django_db
def test_a_deleted_records_number_is_not_given_again(north):
    numbering.assign([guest := Guest(office=north, name="first")], DAY)
    guest.save()
    guest.delete()
    numbering.assign([again := Guest(office=north, name="second")], DAY)
    assert again.number == "NORTH-G-0002"


@pytest.mark.django_db(transaction=True)
def test_eight_clerks_at_once_get_eight_numbers():
    office = make_office("BUSY")

    def enter(_n):
        try:
            numbering.assign([visit := fresh(office)], DAY)
        finally:
            connection.close()
        return visit.number

    with ThreadPoolExecutor(8) as clerks:
        numbers = list(clerks.map(enter, range(8)))
    assert sorted(numbers) == [f"BUSY-2026-{n:04}" for n in range(1, 9)]
