"""The screens of daily controls and of the periods in which they are kept."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.exchange import ControlPeriodResource, DailyControlResource
from compliance.models import ControlPeriod, DailyControl
from compliance.models.daily import ControlState
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin
from reception.console.badges import badge
from reception.console.filters import PeriodFilter


@admin.register(ControlPeriod)
class ControlPeriodAdmin(RecordAdmin):
    """Which venues must keep the daily controls, and when."""

    resource_class = ControlPeriodResource
    list_display = ["venue", "starts_on", "ends_on", "event"]
    list_filter = [("venue", ScopedRelatedFilter), ("starts_on", PeriodFilter)]
    list_filter_submit = True
    list_select_related = ["venue"]
    search_fields = ["venue__name", "event"]
    autocomplete_fields = ["venue"]
    fields = ["venue", ("starts_on", "ends_on"), "event"]


@admin.register(DailyControl)
class DailyControlAdmin(RecordAdmin):
    """The entries of all days; they are ticked on the page of the day."""

    resource_class = DailyControlResource
    list_display = [
        "day",
        "venue",
        "control",
        "line",
        "result_badge",
        "note",
        "supplier",
        "done_by",
    ]
    list_filter = [
        "control",
        "result",
        "state",
        ("venue", ScopedRelatedFilter),
        ("day", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["venue", "done_by"]
    search_fields = ["venue__name", "note", "supplier", "lot"]
    autocomplete_fields = ["venue"]
    readonly_fields = [
        "done_by",
        "done_at",
        "result_badge",
        "follow_up",
        "followed_up_by",
        "followed_up_at",
    ]
    fieldsets = [
        (None, {"fields": [("venue", "day"), ("control", "line"), "result", "note"]}),
        (_("purchase"), {"fields": [("supplier", "lot"), "certificate"]}),
        (
            _("who entered it, and what was done about it"),
            {
                "fields": [
                    ("done_by", "done_at"),
                    ("result_badge", "follow_up"),
                    ("followed_up_by", "followed_up_at"),
                ]
            },
        ),
    ]

    @admin.display(description=_("result"), ordering="result")
    def result_badge(self, control):
        """Return the result, red until it is followed up."""
        if control.result == DailyControl.Result.OK:
            return badge(control.get_result_display(), "good")
        if control.state == ControlState.FOLLOWED_UP:
            return badge(control.get_state_display(), "info")
        return badge(control.get_result_display(), "bad")

    def open_moves(self, record, user) -> dict:
        """Offer a follow-up only of what was not in order."""
        if record.result == DailyControl.Result.OK:
            return {}
        return super().open_moves(record, user)

    def tools(self, request, record) -> list[dict]:
        """Lead to the page of the day."""
        args = [record.venue_id, record.day.isoformat()]
        url = reverse("controls:day", args=args)
        return [{"label": _("The whole day"), "icon": "checklist", "url": url}]

    def save_model(self, request, obj, form, change):
        """Note who enters it, and when."""
        if not change:
            obj.done_by, obj.done_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)
