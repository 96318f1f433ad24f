"""The reception list: made from the record, compared, completed, signed by another."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from reception.workflow import MoveNotPossible, move
from tests.doors import url
from tests.records import (
    DAY,
    make_cost,
    make_guest,
    make_item,
    make_letter,
    make_list,
    make_meal,
    make_party,
    make_user,
    make_visit,
    moment,
)
from visits import listing
from visits.models import ReceptionList, Visit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)


@pytest.fixture
def visit(north):
    """A visit of two guests that has happened, with one line of programme."""
    people = {"guests": 2, "companions": 1, "support_staff": 0}
    hands = {"submitted_by": make_user(north), "decided_by": make_user(north)}
    done = {"state": "completed", "decided_at": NOW, "letter": make_letter(north)}
    visit = make_visit(north, **people, **hands, **done)
    for name in ("赵明", "钱芳"):
        make_party(north, visit=visit, guest=make_guest(north, name=name))
    make_item(north, visit=visit, activity="座谈")
    return visit


@pytest.fixture
def record(visit, clerk):
    """Its list, just made by the clerk, with its companion entered."""
    made = listing.make(visit, by=clerk)
    made.people.create(line=9, kind="companion", name="孙玲", unit="某接待办")
    return made


def differing(record):
    return {str(each.label) for each in listing.compare(record) if each.differs}


def test_a_list_is_made_from_what_the_record_tells(visit, clerk):
    made = listing.make(visit, by=clerk)
    assert [each.name for each in made.people.all()] == ["赵明", "钱芳"]
    assert [each.activity for each in made.activities.all()] == ["座谈"]
    assert (made.arrived_on, made.left_on, made.entered_by) == (DAY, DAY, clerk)


def test_making_it_twice_gives_the_same_list(visit, clerk, approver):
    first = listing.make(visit, by=clerk)
    assert listing.make(visit, by=approver) == first
    assert ReceptionList.objects.count() == 1


def test_the_button_makes_it_and_only_a_post_does(client, clerk, visit):
    client.force_login(clerk)
    address = url(Visit, "make_list", visit.pk)
    assert client.get(address).status_code == 405
    assert not ReceptionList.objects.exists()
    answer = client.post(address)
    assert answer["Location"] == url(
        ReceptionList, "change", ReceptionList.objects.get().pk
    )


def test_no_list_is_made_before_the_guests_are_here(client, clerk, north):
    coming = make_visit(north)
    client.force_login(clerk)
    assert client.post(url(Visit, "make_list", coming.pk)).status_code == 403


@pytest.mark.parametrize("who", ["auditor", "approver"])
def test_who_may_not_write_lists_makes_none(client, request, visit, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(url(Visit, "make_list", visit.pk)).status_code == 403
    assert not ReceptionList.objects.exists()


def test_what_was_done_as_planned_does_not_differ(record):
    assert differing(record) == set()


@pytest.mark.parametrize(
    ("change", "label"),
    [
        pytest.param(
            lambda r: r.people.filter(name="钱芳").delete(),
            "number of guests",
            id="a guest did not come",
        ),
        pytest.param(
            lambda r: r.people.filter(name="钱芳").update(name="李四"),
            "names of guests",
            id="another guest came",
        ),
        pytest.param(
            lambda r: r.people.create(line=10, kind="companion", name="周平"),
            "accompanying officials",
            id="a companion more",
        ),
        pytest.param(
            lambda r: r.activities.update(activity="参观"),
            "activities",
            id="something else was done",
        ),
        pytest.param(
            lambda r: ReceptionList.objects.update(left_on=DAY + timedelta(days=1)),
            "departure",
            id="they left a day later",
        ),
        pytest.param(
            lambda r: make_meal(r.visit.host_office, visit=r.visit, guests=5),
            "2026-03-02 lunch, people at the table",
            id="more people ate",
        ),
    ],
)
def test_what_was_done_otherwise_differs(record, change, label, settings):
    settings.LANGUAGE_CODE = "en"
    change(record)
    record.refresh_from_db()
    assert label in differing(record)


def test_spending_beyond_the_budget_differs(record):
    make_cost(record.visit.host_office, visit=record.visit, amount=100)
    assert differing(record) == set()
    Visit.objects.update(budget=99)
    record.visit.refresh_from_db()
    assert len(differing(record)) == 1


@pytest.mark.parametrize(
    ("arrival", "lacking"),
    [
        pytest.param(date(2025, 5, 17), 2, id="the day before the revision"),
        pytest.param(date(2025, 5, 18), 4, id="the day of the revision"),
    ],
)
def test_companions_and_support_staff_are_named_since_the_revision(
    north, arrival, lacking
):
    days = {"arrives_at": moment(arrival), "departs_at": moment(arrival, 17)}
    visit = make_visit(north, companions=1, support_staff=2, **days)
    assert len(listing.gaps(make_list(north, visit=visit))) == lacking


def test_an_incomplete_list_is_not_signed(record, approver):
    record.activities.all().delete()
    with pytest.raises(MoveNotPossible):
        move(record, "sign", by=approver, at=NOW)


def test_the_writer_does_not_sign_and_the_clerk_cannot(record, clerk, approver):
    with pytest.raises(PermissionDenied):
        move(record, "sign", by=clerk, at=NOW)
    ReceptionList.objects.update(entered_by=approver)
    with pytest.raises(MoveNotPossible):
        move(record, "sign", by=approver, at=NOW)


def test_a_signed_list_is_closed_and_keeps_what_was_signed(
    record, approver, client, clerk
):
    signed = move(record, "sign", by=approver, at=NOW)
    assert (signed.signed_by, signed.signed_at) == (approver, NOW)
    assert signed.content["people"][0][2] == "赵明"
    client.force_login(clerk)
    page = url(ReceptionList, "change", record.pk)
    assert client.post(page, {"remarks": "x"}).status_code == 403
    assert not listing.is_stale(signed)


def test_a_cost_after_the_signature_makes_it_stale(record, approver):
    signed = move(record, "sign", by=approver, at=NOW)
    make_cost(record.visit.host_office, visit=record.visit)
    assert listing.is_stale(signed)


def test_opened_again_it_is_signed_by_nobody(record, approver):
    move(record, "sign", by=approver, at=NOW)
    opened = move(record, "open", by=approver, at=NOW, reason="a name is missing")
    assert (opened.signed_by, opened.fingerprint, opened.content) == (None, "", {})


def test_the_page_shows_the_signer_what_differs(client, record, approver):
    record.people.filter(name="钱芳").delete()
    client.force_login(approver)
    page = client.get(url(ReceptionList, "move", record.pk, "sign"))
    assert len(page.context["notices"]) == 1


@pytest.mark.parametrize(("days", "due"), [(10, 12), (5, 7)])
def test_the_day_until_which_it_is_due_is_a_setting(visit, settings, days, due):
    settings.RECEPTION_LIST_DAYS = days
    assert listing.due_on(visit) == date(2026, 3, due)


def test_nothing_is_signed_before_the_guests_came(visit, record, approver):
    arrival = visit.arrives_at
    with pytest.raises(MoveNotPossible):
        move(record, "sign", by=approver, at=arrival - timedelta(seconds=1))
    assert move(record, "sign", by=approver, at=arrival).state == "signed"
