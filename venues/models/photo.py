"""Photographs of a venue."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from reception.documents.files import PrivateFileField
from reception.documents.pictures import validate_picture
from venues.models.venue import Venue


class VenuePhoto(Record):
    """A picture of a venue, seen by whoever sees the venue."""

    access_paths = ("venue",)
    business_key = ("venue", "id")

    venue = models.ForeignKey(
        Venue, models.CASCADE, related_name="photos", verbose_name=_("venue")
    )
    picture = PrivateFileField(_("picture"), validators=[validate_picture])
    caption = models.CharField(_("caption"), max_length=120, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("photo of a venue")
        verbose_name_plural = _("photos of venues")
        ordering = ("venue", "-taken_on", "id")

    def __str__(self):
        return self.caption or str(self._meta.verbose_name)
