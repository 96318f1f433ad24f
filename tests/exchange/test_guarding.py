"""Text in files is harmless, and comes back as it was."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reception.exchange.guarding import guard, tidy, unguard

CONTROL = [chr(n) for n in range(32) if chr(n) not in "\t\n\r"] + ["\ufffe", "\uffff"]
ANY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("'=+-@＝＋－＠\t\r\n0123456789"),
    )
)
TEXT = ANY.filter(lambda text: not set(text) & set(CONTROL))
RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@given(TEXT)
@example("''=1")
@example("'123456789012")
@example("'")
@example("'\n=1")
def test_what_is_guarded_comes_back(text):
    assert unguard(guard(text)) == text


@given(ANY)
@example("\x00=1")
@example("\x01\x02@SUM(1)")
def test_guarded_text_runs_nowhere(text):
    assert not guard(text).startswith(RUN)


@given(ANY)
def test_guarded_text_can_stand_in_a_file(text):
    assert not set(guard(text)) & set(CONTROL)


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 139", "-1", "@SUM(A1)", "＝1", "410611199001011234"]
)
def test_what_a_spreadsheet_would_change_begins_with_an_apostrophe(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "淇河宾馆", "a=b", "13912345678", "'tis", "5-1"])
def test_other_text_stays_as_it_is(text):
    assert guard(text) == text


@given(ANY)
def test_tidied_text_is_tidy(text):
    assert tidy(tidy(text)) == tidy(text)
    assert "\r" not in tidy(text)
