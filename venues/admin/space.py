"""The screens of spaces and agreed rates."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.badges import badge
from venues.exchange import RateResource, SpaceResource
from venues.models import Rate, Space

TONES = {
    Space.State.USABLE: "good",
    Space.State.CLOSED: "bad",
    Space.State.REPAIR: "warn",
}
STATE = ("state", "out_from", "out_until", "reason")  # what a contact keeps


def _kept_by_the_office(screen, request) -> list[str]:
    """Return what somebody who adds no spaces cannot change about one."""
    if request.user.has_perm("venues.add_space"):
        return []
    every = ("venue", "name", "kind", "floor", "area", "seats", "beds", "equipment")
    return [name for name in every if name not in STATE]


class RateInline(RecordInline):
    """The rates agreed with a venue."""

    model = Rate
    fields = ["space_kind", "price", "unit", "valid_from", "valid_until", "source"]


@admin.register(Space)
class SpaceAdmin(RecordAdmin):
    """Spaces of all venues."""

    resource_class = SpaceResource
    list_display = [
        "name",
        "venue",
        "kind",
        "floor",
        "seats",
        "beds",
        "state_badge",
        "out_until",
    ]
    list_filter = ["state", "kind", ("venue", ScopedRelatedFilter)]
    list_select_related = ["venue"]
    search_fields = ["number", "name", "equipment", "venue__name"]
    autocomplete_fields = ["venue"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("venue", "number"),
                    ("name", "kind"),
                    ("floor", "area"),
                    ("seats", "beds"),
                    "equipment",
                ]
            },
        ),
        (
            _("can it be used"),
            {"fields": ["state", ("out_from", "out_until"), "reason"]},
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        """A contact keeps the state alone."""
        readonly = super().get_readonly_fields(request, obj)
        return [*readonly, *_kept_by_the_office(self, request)]

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, space):
        """Return the state in its colour."""
        return badge(space.get_state_display(), TONES[space.state])


@admin.register(Rate)
class RateAdmin(RecordAdmin):
    """Rates agreed with all venues."""

    resource_class = RateResource
    list_display = [
        "venue",
        "what",
        "price",
        "unit",
        "valid_from",
        "valid_until",
        "in_force",
        "source",
    ]
    list_filter = ["space_kind", "unit", ("venue", ScopedRelatedFilter)]
    list_select_related = ["venue"]
    search_fields = ["venue__name", "source"]
    autocomplete_fields = ["venue"]
    fieldsets = [
        (None, {"fields": [("venue", "space_kind"), ("price", "unit")]}),
        (None, {"fields": [("valid_from", "valid_until"), "source"]}),
    ]

    @admin.display(description=_("kind of space"), ordering="space_kind")
    def what(self, rate):
        """Return the kind of space, or that it is for the whole venue."""
        return rate.get_space_kind_display() or _("whole venue")

    @admin.display(description=_("in force"))
    def in_force(self, rate):
        """Return whether it holds today."""
        today = timezone.localdate()
        if rate.valid_from > today:
            return badge(_("not yet"), "info")
        if rate.valid_until is not None and rate.valid_until < today:
            return badge(_("no longer"), "plain")
        return badge(_("in force"), "good")
