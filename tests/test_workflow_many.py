"""Many records move at once, by the rules of a single move."""

from datetime import timedelta

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.models import Finding
from reception.ledger.models import Entry, Kind
from reception.workflow import MoveNotPossible, foresee, move, move_many
from tests import doors
from tests.cast import person
from tests.records import DAY, make_finding, make_inspection, make_user, moment

pytestmark = pytest.mark.django_db
State = Finding.State
NOON = moment(hour=12)
SAID = {"at": NOON, "reason": "because"}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def moved_entries():
    return Entry.objects.filter(kind=Kind.MOVED)


def test_what_may_move_moves_and_the_rest_says_why(inspector, north, south):
    ready, late = make_finding(north), make_finding(north, found_on=DAY, deadline=None)
    done, foreign = make_finding(north, state=State.CLOSED), make_finding(south)
    early = make_finding(north, found_on=DAY + timedelta(days=1))
    records = [ready, late, done, foreign, early]
    found = move_many(records, "notify", by=inspector, **SAID)
    assert {each.pk for each in found.moved} == {ready.pk, late.pk}
    said = {record.pk: why for record, why in found.refused}
    assert "the state is" in said[done.pk]
    assert said[foreign.pk] == "You may not do this to this record."
    assert "cannot be earlier" in said[early.pk]
    assert moved_entries().count() == 2


def test_the_ledger_tells_each_as_a_single_move_would(inspector, north):
    one, other = make_finding(north), make_finding(north)
    move(one, "notify", by=inspector, **SAID)
    move_many([other], "notify", by=inspector, **SAID)
    single, many = moved_entries().order_by("pk")
    for column in ("actor", "reason", "details", "office", "at", "record_type"):
        assert getattr(single, column) == getattr(many, column), column
    assert single.changes.keys() == many.changes.keys()


def test_a_reason_that_is_asked_for_is_asked_for_of_all(inspector, north):
    findings = [make_finding(north, state=State.REPORTED) for _ in range(2)]
    found = move_many(findings, "recheck_fail", by=inspector, at=NOON, reason=" ")
    assert [why for _record, why in found.refused] == ["Give a reason."] * 2
    assert not moved_entries().exists()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    states=st.lists(st.sampled_from(State), min_size=1, max_size=5),
    name=st.sampled_from(sorted(set(Finding.moves) - {"notify"})),
    days=st.integers(-1, 1),
)
def test_one_by_one_and_all_at_once_agree(states, name, days, root, north):
    at = moment(DAY + timedelta(days=days), 12)
    told = {"by": root, "at": at, "reason": "because"}
    told["facts"] = {"asked_until": DAY + timedelta(9), "transferred_to": "them"}
    alone, together = ([make_finding(north, state=s) for s in states] for _ in "12")
    said = []
    for each in alone:
        try:
            said.append(move(each, name, **told).state)
        except MoveNotPossible as refused:
            said.append(str(refused))
    found = move_many(together, name, **told)
    ends = {record.pk: record.state for record in found.moved}
    ends |= {record.pk: why for record, why in found.refused}
    assert [ends[each.pk] for each in together] == said


def test_a_thousand_take_as_many_queries_as_ten(
    inspector, north, django_assert_num_queries, django_assert_max_num_queries
):
    inspection = make_inspection(north)
    few = [make_finding(north, inspection=inspection) for _ in range(10)]
    many = [make_finding(north, inspection=inspection) for _ in range(200)]
    move_many(few, "notify", by=inspector, **SAID)
    with django_assert_max_num_queries(25) as of_many:
        move_many(many, "notify", by=inspector, **SAID)
    assert Finding.objects.filter(state=State.NOTIFIED).count() == 210
    numbers = Finding.objects.values_list("notice_number", flat=True)
    assert len(set(numbers)) == 1
    assert len(of_many) <= 25


def test_foreseeing_writes_nothing(inspector, north):
    findings = [make_finding(north), make_finding(north, state=State.CLOSED)]
    before = Entry.objects.count()
    told = foresee(findings, "notify", by=inspector, at=NOON)
    assert [bool(why) for _record, why in told] == [False, True]
    assert Entry.objects.count() == before


def test_nothing_to_move_is_nothing_moved(inspector):
    assert move_many([], "notify", by=inspector, **SAID).moved == []


class TestThePage:
    """The list's action leads to a page that asks once for all."""

    def test_it_lists_what_moves_and_what_stands_in_the_way(
        self, client, inspector, north
    ):
        ready, closed = make_finding(north), make_finding(north, state=State.CLOSED)
        client.force_login(inspector)
        chosen = {"action": "move_notify", "_selected_action": [ready.pk, closed.pk]}
        page = client.post(doors.url(Finding, "changelist"), chosen)
        assert page.context["ready"] == [ready]
        assert [record for record, _why in page.context["stopped"]] == [closed]
        assert Finding.objects.get(pk=ready.pk).state == State.FOUND

    def test_the_note_stands_in_the_history_of_each(self, client, inspector, north):
        findings = [make_finding(north) for _ in range(3)]
        client.force_login(inspector)
        chosen = {"action": "move_notify", "_selected_action": [f.pk for f in findings]}
        note = {"confirm": "1", "reason": "second round"}
        client.post(doors.url(Finding, "changelist"), {**chosen, **note})
        assert Finding.objects.filter(state=State.NOTIFIED).count() == 3
        assert set(moved_entries().values_list("reason")) == {("second round",)}

    def test_a_second_click_is_told_so(self, client, inspector, north):
        finding = make_finding(north)
        client.force_login(inspector)
        sent = {"action": "move_notify", "_selected_action": [finding.pk]}
        sent["confirm"] = "1"
        address = doors.url(Finding, "changelist")
        client.post(address, sent)
        english = {"accept-language": "en"}
        again = client.post(address, sent, follow=True, headers=english)
        assert "the state is" in str([str(m) for m in again.context["messages"]])
        assert moved_entries().count() == 1

    def test_a_move_that_wants_a_reason_stays_on_the_page_without(
        self, client, inspector, north
    ):
        finding = make_finding(north, state=State.REPORTED)
        client.force_login(inspector)
        sent = {"action": "move_recheck_fail", "_selected_action": [finding.pk]}
        sent |= {"confirm": "1", "reason": ""}
        page = client.post(doors.url(Finding, "changelist"), sent)
        assert page.context["form"].errors.keys() == {"reason"}
        assert Finding.objects.get(pk=finding.pk).state == State.REPORTED


def test_of_two_hands_the_same_person_is_refused_in_many_as_in_one(north):
    both = person("both", north, "inspector", "clerk", reaches=[north])
    own = make_finding(north, state=State.REPORTED, reported_by=both)
    other = make_finding(north, state=State.REPORTED, reported_by=make_user(north))
    found = move_many([own, other], "recheck_pass", by=both, **SAID)
    assert [each.pk for each in found.moved] == [other.pk]
    assert "You reported it" in found.refused[0][1]
