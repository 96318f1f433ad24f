"""Sessions: places, clashes of time, who was there, and how far one has gone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from compliance.models import Enrolment, ExamResult, TrainingSession
from compliance.training.attending import AttendanceRefused, tick
from compliance.training.clashes import Wanted, _meets
from reception.ledger.models import Entry, Kind
from reception.workflow import MoveNotPossible, move
from tests import doors
from tests.cast import person
from tests.records import (
    DAY,
    make_course,
    make_enrolment,
    make_result,
    make_session,
    make_staff,
    moment,
)

pytestmark = pytest.mark.django_db
NOON = moment(hour=12)


def place(session, member):
    """Return a place that is not stored yet."""
    return Enrolment(session=session, member=member)


def said(records, leaving=frozenset()):
    """Return what is wrong with the places beside others."""
    return [str(text) for _r, text in Enrolment.beside_others(records, set(leaving))]


class TestPlaces:
    def test_no_more_people_than_places(self, north):
        session = make_session(north, capacity=2)
        make_enrolment(north, session=session)
        people = [make_staff(north), make_staff(north)]
        told = said([place(session, each) for each in people])
        assert len(told) == 1
        assert "2 places" in told[0]

    def test_a_place_that_goes_makes_room(self, north):
        session = make_session(north, capacity=1)
        gone = make_enrolment(north, session=session)
        assert said([place(session, make_staff(north))], {gone.pk}) == []

    def test_fewer_places_than_people_are_refused(self, north):
        session = make_session(north, capacity=5)
        make_enrolment(north, session=session)
        make_enrolment(north, session=session)
        session.capacity = 1
        ((about, text),) = TrainingSession.beside_others([session], set())
        assert about is session
        assert "2 people are enrolled" in text

    def test_nobody_is_at_two_places_at_once(self, north):
        member = make_staff(north)
        make_enrolment(north, member=member)
        other = make_session(north, starts_at=moment(hour=11), ends_at=moment(hour=13))
        (told,) = said([place(other, member)])
        assert member.name in told
        after = make_session(north, starts_at=NOON, ends_at=moment(hour=13))
        assert said([place(after, member)]) == []

    def test_a_cancelled_session_takes_no_time(self, north):
        member = make_staff(north)
        gone = make_session(north, state="cancelled")
        make_enrolment(north, member=member, session=gone)
        assert said([place(make_session(north), member)]) == []

    def test_a_session_is_not_moved_to_when_somebody_is_elsewhere(self, north):
        member = make_staff(north)
        make_enrolment(north, member=member)
        later = make_session(north, starts_at=NOON, ends_at=moment(hour=13))
        make_enrolment(north, member=member, session=later)
        assert TrainingSession.beside_others([later], set()) == []
        later.starts_at = moment(hour=11)
        ((_about, text),) = TrainingSession.beside_others([later], set())
        assert member.name in text

    def test_many_people_take_as_many_queries_as_few(self, north):
        session = make_session(north)
        counts = []
        for many in (2, 20):
            rows = [place(session, make_staff(north)) for _n in range(many)]
            with CaptureQueriesContext(connection) as seen:
                said(rows)
            counts.append(len(seen))
        assert counts[0] == counts[1]


hours = st.integers(0, 30)


class TestMeeting(TestCase):
    @given(hours, st.integers(1, 5), hours, st.integers(1, 5))
    @settings(deadline=None)
    def test_two_times_meet_if_an_hour_lies_in_both(self, one, length, other, span):
        wanted = Wanted(None, 1, 1, moment(hour=one), moment(hour=one + length))
        held = (2, "", moment(hour=other), moment(hour=other + span))
        common = set(range(one, one + length)) & set(range(other, other + span))
        assert _meets(wanted, held) is bool(common)


class TestPassing:
    @pytest.mark.parametrize(
        ("theory", "practical", "passed"),
        [(60, 80, True), (59, 100, False), (100, 79, False), (60, None, False)],
    )
    def test_each_part_must_reach_its_mark(self, theory, practical, passed, north):
        result = make_result(north, theory=theory, practical=practical)
        assert result.passed is passed
        assert ExamResult.objects.passing().exists() is passed

    def test_what_is_not_examined_does_not_matter(self, north):
        course = make_course(theory_pass=None)
        session = make_session(north, course=course)
        assert make_result(north, session=session, theory=None).passed

    @pytest.mark.parametrize(
        ("theory", "practical", "score"), [(61, 80, 70.5), (61, None, 61), (None, 7, 7)]
    )
    def test_the_score_is_the_mean_of_the_marks(self, theory, practical, score, north):
        result = make_result(north, theory=theory, practical=practical)
        assert ExamResult.objects.get(pk=result.pk).score == score

    def test_only_participants_are_examined_in_what_the_course_examines(self, north):
        course = make_course(practical_pass=None)
        session = make_session(north, course=course)
        stranger = ExamResult(session=session, member=make_staff(north), theory=60)
        ((_r, text),) = ExamResult.beside_others([stranger], set())
        assert "is not enrolled" in text
        member = make_enrolment(north, session=session).member
        for marks, wrong in (
            ({"theory": 70}, ""),
            ({"theory": None, "practical": 5}, "examines theory"),
            ({"theory": 70, "practical": 5}, "no exam in practical"),
        ):
            result = ExamResult(session=session, member=member, **marks)
            told = ExamResult.beside_others([result], set())
            assert [wrong in str(text) for _r, text in told] == [True] * bool(wrong)

    def test_pass_marks_stay_once_somebody_was_examined(self, north):
        course = make_result(north).session.course
        course.name = "another name"
        assert course.beside_others([course], set()) == []
        course.theory_pass = 10
        ((_c, text),) = course.beside_others([course], set())
        assert "new course" in text


class TestMoves:
    def test_it_opens_with_a_trainer(self, north, training_officer):
        session = make_session(north, trainer_name="")
        with pytest.raises(MoveNotPossible, match="who trains"):
            move(session, "open", by=training_officer, at=NOON)
        session.trainer_name = "somebody"
        session.save(update_fields=["trainer_name"])
        assert move(session, "open", by=training_officer, at=NOON).state == "open"

    def test_it_was_held_when_somebody_was_there(self, north, training_officer):
        session = make_session(north)
        take = {"by": training_officer, "at": NOON}
        with pytest.raises(MoveNotPossible, match="Nobody is noted"):
            move(session, "hold", **take)
        make_enrolment(north, session=session, attended_at=NOON, proof="list")
        with pytest.raises(MoveNotPossible, match="not begun"):
            move(session, "hold", by=training_officer, at=moment(hour=8))
        assert move(session, "hold", **take).state == "held"

    def test_it_closes_with_a_result_for_each(self, north, training_officer):
        session = make_session(north, state="held")
        told = {"session": session, "attended_at": NOON, "proof": "list"}
        member = make_enrolment(north, **told).member
        make_enrolment(north, session=session)  # was not there
        take = {"by": training_officer, "at": NOON}
        with pytest.raises(MoveNotPossible, match="1 of those"):
            move(session, "close", **take)
        make_result(north, session=session, member=member)
        assert move(session, "close", **take).state == "closed"

    def test_what_took_place_is_not_cancelled(self, north, training_officer):
        session = make_session(north)
        make_enrolment(north, session=session, attended_at=NOON, proof="list")
        with pytest.raises(MoveNotPossible, match="took place"):
            move(session, "cancel", by=training_officer, at=NOON, reason="snow")

    def test_a_closed_session_keeps_its_places_and_results(self, north):
        result = make_result(north)
        assert result.locked_reason() is None
        result.session.state = "closed"
        assert "closed" in str(result.locked_reason())
        assert "closed" in str(place(result.session, result.member).locked_reason())


class TestAttendance:
    @pytest.fixture
    def session(self, north):
        return make_session(north)

    def test_who_was_there_is_ticked_and_told(self, north, session, training_officer):
        one, other = (make_enrolment(north, session=session) for _n in range(2))
        take = {"by": training_officer, "at": NOON}
        assert tick(session, {one.pk: True, other.pk: False}, **take) == 1
        one.refresh_from_db()
        assert (one.attended_at, one.proof) == (NOON, "list")
        entry = Entry.objects.filter(kind=Kind.CHANGED).latest("pk")
        assert (entry.record_id, entry.actor_id) == (one.pk, training_officer.pk)
        assert tick(session, {one.pk: True}, **take) == 0
        assert tick(session, {one.pk: False}, **take) == 1

    def test_nothing_is_ticked_before_the_day(self, north, session, training_officer):
        one = make_enrolment(north, session=session)
        before = moment(DAY - timedelta(days=1))
        with pytest.raises(AttendanceRefused, match="still to come"):
            tick(session, {one.pk: True}, by=training_officer, at=before)

    def test_only_who_keeps_the_session_ticks(self, north, south, session, client):
        one = make_enrolment(north, session=session)
        url = doors.url(TrainingSession, "attendance", session.pk)
        data = {f"was-{one.pk}": "0", f"there-{one.pk}": "on"}
        southern = person("southern", south, "training_officer", reaches=[south])
        reader = person("reader", north, "clerk", reaches=[north])
        for user, status in ((southern, 302), (reader, 403)):
            client.force_login(user)
            assert client.post(url, data).status_code == status
            one.refresh_from_db()
            assert one.attended_at is None
        assert client.get(url).status_code == 200

    def test_the_page_notes_what_was_changed_on_it_alone(
        self, north, session, training_officer, client
    ):
        one, other = (make_enrolment(north, session=session) for _n in range(2))
        client.force_login(training_officer)
        url = doors.url(TrainingSession, "attendance", session.pk)
        page = client.get(url).content.decode()
        assert f"was-{one.pk}" in page
        tick(session, {other.pk: True}, by=training_officer, at=NOON)  # meanwhile
        shown = {f"was-{one.pk}": "0", f"was-{other.pk}": "0"}
        client.post(url, {**shown, f"there-{one.pk}": "on"})
        rows = session.enrolments.filter(attended_at__isnull=False)
        assert set(rows) == {one, other}


@pytest.mark.parametrize("make", [make_enrolment, make_result, make_session])
def test_a_longer_list_takes_no_more_queries(make, north, training_officer, client):
    client.force_login(training_officer)
    url = doors.url(type(make(north)), "changelist")
    counts = []
    for _n in range(2):
        for _m in range(5):
            make(north)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
