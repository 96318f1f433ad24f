"""The catalogue: every rule has its source, bites, keeps still, and never breaks."""

import re
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.rules import RULES, judge
from compliance.rules.core import Citation, Severity
from compliance.rules.facts import RANKS, Category, VisitFacts
from compliance.rules.words import Words
from tests.compliance.rules.cases import BREAKS, DAY, GOOD

CHINESE = re.compile(r"[\u4e00-\u9fff]")
IDS = [f"R{n:02}" for n in range(1, 36)]


def broken(facts, **asked):
    """Return the ids of the rules that ``facts`` break."""
    return [f.rule.id for f in judge(facts, **asked) if not f.is_unknown]


def all_words(value):
    """Yield every bilingual text below a rule."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, Citation):
        yield value.words
        yield value.text


def test_the_catalogue_has_the_thirty_five_rules_in_order():
    assert list(RULES) == IDS == [rule.id for rule in RULES.values()]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_has_its_source_in_both_languages(rule):
    told = [rule.title]
    for provision in rule.provisions:
        assert provision.check.__doc__.split("\n")[0].endswith(".")
        told += [*all_words(provision.citation), provision.citation.document.title]
    for words in told:
        assert CHINESE.search(words.zh)
        assert words.en
        assert words.told("zh-hans") == words.zh
        assert words.told("en") == words.en


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_english_is_english_but_for_numbers_of_documents(rule):
    for provision in rule.provisions:
        assert not CHINESE.search(provision.citation.text.en)
        assert not CHINESE.search(provision.citation.document.title.en)


@pytest.mark.parametrize("name", IDS)
def test_every_rule_bites_and_says_what_and_by_which_source(name):
    [found] = [f for f in judge(BREAKS[name]) if f.rule.id == name]
    assert not found.is_unknown
    assert CHINESE.search(found.words.zh)
    assert found.words.en
    assert found.citation.words.en
    assert (found.measured is None) or found.unit is not None


@pytest.mark.parametrize("name", IDS)
def test_every_rule_is_silent_on_a_visit_in_order(name):
    assert name not in broken(GOOD)


def test_only_what_needs_confirmation_can_be_switched_off():
    for name, facts in BREAKS.items():
        [found] = [f for f in judge(facts) if f.rule.id == name]
        still = name in broken(facts, off={name})
        assert still is not found.provision.to_be_confirmed


@pytest.mark.parametrize("name", IDS)
def test_every_rule_keeps_to_its_categories(name):
    rule = RULES[name]
    for category in Category:
        told = judge(replace(BREAKS[name], category=category))
        bites = name in {f.rule.id for f in told if not f.is_unknown}
        assert not bites or category in rule.categories


def test_what_is_not_recorded_is_unknown_and_no_breach():
    found = judge(VisitFacts())
    assert {f.rule.id for f in found} >= {"R01", "R05", "R13", "R25"}
    assert all(f.is_unknown and f.severity is Severity.WARN for f in found)
    assert "未登记" in found[0].words.zh


def strategy(hint):
    """Return values of a type of the facts, None among them where it may be."""
    if get_origin(hint) in (Union, UnionType):
        kinds = [each for each in get_args(hint) if each is not type(None)]
        return st.none() | strategy(kinds[0])
    if get_origin(hint) is tuple:
        return st.lists(strategy(get_args(hint)[0]), max_size=3).map(tuple)
    known = {
        str: st.sampled_from([*RANKS, "working", "banquet", "buffet", "host", "cash",
                              "suite", "tour", "specialty", "invitation", "day", ""]),
        bool: st.booleans(),
        int: st.integers(-2, 40),
        date: st.dates(date(2012, 1, 1), date(2027, 12, 31)),
        Decimal: st.decimals(-10, 10**9, places=2),
        Category: st.sampled_from(Category),
    }  # fmt: skip
    if hint in known:
        return known[hint]
    hints = get_type_hints(hint)
    return st.builds(hint, **{f.name: strategy(hints[f.name]) for f in fields(hint)})


@given(strategy(VisitFacts), st.none() | st.dates(), st.sets(st.sampled_from(IDS)))
def test_judging_never_breaks(facts, on, off):
    for found in judge(facts, on=on, off=off):
        assert found.words.zh
        assert found.words.en
        assert found.provision.is_in_force(found.on) or found.is_unknown


@given(strategy(VisitFacts))
def test_judging_twice_says_the_same(facts):
    assert judge(facts, on=DAY) == judge(facts, on=DAY)
