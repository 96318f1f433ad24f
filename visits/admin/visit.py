"""The screen of visits: the clerk's day."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import can_part
from reception.console.admin import Notice, RecordAdmin, RecordInline
from reception.console.badges import badge
from reception.console.filters import PeriodFilter
from visits import approving
from visits.admin import plan, rehearsal
from visits.admin.approval import ApprovalInline
from visits.admin.assignment import AssignmentInline
from visits.admin.booking import BookingInline
from visits.admin.readiness import readiness_page
from visits.admin.reception_list import make_list
from visits.admin.rules import rules_page, tool
from visits.admin.settlement import make_pack, settlement_page
from visits.admin.spending import CostInline, MealInline, tools
from visits.admin.standards import standards_page
from visits.admin.venues import loop_page, venues_page
from visits.exchange import VisitResource
from visits.facts import letter_due
from visits.models import (
    Approval,
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
    State.READY: "good",
    State.UNDER_WAY: "info",
    State.COMPLETED: "warn",
    State.SETTLED: "plain",
    State.ARCHIVED: "plain",
    State.CANCELLED: "plain",
    State.MERGED: "plain",
}
DECISIONS = ("approve", "send_back", "refuse", "ask_again")


class WaitingFilter(admin.SimpleListFilter):
    """Visits on which the reader has to decide."""

    title = _("waiting")
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        """Offer what waits for the reader, if he decides at all."""
        decides = request.user.has_perm("visits.approve_visit")
        return [("me", _("for my decision"))] if decides else []

    def queryset(self, request, queryset):
        """Keep the visits that wait for him."""
        if self.value() != "me":
            return queryset
        waiting = approving.waiting_for(request.user, timezone.localdate())
        return queryset.filter(waiting, state=State.SUBMITTED)


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


def changes_told(user, visit) -> list:
    """Return what changed since the approval, to those who may read approvals."""
    if not can_part(user, "view", Approval, visit):
        return []
    return approving.change_since_approval(visit)


def _is_over(visit) -> bool:
    return visit.closed_reason() is not None


@admin.register(Visit)
class VisitAdmin(RecordAdmin):
    """Visits from the first entry to the decision."""

    resource_class = VisitResource
    record_pages = {
        "rules": rules_page,
        "readiness": readiness_page,
        "venues": venues_page,
        "loop": loop_page,
        "settlement": settlement_page,
        "standards": standards_page,
        "make_list": make_list,
        "pack": make_pack,
    }
    inlines = [
        PartyInline,
        ItineraryInline,
        BookingInline,
        AssignmentInline,
        MealInline,
        CostInline,
        ApprovalInline,
    ]
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
        WaitingFilter,
        "state",
        "category",
        "rank",
        ("host_office", ScopedRelatedFilter),
        ("arrives_at", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["host_office"]
    search_fields = ["number", "title", "sending_unit", "head_name"]
    autocomplete_fields = ["letter", "phone_record", "merged_into"]
    readonly_fields = [
        "state_badge",
        "level",
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
                    ("category", "budget"),
                    "letter",
                    "phone_record",
                    ("host_office", "number"),
                    ("arrives_at", "departs_at"),
                    "purpose",
                    "purpose_kind",
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
                    ("same_city", "state_employees"),
                    "remarks",
                ]
            },
        ),
        (
            _("before arrival"),
            {"fields": ["habits_asked_on", "health_protection"]},
        ),
        (
            _("ceremony"),
            {
                "fields": [
                    ("welcome_at_port", "cross_region_escort"),
                    ("banner", "crowd"),
                    ("red_carpet", "principal_leader_at_port"),
                ],
                "description": _(
                    "Tick what is planned or was held; official visits have none of it."
                ),
                "classes": ["collapse"],
            },
        ),
        (
            _("how far the file has gone"),
            {
                "fields": [
                    ("state_badge", "level"),
                    ("entered_by", "merged_into"),
                    ("submitted_by", "submitted_at"),
                    ("decided_by", "decided_at"),
                ]
            },
        ),
    ]

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, visit):
        """Return the state in its colour."""
        return badge(State(visit.state).label, TONES[visit.state])

    def has_delete_permission(self, request, obj=None):
        """A visit that was ever submitted keeps its trail; it can be cancelled."""
        if obj is not None and obj.pk and obj.state != State.DRAFT:
            return False
        return super().has_delete_permission(request, obj)

    def open_moves(self, record, user) -> dict:
        """Offer to ask again only for what changed, to merge only into something."""
        found = super().open_moves(record, user)
        is_stale = approving.is_stale(record)
        idle = {"make_ready", "begin", "complete"} if is_stale else {"ask_again"}
        if record.merged_into_id is None:
            idle.add("merge")
        return {name: step for name, step in found.items() if name not in idle}

    def tools(self, request, record):
        """Lead to readiness and settlement; to meals and costs of a closed page."""
        pages = (
            ("readiness", _("Readiness"), "fact_check"),
            ("venues", _("Venues"), "hotel"),
            ("loop", _("Daily controls"), "cycle"),
            ("settlement", _("Settlement"), "receipt_long"),
            ("standards", _("Service standards"), "checklist"),
        )
        return [
            tool(self, record),
            *(
                {"label": label, "icon": icon, "url": self.page(name, record.pk)}
                for name, label, icon in pages
            ),
            *plan.tools(request.user, record),
            *rehearsal.tools(request.user, record),
            *tools(request.user, record),
        ]

    def notices(self, request, record) -> list[Notice]:
        """Say that the approval covers the file no more, and that a letter is due."""
        found = []
        if approving.is_stale(record):
            text = _("The file changed after its approval; ask for approval again.")
            found.append(Notice(text, changes_told(request.user, record)))
        if record.letter_id is None and record.phone_record_id and not _is_over(record):
            due = letter_due(record)
            text = _("The letter is due on %(day)s; until then the call stands for it.")
            found.append(Notice(text % {"day": due.day.isoformat()}))
        return found

    def before_move(self, request, record, name) -> list[Notice]:
        """Show whoever decides what changed since the last approval."""
        changed = changes_told(request.user, record)
        if name not in DECISIONS or not changed:
            return []
        return [Notice(_("Changed since the last approval:"), changed)]
