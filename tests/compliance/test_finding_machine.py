"""Whatever people try in whatever order, no finding closes unseen or by two hands."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from compliance.finding_states import MOVES
from compliance.models import Finding
from reception.accounts.models import User
from reception.workflow import MoveNotPossible, move
from tests.cast import person
from tests.compliance.hands import shown
from tests.records import DAY, make_finding, make_office, make_staff, moment

pytestmark = pytest.mark.django_db
State = Finding.State
TRIED = ("root", "inspector", "inspector2", "venue_contact", "clerk", "approver")
EXPECTED = (MoveNotPossible, PermissionDenied)


class Findings(RuleBasedStateMachine):
    """One grave finding, six people, and every move on any day."""

    def __init__(self):
        super().__init__()
        self.inside = transaction.atomic()
        self.inside.__enter__()
        self.office = make_office("NORTH")
        self.people = [self.somebody(name) for name in TRIED]
        self.reports = []

    def somebody(self, name) -> User:
        """Return a person of the role that his name begins with."""
        if name == "root":
            return User.objects.create(username=name, name=name, is_superuser=True)
        return person(name, self.office, name.rstrip("2"), reaches=[self.office])

    @initialize(severity=st.sampled_from(["A", "B"]), who=st.sampled_from(TRIED))
    def found(self, severity, who):
        """A grave problem is found; somebody is responsible for it."""
        member = make_staff(self.office, user=self.people[TRIED.index(who)])
        self.finding = make_finding(
            self.office, severity=severity, responsible=member, measure="done"
        )

    @rule(
        name=st.sampled_from(sorted(MOVES)),
        who=st.integers(0, len(TRIED) - 1),
        days=st.integers(-1, 9),
        more=st.integers(0, 40),
    )
    def try_a_move(self, name, who, days, more):
        """Somebody tries something; it happens, or he is told why not."""
        day = DAY + timedelta(days=days)
        facts = {"asked_until": DAY + timedelta(days=more), "transferred_to": "them"}
        told = {"by": self.people[who], "at": moment(day, 12), "reason": "because"}
        before = Finding.objects.get(pk=self.finding.pk)
        try:
            with transaction.atomic():
                self.finding = move(before, name, **told, facts=facts)
        except EXPECTED:
            assert Finding.objects.get(pk=before.pk).state == before.state

    @rule()
    def photograph(self):
        """Somebody attaches how it is after."""
        shown(Finding.objects.get(pk=self.finding.pk), self.office)

    @rule()
    def straight_through(self):
        """The usual people take the usual steps as far as they can."""
        steps = {"notify": 1, "report": 3, "recheck_pass": 2, "close": 5}
        for name, who in steps.items():
            self.photograph()
            self.try_a_move(name, who, 9, 0)

    @invariant()
    def closed_means_seen_and_by_three(self):
        """A closed finding was shown, rechecked, and passed three pairs of hands."""
        finding = Finding.objects.get(pk=self.finding.pk)
        finding.validate_constraints()
        if finding.state == State.CLOSED:
            hands = {finding.reported_by, finding.rechecked_by, finding.closed_by}
            assert len(hands) == 3
            assert None not in hands
            assert finding.responsible.user not in hands - {finding.reported_by}
            attempt = finding.times_returned
            assert finding.photos.filter(stage="after", attempt=attempt).exists()
            assert finding.found_on <= finding.rectified_on <= finding.reported_on
            assert finding.reported_on <= finding.rechecked_on <= finding.closed_on

    def teardown(self):
        """Leave nothing behind."""
        transaction.set_rollback(True)
        self.inside.__exit__(None, None, None)


def test_no_path_closes_what_is_grave_unseen_or_by_fewer_than_three():
    run_state_machine_as_test(
        Findings,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_machine_can_close_what_was_shown_and_checked_by_three():
    machine = Findings()
    try:
        machine.found("A", "root")
        machine.straight_through()
        machine.closed_means_seen_and_by_three()
        assert Finding.objects.get(pk=machine.finding.pk).state == State.CLOSED
    finally:
        machine.teardown()
