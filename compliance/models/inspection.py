"""Inspections: the visits that inspectors pay to venues, in rounds of campaigns."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from compliance.inspection_states import MOVES, InspectionState
from compliance.models.campaign import Campaign
from compliance.models.staff import StaffMember
from reception.access.records import Record
from reception.accounts.models import Office
from venues.models import Venue


class Inspection(Record):
    """One inspection of one venue on one day, by some checklists or by none."""

    access_paths = ("office", "venue")
    business_key = ("number",)
    searched = ("number",)
    moves = MOVES

    number = models.CharField(
        _("inspection number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-I-2026-0001."),
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="inspections",
        verbose_name=_("inspecting office"),
    )
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        related_name="inspections",
        verbose_name=_("campaign"),
        null=True,
        blank=True,
    )
    round = models.PositiveSmallIntegerField(
        _("round"), default=1, validators=[MinValueValidator(1)]
    )
    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="inspections", verbose_name=_("venue")
    )
    inspected_on = models.DateField(_("inspection date"))
    inspectors = models.ManyToManyField(
        StaffMember,
        related_name="inspections",
        verbose_name=_("inspectors"),
        blank=True,
    )
    lists = models.ManyToManyField(
        "compliance.ChecklistVersion",
        related_name="inspections",
        verbose_name=_("checklists"),
        blank=True,
    )
    conclusion = models.TextField(_("conclusion"), blank=True)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=InspectionState,
        default=InspectionState.PLANNED,
        editable=False,
    )

    class Meta(Record.Meta):
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ("-inspected_on", "-number")
        indexes = [
            models.Index(
                fields=["office", "-inspected_on"], name="inspection_by_office"
            ),
            models.Index(fields=["venue", "-inspected_on"], name="inspection_by_venue"),
            models.Index(fields=["-inspected_on", "-number"], name="inspection_by_day"),
        ]

    def __str__(self):
        return f"{self.number} {self.venue}"

    def number_prefix(self, day):
        """Return what an inspection entered on ``day`` begins its number with."""
        return f"{self.office.code}-I-{day.year}-"

    def locked_reason(self):
        """What was finished stays as it was found."""
        if self.state != InspectionState.FINISHED:
            return None
        return _("This inspection is finished; open it again before changing it.")

    def unanswered(self) -> list[str]:
        """Return the codes of the items that nobody has answered yet, in order."""
        answered = set(self.answers.values_list("item", flat=True))
        asked = self.lists.filter(items__isnull=False).order_by("number", "items__line")
        rows = asked.values_list("items__pk", "items__code")
        return [code for pk, code in rows if pk not in answered]
