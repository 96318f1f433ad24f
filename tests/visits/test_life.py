"""The whole life of a visit, in any order that people try: no state without its papers.

A machine of Hypothesis edits, signs and moves one visit at random, as a form would let
it; whatever is refused changes nothing, and the invariants hold after every step.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from reception.access.scope import can, forget_reach
from reception.workflow import MoveNotPossible, move
from tests.cast import person
from tests.records import (
    make_closing,
    make_cost,
    make_item,
    make_letter,
    make_level,
    make_office,
    make_paper,
    make_phone_record,
    make_visit,
)
from visits import listing, settling
from visits.models import Visit
from visits.moves import MOVES
from visits.states import CLOSED, GRANTED, State

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, 1, tzinfo=UTC)
REFUSED = (MoveNotPossible, PermissionDenied)
EDITS = {
    "guests": st.integers(1, 12),
    "budget": st.sampled_from([None, Decimal(100), Decimal(9000)]),
    "health_protection": st.sampled_from(["", "市人民医院"]),
    "habits_asked_on": st.sampled_from([None, START.date()]),
}
PAPERS = {"letter": make_letter, "phone_record": make_phone_record}


class Life(RuleBasedStateMachine):
    """One visit, its clerk, two levels of approval, and whatever they try."""

    def __init__(self):
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        office = make_office("LIFE")
        names = {"clerk": "clerk", "head": "approver", "leader": "approver"}
        self.people = {
            n: person(n, office, r, reaches=[office]) for n, r in names.items()
        }
        make_level(office, self.people["head"], order=1)
        make_level(office, self.people["leader"], order=2, from_budget=5000)
        self.now = START
        days = {"arrives_at": START + timedelta(days=2)}
        days["departs_at"] = START + timedelta(days=2, hours=8)
        told = {"entered_by": self.people["clerk"], "purpose_kind": "study", **days}
        self.key = make_visit(office, **told).pk

    def teardown(self):
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    @property
    def visit(self) -> Visit:
        """The visit as it is stored now."""
        return Visit.objects.get(pk=self.key)

    @rule(
        name=st.sampled_from(sorted(MOVES)),
        who=st.sampled_from(["clerk", "head", "leader"]),
        reason=st.sampled_from(["", "because"]),
    )
    def try_a_move(self, name, who, reason):
        before = self.visit.state
        try:
            moved = move(
                self.visit, name, by=self.people[who], at=self.now, reason=reason
            )
        except REFUSED:
            assert self.visit.state == before
        else:
            assert before in MOVES[name].sources
            assert self.visit.state == moved.state

    @rule(data=st.data(), name=st.sampled_from(sorted(EDITS)))
    def edit(self, data, name):
        visit = self.visit
        if not visit.locked_reason():
            setattr(visit, name, data.draw(EDITS[name]))
            visit.save(update_fields=[name])

    @rule(name=st.sampled_from(sorted(PAPERS)), takes=st.booleans())
    def file_a_paper(self, name, takes):
        visit = self.visit
        granted = visit.state in GRANTED  # a constraint keeps what was granted on paper
        if visit.locked_reason() or (granted and not takes):
            return
        setattr(visit, name, PAPERS[name](visit.host_office) if takes else None)
        visit.save(update_fields=[name])

    @rule()
    def plan(self):
        visit = self.visit
        if not visit.locked_reason() and not visit.itinerary.exists():
            make_item(visit.host_office, visit=visit, starts_at=visit.arrives_at)

    @rule(paid=st.booleans())
    def spend(self, paid):
        visit = self.visit
        if not visit.spending_locked_reason():
            told = {"paid_on": START.date(), "payment": "card", "voucher": "F"}
            make_cost(visit.host_office, visit=visit, **(told if paid else {}))

    @rule()
    def pay(self):
        visit = self.visit
        if not visit.spending_locked_reason():
            told = {"paid_on": START.date(), "payment": "card", "voucher": "F"}
            visit.costs.update(**told)

    @rule()
    def bring_the_invoice(self):
        if not self.visit.closed_reason():
            make_paper(self.visit.host_office, visit=self.visit)

    @rule()
    def list_what_was_done(self):
        visit = self.visit
        if visit.closed_reason():
            return
        record = listing.make(visit, by=self.people["clerk"])
        if not record.locked_reason():
            record.people.get_or_create(line=1, kind="guest", name="赵明")
            if visit.itinerary.exists() and not record.activities.exists():
                record.activities.create(line=1, on=START.date(), activity="座谈")

    @precondition(lambda self: hasattr(self.visit, "reception_list"))
    @rule(
        name=st.sampled_from(["sign", "open"]), who=st.sampled_from(["clerk", "head"])
    )
    def sign(self, name, who):
        record = self.visit.reception_list
        told = {"by": self.people[who], "at": self.now, "reason": "because"}
        try:
            move(record, name, **told)
        except REFUSED:
            return

    @rule()
    def report(self):
        visit = self.visit
        if visit.state == State.SETTLED and not hasattr(visit, "closing"):
            make_closing(visit.host_office, visit=visit)

    @rule(hours=st.sampled_from([1, 30]))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        for user in self.people.values():
            forget_reach(user)

    @invariant()
    def nothing_is_granted_without_paper_and_word(self):
        visit = self.visit
        if visit.state not in GRANTED:
            return
        assert visit.letter_id or visit.phone_record_id
        said = visit.approvals.filter(word="agreed", is_last=True)
        assert said.filter(fingerprint=visit.approved_print).exists()
        assert visit.decided_by not in (None, visit.entered_by)

    @invariant()
    def nothing_is_settled_without_letter_list_and_payment(self):
        visit = self.visit
        if visit.state not in (State.SETTLED, State.ARCHIVED):
            return
        assert visit.letter_id
        assert visit.reception_list.state == "signed"
        assert visit.reception_list.fingerprint == listing.fingerprint_of(
            visit.reception_list
        )
        assert not visit.costs.filter(payer="host", paid_on__isnull=True).exists()
        needed = [each for each in settling.pack_of(visit) if each.is_required]
        assert all(each.is_present for each in needed)

    @invariant()
    def nothing_is_archived_without_its_report(self):
        if self.visit.state == State.ARCHIVED:
            assert self.visit.closing.retention

    @invariant()
    def what_is_closed_is_closed_to_its_clerk(self):
        visit = self.visit
        assert bool(visit.locked_reason()) is (visit.state in CLOSED)
        assert can(self.people["clerk"], "view", visit)


def test_no_sequence_of_moves_reaches_a_state_without_its_papers():
    run_state_machine_as_test(
        Life,
        settings=how(
            max_examples=15,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_visit_lives_from_its_letter_to_the_archive():
    """The same machine, led along the straight way: it does reach the end."""
    life = Life()
    try:
        for step in (
            lambda: life.file_a_paper("letter", True),
            life.plan,
            lambda: edited(
                life, health_protection="医院", habits_asked_on=START.date()
            ),
            lambda: life.try_a_move("submit", "clerk", ""),
            lambda: life.try_a_move("approve", "head", ""),
            lambda: life.try_a_move("make_ready", "clerk", ""),
            lambda: life.time_passes(30),
            lambda: life.time_passes(30),
            lambda: life.try_a_move("begin", "clerk", ""),
            lambda: life.try_a_move("complete", "clerk", ""),
            lambda: life.spend(True),
            life.bring_the_invoice,
            life.list_what_was_done,
            lambda: life.sign("sign", "head"),
            lambda: life.try_a_move("settle", "clerk", ""),
            life.report,
            lambda: life.try_a_move("archive", "clerk", ""),
        ):
            step()
            life.nothing_is_granted_without_paper_and_word()
            life.nothing_is_settled_without_letter_list_and_payment()
        assert life.visit.state == State.ARCHIVED
    finally:
        life.teardown()


def edited(life, **given):
    """Write columns of the visit as its form would."""
    visit = life.visit
    for name, value in given.items():
        setattr(visit, name, value)
    visit.save(update_fields=list(given))
