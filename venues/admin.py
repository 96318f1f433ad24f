"""The screens of venues."""

from django.contrib import admin

from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.filters import PeriodFilter
from venues.exchange import VenueLicenceResource, VenuePhoneResource, VenueResource
from venues.models import Venue, VenueLicence, VenuePhone


class PhoneInline(RecordInline):
    """The phones of a venue."""

    model = VenuePhone
    fields = ["purpose", "number"]


class LicenceInline(RecordInline):
    """The licences of a venue."""

    model = VenueLicence
    fields = ["kind", "number", "issuer", "issued_on", "valid_until", "scan"]


@admin.register(Venue)
class VenueAdmin(RecordAdmin):
    """Venues with their phones and licences."""

    resource_class = VenueResource
    inlines = [PhoneInline, LicenceInline]
    list_display = ["number", "name", "kind", "grade", "office", "rooms", "contact"]
    list_filter = ["kind", "grade", "is_designated", ("office", ScopedRelatedFilter)]
    list_select_related = ["office"]
    search_fields = ["number", "name", "address", "contact"]
    fieldsets = [
        (None, {"fields": ["name", ("kind", "grade"), ("office", "number")]}),
        (None, {"fields": ["address", ("rooms", "seats"), "contact"]}),
        (None, {"fields": ["is_designated", "remarks"]}),
    ]


@admin.register(VenuePhone)
class VenuePhoneAdmin(RecordAdmin):
    """Phones of all venues."""

    resource_class = VenuePhoneResource
    list_display = ["venue", "purpose", "number"]
    list_select_related = ["venue"]
    search_fields = ["venue__name", "number", "purpose"]
    autocomplete_fields = ["venue"]
    fields = ["venue", "purpose", "number"]


@admin.register(VenueLicence)
class VenueLicenceAdmin(RecordAdmin):
    """Licences of all venues, the first to end first."""

    resource_class = VenueLicenceResource
    list_display = ["venue", "kind", "number", "issuer", "issued_on", "valid_until"]
    list_filter = ["kind", ("valid_until", PeriodFilter)]
    list_filter_submit = True
    list_select_related = ["venue"]
    search_fields = ["venue__name", "number", "issuer"]
    autocomplete_fields = ["venue"]
    fields = [
        "venue",
        ("kind", "number"),
        "issuer",
        ("issued_on", "valid_until"),
        "scan",
    ]
