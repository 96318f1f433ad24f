"""The screens of checklists and service standards, their versions and items."""

from django.contrib import admin, messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from compliance import drafting
from compliance.checklist_states import VersionState
from compliance.exchange import (
    ChecklistItemResource,
    ChecklistResource,
    ChecklistVersionResource,
)
from compliance.models import Checklist, ChecklistItem, ChecklistVersion
from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import may
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.admin.told import ToldInline
from reception.console.badges import badge

TONES = {
    VersionState.DRAFT: "warn",
    VersionState.IN_FORCE: "good",
    VersionState.RETIRED: "plain",
}


def state_badge(version):
    """Return the state of a version in its colour."""
    return badge(version.get_state_display(), TONES[version.state])


def write_next(screen, request, checklist):
    """Begin the next version of a list, on POST, and lead to it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        version = drafting.write_next(checklist, by=request.user, at=timezone.now())
    except drafting.CannotWrite as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(screen.page("change", checklist.pk))
    url = reverse("admin:compliance_checklistversion_change", args=[version.pk])
    return HttpResponseRedirect(url)


class VersionInline(ToldInline):
    """The versions of a list, the newest first."""

    model = ChecklistVersion
    of_new = False
    fields = readonly_fields = ["page", "state_badge", "valid_from", "retired_on"]

    @admin.display(description=_("version"))
    def page(self, version):
        """Return the number, which leads to the version."""
        url = reverse("admin:compliance_checklistversion_change", args=[version.pk])
        return format_html('<a class="open" href="{}">{}</a>', url, version.number)

    @admin.display(description=_("state"))
    def state_badge(self, version):
        """Return the state in its colour."""
        return state_badge(version)


@admin.register(Checklist)
class ChecklistAdmin(RecordAdmin):
    """Lists by which inspections are held and services given."""

    resource_class = ChecklistResource
    inlines = [VersionInline]
    record_pages = {"next": write_next}
    change_form_outer_after_template = "compliance/next_version.html"
    list_display = ["code", "name", "kind", "category", "service"]
    list_filter = ["kind"]
    search_fields = ["code", "name", "name_en"]
    fieldsets = [
        (None, {"fields": [("name", "name_en"), ("code", "kind")]}),
        (None, {"fields": [("category", "service")]}),
    ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Offer to write the next version."""
        extra = dict(extra_context or {})
        if may(request.user, "add", ChecklistVersion):
            extra["next_url"] = self.page("next", object_id)
        return super().change_view(request, object_id, form_url, extra)


class ItemInline(RecordInline):
    """The items of a version."""

    model = ChecklistItem

    def get_fields(self, request, obj=None):
        """A standard names phases and posts, an inspection bases and severities."""
        if obj is not None and obj.checklist.kind == Checklist.Kind.PROCESS:
            return ["line", "code", "phase", "text", "post", "points"]
        more = ["basis", "severity", "is_confirmed", "points"]
        return ["line", "code", "text", *more]


@admin.register(ChecklistVersion)
class ChecklistVersionAdmin(RecordAdmin):
    """Versions of lists, each with its items."""

    resource_class = ChecklistVersionResource
    inlines = [ItemInline]
    list_display = ["number", "checklist", "state_badge", "valid_from", "retired_on"]
    list_filter = ["state", ("checklist", ScopedRelatedFilter)]
    list_select_related = ["checklist"]
    search_fields = ["number", "checklist__name"]
    readonly_fields = [
        "number",
        "checklist",
        "ordinal",
        "state_badge",
        "valid_from",
        "retired_on",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("checklist", "number"),
                    ("state_badge", "valid_from", "retired_on"),
                    "note",
                ]
            },
        )
    ]

    def has_add_permission(self, request):
        """Versions are begun by one step on the list's page."""
        return False

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, version):
        """Return the state in its colour."""
        return state_badge(version)


@admin.register(ChecklistItem)
class ChecklistItemAdmin(RecordAdmin):
    """Items of lists, with their bases and whether they are confirmed locally."""

    resource_class = ChecklistItemResource
    list_display = [
        "code",
        "version_number",
        "text",
        "severity",
        "points",
        "post",
        "confirmed",
    ]
    list_filter = [
        ("version", ScopedRelatedFilter),
        "severity",
        "is_confirmed",
    ]
    list_select_related = ["version__checklist"]
    search_fields = ["code", "text", "text_en"]
    fieldsets = [
        (
            None,
            {"fields": [("version", "line"), ("code", "points"), "text", "text_en"]},
        ),
        (None, {"fields": ["basis", ("severity", "is_confirmed"), ("phase", "post")]}),
    ]

    @admin.display(description=_("version"), ordering="version__number")
    def version_number(self, item):
        """Return the number of the item's version."""
        return item.version.number

    @admin.display(description=_("confirmed locally"), ordering="is_confirmed")
    def confirmed(self, item):
        """Return whether the office has confirmed basis and severity."""
        if item.is_confirmed:
            return badge(_("confirmed"), "good")
        return badge(_("to be confirmed locally"), "warn")
