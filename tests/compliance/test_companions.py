"""Accompanying diners: the limit at each boundary of art. 10."""

import pytest

from compliance.rules.companions import limit, over


@pytest.mark.parametrize(
    ("guests", "allowed"),
    [
        pytest.param(1, 3, id="one guest: still three"),
        pytest.param(10, 3, id="ten guests: last of the small parties"),
        pytest.param(11, 3, id="eleven guests: a third, rounded down"),
        pytest.param(12, 4, id="twelve guests: a third"),
        pytest.param(14, 4, id="fourteen guests: rounding up is not allowed"),
        pytest.param(15, 5, id="fifteen guests: a third"),
        pytest.param(30, 10, id="thirty guests: a third"),
    ],
)
def test_so_many_officials_may_sit_with_the_guests(guests, allowed):
    assert limit(guests) == allowed
    assert over(guests, allowed) == 0
    assert over(guests, allowed + 2) == 2
    assert over(guests, 0) == 0
