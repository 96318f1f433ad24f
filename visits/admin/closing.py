"""The screen of closing reports."""

from django.contrib import admin

from visits.admin.parts import PartAdmin
from visits.exchange import ClosingResource
from visits.models import Closing
from visits.models.closing import proposed_retention


@admin.register(Closing)
class ClosingAdmin(PartAdmin):
    """What was learnt from each visit, and how long its file is kept."""

    back_to = "settlement"
    resource_class = ClosingResource
    list_display = ["visit", "satisfaction", "retention", "archive_number"]
    list_filter = ["retention", "satisfaction"]
    list_select_related = ["visit"]
    search_fields = ["visit__number", "visit__title", "archive_number"]
    autocomplete_fields = ["visit"]
    fields = [
        "visit",
        "satisfaction",
        "feedback",
        "evaluation",
        "lessons",
        ("retention", "archive_number"),
    ]

    def known(self, visit) -> dict:
        """Begin with the term proposed for the visit's rank."""
        return {"retention": proposed_retention(visit)}
