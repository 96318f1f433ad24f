"""Standards and settings of offices: which row binds, and what may be switched off."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from compliance.models import Breach, MoneyStandard, RuleSetting
from compliance.models.regulation import SWITCHABLE
from compliance.rules import RULES
from compliance.rules.facts import RANKS, Category
from compliance.standards import Book
from reception.ledger.models import Entry
from reception.workflow import MoveNotPossible, move
from tests.cast import person
from tests.doors import url
from tests.records import make_breach, make_setting, make_standard, moment
from visits.models import Meal, Visit
from visits.models.visit import Rank

pytestmark = pytest.mark.django_db
FROM = date(2026, 1, 1)
ASKED = {"category": "official", "rank": "division", "sitting": "lunch"}


def standard(office, **given):
    about = {"amount": Decimal(50), "document": "一号文", "valid_from": FROM}
    return make_standard(office, **{**about, **given})


def amount(office, day=FROM, **asked):
    found = Book.read().standard(office.pk, day=day, **{**ASKED, **asked})
    return found and found.amount


def test_categories_ranks_and_sittings_are_those_of_visits():
    assert set(MoneyStandard.Category.values) == set(Visit.Category.values)
    assert set(MoneyStandard.Category.values) == set(Category)
    assert set(MoneyStandard.Rank.values) - {"any"} == set(Rank.values) == set(RANKS)
    assert set(MoneyStandard.Sitting.values) - {"any"} == set(Meal.Sitting.values)


@pytest.mark.parametrize(
    ("day", "binds"),
    [
        pytest.param(FROM - timedelta(days=1), False, id="the day before"),
        pytest.param(FROM, True, id="its first day"),
        pytest.param(FROM + timedelta(days=9), True, id="its last day"),
        pytest.param(FROM + timedelta(days=10), False, id="the day it ends"),
    ],
)
def test_a_standard_binds_from_and_until(north, day, binds):
    standard(north, valid_until=FROM + timedelta(days=10))
    assert (amount(north, day) is not None) is binds


def test_the_newer_standard_binds_the_newer_meals(north):
    standard(north)
    standard(north, amount=Decimal(60), valid_from=FROM + timedelta(days=5))
    assert amount(north, FROM + timedelta(days=4)) == 50
    assert amount(north, FROM + timedelta(days=5)) == 60


def test_a_lower_office_follows_the_higher_until_it_has_its_own(city, north, south):
    standard(city, amount=Decimal(70))
    standard(north, amount=Decimal(40))
    assert (amount(north), amount(south), amount(city)) == (40, 70, 70)


def test_an_empty_amount_below_is_not_filled_from_above(city, north):
    standard(city)
    standard(north, amount=None)
    assert amount(north) is None


def test_the_more_particular_standard_binds(north):
    standard(north)
    standard(north, rank="division", amount=Decimal(45))
    standard(north, rank="division", sitting="lunch", amount=Decimal(55))
    assert amount(north) == 55
    assert amount(north, sitting="dinner") == 45
    assert amount(north, rank="bureau") == 50
    assert amount(north, category="business") is None


def test_a_price_of_rooms_is_no_standard_of_meals(north):
    standard(north, unit="night")
    assert amount(north) is None
    assert amount(north, units=("night",)) == 50


def test_the_book_is_read_in_three_queries(north, django_assert_num_queries):
    for days in range(5):
        standard(north, valid_from=FROM + timedelta(days=days))
    with django_assert_num_queries(3):
        book = Book.read()
    with django_assert_num_queries(0):
        assert book.standard(north.pk, day=FROM, **ASKED)
        assert book.off(north.pk) == frozenset()


def test_the_same_standard_twice_is_refused(north):
    standard(north)
    with pytest.raises(IntegrityError), transaction.atomic():
        standard(north)
    with pytest.raises(ValidationError, match=r"already|已"):
        MoneyStandard(office=north, category="official", valid_from=FROM).full_clean()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"valid_until": FROM}, "end after|晚于"),
        ({"amount": Decimal(0), "document": "一号文"}, "empty|留空"),
        ({"amount": Decimal(9)}, "document|文件"),
    ],
)
def test_a_standard_that_makes_no_sense_is_refused_in_words(north, given, said):
    row = MoneyStandard(office=north, category="official", valid_from=FROM, **given)
    with pytest.raises(ValidationError, match=said):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("rule", RULES)
def test_only_a_rule_to_be_confirmed_can_be_switched_off(rule, north):
    row = RuleSetting(office=north, rule=rule, is_on=False, note="一号文")
    if RULES[rule].to_be_confirmed:
        row.full_clean()
        row.save()
        assert Book.read().off(north.pk) == {rule}
    else:
        with pytest.raises(ValidationError, match=r"binds everywhere|普遍适用"):
            row.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_lower_office_may_switch_on_what_the_higher_does_without(city, north, south):
    make_setting(city, rule=SWITCHABLE[0], is_on=False, note="一号文")
    make_setting(north, rule=SWITCHABLE[0], is_on=True)
    book = Book.read()
    assert book.off(north.pk) == frozenset()
    assert book.off(south.pk) == {SWITCHABLE[0]}


def test_switching_off_takes_a_reason(north):
    row = RuleSetting(office=north, rule=SWITCHABLE[0], is_on=False)
    with pytest.raises(ValidationError, match=r"note|备注"):
        row.full_clean()


@pytest.fixture
def officer(north):
    return person("officer", north, "discipline_officer", reaches=[north])


def test_a_breach_is_handled_once_it_says_how(north, officer):
    breach = make_breach(north)
    with pytest.raises(MoveNotPossible, match=r"handling|处理"):
        move(breach, "handle", by=officer, at=moment())
    breach.handling = "退赔餐费"
    breach.save()
    handled = move(breach, "handle", by=officer, at=moment())
    assert (handled.state, handled.closed_by) == ("handled", officer)
    assert handled.locked_reason()
    again = move(handled, "reopen", by=officer, at=moment(), reason="新情况")
    assert (again.state, again.closed_by) == ("noted", None)


def test_a_breach_is_dismissed_with_a_reason_alone(north, officer):
    breach = make_breach(north)
    with pytest.raises(MoveNotPossible):
        move(breach, "dismiss", by=officer, at=moment(), reason=" ")
    move(breach, "dismiss", by=officer, at=moment(), reason="录入有误")
    assert Entry.objects.filter(reason="录入有误", record_id=breach.pk).exists()


def test_a_breach_is_entered_once(north):
    breach = make_breach(north, detail="meal-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_breach(north, subject=breach.subject, detail="meal-1")
    make_breach(north, subject=breach.subject, detail="meal-2")
    assert Breach.objects.count() == 2


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        ("discipline_officer", True),
        ("auditor", True),
        ("clerk", False),
        ("approver", False),
        ("administrator", False),
    ],
)
def test_who_sees_the_breach_register(client, north, role, opens):
    client.force_login(person(role, north, role, reaches=[north]))
    breach = make_breach(north)
    for page in (url(Breach, "changelist"), url(Breach, "change", breach.pk)):
        assert (client.get(page).status_code == 200) is opens
