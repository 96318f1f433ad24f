"""A training day: the code in the room, the marks, the certificates, the opinions."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.models import (
    Certificate,
    Enrolment,
    ExamResult,
    TrainingFeedback,
    TrainingSession,
)
from compliance.training import codes
from compliance.training.attending import AttendanceRefused, confirm
from compliance.training.due import due, enrol
from compliance.training.exams import Mark, MarksRefused, enter
from compliance.training.issuing import IssueRefused, Term, issue
from reception.ledger.models import Entry
from tests import doors
from tests.cast import person
from tests.records import (
    DAY,
    make_certificate,
    make_course,
    make_enrolment,
    make_kind,
    make_result,
    make_session,
    make_staff,
    make_user,
    moment,
)

pytestmark = pytest.mark.django_db
NOON = moment(hour=12)
MINUTE = timedelta(minutes=1)
ENOUGH, TOO_LITTLE = {"theory": 60, "practical": 80}, {"theory": 59, "practical": 80}


@pytest.fixture(autouse=True)
def english(client):
    """Read the pages in English."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def page(session, name):
    return doors.url(TrainingSession, name, session.pk)


class TestCodes:
    @given(st.integers(0, 10**6), st.integers(0, 3600), st.integers(-600, 600))
    @settings(deadline=None, max_examples=200)
    def test_it_counts_for_its_own_session_and_time(self, session, start, later):
        shown = NOON + timedelta(seconds=start)
        read = shown + timedelta(seconds=later)
        code = codes.code_of(session, shown)
        minutes = int(read.timestamp()) // 60 - int(shown.timestamp()) // 60
        assert codes.is_good(session, code, read) is (0 <= minutes <= 2)
        assert not codes.is_good(session + 1, code, shown)

    @pytest.mark.parametrize("code", ["", ".", "1", "x.y", "9" * 90 + ".a", "１.a"])
    def test_what_somebody_made_up_is_none(self, code):
        assert not codes.is_good(1, code, NOON)


class TestConfirming:
    @pytest.fixture
    def session(self, north):
        return make_session(north, takes_walk_ins=False)

    @pytest.fixture
    def member(self, north):
        return make_staff(north, user=make_user(north))

    def confirm(self, session, member, at=NOON, code=None):
        code = codes.code_of(session.pk, at) if code is None else code
        return confirm(session, code, by=member.user, at=at)

    def test_a_participant_confirms_once(self, north, session, member):
        place = make_enrolment(north, session=session, member=member)
        self.confirm(session, member)
        self.confirm(session, member, NOON + MINUTE)
        place.refresh_from_db()
        assert (place.attended_at, place.proof) == (NOON, "code")

    def test_what_cannot_be_is_refused_in_words(self, north, session, member):
        with pytest.raises(AttendanceRefused, match="not enrolled"):
            self.confirm(session, member)
        make_enrolment(north, session=session, member=member)
        old = codes.code_of(session.pk, NOON - 3 * MINUTE)
        with pytest.raises(AttendanceRefused, match="expired"):
            self.confirm(session, member, code=old)
        with pytest.raises(AttendanceRefused, match="not take place today"):
            self.confirm(session, member, NOON + timedelta(days=1))
        code, stranger = codes.code_of(session.pk, NOON), make_user(north)
        with pytest.raises(AttendanceRefused, match="no staff member"):
            confirm(session, code, by=stranger, at=NOON)

    def test_who_comes_unannounced_gets_a_place_while_there_are_some(self, north):
        session = make_session(north, capacity=1)
        first, late = (make_staff(north, user=make_user(north)) for _n in range(2))
        assert self.confirm(session, first).proof == "code"
        with pytest.raises(AttendanceRefused, match="all are taken"):
            self.confirm(session, late)
        assert session.enrolments.count() == 1

    def test_looking_writes_nothing_and_pressing_does(self, north, client):
        now = timezone.now()
        end = now + timedelta(hours=1)
        session = make_session(north, starts_at=now, ends_at=end)
        member = make_staff(north, user=make_user(north))
        client.force_login(member.user)
        path = reverse("training:here", args=[session.pk])
        url = f"{path}?code={codes.code_of(session.pk, now)}"
        before = Entry.objects.count()
        assert "I am here" in doors.page(client.get(url))
        assert (Enrolment.objects.count(), Entry.objects.count()) == (0, before)
        assert client.post(url).status_code == 302
        assert Enrolment.objects.get().member == member
        assert "You are signed in" in doors.page(client.get(path))

    def test_a_made_up_address_tells_nothing_of_a_session(self, south, north, client):
        session = make_session(south)
        member = make_staff(north, user=make_user(north))
        client.force_login(member.user)
        path = reverse("training:here", args=[session.pk])
        body = doors.page(client.get(f"{path}?code=1.x"))
        assert session.course.name not in body
        code = codes.code_of(session.pk, timezone.now())
        body = doors.page(client.get(f"{path}?code={code}"))
        assert session.course.name in body

    def test_the_room_shows_the_code_to_who_keeps_the_session(
        self, north, training_officer, client
    ):
        now = timezone.now()
        session = make_session(north, starts_at=now, ends_at=now + timedelta(hours=1))
        client.force_login(person("reader", north, "clerk", reaches=[north]))
        assert client.get(page(session, "room")).status_code == 403
        client.force_login(training_officer)
        assert "<svg" in client.get(page(session, "room")).content.decode()
        told = client.get(page(session, "room"), {"part": "code"}).json()
        assert told["svg"].startswith("<svg")


class TestMarks:
    def test_they_are_stored_all_or_none(self, north, training_officer):
        session = make_session(north)
        one, two = (make_enrolment(north, session=session).member for _n in range(2))
        good = Mark(one.pk, 1, **ENOUGH)
        with pytest.raises(MarksRefused) as refused:
            enter(session, [good, Mark(two.pk, 1, 60)], DAY, by=training_officer)
        assert set(refused.value.problems) == {two.pk}
        assert not ExamResult.objects.exists()
        take = {"held_on": DAY, "by": training_officer}
        assert enter(session, [good, Mark(two.pk, 1, **TOO_LITTLE)], **take) == 2
        with pytest.raises(MarksRefused, match="meanwhile"):
            enter(session, [good], **take)
        assert enter(session, [Mark(two.pk, 2, **ENOUGH)], **take) == 1

    def test_the_page_takes_a_retest_and_tells_what_is_wrong(
        self, north, training_officer, client
    ):
        session = make_session(north)
        told = {"attended_at": NOON, "proof": "list", "session": session}
        key = make_enrolment(north, **told).member_id
        client.force_login(training_officer)
        url, day = page(session, "results"), DAY.isoformat()

        def send(attempt, theory, practical="80"):
            marks = {f"theory-{key}": theory, f"practical-{key}": practical}
            data = {"held_on": day, f"attempt-{key}": attempt, **marks}
            return client.post(url, data)

        for wrong, text in (("101", "less than or equal to 100"), ("ten", "0 to 100")):
            assert text in doors.page(send(1, wrong))
        assert send(1, "59").status_code == 302
        assert "59 / 80" in client.get(url).content.decode()
        assert send(2, "70").status_code == 302
        assert "passed" in doors.page(client.get(url))
        assert ExamResult.objects.filter(member=key).count() == 2

    def test_only_who_keeps_results_enters_them(self, north, client):
        session = make_session(north)
        client.force_login(person("reader", north, "clerk", reaches=[north]))
        assert client.post(page(session, "results"), {}).status_code == 403

    def test_more_people_take_no_more_queries(self, north, training_officer, client):
        session = make_session(north)
        client.force_login(training_officer)
        counts = []
        for _n in range(2):
            for _m in range(5):
                done = make_result(north, session=session)
                Enrolment.objects.filter(member=done.member).update(
                    attended_at=NOON, proof="list"
                )
            with CaptureQueriesContext(connection) as seen:
                client.get(page(session, "results"))
            counts.append(len(seen))
        assert counts[0] == counts[1]


class TestIssuing:
    @pytest.fixture
    def kind(self):
        return make_kind(term_kind="months", term_months=24)

    @pytest.fixture
    def session(self, north, kind):
        return make_session(north, state="held", course=make_course(kind=kind))

    def there(self, office, session, marks=None):
        """Return somebody who was there, and what he reached."""
        told = {"attended_at": NOON, "proof": "list"}
        place = make_enrolment(office, session=session, **told)
        if marks:
            make_result(office, session=session, member=place.member, **marks)
        return place

    def test_who_passed_gets_one_once(self, north, session, kind, training_officer):
        good = self.there(north, session, ENOUGH)
        self.there(north, session, TOO_LITTLE)
        self.there(north, session)
        make_enrolment(north, session=session)
        take = {"by": training_officer, "at": NOON}
        (made,) = issue(session, Term(DAY), **take)
        assert issue(session, Term(DAY), **take) == []
        good.refresh_from_db()
        assert good.certificate == Certificate.objects.get() == made
        assert made.number == "NORTH-ZS-2026-0001"
        assert (made.holder, made.kind) == (good.member, kind)
        assert made.valid_until == kind.ends(DAY)

    def test_a_number_that_is_taken_is_passed_over(
        self, north, session, kind, training_officer
    ):
        make_certificate(north, kind=kind, number="NORTH-ZS-2026-0001")
        self.there(north, session, ENOUGH)
        (made,) = issue(session, Term(DAY), by=training_officer, at=NOON)
        assert made.number == "NORTH-ZS-2026-0002"

    def test_a_retest_that_was_passed_counts(self, north, session, training_officer):
        place = self.there(north, session, TOO_LITTLE)
        retest = {"session": session, "member": place.member, "attempt": 2}
        make_result(north, **retest, **ENOUGH)
        assert issue(session, Term(DAY), by=training_officer, at=NOON)

    def test_nothing_is_issued_before_the_session_or_without_a_kind(
        self, north, kind, training_officer
    ):
        take = {"by": training_officer, "at": NOON}
        planned = make_session(north, course=make_course(kind=kind))
        with pytest.raises(IssueRefused, match="not held"):
            issue(planned, Term(DAY), **take)
        with pytest.raises(IssueRefused, match="no certificate"):
            issue(make_session(north, state="held"), Term(DAY), **take)

    def test_nobody_else_issues(self, north, session, south):
        for office, role in ((north, "clerk"), (south, "training_officer")):
            user = person(f"{role}-x", office, role, reaches=[office])
            with pytest.raises(PermissionDenied):
                issue(session, Term(DAY), by=user, at=NOON)

    def test_the_page_issues_and_prints(self, north, session, training_officer, client):
        self.there(north, session, ENOUGH)
        client.force_login(training_officer)
        url = page(session, "certificates")
        assert "Issue 1 certificate" in doors.page(client.get(url))
        assert client.post(url, {"issued_on": DAY.isoformat()}).status_code == 302
        assert Certificate.objects.get().number in doors.page(client.get(url))
        answer = client.get(page(session, "print"))
        assert answer.content.startswith(b"PK")
        assert Entry.objects.latest("pk").details["format"] == "docx"


class TestDue:
    @pytest.fixture
    def course(self):
        return make_course(kind=make_kind(renew_days=30))

    def ending(self, office, course, days, **given):
        dates = {"issued_on": DAY - timedelta(days=300)}
        end = DAY + timedelta(days=days)
        told = {"kind": course.kind, "valid_until": end, **dates, **given}
        return make_certificate(office, **told).holder

    def test_whose_last_certificate_ends_in_the_window(
        self, north, south, course, training_officer
    ):
        late, soon = (self.ending(north, course, days) for days in (-5, 30))
        self.ending(north, course, 31)
        self.ending(south, course, 1)
        renewed = self.ending(north, course, -5)
        self.ending(north, course, 300, holder=renewed)
        endless = self.ending(north, course, -5)
        self.ending(north, course, 1, holder=endless, valid_until=None)
        left = make_staff(north, left_on=DAY - timedelta(days=1))
        self.ending(north, course, 1, holder=left)
        make_certificate(north, valid_until=DAY)  # no course leads to it
        (found,) = due(training_officer, NOON, DAY)
        assert [person.member for person in found.people] == [late, soon]
        assert found.kind == course.kind

    def test_who_is_enrolled_already_is_told(self, north, course, training_officer):
        member = self.ending(north, course, 5)
        session = make_session(
            north, course=course, starts_at=NOON, ends_at=moment(hour=14)
        )
        make_enrolment(north, session=session, member=member)
        (found,) = due(training_officer, moment(), DAY)
        assert found.people[0].coming == session
        assert (found.unasked, found.sessions) == (0, [session])

    def test_they_are_enrolled_in_one_step(self, north, training_officer, client):
        session = make_session(north, capacity=2)
        held = make_enrolment(north, session=session).member
        people = [held, *(make_staff(north) for _n in range(2))]
        keys = [each.pk for each in people]
        count, stayed = enrol(session, keys, by=training_officer)
        assert (count, len(stayed)) == (1, 1)
        assert stayed[0][0] == people[2]

    def test_the_desk_opens_for_who_keeps_sessions(
        self, north, course, training_officer, client
    ):
        now = timezone.now()
        end = timezone.localdate() + timedelta(days=3)
        holder = make_certificate(north, kind=course.kind, valid_until=end).holder
        start = now + timedelta(hours=1)
        session = make_session(
            north, course=course, starts_at=start, ends_at=start + timedelta(hours=1)
        )
        url = reverse("training:desk")
        client.force_login(person("reader", north, "clerk", reaches=[north]))
        assert client.get(url).status_code == 403
        client.force_login(training_officer)
        assert holder.name in doors.page(client.get(url))
        client.post(url, {"session": session.pk, "members": [holder.pk, "x"]})
        assert session.enrolments.get().member == holder

    def test_more_people_take_no_more_queries(self, north, course, training_officer):
        counts, _reach = [], due(training_officer, NOON, DAY)
        for _n in range(2):
            for days in range(5):
                self.ending(north, course, days)
            with CaptureQueriesContext(connection) as seen:
                due(training_officer, NOON, DAY)
            counts.append(len(seen))
        assert counts[0] == counts[1]


class TestMine:
    @pytest.fixture
    def member(self, north):
        return make_staff(north, user=make_user(north))

    def held(self, office, member, days=1):
        """Return a place in a session that is over."""
        start = timezone.now() - timedelta(days=days)
        session = make_session(
            office, starts_at=start, ends_at=start + timedelta(hours=1)
        )
        told = {"attended_at": start, "proof": "list"}
        return make_enrolment(office, session=session, member=member, **told)

    def test_it_shows_ones_own_and_nothing_of_others(self, north, member, client):
        mine = self.held(north, member)
        other = self.held(north, make_staff(north))
        client.force_login(member.user)
        body = doors.page(client.get(reverse("training:mine")))
        assert mine.session.course.name in body
        assert other.session.course.name not in body
        url = reverse("training:feedback", args=[other.pk])
        assert client.get(url).status_code == 404

    def test_a_login_without_a_staff_member_has_none(self, clerk, client):
        client.force_login(clerk)
        assert client.get(reverse("training:mine")).status_code == 403

    def test_an_opinion_is_given_once_and_told_as_an_average(
        self, north, member, training_officer, client
    ):
        place = self.held(north, member)
        client.force_login(member.user)
        url = reverse("training:feedback", args=[place.pk])
        marks = {"content": 5, "trainer": 4, "organisation": 3, "remark": "too cold"}
        assert client.post(url, {**marks, "content": 6}).status_code == 200
        assert client.post(url, marks).status_code == 302
        client.post(url, {**marks, "content": 1})
        assert TrainingFeedback.objects.get().content == 5
        client.force_login(training_officer)
        body = doors.page(client.get(page(place.session, "opinions")))
        assert "too cold" in body
        assert member.name not in body
