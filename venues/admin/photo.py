"""Photographs on the page of a venue."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from reception.console.admin import RecordInline
from venues.models import VenuePhoto


def thumbnail(record):
    """Return the picture, small, leading to the whole one."""
    if not record.pk or not record.picture:
        return ""
    return format_html(
        '<a href="{0}"><img class="thumb" src="{0}" alt="{1}" loading="lazy"></a>',
        record.picture.url,
        record,
    )


class PhotoInline(RecordInline):
    """The photographs of a venue."""

    model = VenuePhoto
    fields = ["preview", "picture", "caption", "taken_on"]
    readonly_fields = ["preview"]

    @admin.display(description=_("photo"))
    def preview(self, photo):
        """Return the picture, small."""
        return thumbnail(photo)
