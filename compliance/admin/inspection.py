"""The screens of campaigns and inspections."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from compliance.exchange import CampaignResource, InspectionResource
from compliance.models import Campaign, Finding, Inspection
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.filters import PeriodFilter


@admin.register(Campaign)
class CampaignAdmin(RecordAdmin):
    """Campaigns of inspections."""

    resource_class = CampaignResource
    list_display = ["number", "name", "office", "starts_on", "ends_on"]
    list_filter = [("office", ScopedRelatedFilter)]
    list_select_related = ["office"]
    search_fields = ["number", "name"]
    fields = ["name", ("office", "number"), ("starts_on", "ends_on"), "purpose"]


class FindingInline(RecordInline):
    """The findings of an inspection, in short."""

    model = Finding
    fields = ["category", "item", "location", "severity", "deadline", "found_on"]
    show_change_link = True
    per_page = 20


@admin.register(Inspection)
class InspectionAdmin(RecordAdmin):
    """Inspections with what they found."""

    resource_class = InspectionResource
    inlines = [FindingInline]
    list_display = ["number", "venue", "inspected_on", "campaign", "round", "found"]
    list_filter = [
        ("campaign", ScopedRelatedFilter),
        "round",
        ("inspected_on", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["venue", "campaign"]
    search_fields = ["number", "venue__name", "campaign__name"]
    autocomplete_fields = ["venue", "campaign", "inspectors"]
    fieldsets = [
        (None, {"fields": [("venue", "inspected_on"), ("office", "number")]}),
        (None, {"fields": [("campaign", "round"), "inspectors", "conclusion"]}),
    ]

    def get_queryset(self, request):
        """Count the findings of each inspection on the page."""
        of_each = Finding.objects.filter(inspection=OuterRef("pk")).order_by()
        count = of_each.values("inspection").annotate(n=Count("pk")).values("n")
        found = Coalesce(Subquery(count), 0)
        return super().get_queryset(request).annotate(found=found)

    @admin.display(description=_("findings"), ordering="found")
    def found(self, inspection):
        """Return how many problems were found."""
        return inspection.found
