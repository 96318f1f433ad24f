"""The screen of the gift register."""

from django.contrib import admin
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import Notice, RecordAdmin
from reception.console.badges import badge
from reception.console.filters import PeriodFilter
from visits import gifting
from visits.exchange import GiftResource
from visits.models import Gift

TONES = {Gift.State.REGISTERED: "info", Gift.State.SETTLED: "good"}


class WaitingFilter(admin.SimpleListFilter):
    """Gifts by what is still to be done."""

    title = gettext_lazy("to be handed in")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        """Offer what waits and what is late."""
        return [("waiting", _("waiting")), ("overdue", _("overdue"))]

    def queryset(self, request, queryset):
        """Return the gifts of the chosen kind."""
        if self.value() == "waiting":
            return queryset.waiting()
        if self.value() == "overdue":
            return queryset.overdue(timezone.localdate())
        return queryset


@admin.register(Gift)
class GiftAdmin(RecordAdmin):
    """Gifts received and given, until when each is handed in, and what became of it."""

    resource_class = GiftResource
    list_display = [
        "number",
        "direction",
        "item",
        "counterpart",
        "person",
        "happened_on",
        "value",
        "disposal",
        "state_badge",
    ]
    list_filter = [
        WaitingFilter,
        "direction",
        "kind",
        "disposal",
        ("office", ScopedRelatedFilter),
        ("happened_on", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["office", "person"]
    search_fields = ["number", "item", "counterpart", "person__name", "occasion"]
    autocomplete_fields = ["person", "visit"]
    readonly_fields = ["state_badge", "due_told", "settled_by", "settled_at"]
    fieldsets = [
        (
            gettext_lazy("the gift"),
            {
                "fields": [
                    ("direction", "happened_on"),
                    ("office", "number"),
                    ("item", "kind"),
                    ("quantity", "value"),
                    ("person", "counterpart"),
                    ("country", "occasion"),
                    "visit",
                ]
            },
        ),
        (
            gettext_lazy("registration and disposal"),
            {
                "fields": [
                    ("registered_on", "returned_on"),
                    ("disposal", "disposed_on"),
                    ("taken_by", "published_on"),
                    "remarks",
                ]
            },
        ),
        (
            gettext_lazy("how far the entry has gone"),
            {"fields": [("state_badge", "due_told"), ("settled_by", "settled_at")]},
        ),
    ]

    def get_changeform_initial_data(self, request):
        """Register today."""
        today = timezone.localdate()
        told = super().get_changeform_initial_data(request)
        return {"registered_on": today, **told}

    def notices(self, request, record):
        """Say what the rules expect of a gift that somebody received."""
        received = record.direction == Gift.Direction.RECEIVED
        if not received or record.state == Gift.State.SETTLED:
            return []
        return [Notice(text) for text in gifting.advice(record, kept_in_year(record))]

    @admin.display(description=gettext_lazy("to be handed in by"))
    def due_told(self, gift):
        """Return the last day, for a gift that was received."""
        return gift.due_on if gift.direction == Gift.Direction.RECEIVED else None

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_badge(self, gift):
        """Return the state, red when the month is over."""
        if gift.direction == Gift.Direction.GIVEN:
            return badge(gift.get_direction_display(), "plain")
        if gift.is_overdue(timezone.localdate()):
            return badge(_("overdue"), "bad")
        return badge(gift.get_state_display(), TONES[gift.state])


def kept_in_year(gift: Gift):
    """Return the value of what the gift's receiver kept in its year, in yuan."""
    kept = Gift.objects.filter(
        direction=Gift.Direction.RECEIVED,
        person=gift.person_id,
        disposal=Gift.Disposal.KEPT,
        happened_on__year=gift.happened_on.year,
    )
    return kept.aggregate(total=Sum("value"))["total"]
