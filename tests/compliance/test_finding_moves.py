"""Every move of a finding from every state, by every role; what stands in its way."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.finding_states import MOVES
from compliance.models import Finding
from reception.accounts.roles import ROLES
from reception.ledger.models import Entry, Kind
from reception.workflow import MoveNotPossible, move, open_moves
from tests.cast import person
from tests.compliance.hands import hands, shown, step, through
from tests.records import DAY, make_finding, make_staff, make_term, moment

pytestmark = pytest.mark.django_db
State = Finding.State
NEXT = DAY + timedelta(days=1)
MAY = {
    "inspector": {"notify", "recheck", "close", "transfer"},
    "venue_contact": {"answer"},
    "clerk": {"answer"},
    "approver": {"close", "extend", "transfer"},
}
FACTS = {"asked_until": DAY + timedelta(days=30), "transferred_to": "the bureau"}
FULL = ("notify", "begin", "report", "recheck_pass", "close")


@pytest.fixture
def people(north):
    """Somebody for each right."""
    return hands(north)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", MOVES)
def test_every_move_from_every_state_by_every_role(name, role, north):
    user, taken = person(f"a-{role}", north, role, reaches=[north]), MOVES[name]
    allowed = taken.action in MAY.get(role, set())
    for state in State:
        wish = {"asked_until": NEXT, "extension_reason": "x"}
        wish = (
            wish if name.endswith("t_extension") or name == "refuse_extension" else {}
        )
        wish = wish if state in Finding.WITH_VENUE else {}
        finding, possible = (
            make_finding(north, state=state, **wish),
            state in taken.sources,
        )
        assert (name in open_moves(finding, user)) is (allowed and possible)
        if allowed and possible:
            moved = step(finding, name, user, facts=FACTS)
            assert Finding.objects.get(pk=finding.pk).state == moved.state
            continue
        with pytest.raises(MoveNotPossible if allowed else PermissionDenied):
            step(finding, name, user, facts=FACTS)
        assert Finding.objects.get(pk=finding.pk).state == state


@pytest.mark.parametrize("severity", Finding.Severity)
def test_the_whole_way_to_the_closing(severity, people, north):
    finding = make_finding(north, severity=severity)
    closed = through(finding, people, *FULL, office=north)
    assert closed.state == State.CLOSED
    closed.full_clean()
    told = Entry.objects.filter(kind=Kind.MOVED, record_id=finding.pk)
    assert [each.details["move"] for each in told.order_by("pk")] == list(FULL)


@pytest.mark.parametrize(
    ("severity", "days"), [("A", 1), ("B", 3), ("C", 7), ("NA", 7)]
)
def test_the_deadline_follows_from_the_severity(severity, days, people, north):
    finding = make_finding(north, severity=severity, found_on=date(2026, 3, 2))
    notified = step(finding, "notify", people["notify"], date(2026, 3, 2))
    weekend = 2 if days > 4 else 0  # 2 March 2026 is a Monday
    assert notified.deadline == date(2026, 3, 2) + timedelta(days=days + weekend)
    assert notified.first_deadline == notified.deadline
    assert notified.notice_number == "NORTH-N-2026-0001"


def test_an_offices_own_term_counts(people, city, north):
    make_term(city, severity="C", days=2)
    make_term(north, severity="B", days=0)
    for severity, day in (("C", DAY + timedelta(days=2)), ("B", DAY)):
        finding = make_finding(north, severity=severity)
        assert step(finding, "notify", people["notify"]).deadline == day


def test_the_findings_of_one_inspection_share_the_days_notice(people, north):
    first = make_finding(north)
    second = make_finding(north, inspection=first.inspection)
    other = make_finding(north)
    numbers = [
        step(f, "notify", people["notify"]).notice_number
        for f in (first, second, other)
    ]
    assert numbers[0] == numbers[1] != numbers[2]


def test_a_deadline_set_by_hand_stays_unless_it_lies_before_the_notice(people, north):
    due = make_finding(north, deadline=DAY)
    assert step(due, "notify", people["notify"]).deadline == DAY
    late = make_finding(north, deadline=DAY)
    with pytest.raises(MoveNotPossible, match="before the notice"):
        step(late, "notify", people["notify"], NEXT)


@pytest.mark.parametrize("severity", ["A", "B"])
@pytest.mark.parametrize("name", ["report", "fix_on_the_spot"])
def test_what_is_grave_wants_a_photograph(name, severity, people, north):
    state = State.FOUND if name == "fix_on_the_spot" else State.NOTIFIED
    finding, by = make_finding(north, state=state, severity=severity), people
    with pytest.raises(MoveNotPossible, match="attach a photograph"):
        step(finding, name, by[MOVES[name].action])
    assert step(shown(finding, north), name, by[MOVES[name].action]).reported_on == DAY


def test_a_returned_finding_wants_a_new_photograph(people, north):
    finding = make_finding(north, severity="A")
    finding = through(finding, people, "notify", "report", office=north)
    back = step(finding, "recheck_fail", people["recheck"], reason="still dirty")
    assert (back.state, back.times_returned) == (State.RETURNED, 1)
    assert back.reported_by is None
    with pytest.raises(MoveNotPossible, match="photograph"):
        step(back, "report", people["answer"])
    assert step(shown(back, north), "report", people["answer"]).state == State.REPORTED


def test_the_hands_are_three(people, north, root):
    finding = make_finding(north, state=State.REPORTED, reported_by=root)
    with pytest.raises(MoveNotPossible, match="You reported it"):
        step(finding, "recheck_pass", root)
    checked = make_finding(north, state=State.RECHECKED, rechecked_by=root)
    with pytest.raises(MoveNotPossible, match="a third person closes"):
        step(checked, "close", root)
    mine = make_finding(north, state=State.RECHECKED, reported_by=root)
    with pytest.raises(MoveNotPossible, match="You reported it"):
        step(mine, "close", root)


@pytest.mark.parametrize("column", ["responsible", "rectified_by"])
@pytest.mark.parametrize("name", ["recheck_pass", "recheck_fail", "close"])
def test_who_answers_for_it_neither_rechecks_nor_closes(name, column, people, north):
    state = State.RECHECKED if name == "close" else State.REPORTED
    hand = people[MOVES[name].action]
    member = make_staff(north, user=hand)
    finding = make_finding(north, state=state, **{column: member})
    with pytest.raises(MoveNotPossible, match="responsible for it or rectified it"):
        step(finding, name, hand)


@pytest.mark.parametrize(
    ("state", "name", "said"),
    [
        (State.REPORTED, "recheck_pass", "cannot be older than the report"),
        (State.REPORTED, "recheck_fail", "cannot be older than the report"),
        (State.RECHECKED, "close", "cannot be older than the recheck"),
        (State.NOTIFIED, "report", "cannot be earlier"),
        (State.FOUND, "notify", "cannot be earlier"),
    ],
)
def test_nothing_is_done_before_what_leads_to_it(state, name, said, people, north):
    finding = make_finding(north, state=state)
    with pytest.raises(MoveNotPossible, match=said):
        step(finding, name, people[MOVES[name].action], DAY - timedelta(days=1))
    assert Finding.objects.get(pk=finding.pk).state == state


def test_an_extension_is_asked_for_and_granted(people, north):
    finding = step(make_finding(north), "notify", people["notify"])
    due, until = finding.deadline, finding.deadline + timedelta(days=9)
    wish = {"facts": {"asked_until": until}, "reason": "no parts"}
    asked = step(finding, "ask_extension", people["answer"], **wish)
    assert (asked.state, asked.extension_reason) == (State.NOTIFIED, "no parts")
    granted = step(asked, "grant_extension", people["extend"])
    assert (granted.deadline, granted.first_deadline) == (until, due)
    assert granted.asked_until is None
    granted.full_clean()


def test_a_refused_extension_leaves_the_deadline(people, north):
    wish = {"asked_until": NEXT, "extension_reason": "no parts"}
    finding = make_finding(north, state=State.NOTIFIED, **wish)
    with pytest.raises(MoveNotPossible, match="already"):
        step(finding, "ask_extension", people["answer"], facts=wish)
    refused = step(finding, "refuse_extension", people["extend"])
    assert (refused.deadline, refused.asked_until) == (DAY, None)
    with pytest.raises(MoveNotPossible, match="Nobody asked"):
        step(refused, "grant_extension", people["extend"])


def test_an_extension_names_a_later_day(people, north):
    finding = make_finding(north, state=State.NOTIFIED)
    with pytest.raises(MoveNotPossible, match="also needs: Extension asked until"):
        step(finding, "ask_extension", people["answer"])
    with pytest.raises(MoveNotPossible, match="must end after"):
        step(finding, "ask_extension", people["answer"], facts={"asked_until": DAY})


def test_what_is_reopened_keeps_its_history(people, north):
    closed = through(make_finding(north), people, *FULL)
    again = step(closed, "reopen", people["close"], reason="came back")
    assert (again.state, again.times_returned) == (State.RETURNED, 1)
    assert (again.closed_by, again.rechecked_by, again.reported_by) == (None,) * 3
    told = Entry.objects.filter(kind=Kind.MOVED, record_id=closed.pk).latest("pk")
    assert told.reason == "came back"
    assert told.changes["closed_by"] == [people["close"].pk, None]


def test_what_was_not_fixed_on_the_spot_goes_back_to_the_start(people, north):
    fixed = step(make_finding(north), "fix_on_the_spot", people["notify"])
    assert (fixed.state, fixed.rectified_on) == (State.ON_THE_SPOT, DAY)
    other = person("other", north, "inspector", reaches=[north])
    back = step(fixed, "recheck_fail", other)
    assert (back.state, back.is_fixed_on_the_spot) == (State.FOUND, False)


def test_what_is_transferred_can_be_taken_back(people, north):
    told = {"facts": {"transferred_to": "the bureau"}}
    gone = step(make_finding(north), "transfer", people["transfer"], **told)
    assert (gone.state, gone.transferred_to) == (State.TRANSFERRED, "the bureau")
    back = step(gone, "take_back", people["transfer"])
    assert (back.state, back.transferred_to) == (State.FOUND, "")


def test_a_move_that_needs_a_reason_says_so(people, north):
    finding = make_finding(north, state=State.REPORTED)
    with pytest.raises(MoveNotPossible, match="Give a reason"):
        move(finding, "recheck_fail", by=people["recheck"], at=moment())
    told = make_finding(north, state=State.NOTIFIED)
    with pytest.raises(MoveNotPossible, match="Say what was done"):
        move(told, "report", by=people["answer"], at=moment())


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(days=st.integers(-40, 40))
def test_it_is_rectified_between_the_finding_and_the_report(days, people, north):
    finding = make_finding(north, state=State.NOTIFIED, measure="done")
    now = DAY + timedelta(days=20)
    day = DAY + timedelta(days=days)
    told = {"day": now, "facts": {"rectified_on": day}}
    if DAY <= day <= now:
        assert step(finding, "report", people["answer"], **told).rectified_on == day
        return
    with pytest.raises(MoveNotPossible, match="Rectified on"):
        step(finding, "report", people["answer"], **told)
