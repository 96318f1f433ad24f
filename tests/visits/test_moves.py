"""Every move of a visit from every state, by every role."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from reception.ledger.models import Entry, Kind
from reception.workflow import MoveNotPossible, move, obstacles, open_moves
from tests.cast import person
from tests.records import (
    make_closing,
    make_letter,
    make_list,
    make_phone_record,
    make_visit,
)
from visits import readiness
from visits.content import content_of, fingerprint
from visits.listing import fingerprint_of as list_print
from visits.models import ReceptionList, Visit
from visits.moves import MOVES, needs_letter
from visits.states import DECIDED, State

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
# Who may try which move; everybody else is refused, whatever the state.
DECISIONS = {"approve", "refuse", "send_back", "unsettle"}
MAY = {"clerk": set(MOVES) - DECISIONS, "approver": DECISIONS}
ROLES = [
    "clerk",
    "approver",
    "butler",
    "inspector",
    "auditor",
    "driver",
    "administrator",
]
AHEAD = {"arrives_at": datetime(2099, 3, 1, tzinfo=UTC)}  # for the real clock
AHEAD |= {"departs_at": datetime(2099, 3, 2, tzinfo=UTC)}
SAID = {"at": NOW, "reason": "because"}


@pytest.fixture
def author(north):
    """Somebody who entered and submitted, and is neither mover nor decider."""
    return person("author", north, "clerk", reaches=[north])


@pytest.fixture
def visit_in(north, author, root):
    """Return a visit in the given state, from which every move is possible."""

    def _visit_in(state, **given):
        stamps = {"entered_by": author, "letter": make_letter(north)}
        stamps |= {"arrives_at": NOW + timedelta(minutes=1)}
        stamps |= {"merged_into": make_visit(north)}
        if state != State.DRAFT:
            stamps |= {"submitted_by": author, "submitted_at": NOW}
        if state in DECIDED:
            stamps |= {"decided_by": root, "decided_at": NOW}
        return make_visit(north, state=state, **{**stamps, **given})

    return _visit_in


@pytest.fixture
def nothing_missing(monkeypatch):
    """No check of readiness finds anything missing."""
    monkeypatch.setattr(readiness, "CHECKS", {})


def completed(visit, root):
    """Keep what a visit needs to be settled and archived: list and report."""
    record = make_list(visit.host_office, visit=visit)
    told = {"state": "signed", "signed_by": root, "signed_at": NOW}
    told |= {"fingerprint": list_print(record)}
    ReceptionList.objects.filter(pk=record.pk).update(**told)
    make_closing(visit.host_office, visit=visit)
    return Visit.objects.get(pk=visit.pk)


def approval(visit, root, content=None):
    """Keep that everything about the visit, or ``content``, was approved."""
    content = content or content_of(visit)
    visit.approved_print = fingerprint(content)
    visit.save(update_fields=["approved_print"])
    told = {"said_by": root, "said_at": NOW, "content": content}
    told |= {"fingerprint": visit.approved_print, "is_last": True}
    visit.approvals.create(level_order=0, word="agreed", **told)
    return visit


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", MOVES)
def test_every_move_from_every_state_by_every_role(
    name, role, visit_in, north, root, nothing_missing
):
    user, step = person(f"a-{role}", north, role, reaches=[north]), MOVES[name]
    allowed = name in MAY.get(role, set())
    for state in State:
        visit, possible = visit_in(state), state in step.sources
        if name == "ask_again" and possible:
            approval(visit, root, {"guests": "999"})
        if name in {"settle", "archive"} and possible:
            visit = completed(visit, root)
        assert (name in open_moves(visit, user)) is (allowed and possible)
        if allowed and possible:
            moved = move(visit, name, by=user, **SAID)
            target = State.APPROVED if name == "approve" else step.target
            assert Visit.objects.get(pk=visit.pk).state == moved.state == target
            continue
        with pytest.raises(MoveNotPossible if allowed else PermissionDenied):
            move(visit, name, by=user, **SAID)
        assert Visit.objects.get(pk=visit.pk).state == state


def test_no_letter_no_reception(visit_in, clerk):
    visit = visit_in(State.DRAFT, letter=None)
    with pytest.raises(MoveNotPossible, match=str(needs_letter(visit, clerk, NOW))):
        move(visit, "submit", by=clerk, at=NOW)


def test_a_phone_record_announces_a_visit_but_is_no_voucher(visit_in, clerk, north):
    told = {"letter": None, "phone_record": make_phone_record(north)}
    visit = visit_in(State.DRAFT, **told)
    assert move(visit, "submit", by=clerk, at=NOW).state == State.SUBMITTED
    left = visit_in(State.COMPLETED, letter=None, phone_record=make_phone_record(north))
    with pytest.raises(MoveNotPossible):
        move(left, "settle", by=clerk, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=left.pk).update(state=State.SETTLED)


@pytest.mark.parametrize("category", ["business", "foreign", "conference"])
def test_other_categories_need_no_letter(visit_in, clerk, category):
    visit = visit_in(State.DRAFT, letter=None, category=category)
    assert move(visit, "submit", by=clerk, at=NOW).state == State.SUBMITTED


@pytest.mark.parametrize("hand", ["entered_by", "submitted_by"])
@pytest.mark.parametrize("name", ["approve", "refuse"])
def test_nobody_decides_on_his_own_visit(visit_in, approver, hand, name):
    visit = visit_in(State.SUBMITTED, **{hand: approver})
    with pytest.raises(MoveNotPossible):
        move(visit, name, by=approver, at=NOW, reason="because")
    assert obstacles(visit, name, approver, NOW)


@pytest.mark.parametrize("hand", ["entered_by", "submitted_by"])
def test_the_database_too_refuses_a_decision_by_the_same_hand(visit_in, root, hand):
    with pytest.raises(IntegrityError), transaction.atomic():
        visit_in(State.APPROVED, **{hand: root})


@pytest.mark.parametrize("name", ["refuse", "take_back"])
def test_some_moves_want_a_reason(visit_in, clerk, approver, name):
    visit = visit_in(State.SUBMITTED)
    by = approver if name == "refuse" else clerk
    with pytest.raises(MoveNotPossible):
        move(visit, name, by=by, at=NOW, reason="  ")


def test_a_move_is_noted_once_with_its_reason_and_time(visit_in, approver):
    visit = visit_in(State.SUBMITTED)
    before = Entry.objects.count()
    move(visit, "refuse", by=approver, at=NOW, reason="too many guests")
    entry = Entry.objects.latest("id")
    assert Entry.objects.count() == before + 1
    assert (entry.kind, entry.actor, entry.at) == (Kind.MOVED, approver, NOW)
    assert entry.reason == "too many guests"
    assert entry.changes["state"] == ["submitted", "refused"]


def test_taking_back_clears_submission_and_decision(visit_in, clerk):
    visit = move(visit_in(State.APPROVED), "take_back", by=clerk, at=NOW, reason="x")
    stamps = ("submitted_by", "submitted_at", "decided_by", "decided_at")
    assert [getattr(visit, name) for name in stamps] == [None] * 4


@pytest.mark.parametrize("state", [State.SUBMITTED, State.COMPLETED, State.CANCELLED])
def test_a_submitted_file_is_closed(client, visit_in, clerk, state):
    visit = visit_in(state, title="as submitted")
    client.force_login(clerk)
    response = client.post(f"/admin/visits/visit/{visit.pk}/change/", {"title": "x"})
    assert response.status_code == 403
    assert Visit.objects.get(pk=visit.pk).title == "as submitted"


def test_the_state_is_in_no_form(client, visit_in, clerk):
    visit = visit_in(State.DRAFT)
    client.force_login(clerk)
    response = client.get(f"/admin/visits/visit/{visit.pk}/change/")
    form = response.context["adminform"].form
    assert "state" not in form.fields
    assert "decided_by" not in form.fields


def test_the_move_page_asks_and_the_post_moves(client, visit_in, clerk):
    visit = visit_in(State.DRAFT, **AHEAD)
    client.force_login(clerk)
    address = f"/admin/visits/visit/{visit.pk}/move/submit/"
    assert client.get(address).status_code == 200
    assert Visit.objects.get(pk=visit.pk).state == State.DRAFT
    client.post(address, {"reason": ""})
    assert Visit.objects.get(pk=visit.pk).state == State.SUBMITTED


def test_many_are_moved_and_the_refused_are_named(client, visit_in, clerk):
    ready = visit_in(State.DRAFT, **AHEAD)
    bare = visit_in(State.DRAFT, **AHEAD, letter=None)
    client.force_login(clerk)
    data = {"action": "move_submit", "_selected_action": [ready.pk, bare.pk]}
    asked = client.post("/admin/visits/visit/", data)
    assert [record for record, _why in asked.context["stopped"]] == [bare]
    data["confirm"] = "1"
    response = client.post("/admin/visits/visit/", data, follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert Visit.objects.get(pk=ready.pk).state == State.SUBMITTED
    assert Visit.objects.get(pk=bare.pk).state == State.DRAFT
    assert any(bare.number in text for text in said)
