"""Upgrade projects: what a venue wants to become, in stages, with before and after."""

from collections import defaultdict
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from reception.documents.files import PrivateFileField
from reception.documents.pictures import validate_picture
from venues.fitness import Said, Weight, question
from venues.models.venue import Venue
from venues.project_states import MOVES, ProjectState


def _money(label, help_text=""):
    return models.DecimalField(
        label,
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=help_text,
    )


def _not_negative(column: str):
    return models.CheckConstraint(
        name=f"project_{column}_not_negative",
        condition=Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gte": 0}),
        violation_error_message=_("An amount of money cannot be negative."),
    )


class UpgradeProject(Record):
    """A project that makes a venue better; ``state`` moves only by the workflow."""

    access_paths = ("venue",)
    business_key = ("number",)
    searched = ("number", "name")
    moves = MOVES

    number = models.CharField(
        _("number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-U-2026-0001."),
    )
    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="projects", verbose_name=_("venue")
    )
    name = models.CharField(_("name"), max_length=120)
    goal = models.TextField(_("goal"), help_text=_("What guests will notice."))
    budget = _money(_("budget"), _("Yuan."))
    spent = _money(_("spent"), _("Yuan, so far or in all."))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(
        _("planned until"),
        null=True,
        blank=True,
        help_text=_("Put it off when the project is late: it counts until this day."),
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    closes_venue = models.BooleanField(
        _("the venue is closed meanwhile"),
        default=False,
        help_text=_("While it is under way the venue cannot be used."),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ProjectState,
        default=ProjectState.PLANNED,
        editable=False,
    )

    class Meta(Record.Meta):
        verbose_name = _("upgrade project")
        verbose_name_plural = _("upgrade projects")
        ordering = ("-starts_on", "-number")
        constraints = [
            _not_negative("budget"),
            _not_negative("spent"),
            models.CheckConstraint(
                name="project_ends_after_it_starts",
                condition=(Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")))
                & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on"))),
                violation_error_message=_("A project cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="project_done_says_when",
                condition=~Q(state=ProjectState.DONE)
                | Q(ended_on__isnull=False, spent__isnull=False),
                violation_error_message=_(
                    "A project that is done says when it ended and what was spent."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.name}"

    def number_prefix(self, day):
        """Return what a project entered on ``day`` begins its number with."""
        return f"{self.venue.office.code}-U-{day.year}-"

    def locked_reason(self):
        """A project that is over stays as it was."""
        if self.state in (ProjectState.DONE, ProjectState.ABANDONED):
            return _("The project is over; take it up again before changing it.")
        return None


class UpgradeStage(Record):
    """One stage of a project."""

    access_paths = ("project",)
    business_key = ("project", "line")

    project = models.ForeignKey(
        UpgradeProject,
        models.CASCADE,
        related_name="stages",
        verbose_name=_("upgrade project"),
    )
    line = models.PositiveSmallIntegerField(_("line"), help_text=_("1, 2, 3 …"))
    name = models.CharField(_("stage"), max_length=120)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("stage of a project")
        verbose_name_plural = _("stages of projects")
        ordering = ("project", "line")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "line"],
                name="project_stage_once",
                violation_error_message=_("The project already has this stage."),
            )
        ]

    def __str__(self):
        return f"{self.line}. {self.name}"

    def locked_reason(self):
        """It stays when its project is over."""
        return self.project.locked_reason()


class ProjectPicture(Record):
    """A picture before or after the project."""

    access_paths = ("project",)
    business_key = ("project", "id")

    class Stage(models.TextChoices):
        """Which of both it shows."""

        BEFORE = "before", _("before")
        AFTER = "after", _("after")

    project = models.ForeignKey(
        UpgradeProject,
        models.CASCADE,
        related_name="pictures",
        verbose_name=_("upgrade project"),
    )
    stage = models.CharField(_("before or after"), max_length=6, choices=Stage)
    picture = PrivateFileField(_("picture"), validators=[validate_picture])
    caption = models.CharField(_("caption"), max_length=120, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("picture of a project")
        verbose_name_plural = _("pictures of projects")
        ordering = ("project", "-stage", "id")

    def __str__(self):
        return self.caption or self.get_stage_display()

    def locked_reason(self):
        """It stays when its project is over."""
        return self.project.locked_reason()


@question("upgrade", _("upgrade projects"), UpgradeProject)
def upgrades_leave_room(venues: list[Venue], first: date, last: date) -> dict:
    """A project under way is a remark, or stops if it closes the venue."""
    told = defaultdict(list)
    running = UpgradeProject.objects.filter(
        venue__in=venues, state=ProjectState.UNDER_WAY
    )
    for project in running.order_by("number"):
        shut = project.closes_venue
        text = (
            _("%(project)s: the venue is closed")
            if shut
            else _("%(project)s is under way")
        )
        told[project.venue_id].append(
            Said(
                weight=Weight.STOP if shut else Weight.REMARK,
                key=f"project:{project.number}",
                text=text % {"project": project.name},
                first=project.starts_on,
                last=project.ends_on,
            )
        )
    return told
