"""Taking a quiz: begun, answered question by question, resumed, finished."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.models import (
    AttemptAnswer,
    Question,
    Quiz,
    QuizAttempt,
    StaffMember,
)
from reception.accounts.models import Office


class QuizRefused(Exception):
    """It is not possible; the text says why and is fit for the screen."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an attempt with what was answered to it."""

    place: int
    question: Question
    answer: AttemptAnswer | None

    @property
    def given(self) -> str:
        """The letters chosen; empty if it is not answered."""
        return self.answer.given if self.answer else ""

    @property
    def is_right(self) -> bool:
        """Whether it was answered rightly."""
        return self.answer is not None and self.answer.is_right


def offered(member: StaffMember, day) -> list[Quiz]:
    """Return the quizzes open to ``member`` on ``day``: of his office or one above."""
    own = member.office_id or member.venue.office_id
    rows = Quiz.objects.filter(office__in=_with_higher_offices(own), opens_on__lte=day)
    rows = rows.filter(Q(closes_on__isnull=True) | Q(closes_on__gte=day))
    return list(
        rows.filter(questions__isnull=False).distinct().order_by("opens_on", "pk")
    )


def _with_higher_offices(office: int) -> set[int]:
    """Return the office and all above it."""
    above = dict(Office.objects.order_by().values_list("pk", "parent"))
    found = set()
    while office is not None and office not in found:
        found.add(office)
        office = above.get(office)
    return found


def drawn(questions: Iterable[int], seed: str, most: int | None) -> list[int]:
    """Return the questions of an attempt, in the order that ``seed`` gives."""
    keys = sorted(questions)
    random.Random(seed).shuffle(keys)  # noqa: S311 - an order, no secret
    return keys[:most]


@transaction.atomic
def begin(quiz: Quiz, member: StaffMember, at: datetime) -> QuizAttempt:
    """Return the member's open attempt at the quiz, or begin one.

    Raises:
        QuizRefused: the quiz is not open to him, or has no questions.
    """
    StaffMember.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
    held = quiz.attempts.filter(member=member, finished_at__isnull=True).first()
    if held is not None and not is_over(held, at):
        return held
    if held is not None:
        finish(held, at)
    if quiz not in offered(member, timezone.localdate(at)):
        raise QuizRefused(_("This quiz is not open to you today."))
    keys = quiz.questions.order_by().values_list("pk", flat=True)
    order = drawn(keys, f"{quiz.pk}:{member.pk}:{at.isoformat()}", quiz.asked)
    attempt = QuizAttempt(
        quiz=quiz,
        member=member,
        order=order,
        started_at=at,
        ends_at=at + timedelta(minutes=quiz.minutes) if quiz.minutes else None,
        asked=len(order),
        needed=quiz.pass_percent,
    )
    attempt.save(force_insert=True)
    return attempt


def is_over(attempt: QuizAttempt, at: datetime) -> bool:
    """Whether nothing more can be answered at ``at``."""
    return attempt.finished_at is not None or (
        attempt.ends_at is not None and attempt.ends_at <= at
    )


def sheet(attempt: QuizAttempt) -> list[Asked]:
    """Return the questions of an attempt in their order, with the answers."""
    questions = Question.objects.select_related("quiz").in_bulk(attempt.order)
    answers = {each.question_id: each for each in attempt.answers.all()}
    known = [questions[key] for key in attempt.order if key in questions]
    return [
        Asked(place, each, answers.get(each.pk)) for place, each in enumerate(known, 1)
    ]


@transaction.atomic
def answer(attempt: QuizAttempt, question: int, letters: Iterable[str], at) -> None:
    """Save what was chosen; nothing chosen takes the answer back.

    Raises:
        QuizRefused: the time is up, it is finished, or the question is not of it.
    """
    attempt = QuizAttempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if is_over(attempt, at):
        raise QuizRefused(_("The time is up, or the attempt was finished already."))
    asked = Question.objects.filter(pk=question).first()
    if asked is None or question not in attempt.order:
        raise QuizRefused(_("This question is not one of this attempt."))
    known = {letter for letter, _text in asked.choices}
    given = "".join(sorted(known & set(letters)))
    if asked.kind != Question.Kind.MULTIPLE and len(given) > 1:
        raise QuizRefused(_("Choose one answer."))
    stored = attempt.answers.filter(question=question).first()
    if not given:
        if stored is not None:
            stored.delete()
        return
    if stored is None:
        stored = AttemptAnswer(attempt=attempt, question=asked)
    if stored.given != given:
        stored.given, stored.is_right = given, given == asked.answer
        stored.save()


@transaction.atomic
def finish(attempt: QuizAttempt, at: datetime) -> QuizAttempt:
    """Count what is right and close the attempt; once finished, it stays."""
    attempt = QuizAttempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if attempt.finished_at is None:
        attempt.right = attempt.answers.filter(is_right=True).count()
        over = attempt.ends_at is not None and attempt.ends_at < at
        attempt.finished_at = attempt.ends_at if over else at
        attempt.save(update_fields=["right", "finished_at"])
    return attempt
