"""The screens of itineraries and activity places."""

from django.contrib import admin

from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin
from visits.exchange import ActivityPlaceResource, ItineraryResource
from visits.models import ActivityPlace, ItineraryItem


@admin.register(ItineraryItem)
class ItineraryItemAdmin(RecordAdmin):
    """The programme of all visits, in one list."""

    resource_class = ItineraryResource
    list_display = ["visit", "line", "starts_at", "ends_at", "activity", "place"]
    list_select_related = ["visit", "place"]
    search_fields = ["visit__number", "visit__title", "activity", "place__name"]
    autocomplete_fields = ["visit", "place"]
    fields = [
        ("visit", "line"),
        ("starts_at", "ends_at"),
        "activity",
        ("place", "host"),
    ]


@admin.register(ActivityPlace)
class ActivityPlaceAdmin(RecordAdmin):
    """Places where official activities are held."""

    resource_class = ActivityPlaceResource
    list_display = ["number", "name", "address", "office", "contact", "phone"]
    list_filter = [("office", ScopedRelatedFilter)]
    list_select_related = ["office"]
    search_fields = ["number", "name", "address"]
    autocomplete_fields = ["venue"]
    fields = ["name", "address", ("office", "number"), "venue", ("contact", "phone")]
