"""Every move of a version and of a review from every state, by every role."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from reception.ledger.models import Entry, Kind
from reception.workflow import MoveNotPossible, move, obstacles
from tests.cast import person
from tests.records import make_remark, make_review, make_section, make_version
from visits import plan_states
from visits.models import PlanVersion, Review
from visits.plan_states import MOVES, REVIEW_MOVES, Opinion, PlanState

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
# Who may try which move; everybody else is refused, whatever the state.
MAY = {
    "clerk": {"submit", "next_round", "take_back"},
    "approver": {"approve", "return"},
}
ROLES = [
    "clerk",
    "approver",
    "butler",
    "inspector",
    "auditor",
    "driver",
    "administrator",
]


@pytest.fixture
def writer(north):
    """Somebody who wrote the version and does nothing else here."""
    return person("writer", north, "clerk", reaches=[north])


@pytest.fixture
def reviewer(north):
    """Somebody who is asked in every round."""
    return person("reviewer", north, "approver", reaches=[north])


@pytest.fixture
def version_in(north, writer, reviewer, root):
    """Return a version in the given state whose reviewers have all agreed."""

    def _version_in(state, **given):
        stamps = {"written_by": writer, "round": 0 if state == PlanState.DRAFT else 1}
        if state == PlanState.APPROVED:
            stamps |= {"approved_by": root, "approved_at": NOW}
        version = make_version(north, state=state, **{**stamps, **given})
        make_section(north, version=version)
        for each in range(1, version.round + 1):
            agree = {"state": Opinion.AGREED, "said_at": NOW}
            make_review(north, version=version, round=each, reviewer=reviewer, **agree)
        return version

    return _version_in


def ask(version, reviewer, *, at_round=None, **given):
    """Name ``reviewer`` for a round, the coming one if none is given."""
    number = at_round or version.round + 1
    return Review.objects.create(
        version=version, round=number, reviewer=reviewer, **given
    )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", list(PlanState))
def test_every_move_from_every_state_by_every_role(
    state, name, role, version_in, reviewer, north
):
    user = person(f"a-{role}", north, role, reaches=[north])
    version, step = version_in(state), MOVES[name]
    if name in ("submit", "next_round"):
        ask(version, reviewer)
    allowed, possible = name in MAY.get(role, set()), state in step.sources
    if allowed and possible:
        moved = move(version, name, by=user, at=NOW, reason="because")
        assert moved.state == step.target
    else:
        with pytest.raises(MoveNotPossible if allowed else PermissionDenied):
            move(version, name, by=user, at=NOW, reason="because")
    version.refresh_from_db()
    assert version.state == (step.target if allowed and possible else state)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", REVIEW_MOVES)
@pytest.mark.parametrize("state", list(Opinion))
def test_every_opinion_from_every_other_by_every_role(
    state, name, role, version_in, north
):
    user = person(f"a-{role}", north, role, reaches=[north])
    version, step = version_in(PlanState.IN_REVIEW), REVIEW_MOVES[name]
    said_at = None if state == Opinion.WAITING else NOW
    review = ask(version, user, at_round=1, state=state, said_at=said_at)
    allowed, possible = role == "approver", state in step.sources
    if allowed and possible:
        assert move(review, name, by=user, at=NOW, reason="x").state == step.target
    else:
        with pytest.raises(MoveNotPossible if allowed else PermissionDenied):
            move(review, name, by=user, at=NOW, reason="x")


def test_handing_in_begins_the_next_round(version_in, reviewer, clerk):
    version = version_in(PlanState.DRAFT)
    ask(version, reviewer)
    assert move(version, "submit", by=clerk, at=NOW).round == 1


@pytest.mark.parametrize("name", ["submit", "next_round"])
def test_no_round_without_reviewers(name, version_in, clerk):
    start = {"submit": PlanState.DRAFT, "next_round": PlanState.IN_REVIEW}[name]
    with pytest.raises(MoveNotPossible):
        move(version_in(start), name, by=clerk, at=NOW)


def test_nothing_is_handed_in_without_text(version_in, reviewer, clerk):
    version = version_in(PlanState.DRAFT)
    ask(version, reviewer)
    version.sections.update(body="")
    with pytest.raises(
        MoveNotPossible, match=str(plan_states.has_text(version, clerk, NOW))
    ):
        move(version, "submit", by=clerk, at=NOW)


def test_the_writer_is_no_reviewer(version_in, clerk, north):
    both = person("both", north, "clerk", "approver", reaches=[north])
    version = version_in(PlanState.DRAFT, written_by=both)
    ask(version, both)
    with pytest.raises(MoveNotPossible):
        move(version, "submit", by=clerk, at=NOW)


@pytest.mark.parametrize("fitting", [True, False])
def test_a_reviewer_must_be_able_to_review_here(
    version_in, clerk, north, south, fitting
):
    place = north if fitting else south
    other = person("other", place, "approver", reaches=[place])
    version = version_in(PlanState.DRAFT)
    ask(version, other)
    assert bool(obstacles(version, "submit", clerk, NOW)) is not fitting


@pytest.mark.parametrize("said", [Opinion.WAITING, Opinion.OBJECTED])
@pytest.mark.parametrize("name", ["approve", "next_round"])
def test_one_who_has_not_agreed_stops_the_round(
    version_in, approver, clerk, reviewer, north, name, said
):
    version = version_in(PlanState.IN_REVIEW)
    second = person("second", north, "approver", reaches=[north])
    said_at = None if said == Opinion.WAITING else NOW
    ask(version, second, at_round=1, state=said, said_at=said_at)
    ask(version, reviewer)
    by = approver if name == "approve" else clerk
    with pytest.raises(MoveNotPossible, match="Second"):
        move(version, name, by=by, at=NOW)


def test_a_round_that_is_to_come_is_not_skipped(version_in, reviewer, approver):
    version = version_in(PlanState.IN_REVIEW)
    coming = ask(version, reviewer, at_round=2)
    with pytest.raises(MoveNotPossible):
        move(version, "approve", by=approver, at=NOW)
    coming.delete()
    assert move(version, "approve", by=approver, at=NOW).state == PlanState.APPROVED


@pytest.mark.parametrize("must", [True, False])
def test_a_remark_that_must_be_answered_stops_the_approval(
    version_in, approver, north, must
):
    version = version_in(PlanState.IN_REVIEW)
    make_remark(north, section=version.sections.get(), must_be_answered=must)
    assert bool(obstacles(version, "approve", approver, NOW)) is must


def test_an_answered_remark_lets_it_pass(version_in, approver, writer, north):
    version = version_in(PlanState.IN_REVIEW)
    told = {"answer": "done", "answered_by": writer, "answered_at": NOW}
    make_remark(north, section=version.sections.get(), **told)
    moved = move(version, "approve", by=approver, at=NOW)
    assert (moved.approved_by, moved.approved_at) == (approver, NOW)


def test_the_writer_does_not_approve_his_own(version_in, approver):
    version = version_in(PlanState.IN_REVIEW, written_by=approver)
    with pytest.raises(MoveNotPossible):
        move(version, "approve", by=approver, at=NOW)


def test_the_database_too_refuses_the_writers_approval(version_in, root):
    with pytest.raises(IntegrityError), transaction.atomic():
        version_in(PlanState.APPROVED, written_by=root)


@pytest.mark.parametrize("name", ["return", "take_back"])
def test_going_back_wants_a_reason(version_in, approver, clerk, name):
    by = approver if name == "return" else clerk
    with pytest.raises(MoveNotPossible):
        move(version_in(PlanState.IN_REVIEW), name, by=by, at=NOW, reason=" ")


def test_handed_in_again_a_version_is_in_its_second_round(
    version_in, approver, clerk, reviewer
):
    version = version_in(PlanState.IN_REVIEW)
    version = move(version, "return", by=approver, at=NOW, reason="too short")
    ask(version, reviewer)
    assert move(version, "submit", by=clerk, at=NOW).round == 2
    entry = Entry.objects.filter(kind=Kind.MOVED, reason="too short").get()
    assert entry.changes["state"] == ["in_review", "draft"]


def test_nobody_speaks_for_another(version_in, reviewer, approver):
    version = version_in(PlanState.IN_REVIEW)
    review = version.reviews.get()
    with pytest.raises(MoveNotPossible):
        move(review, "object", by=approver, at=NOW, reason="x")
    assert move(review, "object", by=reviewer, at=NOW, reason="x").said_at == NOW


@pytest.mark.parametrize("number", [1, 3])
def test_a_reviewer_speaks_only_while_his_round_is_held(
    version_in, reviewer, north, number
):
    version = version_in(PlanState.IN_REVIEW, round=2)
    version.reviews.all().delete()
    review = make_review(north, version=version, round=number, reviewer=reviewer)
    with pytest.raises(MoveNotPossible):
        move(review, "agree", by=reviewer, at=NOW)


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.APPROVED])
def test_no_opinion_outside_a_review(version_in, reviewer, north, state):
    version = version_in(state, round=1)
    version.reviews.all().delete()
    review = make_review(north, version=version, reviewer=reviewer)
    with pytest.raises(MoveNotPossible):
        move(review, "agree", by=reviewer, at=NOW)


def test_a_closed_file_moves_nothing(version_in, approver, reviewer, monkeypatch):
    version = version_in(PlanState.IN_REVIEW)
    monkeypatch.setattr(type(version.plan.visit), "closed_reason", lambda self: "shut")
    with pytest.raises(MoveNotPossible, match="shut"):
        move(version, "approve", by=approver, at=NOW)


def test_the_reviewer_agrees_on_his_page_and_is_led_to_the_text(
    client, version_in, reviewer
):
    version = version_in(PlanState.IN_REVIEW)
    version.reviews.update(state=Opinion.WAITING, said_at=None)
    review = version.reviews.get()
    client.force_login(reviewer)
    text = client.get(f"/admin/visits/planversion/{version.pk}/change/")
    address = f"/admin/visits/review/{review.pk}/move/agree/"
    assert address in text.content.decode()
    answer = client.post(address, {"reason": ""})
    assert answer.url == f"/admin/visits/planversion/{version.pk}/change/"
    assert Review.objects.get(pk=review.pk).state == Opinion.AGREED
    assert PlanVersion.objects.get(pk=version.pk).state == PlanState.IN_REVIEW


def test_what_waits_for_me_is_what_i_am_asked_now(version_in, reviewer, north):
    version = version_in(PlanState.IN_REVIEW)
    version.reviews.update(state=Opinion.WAITING, said_at=None)
    ask(version, reviewer, at_round=2)
    ask(version_in(PlanState.DRAFT), reviewer)
    assert [each.round for each in Review.objects.asked_of(reviewer)] == [1]
