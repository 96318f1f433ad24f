"""The screen of honours, and their table on the pages of those who hold them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.admin.staff import StaffMemberAdmin
from compliance.honour_exchange import HonourResource
from compliance.models import Honour
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import OfficeAdmin, RecordAdmin, RecordInline
from reception.console.badges import badge
from reception.console.filters import PeriodFilter
from venues.admin import VenueAdmin

TONES = {Honour.Level.NATIONAL: "warn", Honour.Level.PROVINCIAL: "info"}


class HonourInline(RecordInline):
    """The honours of an office, a person or a venue."""

    model = Honour
    of_new = False
    fields = ["name", "level", "awarded_by", "awarded_on", "document", "file"]
    show_change_link = True


for screen in (OfficeAdmin, StaffMemberAdmin, VenueAdmin):
    screen.inlines = [*screen.inlines, HonourInline]


@admin.register(Honour)
class HonourAdmin(RecordAdmin):
    """Honours of offices, people and venues, the latest first."""

    resource_class = HonourResource
    list_display = [
        "number",
        "name",
        "level_badge",
        "holder_name",
        "awarded_by",
        "awarded_on",
        "document",
    ]
    list_filter = [
        "level",
        ("office", ScopedRelatedFilter),
        ("venue", ScopedRelatedFilter),
        ("awarded_on", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["office", "member", "venue"]
    search_fields = ["number", "name", "awarded_by", "document", "member__name"]
    autocomplete_fields = ["member", "venue"]
    fieldsets = [
        (None, {"fields": ["name", ("level", "number")]}),
        (_("awarded to"), {"fields": ["office", ("member", "venue")]}),
        (
            _("the award"),
            {"fields": [("awarded_by", "awarded_on"), ("document", "file"), "remarks"]},
        ),
    ]

    @admin.display(description=pgettext_lazy("an honour", "level"), ordering="level")
    def level_badge(self, honour):
        """Return the level in its colour."""
        return badge(honour.get_level_display(), TONES.get(honour.level, "plain"))

    @admin.display(description=_("awarded to"))
    def holder_name(self, honour):
        """Return who was honoured."""
        return str(honour.holder)
