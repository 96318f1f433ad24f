"""The screens of licences and of those that kinds of venues must hold."""

from urllib.parse import urlencode

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from reception.console.admin import RecordAdmin, RecordInline
from reception.console.badges import badge
from reception.console.filters import PeriodFilter
from venues.exchange import LicenceRequirementResource, VenueLicenceResource
from venues.models import LicenceRequirement, VenueLicence
from venues.models.licence import LADDER, rung

TONES = {90: "info", 60: "info", 30: "warn", 7: "bad"}


def left_badge(licence, on):
    """Return the days that a licence still has, in the colour of its rung."""
    left = licence.days_left(on)
    if left is None:
        return badge(_("no term"), "plain")
    if left < 0:
        return badge(_("ended"), "bad")
    text = ngettext("%(count)s day left", "%(count)s days left", left)
    reached = rung(left)
    return badge(text % {"count": left}, TONES[reached] if reached else "good")


class LicenceInline(RecordInline):
    """The licences of a venue."""

    model = VenueLicence
    fields = ["kind", "number", "issuer", "issued_on", "valid_until", "scan"]


class LadderFilter(admin.SimpleListFilter):
    """Licences by how soon they end; those renewed meanwhile are left out."""

    title = _("time left")
    parameter_name = "left"

    def lookups(self, request, model_admin):
        """Offer what has ended, and each rung of the ladder."""
        text = _("ends within %(days)s days")
        rungs = [(str(each), text % {"days": each}) for each in LADDER]
        return [("ended", _("ended")), *rungs]

    def queryset(self, request, queryset):
        """Keep the licences of the rung."""
        today = timezone.localdate()
        if self.value() == "ended":
            return queryset.current().filter(valid_until__lt=today)
        if self.value() in {str(each) for each in LADDER}:
            ending = queryset.ending(today, int(self.value()))
            return ending.filter(valid_until__gte=today)
        return queryset


@admin.register(VenueLicence)
class VenueLicenceAdmin(RecordAdmin):
    """Licences of all venues, the first to end first."""

    resource_class = VenueLicenceResource
    list_display = ["venue", "kind", "number", "issuer", "valid_until", "left"]
    list_filter = [LadderFilter, "kind", ("valid_until", PeriodFilter)]
    list_filter_submit = True
    list_select_related = ["venue"]
    search_fields = ["venue__name", "number", "issuer"]
    autocomplete_fields = ["venue"]
    fields = [
        "venue",
        ("kind", "number"),
        "issuer",
        ("issued_on", "valid_until"),
        "scan",
    ]

    @admin.display(description=_("time left"), ordering="valid_until")
    def left(self, licence):
        """Return how long it still lasts."""
        return left_badge(licence, timezone.localdate())

    def tools(self, request, record) -> list[dict]:
        """Lead to the form of a renewal; the old licence stays on file."""
        if not self.has_add_permission(request):
            return []
        known = {"venue": record.venue_id, "kind": record.kind, "issuer": record.issuer}
        url = f"{self.page('add')}?{urlencode(known)}"
        return [{"label": _("Enter its renewal"), "icon": "autorenew", "url": url}]


@admin.register(LicenceRequirement)
class LicenceRequirementAdmin(RecordAdmin):
    """Which licences a kind of venue must hold."""

    resource_class = LicenceRequirementResource
    list_display = ["venue_kind", "licence_kind", "basis", "confirmed"]
    list_filter = ["venue_kind", "is_confirmed"]
    fields = [("venue_kind", "licence_kind"), "basis", "is_confirmed"]

    @admin.display(description=_("confirmed locally"), ordering="is_confirmed")
    def confirmed(self, requirement):
        """Return whether the office has confirmed it."""
        if requirement.is_confirmed:
            return badge(_("confirmed"), "good")
        return badge(_("to be confirmed locally"), "warn")
