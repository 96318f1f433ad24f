"""What somebody lacks for a duty, from which day, and who could do it instead."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compliance.requirements import Book
from reception.accounts.models import Office
from tests.records import (
    DAY,
    make_certificate,
    make_kind,
    make_required_certificate,
    make_staff,
    make_venue,
)

pytestmark = pytest.mark.django_db
LAST = DAY + timedelta(days=2)
DAYS = [DAY + timedelta(days=n) for n in (-1, 0, 1, 2, 3)]


@pytest.fixture
def kind():
    """Return a kind that drivers need on duty."""
    kind = make_kind(name="licence")
    make_required_certificate(kind=kind, duty="driver")
    return kind


def lacking(member, first=DAY, last=LAST, duty="driver"):
    """Return (kind, first day, why) of what somebody lacks."""
    found = Book.read([member.pk]).lacks(member.pk, duty, first, last)
    return [(each.kind, each.first_day, str(each.why)) for each in found]


@pytest.mark.parametrize(
    ("issued", "months", "ends"),
    [
        pytest.param(date(2024, 2, 29), 12, date(2025, 2, 28), id="no such day"),
        pytest.param(date(2024, 2, 29), 48, date(2028, 2, 28), id="there is one"),
        pytest.param(date(2023, 3, 1), 12, date(2024, 2, 29), id="ends on it"),
        pytest.param(date(2025, 2, 28), 36, date(2028, 2, 27), id="before a leap year"),
        pytest.param(date(2025, 8, 31), 6, date(2026, 2, 28), id="a shorter month"),
        pytest.param(date(2025, 1, 1), 24, date(2026, 12, 31), id="whole years"),
    ],
)
def test_months_end_a_certificate_the_day_before(issued, months, ends):
    kind = make_kind(term_kind="months", term_months=months)
    assert kind.ends(issued) == ends


def test_nothing_is_lacking_where_nothing_is_required(north):
    assert lacking(make_staff(north)) == []


def test_none_held_is_lacking_from_the_first_day(kind, north):
    assert lacking(make_staff(north)) == [(kind, DAY, "none held")]


@pytest.mark.parametrize(
    ("issued", "until", "first", "why"),
    [
        pytest.param(0, 2, None, "", id="covers just these days"),
        pytest.param(0, 1, 2, "expired", id="ends a day too early"),
        pytest.param(-9, -1, 0, "expired", id="ended before"),
        pytest.param(1, 9, 0, "not valid before", id="begins a day too late"),
        pytest.param(0, None, None, "", id="never ends"),
    ],
)
def test_each_day_must_be_covered(issued, until, first, why, kind, north):
    held = make_certificate(
        north,
        kind=kind,
        issued_on=DAY + timedelta(days=issued),
        valid_until=None if until is None else DAY + timedelta(days=until),
    )
    found = lacking(held.holder)
    assert [day for _kind, day, _why in found] == (
        [] if first is None else [DAY + timedelta(days=first)]
    )
    assert all(text.startswith(why) for _kind, _day, text in found)


def test_two_certificates_cover_what_neither_covers_alone(kind, north):
    member = make_staff(north)
    for first, last in ((0, 0), (1, 2)):
        days = {"issued_on": DAYS[first + 1], "valid_until": DAYS[last + 1]}
        make_certificate(north, kind=kind, holder=member, **days)
    assert lacking(member) == []


@pytest.mark.parametrize(
    ("bound", "lacks_it"),
    [
        pytest.param({"since": DAYS[4]}, False, id="from later on"),
        pytest.param({"since": DAYS[3]}, True, id="from the last day"),
        pytest.param({"until": DAYS[0]}, False, id="until before"),
        pytest.param({"until": DAYS[1]}, True, id="until the first day"),
    ],
)
def test_a_requirement_binds_on_its_days(bound, lacks_it, north):
    make_required_certificate(duty="driver", **bound)
    assert bool(lacking(make_staff(north))) is lacks_it


def test_a_requirement_of_an_office_binds_those_below(north, south):
    below = Office.objects.create(code="BELOW", name="below", parent=north)
    make_required_certificate(duty="driver", office=north)
    venue = make_staff(below, venue=make_venue(below))
    assert [bool(lacking(make_staff(each))) for each in (north, below, south)] == [
        True,
        True,
        False,
    ]
    assert lacking(venue)


def test_of_another_duty_nothing_is_asked(kind, north):
    assert lacking(make_staff(north), duty="cook") == []


def test_who_is_able_lacks_nothing_and_is_employed(kind, north):
    good, without, gone, late = (make_staff(north) for _ in range(4))
    for each in (good, gone, late):
        make_certificate(north, kind=kind, holder=each)
    gone.left_on, late.joined_on = DAYS[2], DAYS[2]
    gone.save()
    late.save()
    book = Book.read(each.pk for each in (good, without, gone, late))
    works = [
        each for each in (good, without, gone, late) if book.works(each.pk, DAY, LAST)
    ]
    assert works == [good, without]
    assert [e for e in works if not book.lacks(e.pk, "driver", DAY, LAST)] == [good]


def test_many_people_cost_no_more_queries_than_one(kind, north):
    people = [make_certificate(north, kind=kind).holder for _ in range(9)]
    counts = []
    for asked in (people[:1], people):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            book = Book.read(each.pk for each in asked)
            assert not any(book.lacks(e.pk, "driver", DAY, LAST) for e in asked)
        counts.append(len(queries))
    assert counts[0] == counts[1]
