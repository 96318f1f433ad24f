"""What differs between two texts, told so that both can be had back."""

from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visits.differences import COME, GONE, SAME, Piece, compare, pairs, sentences

TEXT = st.lists(
    st.sampled_from(
        ["会务组", "接站", "。", "；", "\n", "提前", "两小时", "A", " ", "！"]
    )
    | st.text(max_size=4),
    max_size=30,
).map("".join)

unhurried = settings(deadline=None)


def told(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


@unhurried
@given(TEXT, TEXT)
def test_the_pieces_restore_both_texts(old, new):
    pieces = compare(old, new)
    assert told(pieces, SAME, GONE) == old
    assert told(pieces, SAME, COME) == new


@unhurried
@given(TEXT)
def test_a_text_does_not_differ_from_itself(text):
    assert compare(text, text) == ([Piece(SAME, text)] if text else [])


@unhurried
@given(TEXT, TEXT)
def test_neighbours_are_of_different_kinds_and_none_is_empty(old, new):
    pieces = compare(old, new)
    kinds = [piece.kind for piece in pieces]
    assert all(piece.text for piece in pieces)
    assert all(one != two for one, two in pairwise(kinds))


@unhurried
@given(TEXT)
def test_sentences_are_the_text(text):
    assert "".join(sentences(text)) == text


def test_within_a_sentence_only_what_changed_is_marked():
    pieces = compare("九时到会场。车辆待命。", "九时半到会场。车辆待命。")
    assert pieces == [
        Piece(SAME, "九时"),
        Piece(COME, "半"),
        Piece(SAME, "到会场。车辆待命。"),
    ]


def test_sentences_with_little_in_common_are_shown_whole():
    pieces = compare("甲乙丙丁。", "一二三四。")
    assert pieces == [Piece(GONE, "甲乙丙丁。"), Piece(COME, "一二三四。")]


def test_a_long_text_of_one_letter_is_compared_in_time():
    old, new = "啊" * 20_000, "啊" * 20_001
    assert told(compare(old, new), SAME, COME) == new


def section(heading, body=""):
    return SimpleNamespace(heading=heading, body=body)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param("ab", "ab", [("a", "a"), ("b", "b")], id="the same"),
        pytest.param("ab", "axb", [("a", "a"), (None, "x"), ("b", "b")], id="added"),
        pytest.param("axb", "ab", [("a", "a"), ("x", None), ("b", "b")], id="removed"),
        pytest.param("axb", "ayb", [("a", "a"), ("x", "y"), ("b", "b")], id="renamed"),
        pytest.param("", "a", [(None, "a")], id="from nothing"),
    ],
)
def test_sections_are_paired_by_their_headings(old, new, found):
    made = pairs([section(each) for each in old], [section(each) for each in new])
    assert [
        tuple(each and each.heading for each in (pair.old, pair.new)) for pair in made
    ] == found


def test_a_pair_says_whether_anything_changed():
    (same,) = pairs([section("a", "x")], [section("a", "x")])
    (changed,) = pairs([section("a", "x")], [section("a", "y")])
    assert (same.is_same, changed.is_same) == (True, False)
