"""The tables of courses, sessions, enrolments, exam results and drills."""

from compliance.models import (
    Course,
    Drill,
    DrillDiscipline,
    DrillJudge,
    DrillParticipant,
    Enrolment,
    ExamResult,
    TrainingSession,
)
from reception.exchange.resources import RecordResource


class CourseResource(RecordResource):
    """Courses by code."""

    class Meta:
        model = Course
        fields = [
            "code",
            "name",
            "topic",
            "level",
            "hours",
            "kind",
            "theory_pass",
            "practical_pass",
            "content",
            "is_active",
        ]


class TrainingSessionResource(RecordResource):
    """Sessions by number; how far they have gone is exported only."""

    likeness = ("course", "office", "starts_at")

    class Meta:
        model = TrainingSession
        fields = [
            "number",
            "course",
            "office",
            "starts_at",
            "ends_at",
            "hours",
            "venue",
            "place",
            "trainer",
            "trainer_name",
            "level",
            "capacity",
            "takes_walk_ins",
            "remarks",
            "state",
        ]


class EnrolmentResource(RecordResource):
    """Places in sessions; who was there is exported only."""

    class Meta:
        model = Enrolment
        fields = ["session", "member", "remark", "attended_at", "proof"]


class ExamResultResource(RecordResource):
    """Exam results by session, person and attempt."""

    class Meta:
        model = ExamResult
        fields = [
            "session",
            "member",
            "attempt",
            "held_on",
            "theory",
            "practical",
            "score",
            "remark",
        ]


class DrillResource(RecordResource):
    """Drills by number; whether they are closed is exported only."""

    likeness = ("name", "office", "held_on")

    class Meta:
        model = Drill
        fields = [
            "number",
            "name",
            "office",
            "held_on",
            "venue",
            "place",
            "remarks",
            "state",
        ]


class DrillDisciplineResource(RecordResource):
    """Disciplines by drill and line."""

    class Meta:
        model = DrillDiscipline
        fields = ["drill", "line", "name", "max_score", "weight"]


class DrillJudgeResource(RecordResource):
    """Judges by drill and line."""

    class Meta:
        model = DrillJudge
        fields = ["drill", "line", "member", "name"]


class DrillParticipantResource(RecordResource):
    """Participants by drill and person; what they reached is exported only."""

    class Meta:
        model = DrillParticipant
        fields = ["drill", "member", "total", "rank"]
