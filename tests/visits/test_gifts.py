"""The gift register: until when, what becomes of it, and who confirms that."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.months import months_from
from reception.workflow import MoveNotPossible, move
from tests.cast import person
from tests.console.reading import rows
from tests.doors import url
from tests.records import DAY, make_gift, make_staff, make_visit, moment
from visits.gifting import advice, begun_before
from visits.models import Gift

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2026, 12, 15), date(2027, 1, 15)),
        (date(2026, 2, 28), date(2026, 3, 28)),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last(day, due):
    assert months_from(day, 1) == due


@given(days)
def test_the_last_day_whose_month_is_over_is_the_last(on):
    last = begun_before(on)
    assert months_from(last, 1) < on <= months_from(last + timedelta(days=1), 1)


@pytest.fixture
def officer(north):
    return person("officer", north, "discipline_officer", reaches=[north])


@pytest.mark.django_db
def test_a_gift_is_overdue_a_month_after_the_return(north):
    gift = make_gift(north, returned_on=DAY + timedelta(days=5))
    for on, late in ((date(2026, 4, 7), False), (date(2026, 4, 8), True)):
        assert gift.is_overdue(on) is late
        assert Gift.objects.overdue(on).exists() is late


@pytest.mark.django_db
def test_a_gift_is_settled_once_its_disposal_is_told(north, officer):
    gift = make_gift(north)
    with pytest.raises(MoveNotPossible, match=r"became of the gift|去向"):
        move(gift, "settle", by=officer, at=moment())
    gift.disposal, gift.disposed_on = Gift.Disposal.HANDED_IN, DAY
    gift.save()
    settled = move(gift, "settle", by=officer, at=moment())
    assert (settled.state, settled.settled_by) == ("settled", officer)
    assert settled.locked_reason()
    again = move(settled, "reopen", by=officer, at=moment(), reason="退回")
    assert (again.state, again.settled_by) == ("registered", None)


@pytest.mark.django_db
@pytest.mark.parametrize("hand", ["entered_by", "person"])
def test_nobody_settles_his_own_gift(hand, north, officer):
    own = {"entered_by": officer, "person": make_staff(north, user=officer)}
    told = {"disposal": "handed_in", "disposed_on": DAY}
    gift = make_gift(north, **told, **{hand: own[hand]})
    with pytest.raises(MoveNotPossible, match=r"somebody else|他人|其他人"):
        move(gift, "settle", by=officer, at=moment())


@pytest.mark.django_db
def test_what_was_given_away_is_not_settled(north, officer):
    gift = make_gift(north, direction="given")
    with pytest.raises(MoveNotPossible):
        move(gift, "settle", by=officer, at=moment())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "total", "count"),
    [
        ({"kind": "money", "value": Decimal(1)}, None, 1),
        ({"value": None}, None, 1),
        ({"value": Decimal("199.99")}, None, 0),
        ({"value": Decimal(200)}, None, 1),
        ({"value": Decimal(10)}, Decimal("600.01"), 1),
        ({"value": Decimal(10)}, Decimal(600), 0),
    ],
)
def test_the_register_says_what_is_expected(told, total, count, north):
    assert len(list(advice(make_gift(north, **told), total))) == count


@pytest.mark.django_db
def test_a_gift_belongs_to_the_office_of_its_visit(client, north, south, officer):
    client.force_login(officer)
    gift = make_gift(north)
    gift.visit = make_visit(south)
    with pytest.raises(Exception, match=r"visit|来访"):
        gift.full_clean()


@pytest.mark.django_db
def test_a_clerk_registers_and_does_not_settle(client, north):
    clerk = person("gift.clerk", north, "clerk", reaches=[north])
    client.force_login(clerk)
    gift = make_gift(north, disposal="handed_in", disposed_on=DAY)
    page = client.get(url(Gift, "change", gift.pk))
    assert page.status_code == 200
    assert page.context["moves"] == []


@pytest.mark.django_db
def test_the_year_of_a_person_is_summed_up(north, auditor):
    who = make_staff(north)
    for disposal, value in (("kept", 500), ("kept", 150), ("handed_in", 900)):
        make_gift(
            north, person=who, disposal=disposal, disposed_on=DAY, value=Decimal(value)
        )
    make_gift(north, direction="given", value=Decimal(99))
    (row,) = rows("gifts-by-person", auditor)
    assert (row["received"], row["kept"], row["above"]) == (3, 650, 50)
    assert (row["handed_in"], row["waiting"]) == (1, 3)


@pytest.mark.django_db
@pytest.mark.parametrize(("registered", "late"), [(31, None), (32, 1)])
def test_the_register_says_how_late(registered, late, north, auditor):
    make_gift(north, registered_on=DAY + timedelta(days=registered))
    (row,) = rows("gifts", auditor)
    assert (row["due"], row["late"]) == (date(2026, 4, 2), late)
