"""The constraints of training: rows at and beyond each."""

from datetime import timedelta
from decimal import Decimal

from compliance.models import (
    AttemptAnswer,
    Drill,
    DrillDiscipline,
    DrillJudge,
    DrillParticipant,
    DrillScore,
    Quiz,
    TrainingFeedback,
    TrainingPlanLine,
    TrainingSession,
)
from tests.records import (
    DAY,
    make_attempt,
    make_course,
    make_drill,
    make_enrolment,
    make_question,
    make_quiz,
    make_result,
    make_session,
    make_staff,
    make_target,
    make_training_plan,
    moment,
)

LATER = moment() + timedelta(seconds=1)
BRIEF = Decimal("0.01")
AT_LEAST_ONE = "Ensure this value is greater than or equal to 1."
AT_MOST_100 = "Ensure this value is less than or equal to 100."


def second(make):
    """Return what makes another record of the same session beside the first one."""
    return lambda office: make(office, session=make(office).session)


def first_of(record):
    """Return the record of the same kind that was made before."""
    return type(record)._default_manager.exclude(pk=record.pk).get()


def second_result(office):
    """Return the second attempt of somebody."""
    first = make_result(office)
    told = {"session": first.session, "member": first.member, "attempt": 2}
    return make_result(office, **told)


def present(office):
    """Return the place of somebody who was there."""
    return make_enrolment(office, attended_at=moment(), proof="list")


def opinion(office):
    """Return what somebody said of a session."""
    marks = {"content": 5, "trainer": 1, "organisation": 5, "given_at": moment()}
    return TrainingFeedback.objects.create(enrolment=present(office), **marks)


TRAINING_RULES = [
    (
        "course_takes_time",
        lambda o: make_course(hours=BRIEF),
        lambda course: {"hours": Decimal(0)},
    ),
    (
        "course_pass_marks_of_a_hundred",
        lambda o: make_course(theory_pass=100),
        lambda course: {"theory_pass": 101},
    ),
    (
        "trainingsession_ends_after_it_starts",
        lambda o: make_session(o, ends_at=LATER),
        lambda session: {"ends_at": moment()},
    ),
    (
        "trainingsession_is_somewhere",
        lambda o: make_session(o, place="room"),
        lambda session: {"place": ""},
    ),
    (
        "trainingsession_one_trainer",
        lambda o: make_session(o, trainer=make_staff(o)),
        lambda session: {"trainer_name": "another"},
    ),
    (
        "trainingsession_taught_by_somebody",
        lambda o: make_session(o, trainer_name=""),
        lambda session: {"state": "open"},
    ),
    (
        "trainingsession_takes_time",
        lambda o: make_session(o, hours=BRIEF),
        lambda session: {"hours": Decimal(0)},
    ),
    (
        "trainingsession_has_places",
        lambda o: make_session(o, capacity=1),
        lambda session: {"capacity": 0},
    ),
    (
        "enrolment_once",
        second(make_enrolment),
        lambda e: {"member": first_of(e).member},
    ),
    ("enrolment_present_is_proved", present, lambda enrolment: {"proof": ""}),
    ("enrolment_present_is_proved", present, lambda e: {"attended_at": None}),
    ("examresult_once", second_result, lambda result: {"attempt": 1}),
    (
        "examresult_counted_from_one",
        lambda o: make_result(o, attempt=1),
        lambda result: {"attempt": 0},
    ),
    (
        "examresult_has_a_mark",
        lambda o: make_result(o, theory=None, practical=0),
        lambda result: {"practical": None},
    ),
    (
        "examresult_of_a_hundred",
        lambda o: make_result(o, theory=100),
        lambda result: {"theory": 101},
    ),
]


def part(model, **facts):
    """Return what makes one more part of a drill, the second of its kind."""

    def made(office):
        drill = make_drill(office)
        for line in (1, 2):
            told = {"drill": drill, **facts}
            if model is DrillParticipant:
                told["member"] = make_staff(office)
            else:
                told |= {"line": line, "name": f"name {line}"}
            record = model.objects.create(**told)
        return record

    return made


def score(office):
    """Return what a second judge gave somebody."""
    who = part(DrillParticipant)(office)
    what = DrillDiscipline.objects.create(drill=who.drill, name="bed")
    for line in (1, 2):
        judge = DrillJudge.objects.create(drill=who.drill, line=line, name="judge")
        given = DrillScore.objects.create(
            participant=who, discipline=what, judge=judge, score=0
        )
    return given


def second_question(office):
    """Return the second question of a quiz."""
    return make_question(office, quiz=make_question(office, line=1).quiz, line=2)


def second_attempt(office, **given):
    """Return the second attempt of somebody, the first of which is finished."""
    first = make_attempt(office, finished_at=moment())
    told = {"quiz": first.quiz, "member": first.member, "started_at": LATER}
    return make_attempt(office, **{**told, **given})


def second_answer(office):
    """Return the answer to another question of an attempt."""
    attempt = make_attempt(office)
    for line in (1, 2):
        question = make_question(office, quiz=attempt.quiz, line=line)
        given = AttemptAnswer.objects.create(
            attempt=attempt, question=question, given="A", is_right=True
        )
    return given


QUIZ_RULES = [
    (
        "quiz_closes_after_it_opens",
        lambda o: make_quiz(o, closes_on=DAY),
        lambda quiz: {"closes_on": DAY - timedelta(days=1)},
    ),
    ("quiz_asks_something", lambda o: make_quiz(o, asked=1), lambda q: {"asked": 0}),
    ("quiz_gives_time", lambda o: make_quiz(o, minutes=1), lambda q: {"minutes": 0}),
    (
        "quiz_passed_by_a_part",
        lambda o: make_quiz(o, pass_percent=100),
        lambda quiz: {"pass_percent": 101},
    ),
    ("question_line_once", second_question, lambda question: {"line": 1}),
    ("question_has_an_answer", make_question, lambda question: {"answer": ""}),
    ("question_names_its_source", make_question, lambda question: {"source": ""}),
    ("question_single_has_one_answer", make_question, lambda q: {"answer": "AB"}),
    (
        "question_true_or_false",
        lambda o: make_question(o, kind="true_false", choice_a="", choice_b=""),
        lambda question: {"choice_c": "perhaps"},
    ),
    ("question_has_choices", make_question, lambda question: {"choice_b": ""}),
    (
        "question_answer_is_a_choice",
        lambda o: make_question(o, kind="multiple", answer="AB"),
        lambda question: {"answer": "AC"},
    ),
    ("quizattempt_once", second_attempt, lambda a: {"started_at": moment()}),
    (
        "quizattempt_one_open",
        lambda o: second_attempt(o, finished_at=moment()),
        lambda attempt: {"started_at": _opened(attempt), "finished_at": None},
    ),
    (
        "quizattempt_right_within_asked",
        lambda o: make_attempt(o, right=1),
        lambda attempt: {"right": 2},
    ),
    ("attemptanswer_once", second_answer, lambda a: {"question": first_of(a).question}),
]


def _opened(attempt):
    """Open the first attempt again, so that the second one cannot be."""
    type(attempt).objects.exclude(pk=attempt.pk).update(finished_at=None)
    return LATER


def plan_line(office, **given):
    """Return the second line of a plan."""
    plan = make_training_plan(office)
    for line in (1, 2):
        told = {"plan": plan, "line": line, "course": make_course(), "month": 12}
        made = TrainingPlanLine.objects.create(**{**told, **given})
    return made


def second_of_office(make):
    """Return what makes another record of an office beside the first one."""

    def made(office):
        make(office)
        return make(office)

    return made


PLAN_RULES = [
    (
        "trainingplan_once_a_year",
        second_of_office(make_training_plan),
        lambda plan: {"year": first_of(plan).year},
    ),
    (
        "trainingplan_of_our_time",
        lambda o: make_training_plan(o, year=2100),
        lambda plan: {"year": 2101},
    ),
    ("trainingplanline_once", plan_line, lambda line: {"line": 1}),
    (
        "trainingplanline_has_sessions",
        lambda o: plan_line(o, sessions=1),
        lambda line: {"sessions": 0},
    ),
    ("trainingplanline_in_a_month", plan_line, lambda line: {"month": 13}),
    (
        "trainingtarget_once",
        second_of_office(make_target),
        lambda target: {"year": first_of(target).year},
    ),
    (
        "trainingtarget_of_our_time",
        lambda o: make_target(o, year=2000),
        lambda target: {"year": 1999},
    ),
    (
        "trainingtarget_is_above_nothing",
        lambda o: make_target(o, hours=BRIEF),
        lambda target: {"hours": Decimal(0)},
    ),
]
TRAINING_RULES += [
    *QUIZ_RULES,
    *PLAN_RULES,
    ("drilldiscipline_line_once", part(DrillDiscipline), lambda d: {"line": 1}),
    (
        "drilldiscipline_has_points",
        part(DrillDiscipline, max_score=BRIEF),
        lambda discipline: {"max_score": Decimal(0)},
    ),
    (
        "drilldiscipline_counts",
        part(DrillDiscipline, weight=100),
        lambda discipline: {"weight": 101},
    ),
    ("drilljudge_line_once", part(DrillJudge), lambda judge: {"line": 1}),
    ("drilljudge_is_somebody", part(DrillJudge), lambda judge: {"name": ""}),
    (
        "drillparticipant_once",
        part(DrillParticipant),
        lambda one: {"member": first_of(one).member},
    ),
    (
        "drillparticipant_ranked_by_total",
        part(DrillParticipant, total=0, rank=1),
        lambda participant: {"rank": None},
    ),
    ("drillscore_once", score, lambda given: {"judge": first_of(given).judge}),
    ("drillscore_not_negative", score, lambda given: {"score": Decimal(-1)}),
    (
        "trainingfeedback_one_to_five",
        opinion,
        lambda feedback: {"content": 6},
    ),
]
TRAINING_PREFIXES = {TrainingSession: "NORTH-K-2026-", Drill: "NORTH-DR-2026-"}
TRAINING_PREFIXES |= {Quiz: "NORTH-Q-"}
TRAINING_SAID = {
    "trainingplan_of_our_time": "Ensure this value is less than or equal to 2100.",
    "trainingtarget_of_our_time": (
        "Ensure this value is greater than or equal to 2000."
    ),
    "trainingplanline_has_sessions": AT_LEAST_ONE,
    "trainingplanline_in_a_month": "Ensure this value is less than or equal to 12.",
    "quiz_asks_something": AT_LEAST_ONE,
    "quiz_gives_time": AT_LEAST_ONE,
    "quiz_passed_by_a_part": AT_MOST_100,
    "question_has_an_answer": "This field cannot be blank.",
    "question_names_its_source": "This field cannot be blank.",
    "drilldiscipline_counts": AT_MOST_100,
    "trainingfeedback_one_to_five": "Ensure this value is less than or equal to 5.",
    "course_pass_marks_of_a_hundred": AT_MOST_100,
    "trainingsession_has_places": AT_LEAST_ONE,
    "examresult_counted_from_one": AT_LEAST_ONE,
    "examresult_of_a_hundred": AT_MOST_100,
}
