"""Honours (荣誉): what an office, a person or a venue was awarded, and by whom."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models.staff import StaffMember
from reception.access.records import Record
from reception.accounts.models import Office
from reception.documents.files import PrivateFileField
from venues.models import Venue


class Honour(Record):
    """One honour of one holder: an office, a person or a venue."""

    access_paths = ("office", "member", "venue")
    business_key = ("number",)
    searched = ("number", "name", "awarded_by", "document")

    class Level(models.TextChoices):
        """How high the one who awards it stands, the highest first."""

        NATIONAL = "national", _("national")
        PROVINCIAL = "provincial", _("provincial")
        MUNICIPAL = "municipal", _("municipal")
        COUNTY = "county", _("of a county or district")
        OWN = "own", _("of the own unit")

    number = models.CharField(
        _("number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-H-2026-0001."),
    )
    name = models.CharField(
        _("honour"),
        max_length=120,
        help_text=_("As the document says it, such as 全国机关事务工作先进集体."),
    )
    level = models.CharField(
        pgettext_lazy("an honour", "level"), max_length=10, choices=Level
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="honours",
        verbose_name=_("awarded to the office"),
        null=True,
        blank=True,
        help_text=_("Fill in one of the three: an office, a person or a venue."),
    )
    member = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="honours",
        verbose_name=_("awarded to the person"),
        null=True,
        blank=True,
    )
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="honours",
        verbose_name=_("awarded to the venue"),
        null=True,
        blank=True,
    )
    awarded_by = models.CharField(_("awarded by"), max_length=120)
    awarded_on = models.DateField(_("awarded on"))
    document = models.CharField(
        _("document number"),
        max_length=80,
        blank=True,
        help_text=_("Of the decision to commend; empty if it is not at hand."),
    )
    file = PrivateFileField(
        _("document or certificate"), blank=True, help_text=_("A scan or a photograph.")
    )
    remarks = models.TextField(_("remarks"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("honour")
        verbose_name_plural = _("honours")
        ordering = ("-awarded_on", "-number")
        constraints = [
            models.CheckConstraint(
                name="honour_has_one_holder",
                condition=Q(
                    office__isnull=False, member__isnull=True, venue__isnull=True
                )
                | Q(office__isnull=True, member__isnull=False, venue__isnull=True)
                | Q(office__isnull=True, member__isnull=True, venue__isnull=False),
                violation_error_message=_(
                    "An honour belongs to one office, one person or one venue."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def holder(self):
        """The office, the person or the venue that was honoured."""
        return self.office or self.member or self.venue

    def number_prefix(self, day):
        """Return what an honour entered on ``day`` begins its number with."""
        place = self.member.employer if self.member else self.venue
        office = self.office or getattr(place, "office", place)
        return f"{office.code}-H-{day.year}-"
