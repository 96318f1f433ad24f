"""Two people decide at the same moment: one does, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from django.db import connection

from reception.accounts import roles
from reception.accounts.models import User
from reception.ledger import writing
from reception.ledger.models import Entry, Kind
from reception.workflow import MoveNotPossible, move
from tests.cast import person
from tests.records import make_letter, make_office, make_user, make_visit, moment
from visits.models import Visit

pytestmark = pytest.mark.django_db(transaction=True)
DECISIONS = {"approve": "approved", "refuse": "refused"}


@pytest.fixture
def office():
    """Return an office; the roles are made anew, for a flush takes them away."""
    roles.apply()
    return make_office("BUSY")


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    """Let time pass between reading a record's state and writing the next."""
    snapshot = writing.snapshot

    def slow_snapshot(record):
        sleep(0.2)
        return snapshot(record)

    monkeypatch.setattr(writing, "snapshot", slow_snapshot)


@pytest.fixture
def visit(office):
    """Return a submitted visit."""
    return make_visit(
        office,
        letter=make_letter(office),
        state="submitted",
        submitted_by=make_user(office),
    )


def all_at_once(tasks: dict) -> dict:
    """Run the tasks at the same moment; return what each returned or raised."""
    together = Barrier(len(tasks))

    def run(task):
        try:
            together.wait(timeout=20)
            return task()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as people:
        return dict(zip(tasks, people.map(run, tasks.values()), strict=True))


def deciding(visit, name, who: User):
    """Return the task of making a move in the name of ``who``."""
    return lambda: move(visit, name, by=who, at=moment(), reason="because")


@pytest.mark.parametrize("second", DECISIONS)
def test_of_two_approvers_one_decides_and_the_other_is_told(second, office, visit):
    names = {"one": "approve", "two": second}
    people = {key: person(key, office, "approver", reaches=[office]) for key in names}
    found = all_at_once({k: deciding(visit, names[k], people[k]) for k in names})
    (winner,) = (key for key, result in found.items() if isinstance(result, Visit))
    (loser,) = set(names) - {winner}
    assert isinstance(found[loser], MoveNotPossible)
    stored = Visit.objects.get(pk=visit.pk)
    assert stored.state == DECISIONS[names[winner]]
    assert stored.decided_by == people[winner]
    assert Entry.objects.get(kind=Kind.MOVED).actor == people[winner]


def test_a_visit_taken_back_is_not_approved(office, visit):
    clerk = person("clerk", office, "clerk", reaches=[office])
    approver = person("approver", office, "approver", reaches=[office])
    tasks = {
        "draft": deciding(visit, "take_back", clerk),
        "approved": deciding(visit, "approve", approver),
    }
    found = all_at_once(tasks)
    stored = Visit.objects.get(pk=visit.pk)
    assert isinstance(found["draft"], Visit)  # what is approved is taken back as well
    assert stored.state == "draft"
    assert (stored.submitted_by, stored.decided_by) == (None, None)
    assert isinstance(found["approved"], Visit | MoveNotPossible)


def test_eight_clicks_submit_once(office):
    clerk = person("clerk", office, "clerk", reaches=[office])
    visit = make_visit(office, letter=make_letter(office))
    found = all_at_once({n: deciding(visit, "submit", clerk) for n in range(8)})
    refused = [each for each in found.values() if isinstance(each, MoveNotPossible)]
    assert len(refused) == 7
    assert Entry.objects.filter(kind=Kind.MOVED).count() == 1
