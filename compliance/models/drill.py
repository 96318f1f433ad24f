"""Drills (岗位练兵): staff compete in what their posts ask, and are ranked."""

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models.staff import StaffMember
from compliance.training.drill_states import MOVES, DrillState
from reception.access.records import Record
from reception.accounts.models import Office
from venues.models import Venue

MOST_WEIGHT = 100


class Drill(Record):
    """One competition of an office, with disciplines, judges and participants."""

    access_paths = ("office",)
    business_key = ("number",)
    searched = ("number", "name", "place")
    moves = MOVES

    number = models.CharField(
        _("drill number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-DR-2026-0001."),
    )
    name = models.CharField(_("name"), max_length=120)
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="drills",
        verbose_name=_("holding office"),
    )
    held_on = models.DateField(pgettext_lazy("a drill", "day"))
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="drills",
        verbose_name=_("venue"),
        null=True,
        blank=True,
    )
    place = models.CharField(
        pgettext_lazy("a training session", "place"), max_length=120, blank=True
    )
    remarks = models.TextField(_("remarks"), blank=True)
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=DrillState,
        default=DrillState.PLANNED,
        editable=False,
    )

    class Meta(Record.Meta):
        verbose_name = _("drill")
        verbose_name_plural = _("drills")
        ordering = ("-held_on", "-number")
        indexes = [models.Index(fields=["office", "-held_on"], name="drill_by_office")]

    def __str__(self):
        return self.name

    def number_prefix(self, day):
        """Return what a drill entered on ``day`` begins its number with."""
        return f"{self.office.code}-DR-{day.year}-"

    def locked_reason(self):
        """What was closed keeps its ranking."""
        if self.state == DrillState.CLOSED:
            return _("This drill is closed with its ranking; open it again first.")
        return None

    def scores(self):
        """Return the scores of all disciplines."""
        rows = apps.get_model("compliance", "DrillScore").objects.order_by()
        return rows.filter(participant__drill=self)


class DrillPart(Record):
    """What belongs to a drill and is closed with it."""

    access_paths = ("drill",)

    class Meta(Record.Meta):
        abstract = True

    def locked_reason(self):
        """A part follows its drill."""
        return self.drill.locked_reason()


class DrillDiscipline(DrillPart):
    """What is competed in, such as making a bed."""

    business_key = ("drill", "line")

    drill = models.ForeignKey(
        Drill, models.CASCADE, related_name="disciplines", verbose_name=_("drill")
    )
    line = models.PositiveSmallIntegerField(_("line"), default=1)
    name = models.CharField(_("name"), max_length=60)
    max_score = models.DecimalField(
        _("most points"), max_digits=5, decimal_places=2, default=100
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_WEIGHT)],
        help_text=_("How much it counts beside the others, such as 30, 30 and 40."),
    )

    class Meta(DrillPart.Meta):
        verbose_name = _("discipline of a drill")
        verbose_name_plural = _("disciplines of a drill")
        ordering = ("drill", "line")
        constraints = [
            models.UniqueConstraint(
                fields=["drill", "line"],
                name="drilldiscipline_line_once",
                violation_error_message=_("Two disciplines have the same line."),
            ),
            models.CheckConstraint(
                name="drilldiscipline_has_points",
                condition=Q(max_score__gt=0),
                violation_error_message=_("A discipline is worth more than 0 points."),
            ),
            models.CheckConstraint(
                name="drilldiscipline_counts",
                condition=Q(weight__gte=1, weight__lte=MOST_WEIGHT),
                violation_error_message=_("A weight is a number from 1 to 100."),
            ),
        ]

    def __str__(self):
        return self.name


class DrillJudge(DrillPart):
    """Who gives scores: one of the staff, or somebody named."""

    business_key = ("drill", "line")

    drill = models.ForeignKey(
        Drill, models.CASCADE, related_name="judges", verbose_name=_("drill")
    )
    line = models.PositiveSmallIntegerField(_("line"), default=1)
    member = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="drills_judged",
        verbose_name=_("staff member"),
        null=True,
        blank=True,
    )
    name = models.CharField(
        _("judge from outside"),
        max_length=60,
        blank=True,
        help_text=_("Name and unit, if it is nobody of the staff."),
    )

    class Meta(DrillPart.Meta):
        verbose_name = _("judge")
        verbose_name_plural = _("judges")
        ordering = ("drill", "line")
        constraints = [
            models.UniqueConstraint(
                fields=["drill", "line"],
                name="drilljudge_line_once",
                violation_error_message=_("Two judges have the same line."),
            ),
            models.CheckConstraint(
                name="drilljudge_is_somebody",
                condition=Q(member__isnull=False, name="")
                | (Q(member__isnull=True) & ~Q(name="")),
                violation_error_message=_(
                    "Name one judge a line: of the staff, or from outside."
                ),
            ),
        ]

    def __str__(self):
        return str(self.member or self.name)


class DrillParticipant(DrillPart):
    """Who competes; total and rank are written when the drill is closed."""

    business_key = ("drill", "member")

    drill = models.ForeignKey(
        Drill, models.CASCADE, related_name="participants", verbose_name=_("drill")
    )
    member = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="drills",
        verbose_name=_("staff member"),
    )
    total = models.DecimalField(
        _("total"), max_digits=5, decimal_places=2, null=True, editable=False
    )
    rank = models.PositiveSmallIntegerField(
        pgettext_lazy("a drill", "rank"), null=True, editable=False
    )

    class Meta(DrillPart.Meta):
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ("drill", F("rank").asc(nulls_last=True), "member")
        constraints = [
            models.UniqueConstraint(
                fields=["drill", "member"],
                name="drillparticipant_once",
                violation_error_message=_("This person takes part already."),
            ),
            models.CheckConstraint(
                name="drillparticipant_ranked_by_total",
                condition=Q(total__isnull=True, rank__isnull=True)
                | Q(total__gte=0, total__isnull=False, rank__gte=1, rank__isnull=False),
                violation_error_message=_("A rank goes with a total."),
            ),
        ]

    def __str__(self):
        return str(self.member)


class DrillScore(models.Model):
    """What one judge gave one participant in one discipline."""

    access_paths = ("participant",)
    business_key = ("participant", "discipline", "judge")

    participant = models.ForeignKey(
        DrillParticipant,
        models.CASCADE,
        related_name="scores",
        verbose_name=_("participant"),
    )
    discipline = models.ForeignKey(
        DrillDiscipline,
        models.CASCADE,
        related_name="scores",
        verbose_name=_("discipline of a drill"),
    )
    judge = models.ForeignKey(
        DrillJudge, models.CASCADE, related_name="scores", verbose_name=_("judge")
    )
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("score of a drill")
        verbose_name_plural = _("scores of a drill")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "discipline", "judge"],
                name="drillscore_once",
                violation_error_message=_("This score is entered already."),
            ),
            models.CheckConstraint(
                name="drillscore_not_negative",
                condition=Q(score__gte=0),
                violation_error_message=_("A score is not below 0."),
            ),
        ]

    def __str__(self):
        return f"{self.participant} {self.discipline}"
