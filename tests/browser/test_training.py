"""Training as it is lived: the officer's morning, the code in the room, a quiz."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from compliance.models import Certificate, Enrolment, QuizAttempt
from compliance.training.codes import code_of
from tests.browser.steps import fits, go_to
from tests.records import (
    make_certificate,
    make_course,
    make_enrolment,
    make_kind,
    make_question,
    make_quiz,
    make_session,
    make_staff,
    make_user,
)


@pytest.fixture
def now():
    """The present moment."""
    return timezone.now()


@pytest.fixture
def course():
    """A course that renews a certificate of two years."""
    kind = make_kind(name="Reception post", term_kind="months", term_months=24)
    return make_course(name="Reception", kind=kind, practical_pass=None)


@pytest.fixture
def due(north, course, now):
    """Two people whose certificates end soon."""
    today = timezone.localdate(now)
    people = [make_staff(north, name=name) for name in ("苏雨桐", "赵磊")]
    for member in people:
        dates = {"issued_on": today - timedelta(days=700)}
        dates["valid_until"] = today + timedelta(days=20)
        make_certificate(north, kind=course.kind, holder=member, **dates)
    return people


def today_session(office, course, now, **given):
    """Return a session that has just begun and is open."""
    times = {"starts_at": now - timedelta(minutes=1)}
    times["ends_at"] = now + timedelta(minutes=1)
    return make_session(office, course=course, state="open", **times, **given)


def test_from_who_is_due_to_printed_certificates(
    desk, training_officer, north, course, due, now
):
    """The officer's morning: who is due is enrolled, ticked, examined, certified."""
    session = today_session(north, course, now)
    page = desk(training_officer, "/admin/training/", lang="en-US")
    expect(page.get_by_text("2 people")).to_be_visible()
    page.get_by_role("button", name="Tick all").click()
    page.get_by_role("button", name="Enrol those who are ticked").click()
    expect(page.get_by_text("2 people are enrolled in")).to_be_visible()

    page.get_by_role("link", name="Attendance").first.click()
    page.get_by_role("button", name="Tick all").click()
    page.get_by_role("button", name="Note who was there").click()
    expect(page.get_by_text("2 of 2 were there")).to_be_visible()
    page.get_by_role("link", name="Back to the record").click()
    page.get_by_role("link", name="It was held").click()
    page.get_by_role("button", name="It was held").click()

    page.get_by_role("link", name="Results", exact=True).click()
    page.get_by_label("苏雨桐: theory").fill("91")
    page.get_by_label("赵磊: theory").fill("42")
    page.get_by_role("button", name="Store the results").click()
    expect(page.get_by_text("The results of 2 people are stored.")).to_be_visible()
    page.get_by_label("赵磊: theory").fill("77")  # a retest
    page.get_by_role("button", name="Store the results").click()
    expect(page.get_by_label("赵磊: theory")).to_have_count(0)

    page.get_by_role("link", name="Back to the record").click()
    page.get_by_role("link", name="Certificates", exact=True).last.click()
    page.get_by_role("button", name="Issue 2 certificates").click()
    expect(page.get_by_text("2 certificates are issued.")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="Print all").click()
    assert started.value.path().read_bytes().startswith(b"PK")
    made = Certificate.objects.filter(enrolment__session=session)
    assert {each.holder for each in made} == set(due)
    page.goto("/admin/training/")
    expect(page.get_by_text("Nobody's certificate ends soon")).to_be_visible()


def test_signing_in_by_the_code_in_the_room(desk, training_officer, north, course, now):
    """The projector shows the code; a participant's phone confirms with one press."""
    session = today_session(north, course, now)
    member = make_staff(north, user=make_user(north))
    make_enrolment(north, session=session, member=member)
    room = desk(
        training_officer,
        f"/admin/compliance/trainingsession/{session.pk}/room/",
        lang="en-US",
    )
    expect(room.locator("[data-code] svg")).to_be_visible()
    expect(room.locator("[data-present]")).to_have_text("0")

    path = f"/admin/training/here/{session.pk}/"
    old = desk(member.user, f"{path}?code=1.made-up", phone=True, lang="en-US")
    expect(old.get_by_text("This code has expired")).to_be_visible()
    fits(old)

    code = code_of(session.pk, timezone.now())
    phone = desk(member.user, f"{path}?code={code}", phone=True, lang="en-US")
    fits(phone)
    assert Enrolment.objects.get().attended_at is None
    phone.get_by_role("button", name="I am here").click()
    expect(phone.get_by_text("You are signed in")).to_be_visible()
    assert Enrolment.objects.get().proof == "code"
    room.reload()
    expect(room.locator("[data-present]")).to_have_text("1")


def test_a_quiz_on_the_phone(desk, north, now):
    """Answers are saved as they are chosen; who comes back goes on where he was."""
    member = make_staff(north, user=make_user(north))
    quiz = make_quiz(north, name="Hebi", opens_on=timezone.localdate(now))
    for line in (1, 2, 3):
        make_question(north, quiz=quiz, line=line, text=f"Question {line}?")
    page = desk(member.user, "/admin/training/mine/", phone=True, lang="en-US")
    fits(page)
    page.get_by_role("link", name="Hebi").click()
    page.get_by_role("button", name="Begin").click()
    fits(page)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("A. yes").check()
    assert QuizAttempt.objects.get().answers.get().is_right

    again = desk(member.user, "/admin/training/mine/", phone=True, lang="en-US")
    again.get_by_role("link", name="Hebi").click()
    again.get_by_role("button", name="Go on").click()
    expect(again.get_by_text("2 / 3")).to_be_visible()
    again.get_by_label("B. no").check()
    again.get_by_role("button", name="Next").click()
    again.get_by_label("A. yes").check()
    again.get_by_role("button", name="Finish and see the result").click()
    expect(again.get_by_role("status")).to_contain_text("2 / 3")
    expect(again.get_by_text("a book").first).to_be_visible()
    fits(again)
    assert urlsplit(again.url).path.startswith("/admin/training/attempt/")


def test_the_officer_finds_the_way_from_the_sidebar(desk, training_officer, north):
    """The day's work stands in the sidebar, under training."""
    page = desk(training_officer, "/", lang="en-US")
    go_to(page, "Training today")
    expect(page.locator("h1.sheet-title")).to_have_text("Training today")
    fits(page)
