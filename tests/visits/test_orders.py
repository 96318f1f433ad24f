"""Task orders: each side moves its own, and a receiver sees no more than the order."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from reception.access.granting import give_reach
from reception.access.scope import can
from reception.workflow import MoveNotPossible, move
from tests import doors
from tests.cast import person
from tests.records import make_meeting, make_order, make_user, make_venue, make_visit
from visits import readiness
from visits.models import TaskOrder, Visit
from visits.order_states import MOVES, OrderState

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 2, tzinfo=UTC)
SAID = {"at": NOW, "reason": "two cars, three rooms"}
GIVER, RECEIVER = {"issue", "accept", "return", "withdraw"}, {"acknowledge", "report"}


@pytest.fixture
def visit(north):
    """A visit of the north."""
    return make_visit(north, title="secret title", state="approved", **granted(north))


def granted(office):
    hands = {"submitted_by": make_user(office), "decided_by": make_user(office)}
    return {**hands, "decided_at": NOW, "category": "business"}


@pytest.fixture
def contact(south):
    """The contact of a hotel in the south; he reaches nothing else."""
    venue = make_venue(south)
    user = person("contact", south, "venue_contact")
    give_reach(user, venue, by=user)
    return user, venue


def order_in(state, visit, **given):
    """Return an order in the given state, coherent with its constraints."""
    order = make_order(visit.host_office, visit=visit, **given)
    stamps = {"state": state}
    if state != OrderState.DRAFT:
        stamps |= {"issued_by": make_user(visit.host_office), "issued_at": NOW}
        stamps |= {"shown_to_office": order.to_office, "shown_to_venue": order.to_venue}
    if state in (OrderState.REPORTED, OrderState.DONE):
        stamps |= {"reported_by": make_user(visit.host_office), "reported_at": NOW}
    TaskOrder.objects.filter(pk=order.pk).update(**stamps)
    return TaskOrder.objects.get(pk=order.pk)


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("who", ["giver", "receiver", "stranger"])
def test_every_move_from_every_state_by_every_side(
    name, who, visit, clerk, southern_clerk, south, city
):
    people = {"giver": clerk, "receiver": southern_clerk}
    user = people.get(who) or person("stranger", city, "clerk")
    side = {"giver": GIVER, "receiver": RECEIVER}.get(who, set())
    for state in OrderState:
        order, step = order_in(state, visit, to_office=south), MOVES[name]
        if name in side and state in step.sources:
            assert move(order, name, by=user, **SAID).state == step.target
            continue
        with pytest.raises((MoveNotPossible, PermissionDenied)):
            move(order, name, by=user, **SAID)
        assert TaskOrder.objects.get(pk=order.pk).state == state


def test_a_draft_is_seen_by_nobody_else(client, visit, southern_clerk, south):
    order = make_order(visit.host_office, visit=visit, to_office=south)
    assert not can(southern_clerk, "view", order)
    client.force_login(southern_clerk)
    assert not doors.in_list(client, order)


def test_the_receiver_sees_the_order_and_nothing_of_the_visit(
    client, visit, southern_clerk, south
):
    order = order_in(OrderState.ISSUED, visit, to_office=south)
    client.force_login(southern_clerk)
    assert doors.in_list(client, order)
    page = doors.page(client.get(doors.url(TaskOrder, "change", order.pk)))
    assert order.subject in page
    assert "secret title" not in page
    assert not can(southern_clerk, "view", visit)
    assert not doors.opened(client, visit)


def test_the_receiver_changes_nothing_in_the_order(
    client, visit, southern_clerk, south
):
    order = order_in(OrderState.ISSUED, visit, to_office=south)
    client.force_login(southern_clerk)
    assert not doors.change_form(client, order)
    assert not doors.delete_page(client, order)


def test_a_venue_answers_the_orders_given_to_it(client, visit, contact):
    user, venue = contact
    own = order_in(OrderState.ISSUED, visit, to_venue=venue)
    other = order_in(OrderState.ISSUED, visit, to_venue=make_venue(venue.office))
    client.force_login(user)
    assert doors.in_list(client, own)
    assert not doors.in_list(client, other)
    taken = move(own, "acknowledge", by=user, at=NOW)
    done = move(taken, "report", by=user, **SAID)
    assert (done.acknowledged_by, done.report) == (user, SAID["reason"])


def test_an_order_to_a_colleague_is_answered_by_him_alone(visit, north):
    butlers = [person(f"b{n}", north, "butler", reaches=[north]) for n in range(2)]
    order = order_in(OrderState.ISSUED, visit, to_person=butlers[0])
    with pytest.raises(MoveNotPossible):
        move(order, "acknowledge", by=butlers[1], at=NOW)
    assert move(order, "acknowledge", by=butlers[0], at=NOW).state == "acknowledged"


def test_the_page_offers_each_side_its_own_moves(
    client, visit, clerk, southern_clerk, south
):
    order = order_in(OrderState.ISSUED, visit, to_office=south)
    offered = {}
    for user in (clerk, southern_clerk):
        client.force_login(user)
        page = client.get(doors.url(TaskOrder, "change", order.pk))
        offered[user] = {each["name"] for each in page.context["moves"]}
    assert offered[southern_clerk] == {"acknowledge", "report"}
    assert "withdraw" in offered[clerk]


@pytest.mark.parametrize(
    ("state", "hours", "overdue"),
    [
        (OrderState.ISSUED, -1, True),
        (OrderState.ISSUED, 0, False),
        (OrderState.ACKNOWLEDGED, -1, True),
        (OrderState.REPORTED, -1, False),
        (OrderState.DRAFT, -1, False),
    ],
)
def test_overdue_is_what_was_got_and_not_reported_in_time(visit, state, hours, overdue):
    order = order_in(state, visit, due_at=NOW + timedelta(hours=hours))
    assert order.is_overdue(NOW) is overdue


def test_a_visit_waits_until_its_orders_are_acknowledged(visit, south):
    check = readiness.CHECKS["orders"]
    assert check.look(visit, NOW.date()).answer == "not_needed"
    order = order_in(OrderState.ISSUED, visit, to_office=south)
    assert check.look(visit, NOW.date()).answer == "missing"
    TaskOrder.objects.filter(pk=order.pk).update(state="acknowledged")
    assert check.look(visit, NOW.date()).answer == "done"


def test_a_meeting_leads_to_its_orders(client, clerk, visit):
    meeting = make_meeting(visit.host_office, visit=visit)
    client.force_login(clerk)
    page = client.get(doors.url(type(meeting), "change", meeting.pk))
    (tool,) = page.context["tools"]
    form = client.get(tool["url"]).context["adminform"].form
    told = {name: form.initial[name] for name in ("visit", "meeting")}
    assert told == {"visit": str(visit.pk), "meeting": str(meeting.pk)}


def test_no_order_is_given_for_a_visit_that_is_over(visit, clerk):
    order = make_order(visit.host_office, visit=visit)
    Visit.objects.filter(pk=visit.pk).update(state="cancelled")
    with pytest.raises(MoveNotPossible):
        move(order, "issue", by=clerk, at=NOW)


@pytest.mark.parametrize("about_it", [True, False])
def test_an_order_is_agreed_on_at_a_meeting_about_its_visit(visit, about_it):
    about = {"visit": visit} if about_it else {}
    order = make_order(visit.host_office, visit=visit)
    order.meeting = make_meeting(visit.host_office, **about)
    if about_it:
        order.full_clean()
        return
    with pytest.raises(ValidationError, match="meeting"):
        order.full_clean()
