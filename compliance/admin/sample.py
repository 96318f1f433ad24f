"""The screen of retained food samples."""

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from compliance.exchange import FoodSampleResource
from compliance.models import FoodSample
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin
from reception.console.badges import badge
from reception.console.filters import PeriodFilter


class OverdueFilter(admin.SimpleListFilter):
    """Samples whose time is over."""

    title = _("time over")
    parameter_name = "overdue"

    def lookups(self, request, model_admin):
        """Offer those that still stand in the fridge."""
        return [("yes", _("to be disposed of"))]

    def queryset(self, request, queryset):
        """Keep the samples whose time is over."""
        if self.value() != "yes":
            return queryset
        return queryset.overdue(timezone.now())


@admin.register(FoodSample)
class FoodSampleAdmin(RecordAdmin):
    """Samples of all venues, the last first."""

    resource_class = FoodSampleResource
    list_display = [
        "number",
        "dish",
        "venue",
        "meal_on",
        "meal",
        "grams",
        "until",
        "state_badge",
    ]
    list_filter = [
        OverdueFilter,
        "state",
        "meal",
        ("venue", ScopedRelatedFilter),
        ("meal_on", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["venue"]
    search_fields = ["number", "dish", "keeper", "venue__name"]
    autocomplete_fields = ["venue"]
    readonly_fields = ["until", "state_badge", "disposed_by", "disposed_at"]
    fieldsets = [
        (None, {"fields": [("venue", "number"), ("meal_on", "meal"), "dish"]}),
        (
            _("how it is kept"),
            {
                "fields": [
                    ("grams", "keeper"),
                    ("kept_from", "kept_hours"),
                    "fridge",
                ]
            },
        ),
        (
            _("when its time is over"),
            {"fields": [("until", "state_badge"), ("disposed_by", "disposed_at")]},
        ),
    ]

    def get_changeform_initial_data(self, request):
        """Begin with today and now."""
        now = timezone.localtime()
        known = {"meal_on": now.date(), "kept_from": now.replace(second=0)}
        return {**known, **super().get_changeform_initial_data(request)}

    @admin.display(description=_("to be kept until"), ordering="kept_from")
    def until(self, sample):
        """Return the moment from which it may be disposed of."""
        return date_format(timezone.localtime(sample.kept_until), "DATETIME_FORMAT")

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, sample):
        """Return the state, red when its time is over."""
        if sample.is_overdue(timezone.now()):
            return badge(_("to be disposed of"), "bad")
        disposed = sample.state == "disposed"
        return badge(sample.get_state_display(), "plain" if disposed else "good")
