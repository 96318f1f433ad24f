"""A month later or earlier is the same day, or the last one where there is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.months import months_from


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_it_is_the_same_day_or_the_last(day, months, expected):
    assert months_from(day, months) == expected


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(-240, 240))
def test_a_day_that_every_month_has_comes_back(day, months):
    day = day.replace(day=min(day.day, 28))
    there = months_from(day, months)
    assert there.day == day.day
    assert months_from(there, -months) == day
