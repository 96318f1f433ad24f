"""Two inspectors at the same finding at the same moment: one acts, one is told."""

import pytest

from compliance.models import Finding
from reception.accounts import roles
from reception.ledger.models import Entry, Kind
from reception.workflow import MoveNotPossible, move, move_many
from tests.cast import person
from tests.records import make_finding, make_office, moment
from tests.test_workflow_concurrency import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
State = Finding.State
PASSES, FAILS = "recheck_pass", "recheck_fail"


@pytest.fixture
def office():
    """Return an office; the roles are made anew, for a flush takes them away."""
    roles.apply()
    return make_office("BUSY")


@pytest.fixture
def inspectors(office):
    """Two inspectors."""
    return {n: person(n, office, "inspector", reaches=[office]) for n in ("one", "two")}


@pytest.mark.parametrize("second", [PASSES, FAILS])
def test_of_two_rechecks_one_counts(second, office, inspectors):
    finding = make_finding(office, state=State.REPORTED)
    names = {"one": PASSES, "two": second}
    told = {"at": moment(), "reason": "because"}
    found = all_at_once(
        {
            n: lambda n=n: move(finding, names[n], by=inspectors[n], **told)
            for n in names
        }
    )
    (loser,) = (r for r in found.values() if not isinstance(r, Finding))
    assert isinstance(loser, MoveNotPossible)
    assert Entry.objects.filter(kind=Kind.MOVED).count() == 1
    assert Finding.objects.get(pk=finding.pk).state in (State.RECHECKED, State.RETURNED)


def test_two_who_move_the_same_many_move_each_once(office, inspectors):
    findings = [make_finding(office) for _ in range(12)]
    backwards = {"one": findings, "two": findings[::-1]}
    found = all_at_once(
        {
            n: lambda n=n: move_many(
                backwards[n], "notify", by=inspectors[n], at=moment()
            )
            for n in backwards
        }
    )
    assert sorted(len(each.moved) for each in found.values()) == [0, 12]
    assert Entry.objects.filter(kind=Kind.MOVED).count() == 12
    assert Finding.objects.filter(state=State.NOTIFIED).count() == 12
