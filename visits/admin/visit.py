"""The screen of visits: the clerk's day."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.badges import badge
from reception.console.filters import PeriodFilter
from visits.admin import plan, rehearsal
from visits.admin.spending import CostInline, MealInline, tools
from visits.exchange import VisitResource
from visits.models import (
    ItineraryItem,
    Party,
    Visit,
)
from visits.states import State

TONES = {
    State.DRAFT: "plain",
    State.SUBMITTED: "info",
    State.APPROVED: "good",
    State.REFUSED: "bad",
}


class PartyInline(RecordInline):
    """The guests of a visit."""

    model = Party
    fields = ["precedence", "guest", "role", "rank", "position"]
    autocomplete_fields = ["guest"]


class ItineraryInline(RecordInline):
    """The programme of a visit."""

    model = ItineraryItem
    fields = ["line", "starts_at", "ends_at", "activity", "place", "host"]
    autocomplete_fields = ["place"]


@admin.register(Visit)
class VisitAdmin(RecordAdmin):
    """Visits from the first entry to the decision."""

    resource_class = VisitResource
    inlines = [PartyInline, ItineraryInline, MealInline, CostInline]
    list_display = [
        "number",
        "title",
        "state_badge",
        "category",
        "guests",
        "arrives_at",
        "departs_at",
        "host_office",
    ]
    list_filter = [
        "state",
        "category",
        "rank",
        ("host_office", ScopedRelatedFilter),
        ("arrives_at", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["host_office"]
    search_fields = ["number", "title", "sending_unit", "head_name"]
    autocomplete_fields = ["letter"]
    readonly_fields = [
        "state_badge",
        "entered_by",
        "submitted_by",
        "submitted_at",
        "decided_by",
        "decided_at",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    ("category", "letter"),
                    ("host_office", "number"),
                    ("arrives_at", "departs_at"),
                    "purpose",
                ]
            },
        ),
        (
            _("delegation"),
            {
                "fields": [
                    "sending_unit",
                    ("head_name", "rank"),
                    "head_position",
                    ("guests", "liaison"),
                    ("companions", "support_staff"),
                    "remarks",
                ]
            },
        ),
        (
            _("how far the file has gone"),
            {
                "fields": [
                    ("state_badge", "entered_by"),
                    ("submitted_by", "submitted_at"),
                    ("decided_by", "decided_at"),
                ]
            },
        ),
    ]

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, visit):
        """Return the state in its colour."""
        return badge(visit.get_state_display(), TONES[visit.state])

    def tools(self, request, record):
        """Lead to what is planned, tried and done for a visit, beside its page."""
        return [
            *tools(request.user, record),
            *plan.tools(request.user, record),
            *rehearsal.tools(request.user, record),
        ]
