"""Approval by levels: whose turn it is, deputies, late decisions, changed files."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from reception.workflow import MoveNotPossible, move
from tests.cast import person
from tests.doors import url
from tests.records import (
    make_deputyship,
    make_item,
    make_letter,
    make_level,
    make_party,
    make_phone_record,
    make_visit,
    moment,
)
from visits import approving
from visits.content import fingerprint_of
from visits.models import Approval, Deputyship, Visit
from visits.states import State

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 2, tzinfo=UTC)
TODAY = timezone.localdate(NOW)
ARRIVAL = {"arrives_at": NOW + timedelta(days=1), "departs_at": NOW + timedelta(days=2)}


@pytest.fixture(autouse=True)
def _in_english():
    """Read reasons in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def head(north):
    """Heads the office: decides first."""
    return person("head", north, "approver", reaches=[north])


@pytest.fixture
def leader(north):
    """Leads the city's administration: decides on high or dear visits."""
    return person("leader", north, "approver", reaches=[north])


@pytest.fixture
def chain(north, head, leader):
    """Two levels: the head on everything, the leader from bureau level or 5000 yuan."""
    return (
        make_level(north, head, order=1, looks_at_money=False),
        make_level(
            north, leader, order=2, from_rank="bureau", from_budget=Decimal(5000)
        ),
    )


@pytest.fixture
def submit(north, clerk, chain):
    """Return a function that enters and submits a visit."""

    def _submit(at=NOW, reason="", **given):
        given = {"rank": "bureau", "letter": make_letter(north), **ARRIVAL, **given}
        visit = make_visit(north, entered_by=clerk, **given)
        return move(visit, "submit", by=clerk, at=at, reason=reason)

    return _submit


@pytest.fixture
def granted(submit, head, leader):
    """A visit on which both levels agreed."""
    visit = move(submit(budget=6000), "approve", by=head, at=NOW)
    return move(visit, "approve", by=leader, at=NOW)


def states(visit):
    visit.refresh_from_db()
    return visit.state, visit.level and visit.level.order


@pytest.mark.parametrize(
    ("rank", "budget", "levels"),
    [
        pytest.param("section", None, [1], id="low, without a budget"),
        pytest.param("division", 4999, [1], id="below both thresholds"),
        pytest.param("division", 5000, [1, 2], id="just as dear as the threshold"),
        pytest.param("bureau", 0, [1, 2], id="just as high as the threshold"),
        pytest.param("ministerial", 0, [1, 2], id="higher than the threshold"),
    ],
)
def test_rank_and_budget_say_how_far_a_visit_goes(chain, north, rank, budget, levels):
    visit = make_visit(north, rank=rank, budget=budget)
    assert [level.order for level in approving.levels_for(visit)] == levels


def test_a_level_of_one_category_leaves_the_others_alone(north, head):
    make_level(north, head, order=1, category="foreign")
    assert approving.levels_for(make_visit(north, category="business")) == []
    assert len(approving.levels_for(make_visit(north, category="foreign"))) == 1


def test_each_level_decides_in_its_turn(submit, head, leader):
    visit = submit()
    assert states(visit) == (State.SUBMITTED, 1)
    with pytest.raises(MoveNotPossible, match="Head"):
        move(visit, "approve", by=leader, at=NOW)
    move(visit, "approve", by=head, at=NOW)
    assert states(visit) == (State.SUBMITTED, 2)
    with pytest.raises(MoveNotPossible, match="Leader"):
        move(visit, "approve", by=head, at=NOW)
    move(visit, "approve", by=leader, at=NOW)
    assert states(visit) == (State.APPROVED, None)
    assert (visit.decided_by, visit.decided_at) == (leader, NOW)


def test_an_office_without_levels_decides_in_one_step(north, clerk, approver):
    visit = make_visit(north, entered_by=clerk, letter=make_letter(north), **ARRIVAL)
    visit = move(visit, "submit", by=clerk, at=NOW)
    assert move(visit, "approve", by=approver, at=NOW).state == State.APPROVED


@pytest.mark.parametrize(
    ("name", "state"), [("refuse", State.REFUSED), ("send_back", State.DRAFT)]
)
def test_the_second_level_may_say_no(submit, head, leader, name, state):
    visit = move(submit(), "approve", by=head, at=NOW)
    visit = move(visit, name, by=leader, at=NOW, reason="too many guests")
    assert states(visit) == (state, None)
    said = [(each.level_order, each.word) for each in visit.approvals.order_by("pk")]
    assert said == [(1, "agreed"), (2, visit.approvals.latest("pk").word)]
    assert visit.approvals.latest("pk").reason == "too many guests"


def test_a_deputy_decides_on_the_days_of_absence_and_is_named(
    submit, north, head, approver
):
    days = {"starts_on": TODAY, "ends_on": TODAY}
    make_deputyship(north, absent=head, deputy=approver, **days)
    late = NOW + timedelta(hours=22)  # the next local day, before the arrival
    with pytest.raises(MoveNotPossible):
        move(submit(), "approve", by=approver, at=late)
    visit = move(submit(rank="none"), "approve", by=approver, at=NOW)
    said = visit.approvals.get()
    assert (visit.state, said.said_by, said.in_place_of) == ("approved", approver, head)


def test_a_deputy_without_the_right_decides_nothing(submit, north, head, clerk):
    other = person("other", north, "clerk", reaches=[north])
    days = {"starts_on": TODAY, "ends_on": TODAY}
    make_deputyship(north, absent=head, deputy=other, **days)
    with pytest.raises(PermissionDenied):
        move(submit(), "approve", by=other, at=NOW)


def test_the_author_decides_at_no_level(north, chain, head):
    visit = make_visit(north, entered_by=head, letter=make_letter(north), **ARRIVAL)
    clerk = person("writer", north, "clerk", reaches=[north])
    visit = move(visit, "submit", by=clerk, at=NOW)
    with pytest.raises(MoveNotPossible):
        move(visit, "approve", by=head, at=NOW)


@pytest.mark.parametrize("name", ["submit", "approve"])
def test_what_comes_after_the_arrival_is_explained(submit, head, name):
    arrived = ARRIVAL["arrives_at"]
    if name == "submit":
        with pytest.raises(MoveNotPossible, match="late"):
            submit(at=arrived)
        assert submit(at=arrived, reason="a flood").state == State.SUBMITTED
        return
    visit = submit(rank="none")
    with pytest.raises(MoveNotPossible, match="late"):
        move(visit, "approve", by=head, at=arrived)
    move(visit, "approve", by=head, at=arrived, reason="no line at night")
    said = Approval.objects.get()
    assert (said.is_late, said.reason) == (True, "no line at night")


# --- a file that changes after its approval


def change(visit, **given):
    for name, value in given.items():
        setattr(visit, name, value)
    visit.save(update_fields=list(given))
    return visit


def test_an_approval_covers_what_it_approved_and_no_more(granted, clerk):
    assert not approving.is_stale(granted)
    change(granted, remarks="not part of what is approved")
    assert not approving.is_stale(granted)
    change(granted, guests=6)
    assert approving.is_stale(granted)
    with pytest.raises(MoveNotPossible, match="changed"):
        move(granted, "make_ready", by=clerk, at=NOW)


@pytest.mark.parametrize("make", [make_party, make_item])
def test_guests_and_programme_belong_to_what_is_approved(granted, make, north):
    make(north, visit=granted)
    (found,) = approving.change_since_approval(granted)
    assert approving.is_stale(granted)
    assert found.old == ""
    assert found.new


@pytest.mark.parametrize(
    ("changed", "level"),
    [
        pytest.param({"guests": 6}, 1, id="people: from the head on"),
        pytest.param({"budget": 7000}, 2, id="money: the leader alone"),
        pytest.param({"budget": 7000, "guests": 6}, 1, id="both: from the head on"),
        pytest.param({"purpose": "other"}, 1, id="the matter: everybody"),
    ],
)
def test_a_change_is_asked_about_from_the_level_it_concerns(
    granted, clerk, changed, level
):
    change(granted, **changed)
    visit = move(granted, "ask_again", by=clerk, at=NOW, reason="they wrote again")
    assert states(visit) == (State.SUBMITTED, level)
    assert visit.decided_by is None


def test_a_change_that_brings_a_new_level_in_is_asked_there(submit, head, clerk):
    visit = move(submit(rank="none", budget=10), "approve", by=head, at=NOW)
    change(visit, budget=9000)
    visit = move(visit, "ask_again", by=clerk, at=NOW, reason="a hall more")
    assert states(visit) == (State.SUBMITTED, 2)


def test_what_has_not_changed_is_not_asked_about_again(granted, clerk):
    with pytest.raises(MoveNotPossible):
        move(granted, "ask_again", by=clerk, at=NOW, reason="to be sure")


def test_who_saw_another_file_does_not_approve_this_one(client, submit, head, clerk):
    page = {"arrives_at": timezone.now() + timedelta(days=1)}
    visit = submit(**page, departs_at=page["arrives_at"] + timedelta(days=1))
    client.force_login(head)
    address = url(Visit, "move", visit.pk, "approve")
    form = client.get(address).context["form"]
    move(visit, "take_back", by=clerk, at=NOW, reason="two guests more")
    visit.refresh_from_db()
    move(change(visit, guests=7), "submit", by=clerk, at=NOW)
    seen = {"reason": "", "seen": form.initial["seen"]}
    answer = client.post(address, seen)
    assert (answer.status_code, states(visit)[0]) == (200, State.SUBMITTED)
    again = {**seen, "seen": answer.context["form"].initial["seen"]}
    assert client.post(address, again).status_code == 302
    assert states(visit) == (State.SUBMITTED, 2)


def test_the_page_of_a_decision_shows_what_changed(client, granted, clerk, head):
    change(granted, guests=6)
    visit = move(granted, "ask_again", by=clerk, at=NOW, reason="they wrote again")
    client.force_login(head)
    page = client.get(url(Visit, "move", visit.pk, "approve"))
    (notice,) = page.context["notices"]
    assert [(each.old, each.new) for each in notice.changes] == [("5", "6")]


def test_the_page_of_a_changed_visit_says_so(client, granted, clerk):
    change(granted, guests=6)
    client.force_login(clerk)
    page = client.get(url(Visit, "change", granted.pk))
    assert len(page.context["notices"]) == 1


# --- whose turn it is, on lists


def test_the_list_of_what_waits_for_me_holds_my_level_alone(
    client, submit, head, leader
):
    first = submit()
    second = move(submit(), "approve", by=head, at=NOW)
    for person_, visit in ((head, first), (leader, second)):
        client.force_login(person_)
        page = client.get(url(Visit, "changelist"), {"waiting": "me"})
        assert [each.pk for each in page.context["cl"].result_list] == [visit.pk]


def test_whoever_decides_nothing_has_no_such_filter(client, clerk):
    client.force_login(clerk)
    page = client.get(url(Visit, "changelist"))
    assert not any(
        getattr(spec, "parameter_name", "") == "waiting"
        for spec in page.context["cl"].filter_specs
    )


# --- deputies, entered by whom


def entered(client, user, absent, deputy):
    client.force_login(user)
    days = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 2)}
    data = {"absent": absent.pk, "deputy": deputy.pk, "office": user.office_id}
    return client.post(url(Deputyship, "add"), {**data, **days})


def test_an_approver_enters_his_own_absence(client, head, leader):
    assert entered(client, head, head, leader).status_code == 302
    assert head.absences.get().deputy == leader


def test_nobody_makes_himself_the_deputy_of_another(client, head, leader):
    assert entered(client, head, leader, head).status_code == 200
    assert not leader.absences.exists()


def test_a_deputy_needs_the_right_to_approve(client, head, clerk):
    assert entered(client, head, head, clerk).status_code == 200
    assert not head.absences.exists()


def test_a_level_takes_approvers_only(client, administrator, north, clerk, head):
    client.force_login(administrator)
    data = {"office": north.pk, "order": 1, "name": "head"}
    refused = client.post(
        "/admin/visits/approvallevel/add/", {**data, "approvers": clerk.pk}
    )
    assert "approvers" in refused.context["adminform"].form.errors
    made = client.post(
        "/admin/visits/approvallevel/add/", {**data, "approvers": head.pk}
    )
    assert made.status_code == 302


def test_a_visit_announced_by_phone_tells_when_its_letter_is_due(client, clerk, north):
    days = {"arrives_at": moment(), "departs_at": moment(hour=17)}
    visit = make_visit(north, phone_record=make_phone_record(north), **days)
    client.force_login(clerk)
    page = client.get(url(Visit, "change", visit.pk))
    (notice,) = page.context["notices"]
    assert "2026-03-09" in notice.text  # five working days after a Monday
    Visit.objects.filter(pk=visit.pk).update(letter=make_letter(north))
    assert client.get(url(Visit, "change", visit.pk)).context["notices"] == []


@pytest.mark.parametrize("column", ["sending_unit", "content", "itinerary", "persons"])
def test_the_words_of_the_letter_belong_to_what_is_approved(granted, column):
    change(granted.letter, **{column: "other words"})
    visit = Visit.objects.get(pk=granted.pk)
    found = approving.change_since_approval(visit)
    assert approving.is_stale(visit)
    assert {each.aspect for each in found} == {"matter"}


@pytest.mark.parametrize("column", ["caller_unit", "content", "itinerary", "persons"])
def test_the_words_of_the_call_belong_to_what_is_approved(submit, head, north, column):
    call = make_phone_record(north)
    visit = submit(letter=None, phone_record=call, rank="none")
    visit = move(visit, "approve", by=head, at=NOW)
    change(call, **{column: "other words"})
    assert approving.is_stale(Visit.objects.get(pk=visit.pk))


def test_the_position_of_a_guest_belongs_to_what_is_approved(granted, north):
    part = make_party(north, visit=granted)
    before = fingerprint_of(granted)
    change(part, position="mayor")
    assert fingerprint_of(granted) != before


def test_a_level_is_asked_about_all_that_changed_since_its_own_word(
    submit, chain, head, leader, clerk, north
):
    last = person("last", north, "approver", reaches=[north])
    make_level(north, last, order=3)
    change(chain[1], looks_at_money=False)
    visit = submit(rank="none", budget=6000)
    for each in (head, leader, last):
        visit = move(visit, "approve", by=each, at=NOW)
    move(visit, "take_back", by=clerk, at=NOW, reason="another matter")
    visit.refresh_from_db()
    move(change(visit, purpose="other", budget=10), "submit", by=clerk, at=NOW)
    for each in (head, last):  # the leader has nothing to say to a cheap visit
        visit = move(visit, "approve", by=each, at=NOW)
    visit = move(
        change(visit, budget=7000), "ask_again", by=clerk, at=NOW, reason="a hall"
    )
    assert states(visit) == (State.SUBMITTED, 2)


def test_a_second_click_is_no_word_at_the_next_level(client, submit, chain, head):
    chain[1].approvers.add(head)
    later = timezone.now() + timedelta(days=1)
    visit = submit(arrives_at=later, departs_at=later + timedelta(days=1))
    client.force_login(head)
    address = url(Visit, "move", visit.pk, "approve")
    seen = client.get(address).context["form"].initial["seen"]
    answers = [client.post(address, {"seen": seen}).status_code for _click in range(2)]
    assert answers == [302, 200]
    assert states(visit) == (State.SUBMITTED, 2)


def test_no_deputy_decides_in_the_place_of_the_author(north, chain, head, approver):
    days = {"starts_on": TODAY, "ends_on": TODAY}
    make_deputyship(north, absent=head, deputy=approver, **days)
    visit = make_visit(north, entered_by=head, letter=make_letter(north), **ARRIVAL)
    writer = person("writer", north, "clerk", reaches=[north])
    visit = move(visit, "submit", by=writer, at=NOW)
    with pytest.raises(MoveNotPossible):
        move(visit, "approve", by=approver, at=NOW)


@pytest.mark.parametrize(("role", "told"), [("approver", True), ("driver", False)])
def test_what_changed_is_told_to_those_who_read_approvals(
    client, granted, north, role, told
):
    make_party(north, visit=granted)
    client.force_login(person("reader", north, role, reaches=[north]))
    page = client.get(url(Visit, "change", granted.pk))
    assert bool(page.context["notices"][0].changes) is told
