"""Figures of the reports of visits: those of plain SQL, and their boundaries."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from compliance.rules import companions
from tests.console.reading import plain, rows
from tests.records import (
    DAY,
    make_approval,
    make_cost,
    make_disclosure,
    make_letter,
    make_meal,
    make_user,
    make_visit,
    moment,
)
from visits.models import Cost, Meal, Visit

pytestmark = pytest.mark.django_db
with translation.override("en"):
    CODES = {str(label): code for code, label in Cost.Category.choices}


@pytest.fixture
def spent(north, south):
    """Costs and meals of two visits in the north and one in the south."""
    one, two = (make_visit(north, letter=make_letter(north)) for _ in range(2))
    far = make_visit(south)
    for visit, category, amount, payer, paid in (
        (one, "meals", "100.10", "host", DAY),
        (one, "meals", "0.20", "guests", DAY),
        (one, "lodging", "300.00", "sender", None),
        (two, "meals", "50.05", "host", None),
        (far, "transport", "7.77", "other", DAY),
    ):
        make_cost(
            visit.host_office,
            visit=visit,
            category=category,
            amount=Decimal(amount),
            payer=payer,
            paid_on=paid,
            payment="card" if paid else "",
        )
    make_meal(north, visit=one, amount=Decimal("99.99"))
    make_meal(north, visit=one, amount=None)
    return one, two, far


def test_the_register_adds_up_to_what_was_spent(auditor, spent):
    found = rows("receptions", auditor)
    assert len(found) == plain("SELECT count(*) FROM visits_visit")
    total = sum(row["total_cost"] or 0 for row in found)
    assert total == money("SELECT sum(amount) FROM visits_cost")
    by_host = sum(row["host_cost"] or 0 for row in found)
    assert by_host == money("SELECT sum(amount) FROM visits_cost WHERE payer = 'host'")
    meals = sum(row["meals"] or 0 for row in found)
    assert meals == plain("SELECT count(*) FROM visits_meal")
    eaten = sum(row["meals_amount"] or 0 for row in found)
    assert eaten == money("SELECT sum(amount) FROM visits_meal")


def money(sql, *params) -> Decimal:
    """Return a sum as money; SQLite adds it up in fractions."""
    return Decimal(str(plain(sql, *params) or 0)).quantize(Decimal("0.01"))


def test_a_visit_without_costs_has_no_figure_rather_than_nought(auditor, north):
    make_visit(north)
    (row,) = rows("receptions", auditor)
    assert (row["meals"], row["total_cost"], row["host_cost"]) == (None, None, None)
    assert (row["letter"], row["document_number"]) == ("", "")


def test_spending_is_what_the_register_says(auditor, spent):
    found = rows("spending", auditor)
    for row in found:
        category = CODES[row["category"]]
        where = (
            "FROM visits_cost c JOIN visits_visit v ON v.id = c.visit_id "
            "JOIN accounts_office o ON o.id = v.host_office_id "
            "WHERE o.name = %s AND c.category = %s"
        )
        asked = (row["host_office"], category)
        assert row["costs"] == plain(f"SELECT count(*) {where}", *asked)
        assert row["amount"] == money(f"SELECT sum(c.amount) {where}", *asked)
        unpaid = money(f"SELECT sum(c.amount) {where} AND c.paid_on IS NULL", *asked)
        assert (row["unpaid"] or 0) == unpaid
        paid = [row[f"by_{payer}"] or 0 for payer in Cost.Payer.values]
        assert sum(paid) == row["amount"]
    register = sum(row["total_cost"] or 0 for row in rows("receptions", auditor))
    assert sum(row["amount"] for row in found) == register


def test_visits_are_counted_once_in_a_category(auditor, spent):
    found = {
        (row["host_office"], row["category"]): row["visits"]
        for row in rows("spending", auditor)
    }
    assert found["NORTH office", "catering"] == 2


@pytest.mark.parametrize(
    ("guests", "present", "limit", "over"),
    [(10, 3, 3, 0), (10, 4, 3, 1), (11, 3, 3, 0), (12, 4, 4, 0), (12, 6, 4, 2)],
)
def test_companions_stand_beside_their_limit(
    guests, present, limit, over, auditor, north
):
    make_meal(north, guests=guests, companions=present)
    (row,) = rows("meals", auditor)
    assert (row["limit"], row["over"]) == (limit, over)


@pytest.mark.parametrize("category", Visit.Category)
def test_the_limit_binds_domestic_official_visits_alone(category, auditor, north):
    make_meal(north, visit=make_visit(north, category=category), companions=9)
    (row,) = rows("meals", auditor)
    bound = category == Visit.Category.OFFICIAL
    assert row["limit"] == (companions.limit(5) if bound else None)
    assert row["over"] == (6 if bound else None)


@pytest.mark.parametrize(
    ("amount", "standard", "each", "dearer"),
    [
        (None, 60, None, None),
        (420, None, "60.00", None),
        (420, 60, "60.00", "0.00"),
        (430, 60, "61.43", "1.43"),
        (300, 60, "42.86", "0.00"),
        (0, 60, "0.00", "0.00"),
    ],
)
def test_the_price_per_head_stands_beside_the_standard(
    amount, standard, each, dearer, auditor, north
):
    make_meal(north, guests=5, companions=2, amount=amount, standard=standard)
    (row,) = rows("meals", auditor)
    found = row["per_head"], row["over_standard"]
    assert found == tuple(text and Decimal(text) for text in (each, dearer))


def test_working_meals_are_counted_over_the_whole_visit(auditor, north):
    visit = make_visit(north)
    make_meal(north, visit=visit, on=DAY)
    make_meal(north, visit=visit, on=DAY + timedelta(days=1))
    make_meal(north, visit=visit, kind=Meal.Kind.BUFFET)
    found = rows("meals", auditor, **{"from": DAY, "to": DAY})
    assert [row["working_meals"] for row in found] == [2, 2]


def test_letters_find_their_visits(auditor, north):
    used, unused = make_letter(north), make_letter(north)
    visit, bare = make_visit(north, letter=used), make_visit(north)
    found = {(row["number"], row["visit"]) for row in rows("letters", auditor)}
    assert found == {
        (used.number, visit.number),
        (unused.number, ""),
        ("", bare.number),
    }
    lines = plain("SELECT count(*) FROM visits_letter") + plain(
        "SELECT count(*) FROM visits_visit WHERE letter_id IS NULL"
    )
    assert len(found) == lines


def test_the_words_of_a_letter_tell_its_use(clerk, north, south):
    make_visit(south, letter=make_letter(north))
    make_visit(north, letter=make_letter(north))
    make_letter(north)
    make_visit(north)
    found = rows("letters", clerk)
    uses = sorted(str(row["use"]) for row in found)
    assert uses == sorted(
        [
            "letter of a visit outside your reach",
            "letter with its visit",
            "letter without a visit",
            "visit without a letter",
        ]
    )
    hidden = next(row for row in found if "outside" in row["use"])
    assert (hidden["visit"], hidden["title"]) == ("", "")


def test_a_letter_of_another_office_lends_no_number(clerk, north, south):
    letter = make_letter(south, document_number="secret 7")
    make_visit(north, letter=letter)
    (row,) = rows("receptions", clerk)
    assert row["document_number"] == ""


def test_a_letter_counts_on_the_day_it_came(auditor, north):
    before = DAY - timedelta(days=1)
    make_letter(north, issued_on=before, received_on=DAY)
    make_letter(north, issued_on=before, received_on=before)
    make_visit(north, arrives_at=moment(DAY, 23.9), departs_at=moment(DAY, 24))
    assert len(rows("letters", auditor, **{"from": DAY, "to": DAY})) == 2


def test_the_disclosure_agrees_with_plain_counts(auditor, spent):
    one, _two, far = spent
    hands = {"submitted_by": make_user(far.host_office), "decided_at": moment()}
    hands |= {"decided_by": auditor}
    held = {"state": "completed", "category": "business"}
    for visit in (one, far):
        Visit.objects.filter(pk=visit.pk).update(**held, **hands)
    make_disclosure(one.host_office, year=2026, published_on=DAY)
    found = {row["host_office"]: row for row in rows("disclosure", auditor)}
    own = found[one.host_office.name]
    sql = "SELECT sum(amount) FROM visits_cost WHERE payer = 'host' AND visit_id = %s"
    assert own["amount"] == money(sql, one.pk)
    assert (own["visits"], own["people"], own["published_on"]) == (1, one.guests, DAY)
    assert found[far.host_office.name]["amount"] is None
    assert len(found) == 2


def test_decisions_tell_who_spoke_for_whom_and_whether_late(auditor, north, approver):
    told = {"in_place_of": approver, "is_late": True, "reason": "called at night"}
    made = make_approval(north, **told)
    (row,) = rows("decisions", auditor)
    assert (row["in_place_of"], row["reason"]) == (approver.name, told["reason"])
    assert row["visit"] == made.visit.number
