"""The screen of special rectifications."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from compliance.exchange import DriveResource
from compliance.models import Breach, Drive
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, ToldInline


class DriveBreachesInline(ToldInline):
    """What a drive turned up."""

    model = Breach
    fields = ["number", "happened_on", "pattern", "responsible", "state"]
    readonly_fields = fields
    verbose_name_plural = _("breaches found")
    show_change_link = True


@admin.register(Drive)
class DriveAdmin(RecordAdmin):
    """Special rectifications with what they turned up."""

    resource_class = DriveResource
    inlines = [DriveBreachesInline]
    list_display = ["number", "name", "topic", "office", "starts_on", "ends_on"]
    list_filter = ["topic", ("office", ScopedRelatedFilter)]
    list_select_related = ["office"]
    search_fields = ["number", "name", "document"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name",
                    ("office", "number"),
                    ("topic", "document"),
                    ("starts_on", "ends_on"),
                    "scope",
                    "summary",
                ]
            },
        ),
    ]
