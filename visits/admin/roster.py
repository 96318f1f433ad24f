"""The screens of shifts, swaps and limits of rest."""

from datetime import timedelta

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import Notice, RecordAdmin, ToldAdmin
from reception.console.badges import badge
from reception.console.filters import PeriodFilter
from visits.exchange import RestLimitResource, ShiftResource, ShiftSwapResource
from visits.models import RestLimit, Shift, ShiftSwap
from visits.resting import day_of, monday, told_once

TONES = {
    Shift.State.PLANNED: "plain",
    Shift.State.CONFIRMED: "info",
    Shift.State.WORKED: "good",
    Shift.State.ABSENT: "bad",
}
SWAP_TONES = {
    ShiftSwap.State.ASKED: "info",
    ShiftSwap.State.AGREED: "warn",
    ShiftSwap.State.APPROVED: "good",
    ShiftSwap.State.REFUSED: "bad",
}


@admin.register(Shift)
class ShiftAdmin(RecordAdmin):
    """Shifts of all places, the latest first."""

    resource_class = ShiftResource
    list_display = [
        "member",
        "starts_at",
        "ends_at",
        "kind",
        "duty",
        "place_name",
        "task",
        "state_badge",
    ]
    list_filter = [
        "kind",
        "duty",
        "state",
        ("office", ScopedRelatedFilter),
        ("venue", ScopedRelatedFilter),
        ("starts_at", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["member", "office", "venue"]
    search_fields = ["number", "member__name", "member__number", "task", "note"]
    autocomplete_fields = ["member", "venue", "visit"]
    readonly_fields = ["state_badge", "entered_by"]
    fieldsets = [
        (None, {"fields": ["member", ("starts_at", "ends_at"), ("kind", "duty")]}),
        (
            gettext_lazy("where and what for"),
            {"fields": [("office", "venue"), ("task", "visit"), ("note", "number")]},
        ),
        (
            gettext_lazy("how far it has gone"),
            {"fields": [("state_badge", "entered_by")]},
        ),
    ]

    def tools(self, request, record) -> list[dict]:
        """Lead to the week in which the shift stands."""
        key = f"o{record.office_id}" if record.office_id else f"v{record.venue_id}"
        week = monday(day_of(record)).isoformat()
        url = f"{reverse('roster:week')}?place={key}&week={week}"
        return [{"label": _("Its week"), "icon": "calendar_view_week", "url": url}]

    def notices(self, request, record) -> list[Notice]:
        """Say what asks too much of the person around this shift."""
        return [Notice(text)] if (text := rest_told(record)) else []

    def save_related(self, request, form, formsets, change):
        """Warn, once all is stored, when the person needs rest."""
        super().save_related(request, form, formsets, change)
        if text := rest_told(form.instance):
            self.message_user(request, text, messages.WARNING)

    @admin.display(description=gettext_lazy("place"))
    def place_name(self, shift):
        """Return the office or the venue."""
        return str(shift.place)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_badge(self, shift):
        """Return the state in its colour."""
        return badge(shift.get_state_display(), TONES[shift.state])


def rest_told(shift: Shift) -> str:
    """Return the warnings of rest about the days around a shift."""
    day = day_of(shift)
    return told_once(shift.member, day - timedelta(days=1), day + timedelta(days=1))


@admin.register(ShiftSwap)
class ShiftSwapAdmin(ToldAdmin):
    """Swaps of shifts: who asked whom for what, and what became of it."""

    resource_class = ShiftSwapResource
    list_display = [
        "holder",
        "colleague",
        "shift",
        "in_return",
        "reason",
        "asked_at",
        "state_badge",
    ]
    list_filter = ["state", ("asked_at", PeriodFilter)]
    list_filter_submit = True
    list_select_related = [
        *("holder", "colleague", "shift__member", "in_return__member"),
    ]
    search_fields = ["holder__name", "colleague__name", "reason"]
    fields = [
        ("holder", "colleague"),
        ("shift", "in_return"),
        "reason",
        "state_badge",
        ("asked_by", "asked_at"),
        ("agreed_by", "agreed_at"),
        ("decided_by", "decided_at"),
    ]
    readonly_fields = ["state_badge"]

    def open_moves(self, record, user) -> dict:
        """Offer to each of the three what is his to say."""
        asks, answers = record.asked_by_id, record.colleague.user_id
        idle = {"approve", "refuse"} if user.pk in (asks, answers) else set()
        idle |= set() if user.pk == answers else {"agree", "decline"}
        idle |= set() if user.pk == asks else {"withdraw"}
        found = super().open_moves(record, user)
        return {name: step for name, step in found.items() if name not in idle}

    def before_move(self, request, record, name) -> list[Notice]:
        """Say before the approval what would ask too much of either."""
        if name != "approve":
            return []
        pairs = [(record.shift, record.colleague), (record.in_return, record.holder)]
        told = []
        for shift, member in pairs:
            if shift is not None:
                shift.member = member
                told.append(rest_told(shift))
        return [Notice(text) for text in told if text]

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_badge(self, swap):
        """Return the state in its colour."""
        return badge(swap.get_state_display(), SWAP_TONES.get(swap.state, "plain"))


@admin.register(RestLimit)
class RestLimitAdmin(RecordAdmin):
    """When a roster asks too much, by office; it only warns."""

    resource_class = RestLimitResource
    list_display = [
        "office",
        "days_in_a_row",
        "hours_a_week",
        "nights_in_a_row",
        "hours_between",
        "days_to_tell",
        "confirmed_badge",
    ]
    list_filter = [("office", ScopedRelatedFilter)]
    list_select_related = ["office"]
    search_fields = ["office__name", "document"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "office",
                    ("days_in_a_row", "nights_in_a_row"),
                    ("hours_a_week", "hours_between"),
                    ("days_to_tell", "document"),
                ]
            },
        )
    ]

    @admin.display(description=gettext_lazy("document"), ordering="document")
    def confirmed_badge(self, limit):
        """Return the document that sets them, or that they are to be confirmed."""
        return limit.document or badge(_("to be confirmed locally"), "warn")
