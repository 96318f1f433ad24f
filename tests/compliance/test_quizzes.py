"""Quizzes: drawn by a seed, answered one by one, resumed, and told in the end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from compliance.models import AttemptAnswer, QuizAttempt
from compliance.training import quizzing
from compliance.training.quizzing import QuizRefused
from tests import doors
from tests.records import (
    DAY,
    make_question,
    make_quiz,
    make_staff,
    make_user,
    make_venue,
    moment,
)

pytestmark = pytest.mark.django_db
NOON = moment(hour=12)


@pytest.fixture(autouse=True)
def english(client):
    """Read the pages in English."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def member(north):
    return make_staff(north, user=make_user(north))


@pytest.fixture
def quiz(north):
    """A quiz with one question of each kind."""
    made = make_quiz(north, pass_percent=60)
    make_question(north, quiz=made, line=1)
    several = {"kind": "multiple", "choice_c": "perhaps", "answer": "AC"}
    make_question(north, quiz=made, line=2, **several)
    plain = {"kind": "true_false", "choice_a": "", "choice_b": "", "answer": "B"}
    make_question(north, quiz=made, line=3, **plain)
    return made


def question(quiz, line):
    return quiz.questions.get(line=line).pk


class TestDrawing:
    @given(st.sets(st.integers(1, 500)), st.text(), st.none() | st.integers(1, 50))
    def test_each_seed_gives_one_order_of_the_questions(self, keys, seed, most):
        order = quizzing.drawn(keys, seed, most)
        assert order == quizzing.drawn(sorted(keys, reverse=True), seed, most)
        assert set(order) <= keys
        assert len(order) == len(set(order)) == min(len(keys), most or len(keys))


class TestTaking:
    def test_one_attempt_is_open_at_a_time_and_is_gone_on_with(self, quiz, member):
        first = quizzing.begin(quiz, member, NOON)
        quizzing.answer(first, question(quiz, 1), ["A"], NOON)
        again = quizzing.begin(quiz, member, NOON + timedelta(hours=1))
        assert again == first
        assert [each.given for each in quizzing.sheet(again) if each.answer] == ["A"]
        quizzing.finish(first, NOON)
        assert quizzing.begin(quiz, member, NOON + timedelta(hours=2)) != first

    def test_what_is_right_counts(self, quiz, member):
        attempt = quizzing.begin(quiz, member, NOON)
        for line, letters in ((1, "A"), (2, "CA"), (3, "A")):
            quizzing.answer(attempt, question(quiz, line), letters, NOON)
        done = quizzing.finish(attempt, NOON)
        assert (done.right, done.asked, done.percent, done.passed) == (2, 3, 66, True)
        with pytest.raises(QuizRefused, match="finished"):
            quizzing.answer(attempt, question(quiz, 3), "B", NOON)

    def test_an_answer_can_be_changed_and_taken_back(self, quiz, member):
        attempt = quizzing.begin(quiz, member, NOON)
        key = question(quiz, 1)
        quizzing.answer(attempt, key, "B", NOON)
        quizzing.answer(attempt, key, "A", NOON)
        assert AttemptAnswer.objects.get().is_right
        quizzing.answer(attempt, key, "", NOON)
        assert not AttemptAnswer.objects.exists()

    def test_one_choice_is_one(self, quiz, member):
        attempt = quizzing.begin(quiz, member, NOON)
        with pytest.raises(QuizRefused, match="one answer"):
            quizzing.answer(attempt, question(quiz, 1), "AB", NOON)

    def test_the_time_is_up(self, quiz, member):
        quiz.minutes = 10
        quiz.save(update_fields=["minutes"])
        attempt = quizzing.begin(quiz, member, NOON)
        quizzing.answer(attempt, question(quiz, 1), "A", NOON)
        late = NOON + timedelta(minutes=10)
        with pytest.raises(QuizRefused, match="time is up"):
            quizzing.answer(attempt, question(quiz, 3), "B", late)
        done = quizzing.finish(attempt, late + timedelta(hours=1))
        assert (done.right, done.finished_at) == (1, late)

    def test_the_quizzes_of_the_office_and_above_are_open(
        self, quiz, north, south, city, member
    ):
        above = make_quiz(city)
        make_question(city, quiz=above)
        other = make_quiz(south)
        make_question(south, quiz=other)
        make_quiz(north)  # without questions
        later = make_quiz(north, opens_on=DAY + timedelta(days=1))
        make_question(north, quiz=later)
        assert set(quizzing.offered(member, DAY)) == {quiz, above}
        at_venue = make_staff(north, venue=make_venue(north))
        assert set(quizzing.offered(at_venue, DAY)) == {quiz, above}
        with pytest.raises(QuizRefused, match="not open"):
            quizzing.begin(other, member, NOON)


class TestPages:
    def test_a_quiz_is_taken_to_its_end(self, quiz, member, client):
        client.force_login(member.user)
        body = doors.page(client.get(reverse("training:mine")))
        url = reverse("training:quiz", args=[quiz.pk])
        assert url in body
        client.get(url)
        assert not QuizAttempt.objects.exists()
        at = client.post(url).url
        key = question(quiz, 1)
        told = {"question": key, "letters": "A"}
        answer = client.post(at, told, headers={"x-requested-with": "fetch"})
        assert answer.json() == {"saved": True, "problem": ""}
        last = {"question": question(quiz, 3), "letters": "B", "finish": "1"}
        assert client.post(at, last).url == at
        body = doors.page(client.get(at))
        assert "2 / 3" in body
        assert "a book" in body

    def test_nobody_looks_into_the_attempt_of_another(
        self, quiz, member, north, client
    ):
        attempt = quizzing.begin(quiz, member, timezone.now())
        other = make_staff(north, user=make_user(north))
        client.force_login(other.user)
        url = reverse("training:attempt", args=[attempt.pk])
        assert client.get(url).status_code == 404
        assert client.post(url, {"finish": "1"}).status_code == 404
        attempt.refresh_from_db()
        assert attempt.finished_at is None

    def test_looking_when_the_time_is_up_writes_nothing(self, quiz, member, client):
        attempt = quizzing.begin(quiz, member, timezone.now())
        past = timezone.now() - timedelta(minutes=1)
        QuizAttempt.objects.filter(pk=attempt.pk).update(ends_at=past)
        client.force_login(member.user)
        url = reverse("training:attempt", args=[attempt.pk])
        assert "The time is up" in doors.page(client.get(url))
        attempt.refresh_from_db()
        assert attempt.finished_at is None
        assert client.post(url, {"finish": "1"}).status_code == 302
        assert "0 / 3" in doors.page(client.get(url))

    def test_an_attempt_whose_questions_were_all_taken_away_ends(
        self, quiz, member, client
    ):
        attempt = quizzing.begin(quiz, member, timezone.now())
        quiz.questions.all().delete()
        client.force_login(member.user)
        url = reverse("training:attempt", args=[attempt.pk])
        assert "See the result" in doors.page(client.get(url))
        assert client.post(url, {"finish": "1"}).status_code == 302
        assert client.get(url).status_code == 200
