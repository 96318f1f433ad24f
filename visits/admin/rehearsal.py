"""The screens of rehearsals: the list gone through, what was found, who mends it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import can, can_at_place, can_part, may
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.admin.base import ReasonForm
from reception.console.badges import badge
from reception.console.filters import PeriodFilter
from reception.workflow import MoveNotPossible
from visits import rehearsing
from visits.admin.standards import take_points
from visits.exchange.plans import (
    RehearsalFindingResource,
    RehearsalPointResource,
    RehearsalResource,
)
from visits.models import Rehearsal, RehearsalCheck, RehearsalFinding, RehearsalPoint
from visits.rehearsal_states import RehearsalState

TONES = {
    RehearsalState.PLANNED: "plain",
    RehearsalState.HELD: "info",
    RehearsalState.CLOSED: "good",
}
FINDING_TONES = {
    RehearsalFinding.State.OPEN: "warn",
    RehearsalFinding.State.ON_THE_SPOT: "good",
    RehearsalFinding.State.FIXED: "good",
    RehearsalFinding.State.WAIVED: "info",
}


def tools(user, visit) -> list[dict]:
    """Return the door from a visit to its rehearsals, or to the first one."""
    begin = begin_tool(user, visit)
    if not may(user, "view", Rehearsal):
        return []
    if begin and not visit.rehearsals.exists():
        return begin
    page = reverse("admin:visits_rehearsal_changelist")
    url = f"{page}?visit__id__exact={visit.pk}"
    return [{"label": _("Its rehearsals"), "icon": "theater_comedy", "url": url}]


def begin_tool(user, visit) -> list[dict]:
    """Return the door to a new rehearsal of a visit, if ``user`` may plan one."""
    if visit.closed_reason() or not can_part(user, "add", Rehearsal, visit):
        return []
    url = f"{reverse('admin:visits_rehearsal_add')}?visit={visit.pk}"
    return [{"label": _("Plan a rehearsal"), "icon": "theater_comedy", "url": url}]


class CheckInline(RecordInline):
    """The list of a rehearsal, gone through point by point."""

    model = RehearsalCheck
    of_new = False
    fields = ["point", "result", "note"]
    readonly_fields = ["point"]
    can_delete = False

    def has_add_permission(self, request, obj=None):
        """The list is laid out as a whole."""
        return False

    def get_queryset(self, request):
        """Return the checks with their points."""
        return super().get_queryset(request).select_related("point")


class FindingForm(forms.ModelForm):
    """A finding's form that minds the waiver too, which it does not show."""

    def _get_validation_exclusions(self):
        waiver = {"waiver", "waived_by", "waived_at"}
        return super()._get_validation_exclusions() - waiver


class FindingInline(RecordInline):
    """What was found, and who puts it right until when."""

    model = RehearsalFinding
    of_new = False
    form = FindingForm
    fields = [
        "line",
        "what",
        "fixer",
        "staff",
        "due_at",
        "is_fixed_on_the_spot",
        "fixed_at",
        "page",
    ]
    readonly_fields = ["page"]
    autocomplete_fields = ["fixer", "staff"]

    @admin.display(description=_("state"))
    def page(self, finding):
        """Return the state, which leads to the page where a finding can be waived."""
        if finding.pk is None:
            return ""
        url = reverse("admin:visits_rehearsalfinding_change", args=[finding.pk])
        return format_html('<a href="{}">{}</a>', url, state_badge(finding))


def state_badge(finding):
    """Return the state of a finding in its colour."""
    return badge(finding.get_state_display(), FINDING_TONES[finding.state])


@admin.register(Rehearsal)
class RehearsalAdmin(RecordAdmin):
    """What is tried before the guests come."""

    resource_class = RehearsalResource
    inlines = [CheckInline, FindingInline]
    record_pages = {"points": take_points}
    list_display = [
        "number",
        "title",
        "visit",
        "planned_at",
        "where",
        "led_by",
        "state_badge",
        "open_findings",
    ]
    list_filter = [
        "state",
        ("visit__host_office", ScopedRelatedFilter),
        ("planned_at", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["visit", "place", "venue", "led_by"]
    search_fields = ["number", "title", "visit__number", "visit__title"]
    autocomplete_fields = ["visit", "place", "venue", "led_by"]
    readonly_fields = ["state_badge", "held_at"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    "visit",
                    ("planned_at", "led_by"),
                    ("place", "venue"),
                ]
            },
        ),
        (
            _("how far it has gone"),
            {"fields": [("state_badge", "held_at"), "number"]},
        ),
    ]

    class Media:
        css = {"all": ["visits/plans.css"]}

    def get_queryset(self, request):
        """Count what is open of each rehearsal."""
        waiting = RehearsalFinding.objects.open().filter(rehearsal=OuterRef("pk"))
        counted = waiting.order_by().values("rehearsal").annotate(count=Count("pk"))
        rows = super().get_queryset(request)
        return rows.annotate(waiting=Coalesce(Subquery(counted.values("count")), 0))

    @admin.display(description=_("where it is held"))
    def where(self, rehearsal):
        """Return the activity place or the venue."""
        return rehearsal.place or rehearsal.venue

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, rehearsal):
        """Return the state in its colour."""
        return badge(rehearsal.get_state_display(), TONES[rehearsal.state])

    @admin.display(description=_("open findings"), ordering="waiting")
    def open_findings(self, rehearsal):
        """Return how many findings are open."""
        return rehearsal.waiting

    def tools(self, request, record):
        """Lead to the visit, and to another rehearsal of it."""
        url = reverse("admin:visits_visit_change", args=[record.visit_id])
        doors = [{"label": _("Its visit"), "icon": "luggage", "url": url}]
        if can(request.user, "change", record) and not record.locked_reason():
            label, url = (
                _("Take points from a standard"),
                self.page("points", record.pk),
            )
            doors.append({"label": label, "icon": "checklist", "url": url})
        return [*doors, *begin_tool(request.user, record.visit)]

    def save_related(self, request, form, formsets, change):
        """Give a rehearsal that is planned the list in use."""
        super().save_related(request, form, formsets, change)
        if form.instance.state == RehearsalState.PLANNED:
            rehearsing.lay_out(form.instance)

    def response_post_save_add(self, request, obj):
        """Lead to the list that is to be gone through."""
        return HttpResponseRedirect(self.page("change", obj.pk))


@admin.register(RehearsalFinding)
class RehearsalFindingAdmin(RecordAdmin):
    """What rehearsals found, and how it was put right."""

    resource_class = RehearsalFindingResource
    form = FindingForm
    list_display = ["rehearsal", "line", "what", "mender", "due_at", "state_badge"]
    list_filter = [
        "state",
        ("rehearsal__visit__host_office", ScopedRelatedFilter),
        ("due_at", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["rehearsal", "fixer", "staff"]
    search_fields = ["what", "rehearsal__number", "rehearsal__title"]
    autocomplete_fields = ["rehearsal", "fixer", "staff"]
    ordering = ["-rehearsal__planned_at", "line"]
    readonly_fields = ["state_badge", "waiver", "waived_by", "waived_at"]
    fieldsets = [
        (None, {"fields": [("rehearsal", "line"), "what"]}),
        (
            _("how it is put right"),
            {
                "fields": [
                    ("fixer", "staff"),
                    "due_at",
                    ("is_fixed_on_the_spot", "fixed_at"),
                ]
            },
        ),
        (
            _("how far it has gone"),
            {"fields": [("state_badge", "waiver"), ("waived_by", "waived_at")]},
        ),
    ]

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, finding):
        """Return the state in its colour."""
        return state_badge(finding)

    @admin.display(description=_("who puts it right"))
    def mender(self, finding):
        """Return the user or the member of staff."""
        return finding.fixer or finding.staff or "—"

    def get_urls(self):
        """Add the page on which a finding is waived."""
        wrap, name = self.admin_site.admin_view, self.page_name
        waive = path("<int:pk>/waive/", wrap(self.waive_view), name=name("waive"))
        return [waive, *super().get_urls()]

    def tools(self, request, record):
        """Lead to the rehearsal, and let an approver waive what is open."""
        url = reverse("admin:visits_rehearsal_change", args=[record.rehearsal_id])
        doors = [{"label": _("Its rehearsal"), "icon": "checklist", "url": url}]
        is_open = record.state == RehearsalFinding.State.OPEN
        if is_open and can_at_place(request.user, "waive", record):
            url = self.page("waive", record.pk)
            doors.append({"label": _("Waive it"), "icon": "front_hand", "url": url})
        return doors

    def waive_view(self, request, pk):
        """Ask for the reason why a finding may stand; on POST let it stand."""
        record = self.get_object(request, str(pk))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not can_at_place(request.user, "waive", record):
            raise PermissionDenied
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            if self.waived(request, record, reason):
                return HttpResponseRedirect(self.page("change", record.pk))
        form.fields["reason"].required = True
        context = {
            **self.admin_site.each_context(request),
            "title": _("Waive: %(record)s") % {"record": record},
            "opts": self.opts,
            "original": record,
            "record": record,
            "step": {"label": _("Waive it")},
            "form": form,
            "obstacles": rehearsing.obstacles(record, request.user),
            "back": self.page("change", record.pk),
        }
        return TemplateResponse(request, "console/move.html", context)

    def waived(self, request, record, reason: str) -> bool:
        """Waive the finding and say how it went."""
        now = timezone.now()
        try:
            rehearsing.waive(record, reason, by=request.user, at=now)
        except MoveNotPossible as refused:
            self.message_user(request, f"{record}: {refused}", messages.ERROR)
            return False
        told = _("“%(record)s” is waived.") % {"record": record}
        self.message_user(request, told, messages.SUCCESS)
        return True


@admin.register(RehearsalPoint)
class RehearsalPointAdmin(RecordAdmin):
    """The list by which every rehearsal is checked."""

    resource_class = RehearsalPointResource
    list_display = ["code", "line", "name", "hint", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["code", "name"]
    fieldsets = [(None, {"fields": [("name", "code"), ("line", "is_active"), "hint"]})]
