"""The screen of findings: the rectification ledger."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.exchange import FindingResource
from compliance.models import Finding
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin
from reception.console.badges import badge
from reception.console.filters import PeriodFilter

TONES = {
    Finding.State.FOUND: "warn",
    Finding.State.RECTIFIED: "info",
    Finding.State.RECHECKED: "info",
    Finding.State.CLOSED: "good",
    Finding.State.ON_THE_SPOT: "good",
}


class DueFilter(admin.SimpleListFilter):
    """Findings by what is still to be done."""

    title = _("due")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        """Offer open and overdue."""
        return [("open", _("open")), ("overdue", _("overdue"))]

    def queryset(self, request, queryset):
        """Return the findings of the chosen kind."""
        if self.value() == "open":
            return queryset.open()
        if self.value() == "overdue":
            return queryset.overdue(timezone.localdate())
        return queryset


@admin.register(Finding)
class FindingAdmin(RecordAdmin):
    """Findings and how they were put right."""

    resource_class = FindingResource
    list_display = [
        "number",
        "venue_name",
        "category",
        "item",
        "severity",
        "deadline",
        "state_badge",
    ]
    list_filter = [
        DueFilter,
        "state",
        "category",
        "severity",
        ("inspection__campaign", ScopedRelatedFilter),
        ("found_on", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["inspection__venue"]
    search_fields = ["number", "item", "description", "inspection__venue__name"]
    autocomplete_fields = [
        "inspection",
        "responsible",
        "rectified_by",
        "rechecked_by",
        "closed_by",
    ]
    readonly_fields = ["state"]
    fieldsets = [
        (
            _("what was found"),
            {"fields": ["inspection", ("category", "severity"), "item"]},
        ),
        (None, {"fields": [("location", "number"), "description", "found_on"]}),
        (
            _("rectification"),
            {
                "fields": [
                    ("responsible", "deadline"),
                    "is_fixed_on_the_spot",
                    "measure",
                    ("rectified_on", "rectified_by"),
                ]
            },
        ),
        (
            _("recheck and close-out"),
            {
                "fields": [
                    ("rechecked_on", "rechecked_by"),
                    ("closed_on", "closed_by"),
                    "state",
                ]
            },
        ),
    ]

    @admin.display(description=_("venue"), ordering="inspection__venue__name")
    def venue_name(self, finding):
        """Return the inspected venue's name."""
        return finding.inspection.venue.name

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, finding):
        """Return the state, red when overdue."""
        if finding.is_overdue(timezone.localdate()):
            return badge(_("overdue"), "bad")
        return badge(finding.get_state_display(), TONES[finding.state])
