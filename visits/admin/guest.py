"""The screens of guests and their parts in visits."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from reception.access import masks
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, RecordInline
from visits.exchange import GuestResource, PartyResource
from visits.models import Guest, Party


class GuestVisitsInline(RecordInline):
    """The visits on which a guest came."""

    model = Party
    fields = ["visit", "role", "rank", "position"]
    verbose_name_plural = _("visits of this guest")
    can_delete = False

    def has_add_permission(self, request, obj=None):
        """Guests are put on a visit on the visit's page."""
        return False

    def has_change_permission(self, request, obj=None):
        """What was true then is changed on the visit's page."""
        return False


@admin.register(Guest)
class GuestAdmin(RecordAdmin):
    """People who come, perhaps again."""

    resource_class = GuestResource
    inlines = [GuestVisitsInline]
    list_display = ["number", "name", "unit", "position", "rank", "masked_phone"]
    list_filter = ["rank", ("office", ScopedRelatedFilter)]
    search_fields = ["number", "name", "unit", "phone"]
    fieldsets = [
        (None, {"fields": [("name", "rank"), "unit", "position", "country"]}),
        (None, {"fields": [("office", "number")]}),
        (_("private facts"), {"fields": [("phone", "identity_number")]}),
        (None, {"fields": ["remarks"]}),
    ]

    @admin.display(description=_("phone"))
    def masked_phone(self, guest):
        """Return the phone number, covered: lists are seen by many."""
        return masks.phone(guest.phone)


@admin.register(Party)
class PartyAdmin(RecordAdmin):
    """Guests on visits, all in one list."""

    resource_class = PartyResource
    list_display = ["visit", "guest", "role", "rank", "position", "precedence"]
    list_filter = ["role", "rank"]
    list_select_related = ["visit", "guest"]
    search_fields = ["visit__number", "visit__title", "guest__name"]
    autocomplete_fields = ["visit", "guest"]
    fields = ["visit", "guest", ("role", "precedence"), ("rank", "position")]
