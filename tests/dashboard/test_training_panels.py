"""Panels of training, and the training file of somebody."""

from datetime import timedelta

import pytest

from compliance.models import StaffMember
from reception.dashboard.panels import training
from tests import doors
from tests.cast import person
from tests.dashboard.reading import NOON, asked, figures, first_cells
from tests.records import (
    make_attempt,
    make_certificate,
    make_course,
    make_drill,
    make_enrolment,
    make_kind,
    make_question,
    make_quiz,
    make_session,
    make_staff,
    make_target,
    make_user,
    moment,
)

pytestmark = pytest.mark.django_db
HOUR, DAYS = timedelta(hours=1), timedelta(days=1)
THERE = {"attended_at": NOON, "proof": "list"}


def session(office, start, **given):
    return make_session(office, starts_at=start, ends_at=start + HOUR, **given)


def test_the_officer_sees_today_what_is_not_closed_and_who_is_due(
    north, south, training_officer
):
    today = session(north, NOON)
    session(north, NOON - 3 * DAYS, state="held")
    session(north, NOON - 3 * DAYS, state="closed")
    session(north, NOON + 3 * DAYS)
    session(south, NOON)
    course = make_course(kind=make_kind())
    make_certificate(north, kind=course.kind, valid_until=NOON.date())
    card = training.desk(asked(training_officer))
    assert figures(card) == [1, 1, 1]
    assert first_cells(card) == [today.course]
    assert card.waiting == 2


def test_a_participant_sees_what_is_his(north):
    member = make_staff(north, user=make_user(north))
    coming = make_enrolment(north, session=session(north, NOON + HOUR), member=member)
    past = session(north, NOON - 2 * DAYS, state="held")
    make_enrolment(north, session=past, member=member, **THERE)
    make_enrolment(north, session=session(north, NOON + HOUR))
    quiz = make_question(north, quiz=make_quiz(north)).quiz
    card = training.mine(asked(member.user))
    assert first_cells(card) == [coming.session.course]
    assert figures(card) == [1, 1]
    make_attempt(north, quiz=quiz, member=member, finished_at=moment())
    assert figures(training.mine(asked(member.user))) == [1, 0]


def test_who_is_not_on_the_staff_or_has_nothing_sees_no_panel(north, clerk):
    assert training.mine(asked(clerk)) is None
    member = make_staff(north, user=make_user(north))
    assert training.mine(asked(member.user)) is None


def test_the_training_file_holds_all_of_somebody(north, south, client):
    member = make_staff(north)
    make_target(north, year=2026, hours=12)
    held = session(north, NOON, state="held", hours=5)
    make_enrolment(north, session=held, member=member, **THERE)
    drill = make_drill(north)
    drill.participants.create(member=member, total=90, rank=2)
    attempt = make_attempt(north, member=member, right=1, finished_at=moment())
    url = doors.url(StaffMember, "training", member.pk)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(person("reader", north, "clerk", reaches=[north]))
    body = doors.page(client.get(url))
    for told in (held.course, drill, "rank 2", attempt.quiz, "5 hours"):
        assert str(told) in body
    client.force_login(person("southern", south, "clerk", reaches=[south]))
    assert client.get(url).status_code == 302
    client.force_login(person("butler", north, "butler", reaches=[north]))
    assert client.get(url).status_code in (302, 403)
