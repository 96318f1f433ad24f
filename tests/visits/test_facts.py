"""Facts of visits: what is recorded, what is not, and at what cost it is read."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from compliance.rules.facts import CeremonyFacts
from tests.records import (
    DAY,
    make_cost,
    make_gift,
    make_letter,
    make_meal,
    make_phone_record,
    make_place,
    make_standard,
    make_venue,
    make_visit,
    moment,
)
from visits.facts import facts_of, facts_of_many
from visits.models import Visit

pytestmark = pytest.mark.django_db


def test_what_has_no_record_is_not_known(north):
    facts = facts_of(make_visit(north))
    for name in ("lodgings", "vehicles", "reception_list", "budget"):
        assert getattr(facts, name) is None
    assert facts.purpose_kind is None
    assert facts.same_city is None


def test_what_is_recorded_is_told(north):
    letter = make_letter(north, persons=" ")
    visit = make_visit(north, letter=letter, purpose_kind="study", red_carpet=True)
    facts = facts_of(visit)
    assert (facts.arrives, facts.departs, facts.guests) == (DAY, DAY, 5)
    assert (facts.has_letter, facts.letter.has_persons) == (True, False)
    assert facts.letter.has_itinerary
    assert facts.ceremony == CeremonyFacts(False, False, False, False, True, False)


def test_gifts_are_told_by_the_way_they_went(north):
    visit = make_visit(north)
    given = {"visit": visit, "direction": "given", "kind": "souvenir"}
    make_gift(north, **given, quantity=8, value=Decimal(160))
    make_gift(north, visit=visit, returned_on=DAY + timedelta(days=2))
    facts = facts_of(visit)
    [gift], [received] = facts.gifts, facts.gifts_received
    assert (gift.kind, gift.value) == ("souvenir", Decimal(20))
    assert (received.registered_on, received.due) == (DAY, date(2026, 4, 4))


@pytest.mark.parametrize(
    ("written", "alcohol", "high_grade"),
    [
        ("", None, None),
        ("none", False, False),
        ("served", True, False),
        ("high_grade", True, True),
    ],
)
def test_alcohol_is_yes_no_or_unknown(north, written, alcohol, high_grade):
    [meal] = facts_of(make_meal(north, alcohol=written).visit).meals
    assert (meal.alcohol, meal.high_grade_alcohol) == (alcohol, high_grade)


def test_a_meal_tells_the_kind_of_its_venue(north):
    place = make_place(north, venue=make_venue(north, kind="canteen"))
    assert (
        facts_of(make_meal(north, place=place).visit).meals[0].venue_kind == "canteen"
    )
    assert facts_of(make_meal(north).visit).meals[0].venue_kind is None


def test_the_offices_standard_goes_before_the_one_written_on_the_meal(north):
    meal = make_meal(north, standard=Decimal(90), standard_source="口头")
    assert facts_of(meal.visit).meals[0].standard.amount == 90
    make_standard(
        north, amount=Decimal(50), document="一号文", valid_from=date(2026, 1, 1)
    )
    assert facts_of(meal.visit).meals[0].standard.amount == 50


def test_the_letter_after_a_call_is_due_five_working_days_after_the_visit(north):
    facts = facts_of(make_visit(north, phone_record=make_phone_record(north)))
    assert facts.phone_notice
    assert facts.letter_due == date(2026, 3, 9)  # a week from Monday


def test_a_paid_cost_without_a_voucher_lacks_it(north):
    paid = make_cost(north, paid_on=DAY, payment="card")
    [cost] = facts_of(paid.visit).costs
    assert cost.has_voucher is False
    [waiting] = facts_of(make_cost(north).visit).costs
    assert waiting.has_voucher is None


@pytest.mark.parametrize(
    ("days", "meets"),
    [
        pytest.param(0, True, id="the same day"),
        pytest.param(1, False, id="the day after"),
    ],
)
def test_visits_of_one_sender_meet_on_a_common_day(north, days, meets):
    first = make_visit(north, sending_unit="某厅")
    begins = DAY + timedelta(days=days)
    other = make_visit(
        north,
        sending_unit="某厅",
        arrives_at=moment(begins, 18),
        departs_at=moment(begins, 20),
    )
    assert facts_of(first).overlapping == ((other.number,) if meets else ())


def test_other_senders_and_other_offices_do_not_meet(north, south):
    visit = make_visit(north, sending_unit="某厅")
    make_visit(south, sending_unit="某厅")
    make_visit(north, sending_unit="另一厅")
    assert facts_of(visit).overlapping == ()


def test_facts_of_many_cost_the_same_as_of_few(north, django_assert_max_num_queries):
    for _n in range(12):
        meal = make_meal(north, place=make_place(north, venue=make_venue(north)))
        make_cost(north, visit=meal.visit)
    visits = list(Visit.objects.all())
    with django_assert_max_num_queries(15):
        facts = facts_of_many(visits)
    assert len(facts) == 12
    assert facts_of_many([]) == {}
