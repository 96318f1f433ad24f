"""The screen of visits: the clerk's day."""

from django.contrib import admin
from django.contrib.auth.models import Permission
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter

from reception.access.admin import ScopedInline, ScopedRelatedFilter
from reception.access.models import Grant
from reception.access.scope import can
from reception.accounts.models import Office, User
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.badges import badge
from visits.exchange import VisitResource
from visits.models import (
    ItineraryItem,
    Party,
    Visit,
    VisitOfficeShare,
    VisitUserGrant,
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


class ShareInline(RecordInline):
    """Who else may see or change this one visit, and until when."""

    fields = ["holder", "permission", "expires_at"]

    def get_queryset(self, request):
        """Return the shares; the page itself is scoped."""
        return super(ScopedInline, self).get_queryset(request)

    def _allows(self, request, action, parent):
        if parent is None:
            return False
        shares = can(request.user, "share", parent)
        if action != "view":
            return shares
        held = self.model._default_manager.filter(content_object=parent)
        return shares or (can(request.user, "view", parent) and held.exists())

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer every office, the colleagues in reach, and the two rights."""
        if db_field.name == "permission":
            rights = ["view_visit", "change_visit"]
            kwargs["queryset"] = Permission.objects.filter(codename__in=rights)
        elif db_field.related_model in (Office, User):
            everybody = db_field.related_model._default_manager
            kwargs["queryset"] = everybody.all()
            if db_field.related_model is User:
                kwargs["queryset"] = everybody.filter(is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class UserShareInline(ShareInline):
    """Shares with single users."""

    model = VisitUserGrant
    fields = ["user", "permission", "expires_at"]


class OfficeShareInline(ShareInline):
    """Shares with other offices."""

    model = VisitOfficeShare
    fields = ["office", "permission", "expires_at"]


@admin.register(Visit)
class VisitAdmin(RecordAdmin):
    """Visits from the first entry to the decision."""

    resource_class = VisitResource
    inlines = [PartyInline, ItineraryInline, UserShareInline, OfficeShareInline]
    list_display = [
        "number",
        "title",
        "category",
        "rank",
        "guests",
        "arrives_at",
        "departs_at",
        "host_office",
        "state_badge",
    ]
    list_filter = [
        "state",
        "category",
        "rank",
        ("host_office", ScopedRelatedFilter),
        ("arrives_at", RangeDateTimeFilter),
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
                    ("guests", "companions", "support_staff"),
                    "liaison",
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

    def save_formset(self, request, form, formset, change):
        """Note who shares."""
        if issubclass(formset.model, Grant):
            for inline in formset.forms:
                if inline.instance.pk is None:
                    inline.instance.granted_by = request.user
        super().save_formset(request, form, formset, change)
