"""Two at the same session at the same moment: each certificate and place is one."""

import pytest

from compliance.models import Certificate, Enrolment, QuizAttempt
from compliance.training import quizzing
from compliance.training.attending import AttendanceRefused, confirm
from compliance.training.codes import code_of
from compliance.training.due import enrol
from compliance.training.issuing import Term, issue
from reception.accounts import roles
from tests.cast import person
from tests.records import (
    DAY,
    make_course,
    make_enrolment,
    make_kind,
    make_office,
    make_question,
    make_session,
    make_staff,
    make_user,
    moment,
)
from tests.test_workflow_concurrency import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
NOON = moment(hour=12)
THERE = {"attended_at": NOON, "proof": "list"}


@pytest.fixture
def office():
    """Return an office; the roles are made anew, for a flush takes them away."""
    roles.apply()
    return make_office("BUSY")


@pytest.fixture
def officers(office):
    """Two training officers."""
    return {
        n: person(n, office, "training_officer", reaches=[office])
        for n in ("one", "two")
    }


def test_two_who_issue_make_one_certificate_for_each(office, officers):
    course = make_course(kind=make_kind(), theory_pass=None, practical_pass=None)
    session = make_session(office, state="held", course=course)
    for _n in range(3):
        make_enrolment(office, session=session, **THERE)
    found = all_at_once(
        {
            n: lambda n=n: issue(session, Term(DAY), by=officers[n], at=NOON)
            for n in officers
        }
    )
    assert sorted(len(made) for made in found.values()) == [0, 3]
    assert Certificate.objects.values("holder").distinct().count() == 3
    assert Certificate.objects.count() == 3
    assert not Enrolment.objects.filter(certificate=None).exists()


def test_the_last_place_is_given_once(office, officers):
    session = make_session(office, capacity=1)
    people = {n: make_staff(office) for n in officers}
    found = all_at_once(
        {
            n: lambda n=n: enrol(session, [people[n].pk], by=officers[n])
            for n in officers
        }
    )
    assert sorted(count for count, _stayed in found.values()) == [0, 1]
    assert session.enrolments.count() == 1


def test_nobody_is_enrolled_in_two_sessions_at_one_time(office, officers):
    member = make_staff(office)
    sessions = {n: make_session(office) for n in officers}
    found = all_at_once(
        {
            n: lambda n=n: enrol(sessions[n], [member.pk], by=officers[n])
            for n in officers
        }
    )
    assert sorted(count for count, _stayed in found.values()) == [0, 1]
    assert member.enrolments.count() == 1


def test_two_phones_take_the_last_place_by_the_code_once(office):
    session = make_session(office, capacity=1)
    users = {n: make_staff(office, user=make_user(office)).user for n in "ab"}
    code = code_of(session.pk, NOON)
    found = all_at_once(
        {n: lambda n=n: confirm(session, code, by=users[n], at=NOON) for n in users}
    )
    refused = [r for r in found.values() if isinstance(r, AttendanceRefused)]
    assert len(refused) == 1
    assert session.enrolments.count() == 1


def test_begun_on_two_phones_it_is_one_attempt(office):
    quiz = make_question(office).quiz
    member = make_staff(office)
    found = all_at_once(
        {n: lambda: quizzing.begin(quiz, member, NOON) for n in ("one", "two")}
    )
    assert found["one"] == found["two"]
    assert QuizAttempt.objects.count() == 1
