"""Training in the demonstration: the year's sessions, drills and quizzes, as lived."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from compliance.models import (
    Course,
    Drill,
    Quiz,
    QuizAttempt,
    StaffMember,
    TrainingFeedback,
    TrainingPlan,
    TrainingPlanLine,
    TrainingSession,
)
from compliance.training import exchange as tables
from compliance.training import quizzing, scores
from compliance.training.attending import tick
from compliance.training.issuing import Term, issue
from compliance.training.plan_exchange import (
    TrainingPlanResource,
    TrainingTargetResource,
)
from compliance.training.quiz_exchange import QuestionResource, QuizResource
from compliance.training.ranking import results_of
from reception.accounts.models import User
from reception.ledger import writing
from reception.ledger.context import acting
from reception.workflow import move
from seeds.files import WHY, bring_in, read
from seeds.plans import moved_before

OFFICER = "training"
BEFORE = [
    ("courses", tables.CourseResource),
    ("training_targets", TrainingTargetResource),
    ("training_plans", TrainingPlanResource),
    ("training_sessions", tables.TrainingSessionResource),
    ("drills", tables.DrillResource),
    ("drill_disciplines", tables.DrillDisciplineResource),
    ("drill_judges", tables.DrillJudgeResource),
    ("drill_participants", tables.DrillParticipantResource),
    ("quizzes", QuizResource),
    ("questions", QuestionResource),
]
PLANNED = {"HB-K-2026-0022", "XUN-K-2026-0001"}  # not open for enrolment yet
CANCELLED = {"HB-K-2026-0012": "授课教师临时有事，改至11月下旬举办。"}
UNFINISHED = {"HB-K-2026-0011"}  # its certificates wait to be issued
ISSUED = ("HB-K-2026-0001", "HB-K-2026-0010")
RATED = ("HB-K-2026-0009", "HB-K-2026-0010")
WORDS = ("案例贴近工作，希望多一些现场演练。", "", "建议分岗位编班。", "")
# Who took which quiz, and how many of his answers were right.
TAKEN = (("HB-S-0003", "HB-Q-0001", 9), ("HB-S-0005", "HB-Q-0001", 7))
TAKEN += (("HB-S-0006", "HB-Q-0002", 6), ("HB-S-0021", "HB-Q-0002", 12))


def load(shift: timedelta, now: datetime, loader: User) -> dict[str, dict[str, int]]:
    """Load the files and live the year once; return, per file, how many rows."""
    counts = {}
    for name, resource in BEFORE:
        counts[name] = bring_in(resource, *read(name, shift), loader, now)
    counts["training_plan_lines"] = {"new": _plan_lines(shift)}
    counts["enrolments"] = _enrol(shift, loader, now)
    counts["exam_results"] = _results(shift, loader, now)
    with acting(User.objects.get(username=OFFICER), reason=WHY):
        counts["training_steps"] = {"new": _live(shift, now)}
        counts["drill_scores"] = {"new": _judge(shift)}
        counts["quiz_attempts"] = {"new": _take_quizzes(now)}
    return counts


def _plan_lines(shift: timedelta) -> int:
    """Write the lines of the plans that have none; a file cannot name a plan."""
    plans = {p.office.code: p for p in TrainingPlan.objects.filter(lines=None)}
    courses = {course.code: course for course in Course.objects.all()}
    lines = [
        TrainingPlanLine(
            plan=plans[row["office"]],
            line=int(row["line"]),
            course=courses[row["course"]],
            sessions=int(row["sessions"]),
            month=int(row["month"]),
            audience=row["audience"],
        )
        for row in read("training_plan_lines", shift)[1]
        if row["office"] in plans
    ]
    writing.create_all(lines)
    return len(lines)


def _enrol(shift: timedelta, loader: User, now: datetime) -> dict[str, int]:
    """Import the places of sessions that have none yet."""
    rows = _of_fresh(read("enrolments", shift)[1], "enrolments")
    if not rows:
        return {"new": 0}
    return bring_in(
        tables.EnrolmentResource, ["session", "member", "remark"], rows, loader, now
    )


def _results(shift: timedelta, loader: User, now: datetime) -> dict[str, int]:
    """Import the marks of sessions that have none yet."""
    header, rows = read("exam_results", shift)
    rows = _of_fresh(rows, "results")
    return (
        bring_in(tables.ExamResultResource, header, rows, loader, now)
        if rows
        else {"new": 0}
    )


def _of_fresh(rows: list[dict], parts: str) -> list[dict]:
    """Return the rows of sessions without such parts."""
    fresh = TrainingSession.objects.filter(**{parts: None})
    fresh = fresh.exclude(pk__in=moved_before(TrainingSession))
    numbers = set(fresh.values_list("number", flat=True))
    return [row for row in rows if row["session"] in numbers]


def _live(shift: timedelta, now: datetime) -> int:
    """Take each session that has not moved as far as it has come; return how many."""
    officer = User.objects.get(username=OFFICER)
    there = defaultdict(set)
    for row in read("enrolments", shift)[1]:
        if row["there"] == "是":
            there[row["session"]].add(row["member"])
    fresh = TrainingSession.objects.exclude(pk__in=moved_before(TrainingSession))
    fresh = list(fresh.exclude(number__in=PLANNED).order_by("starts_at"))
    for session in fresh:
        move(session, "open", by=officer, at=session.starts_at - timedelta(days=14))
        if why := CANCELLED.get(session.number):
            at = session.starts_at - timedelta(days=2)
            move(session, "cancel", by=officer, at=at, reason=why)
        elif session.ends_at < now:
            _hold(session, there[session.number], officer)
    return len(fresh)


def _hold(session: TrainingSession, there: set[str], officer: User) -> None:
    """Note who was there, close what is done, and issue some of the certificates."""
    end = session.ends_at
    rows = session.enrolments.values_list("pk", "member__number")
    told = {pk: number in there or not there for pk, number in rows}
    tick(session, told, by=officer, at=end)
    session = move(session, "hold", by=officer, at=end)
    if session.number in UNFINISHED or not there:
        return
    later = end + timedelta(days=10)
    move(session, "close", by=officer, at=later)
    if session.number in ISSUED:
        term = Term(timezone.localdate(later))
        issue(session, term, by=officer, at=later)
    if session.number in RATED:
        _rate(session, end + timedelta(days=1))


def _rate(session: TrainingSession, at: datetime) -> None:
    """Let those who were there give their opinion."""
    places = session.enrolments.filter(attended_at__isnull=False).order_by("pk")
    writing.create_all(
        [
            TrainingFeedback(
                enrolment=place,
                content=5 - number % 2,
                trainer=5 - bool(number % 3),
                organisation=4 + number % 2,
                remark=WORDS[number % len(WORDS)],
                given_at=at,
            )
            for number, place in enumerate(places)
        ]
    )


def _judge(shift: timedelta) -> int:
    """Enter the scores of drills that have none, and close what was held."""
    officer = User.objects.get(username=OFFICER)
    given = defaultdict(list)
    for row in read("drill_scores", shift)[1]:
        given[row["drill"]].append(row)
    count = 0
    fresh = Drill.objects.filter(number__in=given).exclude(pk__in=moved_before(Drill))
    for drill in fresh:
        sheet = results_of(drill)
        people = {each.member.number: each.pk for each in sheet.participants}
        lines = {str(each.line): each.pk for each in sheet.disciplines}
        told = {
            (people[row["member"]], lines[row["line"]], judge.pk): Decimal(score)
            for row in given[drill.number]
            for judge, score in zip(sheet.judges, row["scores"].split(";"), strict=True)
        }
        count += scores.enter(drill, told, by=officer)
        evening = datetime.combine(drill.held_on, time(18))
        move(drill, "close", by=officer, at=timezone.make_aware(evening))
    return count


def _take_quizzes(now: datetime) -> int:
    """Let some take the quizzes, if nobody ever did; return how many."""
    if QuizAttempt.objects.exists():
        return 0
    at = now - timedelta(days=3)
    for number, quiz, right in TAKEN:
        member = StaffMember.objects.get(number=number)
        attempt = quizzing.begin(Quiz.objects.get(number=quiz), member, at)
        for asked in quizzing.sheet(attempt):
            letters = asked.question.answer if asked.place <= right else "B"
            if asked.place > right and asked.question.answer == "B":
                letters = "A"
            quizzing.answer(attempt, asked.question.pk, letters, at)
        quizzing.finish(attempt, at + timedelta(minutes=8))
    return len(TAKEN)
