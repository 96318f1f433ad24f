"""Inspections: the visits that inspectors pay to venues, in rounds of campaigns."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.models.staff import StaffMember
from reception.access.records import Record
from reception.accounts.models import Office
from venues.models import Venue


class Campaign(Record):
    """A special inspection of many venues, in rounds."""

    access_paths = ("office",)
    business_key = ("number",)
    searched = ("number", "name")

    number = models.CharField(
        _("campaign number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-C-2026-0001."),
    )
    name = models.CharField(_("name"), max_length=120)
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="campaigns", verbose_name=_("office")
    )
    purpose = models.TextField(_("purpose"), blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ("-starts_on", "-number")
        constraints = [
            models.CheckConstraint(
                name="campaign_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A campaign cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return self.name

    def number_prefix(self, day):
        """Return what a campaign planned on ``day`` begins its number with."""
        return f"{self.office.code}-C-{day.year}-"


class Inspection(Record):
    """One inspection of one venue on one day."""

    access_paths = ("office", "venue")
    business_key = ("number",)
    searched = ("number",)

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
    conclusion = models.TextField(_("conclusion"), blank=True)

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
