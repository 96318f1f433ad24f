"""The screen of points of contact."""

from django.contrib import admin

from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, RecordInline
from venues.exchange import VenueContactResource
from venues.models import VenueContact


class ContactInline(RecordInline):
    """The contacts of a venue."""

    model = VenueContact
    fields = ["name", "post", "phone", "duty", "user"]
    autocomplete_fields = ["user"]


@admin.register(VenueContact)
class VenueContactAdmin(RecordAdmin):
    """Contacts of all venues."""

    resource_class = VenueContactResource
    list_display = ["name", "venue", "post", "phone", "duty", "user"]
    list_filter = [("venue", ScopedRelatedFilter)]
    list_select_related = ["venue", "user"]
    search_fields = ["name", "post", "phone", "venue__name"]
    autocomplete_fields = ["venue", "user"]
    fields = ["venue", ("name", "post"), ("phone", "duty"), "user"]
