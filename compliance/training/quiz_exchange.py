"""The tables of quizzes, questions and attempts."""

from compliance.models import Question, Quiz, QuizAttempt
from reception.exchange.resources import RecordResource


class QuizResource(RecordResource):
    """Quizzes by number."""

    likeness = ("name", "office")

    class Meta:
        model = Quiz
        fields = [
            "number",
            "name",
            "office",
            "topic",
            "opens_on",
            "closes_on",
            "asked",
            "minutes",
            "pass_percent",
        ]


class QuestionResource(RecordResource):
    """Questions by quiz and line."""

    class Meta:
        model = Question
        fields = [
            "quiz",
            "line",
            "kind",
            "text",
            "choice_a",
            "choice_b",
            "choice_c",
            "choice_d",
            "choice_e",
            "choice_f",
            "answer",
            "explanation",
            "source",
            "to_be_confirmed",
        ]


class QuizAttemptResource(RecordResource):
    """Attempts at quizzes, which no file tells."""

    class Meta:
        model = QuizAttempt
        fields = [
            "quiz",
            "member",
            "started_at",
            "finished_at",
            "asked",
            "right",
            "needed",
        ]
