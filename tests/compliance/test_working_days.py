"""Working days: holidays, made-up Saturdays, and years that are not known yet."""

from datetime import date

import pytest

from compliance.working_days import after, is_working_day


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param(date(2025, 10, 1), False, id="National Day"),
        pytest.param(date(2025, 10, 11), True, id="a Saturday made up for"),
        pytest.param(date(2025, 10, 12), False, id="a Sunday"),
        pytest.param(date(2025, 10, 13), True, id="a Monday"),
    ],
)
def test_offices_work_on(day, works):
    assert is_working_day(day) is works


def test_a_term_passes_over_the_holidays():
    due = after(date(2025, 9, 29), 5)
    assert (due.day, due.note) == (date(2025, 10, 13), None)


def test_a_term_of_no_days_is_the_day_itself():
    assert after(date(2025, 9, 29), 0).day == date(2025, 9, 29)


def test_a_year_that_is_not_known_counts_monday_to_friday_and_says_so():
    due = after(date(2098, 1, 3), 5)  # a Friday
    assert due.day == date(2098, 1, 10)
    assert "2098" in due.note.zh
    assert "Monday to Friday" in due.note.en
