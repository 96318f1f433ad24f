"""Attempts at quizzes: what somebody was asked, answered and reached."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.models.quiz import HUNDRED, Question, Quiz
from compliance.models.staff import StaffMember
from reception.access.records import Record


class QuizAttempt(Record):
    """One attempt of one person; the questions stand in the order in which they come.

    It is told by the pages on which it is taken; ``ends_at`` is when its time is up.
    """

    access_paths = ("quiz",)
    business_key = ("quiz", "member", "started_at")

    quiz = models.ForeignKey(
        Quiz, models.PROTECT, related_name="attempts", verbose_name=_("quiz")
    )
    member = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="quiz_attempts",
        verbose_name=_("staff member"),
    )
    order = models.JSONField(_("questions"), default=list, blank=True)
    started_at = models.DateTimeField(_("started at"))
    ends_at = models.DateTimeField(_("time up at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    asked = models.PositiveSmallIntegerField(_("questions asked"))
    right = models.PositiveSmallIntegerField(_("right answers"), default=0)
    needed = models.PositiveSmallIntegerField(_("right answers to pass"))

    class Meta(Record.Meta):
        verbose_name = _("quiz attempt")
        verbose_name_plural = _("quiz attempts")
        default_permissions = ("view", "export")
        ordering = ("-started_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "member", "started_at"],
                name="quizattempt_once",
                violation_error_message=_("This attempt is noted already."),
            ),
            models.UniqueConstraint(
                fields=["quiz", "member"],
                condition=Q(finished_at__isnull=True),
                name="quizattempt_one_open",
                violation_error_message=_("An attempt at this quiz is still open."),
            ),
            models.CheckConstraint(
                name="quizattempt_right_within_asked",
                condition=Q(right__lte=F("asked"), needed__lte=HUNDRED),
                violation_error_message=_("No more can be right than was asked."),
            ),
        ]

    def __str__(self):
        return f"{self.quiz.number} {self.member}"

    @property
    def percent(self) -> int:
        """How many of a hundred were right, rounded down."""
        return HUNDRED * self.right // self.asked if self.asked else 0

    @property
    def passed(self) -> bool:
        """Whether enough was right, once it is finished."""
        return self.finished_at is not None and (
            HUNDRED * self.right >= self.needed * self.asked
        )


class AttemptAnswer(models.Model):
    """What somebody answered to one question, saved as soon as it is chosen."""

    access_paths = ("attempt",)
    business_key = ("attempt", "question")

    attempt = models.ForeignKey(
        QuizAttempt,
        models.CASCADE,
        related_name="answers",
        verbose_name=_("quiz attempt"),
    )
    question = models.ForeignKey(
        Question,
        models.PROTECT,
        related_name="answers",
        verbose_name=_("question"),
    )
    given = models.CharField(
        _("answered"), max_length=6, validators=[RegexValidator(r"^A?B?C?D?E?F?$")]
    )
    is_right = models.BooleanField(_("right"))

    class Meta:
        verbose_name = _("answer of an attempt")
        verbose_name_plural = _("answers of an attempt")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "question"],
                name="attemptanswer_once",
                violation_error_message=_("This question is answered already."),
            )
        ]

    def __str__(self):
        return f"{self.question} {self.given}"
