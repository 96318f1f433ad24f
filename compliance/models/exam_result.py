"""Exam results: what each participant reached, attempt by attempt."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from compliance.models.course import FULL, Course
from compliance.models.enrolment import Enrolment
from compliance.models.staff import StaffMember
from compliance.models.training_session import TrainingSession, lock_sessions
from reception.access.records import Record


def reached(part: str) -> Q:
    """Return the condition that the course's pass mark of a part is reached."""
    needed = f"session__course__{part}_pass"
    return Q(**{f"{needed}__isnull": True}) | Q(**{f"{part}__gte": F(needed)})


class ResultQuerySet(models.QuerySet):
    """Results, judged by the marks of their courses."""

    def passing(self):
        """Return the results with which one has passed."""
        return self.filter(reached("theory"), reached("practical"))


class ExamResult(Record):
    """One attempt of one participant; whether he passed follows from the course."""

    access_paths = ("session",)
    business_key = ("session", "member", "attempt")

    session = models.ForeignKey(
        TrainingSession,
        models.CASCADE,
        related_name="results",
        verbose_name=_("training session"),
    )
    member = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="exam_results",
        verbose_name=_("staff member"),
    )
    attempt = models.PositiveSmallIntegerField(
        _("attempt"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("1, then 2, 3 … for each retest."),
    )
    held_on = models.DateField(_("exam date"))
    theory = models.PositiveSmallIntegerField(
        _("theory"), null=True, blank=True, validators=[MaxValueValidator(FULL)]
    )
    practical = models.PositiveSmallIntegerField(
        _("practical"), null=True, blank=True, validators=[MaxValueValidator(FULL)]
    )
    score = models.GeneratedField(
        verbose_name=_("exam score"),
        expression=Case(
            When(theory__isnull=True, then=F("practical") * Value(Decimal("1.0"))),
            When(practical__isnull=True, then=F("theory") * Value(Decimal("1.0"))),
            default=(F("theory") + F("practical")) * Value(Decimal("0.5")),
            output_field=models.DecimalField(max_digits=5, decimal_places=1),
        ),
        output_field=models.DecimalField(max_digits=5, decimal_places=1),
        db_persist=True,
    )
    remark = models.CharField(_("remarks"), max_length=120, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("exam result")
        verbose_name_plural = _("exam results")
        ordering = ("-session__starts_at", "session", "member", "attempt")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "member", "attempt"],
                name="examresult_once",
                violation_error_message=_(
                    "This attempt of this person is entered already."
                ),
            ),
            models.CheckConstraint(
                name="examresult_counted_from_one",
                condition=Q(attempt__gte=1),
                violation_error_message=_("Attempts are counted from 1."),
            ),
            models.CheckConstraint(
                name="examresult_has_a_mark",
                condition=Q(theory__isnull=False) | Q(practical__isnull=False),
                violation_error_message=_("Enter a mark: theory, practical or both."),
            ),
            models.CheckConstraint(
                name="examresult_of_a_hundred",
                condition=(Q(theory__isnull=True) | Q(theory__lte=FULL))
                & (Q(practical__isnull=True) | Q(practical__lte=FULL)),
                violation_error_message=_("Marks are out of 100."),
            ),
        ]

    def __str__(self):
        return f"{self.session.number} {self.member} {self.attempt}"

    def locked_reason(self):
        """A result follows its session."""
        return self.session.locked_reason()

    @property
    def passed(self) -> bool:
        """Whether each part reaches the mark of the course."""
        course = self.session.course
        pairs = (
            (self.theory, course.theory_pass),
            (self.practical, course.practical_pass),
        )
        return all(need is None or (has or 0) >= need for has, need in pairs)

    @classmethod
    def beside_others(cls, records: list, leaving: set) -> list[tuple]:
        """Refuse who has no place in the session, and marks that the course lacks."""
        whole = [each for each in records if each.session_id and each.member_id]
        lock_sessions({each.session_id for each in whole})
        places = set(
            Enrolment.objects.filter(session__in={each.session_id for each in whole})
            .order_by()
            .values_list("session", "member")
        )
        courses = Course.objects.in_bulk({each.session.course_id for each in whole})
        found = []
        for each in whole:
            if (each.session_id, each.member_id) not in places:
                text = _("%(name)s is not enrolled in this session; enrol first.")
                found.append((each, text % {"name": each.member}))
            elif said := _mismatch(each, courses[each.session.course_id]):
                found.append((each, said))
        return found


def _mismatch(result: ExamResult, course: Course) -> str | None:
    """Say which mark is missing or too many, by what the course examines."""
    for part in ("theory", "practical"):
        label = result._meta.get_field(part).verbose_name
        is_asked = getattr(course, f"{part}_pass") is not None
        has_mark = getattr(result, part) is not None
        if is_asked and not has_mark:
            return _("The course examines %(part)s; enter its mark.") % {"part": label}
        if has_mark and not is_asked:
            text = _("The course has no exam in %(part)s; leave its mark empty.")
            return text % {"part": label}
    return None
