"""Limits at each boundary, the law before and after its revision, published cases."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from compliance.rules import judge
from compliance.rules.companions import foreign_limit
from compliance.rules.facts import Category, LetterFacts, Standard, VisitFacts
from compliance.rules.sources import ALCOHOL_FROM, PROVISIONS_FROM, REVISION_FROM
from tests.compliance.rules.cases import BREAKS, DAY, GOOD, MEAL, with_meal

BEFORE = REVISION_FROM - timedelta(days=1)


def found(rule, facts, **asked):
    """Return the one finding of a rule, or None."""
    told = [f for f in judge(facts, **asked) if f.rule.id == rule]
    return told[0] if told else None


def breaks(rule, facts, **asked):
    told = found(rule, facts, **asked)
    return told is not None and not told.is_unknown


def eaten_on(day, **changes):
    return replace(with_meal(on=day, **changes), arrives=day, departs=day)


@pytest.mark.parametrize(
    ("guests", "companions", "broken"),
    [
        pytest.param(1, 3, False, id="one guest: three hosts"),
        pytest.param(10, 3, False, id="ten guests: last of the small parties"),
        pytest.param(10, 4, True, id="ten guests: the fourth host"),
        pytest.param(11, 3, False, id="eleven guests: a third, rounded down"),
        pytest.param(11, 4, True, id="eleven guests: rounding up is not allowed"),
        pytest.param(12, 4, False, id="twelve guests: a third"),
        pytest.param(12, 5, True, id="twelve guests: one more than a third"),
        pytest.param(30, 10, False, id="thirty guests: ten hosts"),
        pytest.param(10, 5, True, id="published: ten guests, five companions"),
        pytest.param(15, 11, True, id="published: fifteen guests, eleven companions"),
        pytest.param(15, 13, True, id="published: fifteen guests, thirteen companions"),
        pytest.param(7, 11, True, id="published: seven guests, eleven companions"),
    ],
)
def test_hosts_at_an_official_meal(guests, companions, broken):
    told = found("R13", with_meal(guests=guests, companions=companions))
    assert (told is not None) is broken
    if broken:
        assert told.measured == companions
        assert told.limit == (3 if guests <= 10 else guests // 3)
        assert "第10条" in told.citation.words.zh
        assert told.subject.key == "meal-1"


@pytest.mark.parametrize(
    ("guests", "most"),
    [
        pytest.param(1, 1, id="one foreign guest: one host"),
        pytest.param(5, 5, id="five: the last that are paired"),
        pytest.param(6, 5, id="six: half of one is none"),
        pytest.param(7, 6, id="seven: one more host"),
        pytest.param(15, 10, id="fifteen: ten hosts"),
    ],
)
def test_hosts_at_a_meal_for_foreign_guests(guests, most):
    assert foreign_limit(guests) == most
    for companions, broken in ((most, False), (most + 1, True)):
        facts = with_meal(guests=guests, companions=companions)
        facts = replace(facts, category=Category.FOREIGN)
        assert breaks("R13", facts) is broken


def test_a_business_meal_has_no_national_limit():
    facts = replace(with_meal(companions=40), category=Category.BUSINESS)
    assert found("R13", facts).is_unknown
    assert found("R13", facts, off={"R13"}) is None


@pytest.mark.parametrize(
    ("day", "alcohol", "high_grade", "broken"),
    [
        pytest.param(ALCOHOL_FROM, True, False, True, id="the day of the revision"),
        pytest.param(BEFORE, True, False, False, id="the day before: common alcohol"),
        pytest.param(BEFORE, True, True, True, id="the day before: high-grade"),
        pytest.param(BEFORE, False, False, False, id="the day before: none"),
        pytest.param(DAY, False, False, False, id="since the revision: none"),
        pytest.param(date(2013, 11, 30), True, True, False, id="before any of it"),
    ],
)
def test_alcohol_is_judged_by_the_law_of_the_day(day, alcohol, high_grade, broken):
    facts = eaten_on(day, alcohol=alcohol, high_grade_alcohol=high_grade)
    assert breaks("R16", facts) is broken


def test_old_and_new_law_on_alcohol_name_their_own_sources():
    old = found("R16", eaten_on(BEFORE, alcohol=True, high_grade_alcohol=True))
    new = found("R16", eaten_on(REVISION_FROM, alcohol=True))
    assert "国内公务接待" in old.citation.words.zh
    assert "2025年修订" in new.citation.words.zh
    assert "to be confirmed" in old.citation.words.en


def test_alcohol_of_unknown_grade_before_the_revision_is_not_guessed():
    facts = eaten_on(BEFORE, alcohol=True, high_grade_alcohol=None)
    assert found("R16", facts).is_unknown


def test_a_stay_across_the_revision_is_judged_meal_by_meal():
    meals = (
        replace(MEAL, on=BEFORE, alcohol=True),
        replace(MEAL, line=2, on=REVISION_FROM, alcohol=True),
    )
    told = judge(replace(GOOD, arrives=BEFORE, meals=meals))
    subjects = [f.subject.key for f in told if f.rule.id == "R16"]
    assert subjects == ["meal-2"]


@pytest.mark.parametrize(
    ("rule", "since"),
    [("R12", PROVISIONS_FROM), ("R28", REVISION_FROM), ("R19", REVISION_FROM)],
)
def test_a_rule_is_silent_the_day_before_it_is_in_force(rule, since):
    for day, broken in ((since - timedelta(days=1), False), (since, True)):
        facts = replace(BREAKS[rule], arrives=day)
        meals = tuple(replace(meal, on=day) for meal in facts.meals)
        cars = tuple(replace(car, on=day) for car in facts.vehicles)
        facts = replace(facts, meals=meals, vehicles=cars)
        assert breaks(rule, facts) is broken


@pytest.mark.parametrize("category", list(Category))
def test_only_official_visits_need_a_letter(category):
    facts = replace(BREAKS["R01"], category=category)
    assert breaks("R01", facts) is (category is Category.OFFICIAL)


@pytest.mark.parametrize(
    ("today", "broken"),
    [
        pytest.param(DAY, False, id="on the last day"),
        pytest.param(DAY + timedelta(days=1), True, id="the day after"),
    ],
)
def test_after_a_call_the_letter_may_follow(today, broken):
    facts = replace(BREAKS["R01"], phone_notice=True, letter_due=DAY)
    assert breaks("R01", facts, on=today) is broken


def test_after_a_call_without_a_known_term_nothing_is_guessed():
    assert found("R01", replace(BREAKS["R01"], phone_notice=True)).is_unknown


@pytest.mark.parametrize(
    ("letter", "broken"),
    [
        pytest.param(("invitation", DAY, True, True, True), False, id="complete"),
        pytest.param(("invitation", DAY, True, False, True), True, id="no itinerary"),
        pytest.param(("contact", DAY, True, True, True), True, id="a contact letter"),
    ],
)
def test_an_invitation_with_all_three_elements_counts_as_a_letter(letter, broken):
    facts = replace(GOOD, letter=LetterFacts(*letter))
    assert breaks("R01", facts) is broken


@pytest.mark.parametrize(
    ("amount", "broken"),
    [
        pytest.param("650.00", False, id="just the standard"),
        pytest.param("650.13", True, id="a cent above"),
    ],
)
def test_a_meal_keeps_to_the_standard_per_head(amount, broken):
    assert breaks("R18", with_meal(amount=Decimal(amount))) is broken


def test_a_standard_per_day_counts_the_day_together():
    standard = Standard(Decimal(60), "day")
    meal = replace(MEAL, standard=standard, amount=Decimal(520))
    once = replace(GOOD, meals=(meal,))
    twice = replace(GOOD, meals=(meal, replace(meal, line=2)))
    assert not breaks("R18", once)
    assert found("R18", twice).measured == Decimal(80)


def test_without_a_standard_it_is_to_be_confirmed_locally():
    told = found("R18", with_meal(standard=None))
    assert told.is_unknown
    assert "待本地确认" in told.words.zh


@pytest.mark.parametrize(
    ("rank", "value", "broken"),
    [
        ("bureau", 200, False),
        ("bureau", 201, True),
        ("ministerial", 400, False),
        ("ministerial", 401, True),
    ],
)
def test_gifts_to_foreign_guests(rank, value, broken):
    facts = replace(BREAKS["R33"], rank=rank)
    facts = replace(facts, gifts=(replace(facts.gifts[0], value=Decimal(value)),))
    assert breaks("R33", facts) is broken


@pytest.mark.parametrize(("count", "broken"), [(2, False), (3, True)])
def test_foreign_guests_get_two_banquets(count, broken):
    meals = tuple(replace(MEAL, line=n, kind="banquet") for n in range(count))
    facts = replace(GOOD, category=Category.FOREIGN, meals=meals)
    assert breaks("R33", facts) is broken


@pytest.mark.parametrize(
    ("room", "rank", "broken"),
    [
        ("suite", "ministerial", False),
        ("suite", "bureau", True),
        ("single", "bureau", False),
        ("single", "division", True),
        ("standard", "none", False),
    ],
)
def test_rooms_follow_the_rank(room, rank, broken):
    facts = replace(GOOD, lodgings=(replace(GOOD.lodgings[0], room=room, rank=rank),))
    assert breaks("R09", facts) is broken


def test_the_office_may_drop_the_single_room_but_not_the_suite():
    room = GOOD.lodgings[0]
    single = replace(GOOD, lodgings=(replace(room, room="single"),))
    suite = replace(GOOD, lodgings=(replace(room, room="suite"),))
    assert not breaks("R09", single, off={"R09"})
    assert breaks("R09", suite, off={"R09"})


@pytest.mark.parametrize(
    ("today", "phoned", "broken"),
    [
        pytest.param(date(2026, 3, 9), True, False, id="called: the last day of grace"),
        pytest.param(date(2026, 3, 10), True, True, id="called: the day after"),
        pytest.param(date(2026, 3, 3), False, True, id="not called: at once"),
    ],
)
def test_a_call_stands_for_the_letter_until_it_is_due(today, phoned, broken):
    facts = VisitFacts(
        category=Category.OFFICIAL,
        arrives=date(2026, 3, 2),
        departs=date(2026, 3, 2),
        has_letter=False,
        phone_notice=phoned,
        letter_due=date(2026, 3, 9),
    )
    found = {each.rule.id for each in judge(facts, on=today) if not each.is_unknown}
    assert ("R25" in found) is broken
    assert ("R01" in found) is broken
