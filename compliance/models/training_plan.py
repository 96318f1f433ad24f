"""The yearly plan of training, and how many hours each person should reach."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models.course import Course
from compliance.models.staff import StaffMember
from reception.access.records import Record
from reception.accounts.models import Office

FIRST_YEAR, LAST_YEAR = 2000, 2100
DECEMBER = 12


def year_field() -> models.PositiveSmallIntegerField:
    """Return a field for a year of our time."""
    limits = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    return models.PositiveSmallIntegerField(_("year"), validators=limits)


OUR_TIME = Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR)


class TrainingPlan(Record):
    """What an office means to teach in a year."""

    access_paths = ("office",)
    business_key = ("office", "year")
    searched = ("document",)

    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="training_plans",
        verbose_name=_("office"),
    )
    year = year_field()
    document = models.CharField(
        pgettext_lazy("a training plan", "document"), max_length=200, blank=True
    )
    remarks = models.TextField(_("remarks"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("training plan")
        verbose_name_plural = _("training plans")
        ordering = ("-year", "office")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year"],
                name="trainingplan_once_a_year",
                violation_error_message=_("The office has a plan of this year."),
            ),
            models.CheckConstraint(
                name="trainingplan_of_our_time",
                condition=OUR_TIME,
                violation_error_message=_("A year lies between 2000 and 2100."),
            ),
        ]

    def __str__(self):
        return f"{self.office} {self.year}"


class TrainingPlanLine(Record):
    """A course of a plan: how often, from which month, and for whom."""

    access_paths = ("plan",)
    business_key = ("plan", "line")

    plan = models.ForeignKey(
        TrainingPlan,
        models.CASCADE,
        related_name="lines",
        verbose_name=_("training plan"),
    )
    line = models.PositiveSmallIntegerField(_("line"), default=1)
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="plan_lines", verbose_name=_("course")
    )
    sessions = models.PositiveSmallIntegerField(
        _("number of sessions"), default=1, validators=[MinValueValidator(1)]
    )
    month = models.PositiveSmallIntegerField(
        _("month"),
        validators=[MinValueValidator(1), MaxValueValidator(DECEMBER)],
        help_text=_("From 1 to 12; of several sessions, that of the first."),
    )
    audience = models.CharField(
        _("for whom"), max_length=120, blank=True, help_text=_("Posts or units.")
    )

    class Meta(Record.Meta):
        verbose_name = _("line of a training plan")
        verbose_name_plural = _("lines of a training plan")
        ordering = ("plan", "line")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "line"],
                name="trainingplanline_once",
                violation_error_message=_("Two lines have the same number."),
            ),
            models.CheckConstraint(
                name="trainingplanline_has_sessions",
                condition=Q(sessions__gte=1),
                violation_error_message=_("At least one session is planned."),
            ),
            models.CheckConstraint(
                name="trainingplanline_in_a_month",
                condition=Q(month__gte=1, month__lte=DECEMBER),
                violation_error_message=_("A month is a number from 1 to 12."),
            ),
        ]

    def __str__(self):
        return f"{self.line}. {self.course}"


class TrainingTarget(Record):
    """How many hours a year somebody of a post should be trained.

    It holds for the office and those below it; the nearest office decides, and a row
    for the post before the row for everybody.
    """

    access_paths = ("office",)
    business_key = ("office", "year", "post")

    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="training_targets",
        verbose_name=_("office"),
    )
    year = year_field()
    post = models.CharField(
        _("post"),
        max_length=16,
        choices=StaffMember.Post,
        blank=True,
        help_text=_("Empty: everybody for whose post there is no row."),
    )
    hours = models.DecimalField(_("hours a year"), max_digits=5, decimal_places=2)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    to_be_confirmed = models.BooleanField(_("to be confirmed locally"), default=True)

    class Meta(Record.Meta):
        verbose_name = _("yearly target of training")
        verbose_name_plural = _("yearly targets of training")
        ordering = ("-year", "office", "post")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year", "post"],
                name="trainingtarget_once",
                violation_error_message=_("There is a target for these already."),
            ),
            models.CheckConstraint(
                name="trainingtarget_of_our_time",
                condition=OUR_TIME,
                violation_error_message=_("A year lies between 2000 and 2100."),
            ),
            models.CheckConstraint(
                name="trainingtarget_is_above_nothing",
                condition=Q(hours__gt=0),
                violation_error_message=_("A target is more than no hours."),
            ),
        ]

    def __str__(self):
        return f"{self.office} {self.year} {self.get_post_display()}".strip()
