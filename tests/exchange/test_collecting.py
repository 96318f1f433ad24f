"""The garbage collector rests while a table is held, and no longer."""

import gc

import pytest

from reception.exchange.collecting import uncollected


def test_it_rests_inside_and_goes_on_afterwards():
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_an_error():
    with pytest.raises(ValueError, match="bad"), uncollected():
        raise ValueError("bad")
    assert gc.isenabled()


def test_what_is_held_inside_another_wakes_nothing_early():
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
