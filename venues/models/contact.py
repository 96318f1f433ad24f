"""Points of contact of a venue: whom to call about what, and whose turn it is."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from venues.models.venue import Venue, phone_validator


class VenueContact(Record):
    """Somebody of a venue whom the office can call."""

    access_paths = ("venue",)
    business_key = ("venue", "name")
    searched = ("name", "post", "phone")

    venue = models.ForeignKey(
        Venue, models.CASCADE, related_name="contacts", verbose_name=_("venue")
    )
    name = models.CharField(_("full name"), max_length=60)
    post = models.CharField(_("post"), max_length=60, blank=True)
    phone = models.CharField(
        _("phone number"), max_length=40, validators=[phone_validator]
    )
    duty = models.CharField(
        _("on duty for"),
        max_length=60,
        blank=True,
        help_text=_("Rooms, kitchen, halls, nights …"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="venue_contacts",
        verbose_name=_("login"),
        null=True,
        blank=True,
    )

    class Meta(Record.Meta):
        verbose_name = _("contact of a venue")
        verbose_name_plural = _("contacts of venues")
        ordering = ("venue", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "name"],
                name="venue_contact_once",
                violation_error_message=_("The venue already has this contact."),
            )
        ]

    def __str__(self):
        return f"{self.name} {self.phone}"
