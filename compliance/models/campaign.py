"""Campaigns: special inspections of many venues, by which lists, teams and rounds."""

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
    lists = models.ManyToManyField(
        "compliance.ChecklistVersion",
        related_name="campaigns",
        verbose_name=_("checklists"),
        blank=True,
    )
    venues = models.ManyToManyField(
        Venue, related_name="campaigns", verbose_name=_("venues"), blank=True
    )

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


class CampaignRound(Record):
    """One round of a campaign: every venue is inspected once between two days."""

    access_paths = ("campaign",)
    business_key = ("number", "campaign")

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="rounds", verbose_name=_("campaign")
    )
    number = models.PositiveSmallIntegerField(
        _("round"), validators=[MinValueValidator(1)], help_text=_("1, 2, 3 …")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta(Record.Meta):
        verbose_name = _("round of a campaign")
        verbose_name_plural = _("rounds of campaigns")
        ordering = ("campaign", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"],
                name="campaignround_number_once",
                violation_error_message=_("The campaign has this round already."),
            ),
            models.CheckConstraint(
                name="campaignround_counted_from_one",
                condition=Q(number__gte=1),
                violation_error_message=_("Rounds are counted from 1."),
            ),
            models.CheckConstraint(
                name="campaignround_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A round cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return _("round %(number)s") % {"number": self.number}


class CampaignTeam(Record):
    """Some inspectors of a campaign who go out together."""

    access_paths = ("campaign",)
    business_key = ("name", "campaign")

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="teams", verbose_name=_("campaign")
    )
    name = models.CharField(_("team"), max_length=40)
    inspectors = models.ManyToManyField(
        StaffMember, related_name="teams", verbose_name=_("inspectors")
    )

    class Meta(Record.Meta):
        verbose_name = _("team of a campaign")
        verbose_name_plural = _("teams of campaigns")
        ordering = ("campaign", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name"],
                name="campaignteam_name_once",
                violation_error_message=_("The campaign has a team of this name."),
            )
        ]

    def __str__(self):
        return self.name
