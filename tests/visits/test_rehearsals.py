"""Rehearsals: planned, gone through, found wanting, put right, closed."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from reception.exchange.examining import examine
from reception.workflow import MoveNotPossible, move
from tests.cast import person
from tests.exchange.tables import table, text_row
from tests.records import (
    make_place,
    make_point,
    make_rehearsal,
    make_rehearsal_finding,
    make_staff,
    make_venue,
    make_visit,
)
from visits.exchange.plans import RehearsalFindingResource
from visits.models import Rehearsal, RehearsalCheck, RehearsalFinding
from visits.models.rehearsal import rehearsals_are_done
from visits.readiness import CHECKS, Answer
from visits.rehearsal_states import MOVES, RehearsalState
from visits.rehearsing import lay_out, waive

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAY = date(2026, 3, 1)
FINDING = RehearsalFinding.State
MAY = {"clerk": set(MOVES)}
ROLES = [
    "clerk",
    "approver",
    "butler",
    "inspector",
    "auditor",
    "driver",
    "administrator",
]


def rehearsal_in(office, state, **given):
    """Return a rehearsal in ``state``, coherent with its constraints."""
    held_at = None if state == RehearsalState.PLANNED else NOW
    return make_rehearsal(office, state=state, held_at=held_at, **given)


def page(record, name="change"):
    return f"/admin/visits/{record._meta.model_name}/{record.pk}/{name}/"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", list(RehearsalState))
def test_every_move_from_every_state_by_every_role(state, name, role, north):
    user = person(f"a-{role}", north, role, reaches=[north])
    rehearsal, step = rehearsal_in(north, state), MOVES[name]
    allowed, possible = name in MAY.get(role, set()), state in step.sources
    if allowed and possible:
        moved = move(rehearsal, name, by=user, at=NOW, reason="x")
        assert moved.state == step.target
    else:
        with pytest.raises(MoveNotPossible if allowed else PermissionDenied):
            move(rehearsal, name, by=user, at=NOW, reason="x")


def test_it_is_held_when_it_was_held(north, clerk):
    rehearsal = rehearsal_in(north, RehearsalState.PLANNED)
    assert move(rehearsal, "hold", by=clerk, at=NOW).held_at == NOW


def test_the_list_is_gone_through_before_it_is_closed(north, clerk):
    rehearsal = rehearsal_in(north, RehearsalState.HELD)
    make_point()
    lay_out(rehearsal)
    with pytest.raises(MoveNotPossible):
        move(rehearsal, "close", by=clerk, at=NOW)
    rehearsal.checks.update(result="ok")
    assert move(rehearsal, "close", by=clerk, at=NOW).state == RehearsalState.CLOSED


@pytest.mark.parametrize(
    ("facts", "closes"),
    [
        ({}, False),
        ({"fixed_at": NOW}, True),
        ({"is_fixed_on_the_spot": True, "fixed_at": NOW}, True),
    ],
)
def test_nothing_that_was_found_is_open_when_it_is_closed(north, clerk, facts, closes):
    rehearsal = rehearsal_in(north, RehearsalState.HELD)
    make_rehearsal_finding(north, rehearsal=rehearsal, **facts)
    if closes:
        assert move(rehearsal, "close", by=clerk, at=NOW)
    else:
        with pytest.raises(MoveNotPossible):
            move(rehearsal, "close", by=clerk, at=NOW)


def test_a_closed_file_moves_nothing(north, clerk, monkeypatch):
    rehearsal = rehearsal_in(north, RehearsalState.PLANNED)
    monkeypatch.setattr(type(rehearsal.visit), "closed_reason", lambda self: "shut")
    with pytest.raises(MoveNotPossible, match="shut"):
        move(rehearsal, "hold", by=clerk, at=NOW)


class TestPlanning:
    """A new rehearsal gets the list in use."""

    @pytest.fixture
    def plan(self, client, clerk, north):
        def _plan(**given):
            client.force_login(clerk)
            known = {
                "visit": make_visit(north).pk,
                "title": "lights and sound",
                "planned_at": "2026-03-01T09:00",
            }
            return client.post("/admin/visits/rehearsal/add/", known | given)

        return _plan

    def test_with_every_point_in_use(self, plan, north):
        make_point(code="b", line=2), make_point(code="a", line=1)
        make_point(code="old", is_active=False)
        response = plan(place=make_place(north).pk)
        rehearsal = Rehearsal.objects.get()
        assert response.url == page(rehearsal)
        codes = rehearsal.checks.values_list("point__code", flat=True)
        assert list(codes) == ["a", "b"]

    def test_at_a_venue(self, plan, north):
        assert plan(venue=make_venue(north).pk).status_code == 302

    @pytest.mark.parametrize("both", [True, False])
    def test_at_one_place(self, plan, north, both):
        where = {"place": make_place(north).pk, "venue": make_venue(north).pk}
        assert plan(**(where if both else {})).status_code == 200
        assert not Rehearsal.objects.exists()

    def test_laying_out_twice_adds_nothing(self, north):
        rehearsal = make_rehearsal(north)
        make_point()
        lay_out(rehearsal), lay_out(rehearsal)
        assert rehearsal.checks.count() == 1


class TestConstraints:
    """What the database refuses."""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"is_fixed_on_the_spot": True},
            {"waiver": "x"},
            {"waived_at": NOW},
        ],
        ids=str,
    )
    def test_a_finding_is_coherent(self, north, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_rehearsal_finding(north, **wrong)

    def test_what_is_fixed_is_not_waived(self, north, root):
        told = {"waiver": "x", "waived_by": root, "waived_at": NOW}
        with pytest.raises(IntegrityError), transaction.atomic():
            make_rehearsal_finding(north, fixed_at=NOW, **told)

    def test_who_is_to_fix_it_does_not_waive_it(self, north, root):
        told = {"waiver": "x", "waived_by": root, "waived_at": NOW}
        with pytest.raises(IntegrityError), transaction.atomic():
            make_rehearsal_finding(north, fixer=root, **told)

    def test_one_fixer(self, north, clerk):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_rehearsal_finding(north, fixer=clerk, staff=make_staff(north))

    @pytest.mark.parametrize(("note", "fine"), [("", False), ("dark", True)])
    def test_what_is_not_in_order_is_noted(self, north, note, fine):
        check = RehearsalCheck(
            rehearsal=make_rehearsal(north), point=make_point(), note=note
        )
        check.result = "not_ok"
        if fine:
            check.save()
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                check.save()

    @pytest.mark.parametrize("state", [RehearsalState.HELD, RehearsalState.CLOSED])
    def test_what_was_held_has_its_time(self, north, state):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_rehearsal(north, state=state)


class TestFindings:
    """Fixed on the spot, followed up, or waived by an approver."""

    @pytest.mark.parametrize(
        ("facts", "state"),
        [
            ({}, FINDING.OPEN),
            ({"fixed_at": NOW}, FINDING.FIXED),
            ({"fixed_at": NOW, "is_fixed_on_the_spot": True}, FINDING.ON_THE_SPOT),
        ],
    )
    def test_the_state_follows_from_the_facts(self, north, facts, state):
        made = make_rehearsal_finding(north, **facts)
        assert RehearsalFinding.objects.get(pk=made.pk).state == state

    @pytest.mark.parametrize("role", ROLES)
    def test_approvers_waive(self, north, role):
        user = person(f"a-{role}", north, role, reaches=[north])
        finding = make_rehearsal_finding(north)
        if role == "approver":
            waived = waive(finding, "too late", by=user, at=NOW)
            assert (waived.state, waived.waiver) == (FINDING.WAIVED, "too late")
        else:
            with pytest.raises(PermissionDenied):
                waive(finding, "too late", by=user, at=NOW)

    def test_on_its_page_and_with_a_reason(self, client, north, approver):
        finding = make_rehearsal_finding(north)
        client.force_login(approver)
        assert page(finding, "waive") in client.get(page(finding)).content.decode()
        assert client.get(page(finding, "waive")).status_code == 200
        client.post(page(finding, "waive"), {"reason": " "})
        assert RehearsalFinding.objects.get(pk=finding.pk).state == FINDING.OPEN
        client.post(page(finding, "waive"), {"reason": "old hall"})
        assert RehearsalFinding.objects.get(pk=finding.pk).waived_by == approver

    def test_what_is_waived_stays_so(self, client, north, clerk, approver):
        finding = make_rehearsal_finding(north)
        waive(finding, "x", by=approver, at=NOW)
        client.force_login(clerk)
        known = {"rehearsal": finding.rehearsal_id, "line": 1, "what": "x"}
        told = known | {"fixed_at": "2026-03-01T09:00"}
        assert client.post(page(finding), told).status_code == 200
        assert client.post(page(finding), known).status_code == 302

    def test_only_what_is_open(self, north, approver):
        with pytest.raises(MoveNotPossible):
            waive(make_rehearsal_finding(north, fixed_at=NOW), "x", by=approver, at=NOW)

    def test_nobody_waives_what_he_is_to_fix(self, north, approver):
        staff = make_staff(north, user=approver)
        for fixer in ({"fixer": approver}, {"staff": staff}):
            finding = make_rehearsal_finding(north, **fixer)
            with pytest.raises(MoveNotPossible):
                waive(finding, "x", by=approver, at=NOW)

    def test_a_closed_rehearsal_stands_still(self, client, north, clerk):
        rehearsal = rehearsal_in(north, RehearsalState.CLOSED)
        finding = make_rehearsal_finding(north, rehearsal=rehearsal, fixed_at=NOW)
        client.force_login(clerk)
        for record in (rehearsal, finding):
            assert client.post(page(record), {"title": "x"}).status_code == 403
        row = text_row(finding) | {"what": "other"}
        found = examine(RehearsalFindingResource(), table([row]), clerk)
        assert found.rows[0].problems


class TestReadiness:
    """A visit is not ready while a finding is open or a rehearsal waits."""

    def test_without_rehearsals_nothing_is_needed(self, north):
        found = rehearsals_are_done(make_visit(north), DAY)
        assert found.answer == Answer.NOT_NEEDED

    @pytest.mark.parametrize(
        ("state", "answer"),
        [
            (RehearsalState.PLANNED, Answer.MISSING),
            (RehearsalState.HELD, Answer.DONE),
            (RehearsalState.CLOSED, Answer.DONE),
        ],
    )
    def test_what_is_planned_must_be_held(self, north, state, answer):
        rehearsal = rehearsal_in(north, state)
        assert rehearsals_are_done(rehearsal.visit, DAY).answer == answer

    @pytest.mark.parametrize(
        ("facts", "answer"),
        [
            ({}, Answer.MISSING),
            ({"fixed_at": NOW}, Answer.DONE),
            ({"waiver": "x", "waived_at": NOW}, Answer.WAIVED),
        ],
    )
    def test_what_was_found_must_be_settled(self, north, root, facts, answer):
        rehearsal = rehearsal_in(north, RehearsalState.HELD)
        waived = {"waived_by": root} if "waiver" in facts else {}
        make_rehearsal_finding(north, rehearsal=rehearsal, **facts, **waived)
        found = rehearsals_are_done(rehearsal.visit, DAY)
        assert found.answer == answer
        assert (found.url == page(rehearsal)) is (answer != Answer.DONE)

    def test_it_is_asked_of_every_visit(self):
        assert CHECKS["rehearsals"].look is rehearsals_are_done
