"""The screen of letters."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin
from reception.console.filters import PeriodFilter
from visits.exchange import LetterResource
from visits.models import Letter


@admin.register(Letter)
class LetterAdmin(RecordAdmin):
    """The register of incoming letters."""

    resource_class = LetterResource
    list_display = [
        "number",
        "sending_unit",
        "document_number",
        "kind",
        "received_on",
        "office",
    ]
    list_filter = [
        "kind",
        ("office", ScopedRelatedFilter),
        ("received_on", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["office"]
    search_fields = ["number", "sending_unit", "document_number", "content"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "sending_unit",
                    ("document_number", "kind"),
                    ("issued_on", "received_on"),
                    ("office", "number"),
                ]
            },
        ),
        (
            _("what the letter says"),
            {
                "fields": [
                    "content",
                    "itinerary",
                    "persons",
                    ("contact", "contact_phone"),
                ]
            },
        ),
        (None, {"fields": ["scan"]}),
    ]
