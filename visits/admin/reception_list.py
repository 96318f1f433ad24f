"""The screen of reception lists."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reception.access.scope import can, can_part
from reception.console.admin import Notice, RecordAdmin, RecordInline
from reception.console.badges import badge
from visits import listing
from visits.exchange import ReceptionListResource
from visits.list_states import ListState
from visits.models import ListActivity, ListPerson, ReceptionList
from visits.states import State

TONES = {ListState.DRAFT: "plain", ListState.SIGNED: "good"}


class PeopleInline(RecordInline):
    """Who stands on the list."""

    model = ListPerson
    fields = ["line", "kind", "unit", "name", "position"]


class ActivitiesInline(RecordInline):
    """What was done."""

    model = ListActivity
    fields = ["line", "on", "activity", "place"]


@admin.register(ReceptionList)
class ReceptionListAdmin(RecordAdmin):
    """What was done on each visit, compared with what was planned, and signed."""

    resource_class = ReceptionListResource
    inlines = [PeopleInline, ActivitiesInline]
    list_display = ["visit", "state_badge", "arrived_on", "left_on", "due", "signed_by"]
    list_filter = ["state", "signed_at"]
    list_select_related = ["visit", "signed_by"]
    search_fields = ["visit__number", "visit__title"]
    autocomplete_fields = ["visit"]
    readonly_fields = ["state_badge", "signed_by", "signed_at", "entered_by", "due"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "visit",
                    ("arrived_on", "left_on"),
                    "remarks",
                ]
            },
        ),
        (
            gettext_lazy("how far the list has gone"),
            {
                "fields": [
                    ("state_badge", "due"),
                    ("entered_by", "signed_by"),
                    "signed_at",
                ]
            },
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        """A list stays with its visit."""
        readonly = super().get_readonly_fields(request, obj)
        return [*readonly, "visit"] if obj is not None else readonly

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_badge(self, record):
        """Return the state in its colour."""
        return badge(record.get_state_display(), TONES[record.state])

    @admin.display(description=gettext_lazy("due on"))
    def due(self, record):
        """Return the day until which the list is to be signed, in red once past."""
        day = listing.due_on(record.visit)
        is_late = record.state == ListState.DRAFT and day < timezone.localdate()
        return badge(day.isoformat(), "bad") if is_late else day.isoformat()

    def notices(self, request, record) -> list[Notice]:
        """Show what the list still lacks and where it differs from the plan."""
        found = []
        if record.state == ListState.DRAFT and (lacking := listing.gaps(record)):
            told = _(", ").join(str(each) for each in lacking)
            found.append(Notice(_("The list still lacks: %(gaps)s.") % {"gaps": told}))
        if listing.is_stale(record):
            text = _(
                "Meals, costs or lines changed after the signature; sign it again."
            )
            found.append(Notice(text))
        return found + differing(record)

    def before_move(self, request, record, name) -> list[Notice]:
        """Show the signer what differs from the plan."""
        return differing(record) if name == "sign" else []

    def tools(self, request, record) -> list[dict]:
        """Lead back to the visit and its settlement."""
        if not can(request.user, "view", record.visit):
            return []
        return [
            {
                "label": _("Its visit"),
                "icon": "luggage",
                "url": reverse("admin:visits_visit_change", args=[record.visit_id]),
            },
            {
                "label": _("Settlement"),
                "icon": "receipt_long",
                "url": reverse("admin:visits_visit_settlement", args=[record.visit_id]),
            },
        ]


class _Changed:
    """A comparison in the words of a notice."""

    def __init__(self, compared):
        self.label, self.old, self.new = compared.label, compared.planned, compared.done


def differing(record) -> list[Notice]:
    """Return where the list differs from letter and plan, if it does."""
    found = [_Changed(each) for each in listing.compare(record) if each.differs]
    return [Notice(_("Done otherwise than planned:"), found)] if found else []


def listed_now(request, visit) -> bool:
    """Whether the user may list what was done: the guests are here, or have left."""
    is_time = visit.state in (State.UNDER_WAY, State.COMPLETED)
    return is_time and can_part(request.user, "add", ReceptionList, visit)


def make_list(screen, request, visit):
    """Make the list of the visit from its record, or open the one that is there."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not listed_now(request, visit):
        raise PermissionDenied
    record = listing.make(visit, by=request.user)
    messages.success(request, _("The list holds what the record tells; complete it."))
    page = reverse("admin:visits_receptionlist_change", args=[record.pk])
    return HttpResponseRedirect(page)
