"""The screens of coordination meetings and task orders."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import can
from reception.console.admin import ToldInline
from reception.console.badges import badge
from reception.console.filters import PeriodFilter
from visits.admin.parts import PartAdmin
from visits.exchange import CoordinationMeetingResource, TaskOrderResource
from visits.models import CoordinationMeeting, TaskOrder
from visits.order_states import OrderState

TONES = {
    OrderState.DRAFT: "plain",
    OrderState.ISSUED: "info",
    OrderState.ACKNOWLEDGED: "info",
    OrderState.REPORTED: "warn",
    OrderState.DONE: "good",
    OrderState.WITHDRAWN: "plain",
}


class MeetingOrdersInline(ToldInline):
    """What was agreed on at a meeting, as orders."""

    model = TaskOrder
    fields = [
        "number",
        "subject",
        "to_person",
        "to_office",
        "to_venue",
        "due_at",
        "state",
    ]
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("tasks agreed on")
    show_change_link = True


@admin.register(CoordinationMeeting)
class CoordinationMeetingAdmin(PartAdmin):
    """Meetings at which the tasks of a visit are agreed on."""

    resource_class = CoordinationMeetingResource
    inlines = [MeetingOrdersInline]
    list_display = ["visit", "held_at", "place", "chair"]
    list_filter = [("held_at", PeriodFilter)]
    list_filter_submit = True
    list_select_related = ["visit"]
    search_fields = ["visit__number", "visit__title", "chair", "minutes"]
    autocomplete_fields = ["visit"]
    fields = ["visit", ("held_at", "place"), "chair", "attendees", "minutes"]

    def known(self, visit) -> dict:
        """A meeting has no line; it begins empty."""
        return {}

    def tools(self, request, record) -> list[dict]:
        """Lead to a new order that the meeting agreed on."""
        if record.visit.closed_reason() or not can(request.user, "change", record):
            return []
        known = f"?visit={record.visit_id}&meeting={record.pk}"
        url = reverse("admin:visits_taskorder_add") + known
        return [{"label": _("Give an order"), "icon": "assignment_add", "url": url}]


class OverdueFilter(admin.SimpleListFilter):
    """Orders that should have been reported done."""

    title = gettext_lazy("overdue")
    parameter_name = "overdue"

    def lookups(self, request, model_admin):
        """Offer the overdue ones."""
        return [("yes", gettext_lazy("overdue"))]

    def queryset(self, request, queryset):
        """Keep the orders whose time is over."""
        if self.value() != "yes":
            return queryset
        waiting = queryset.filter(state__in=("issued", "acknowledged"))
        return waiting.filter(due_at__lt=timezone.now())


@admin.register(TaskOrder)
class TaskOrderAdmin(PartAdmin):
    """Orders given and orders got: acknowledged, reported, overdue in red."""

    resource_class = TaskOrderResource
    list_display = ["number", "subject", "state_badge", "given_to", "due", "issued_by"]
    list_filter = [
        OverdueFilter,
        "state",
        ("due_at", PeriodFilter),
        ("to_office", ScopedRelatedFilter),
    ]
    list_filter_submit = True
    list_select_related = ["to_person", "to_office", "to_venue", "issued_by"]
    search_fields = ["number", "subject"]
    autocomplete_fields = ["visit", "meeting", "to_person", "to_venue"]
    readonly_fields = [
        "state_badge",
        "issued_by",
        "issued_at",
        "acknowledged_by",
        "acknowledged_at",
        "reported_by",
        "reported_at",
        "report",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "subject",
                    "visit",
                    "meeting",
                    "requirements",
                    ("due_at", "number"),
                ]
            },
        ),
        (
            gettext_lazy("to one of these"),
            {"fields": ["to_person", ("to_office", "to_venue")]},
        ),
        (
            gettext_lazy("how far the order has gone"),
            {
                "fields": [
                    "state_badge",
                    ("issued_by", "issued_at"),
                    ("acknowledged_by", "acknowledged_at"),
                    ("reported_by", "reported_at"),
                    "report",
                ]
            },
        ),
    ]

    def known(self, visit) -> dict:
        """An order begins due when the guests arrive."""
        return {"due_at": visit.arrives_at}

    def get_exclude(self, request, obj=None):
        """Show a receiver nothing of a visit that is not shared with him."""
        exclude = super().get_exclude(request, obj)
        if obj is None or can(request.user, "view", obj.visit):
            return exclude
        return [*exclude, "visit", "meeting"]

    def open_moves(self, record, user) -> dict:
        """Offer each side its own moves."""
        found = super().open_moves(record, user)
        side = "by_the_receiver"
        giver = can(user, "change", record.visit)
        return {
            name: step
            for name, step in found.items()
            if giver or any(guard.__name__ == side for guard in step.guards)
        }

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_badge(self, order):
        """Return the state in its colour, in red if the order is overdue."""
        if order.is_overdue(timezone.now()):
            told = _("%(state)s, overdue") % {"state": order.get_state_display()}
            return badge(told, "bad")
        return badge(order.get_state_display(), TONES[order.state])

    @admin.display(description=gettext_lazy("given to"))
    def given_to(self, order):
        """Return the receiver."""
        return str(order.receiver())

    @admin.display(description=gettext_lazy("due at"), ordering="due_at")
    def due(self, order):
        """Return when the order is due, in the office's time."""
        return timezone.localtime(order.due_at).strftime("%Y-%m-%d %H:%M")


def order_doors(user, visit) -> list[dict]:
    """Return the way to a new order and a new meeting of the visit."""
    if visit.closed_reason() or not can(user, "change", visit):
        return []
    doors = (
        (CoordinationMeeting, _("Enter a meeting"), "groups_3"),
        (TaskOrder, _("Give an order"), "assignment_add"),
    )
    return [
        {
            "label": label,
            "icon": icon,
            "url": reverse(f"admin:visits_{model._meta.model_name}_add")
            + f"?visit={visit.pk}",
        }
        for model, label, icon in doors
        if user.has_perm(f"visits.add_{model._meta.model_name}")
    ]
