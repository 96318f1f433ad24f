"""The screen of inspections."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from compliance import scoring
from compliance.admin.filling import fill_page
from compliance.checklist_states import VersionState
from compliance.exchange import InspectionResource
from compliance.inspection_states import InspectionState, state_of_new
from compliance.models import (
    Checklist,
    ChecklistVersion,
    Finding,
    Inspection,
)
from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import visible
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.badges import badge
from reception.console.filters import PeriodFilter

TONES = {
    InspectionState.PLANNED: "plain",
    InspectionState.UNDER_WAY: "info",
    InspectionState.FINISHED: "good",
}


class FindingInline(RecordInline):
    """The findings of an inspection, in short."""

    model = Finding
    fields = ["category", "item", "location", "severity", "deadline", "found_on"]
    show_change_link = True
    per_page = 20


class InspectionForm(forms.ModelForm):
    """An inspection's form, which takes no list that may still change."""

    def clean_lists(self):
        """Refuse drafts."""
        lists = self.cleaned_data["lists"]
        drafts = [v.number for v in lists if v.state == VersionState.DRAFT]
        if drafts:
            told = _("These checklists are still drafts: %(numbers)s.")
            raise forms.ValidationError(told, params={"numbers": ", ".join(drafts)})
        return lists


@admin.register(Inspection)
class InspectionAdmin(RecordAdmin):
    """Inspections: how far they have come, what they score, and what they found."""

    resource_class = InspectionResource
    form = InspectionForm
    inlines = [FindingInline]
    record_pages = {"fill": fill_page}
    list_display = [
        "number",
        "venue",
        "inspected_on",
        "campaign",
        "round",
        "state_badge",
        "progress",
        "score",
        "found",
    ]
    list_filter = [
        "state",
        ("campaign", ScopedRelatedFilter),
        "round",
        ("inspected_on", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["venue", "campaign"]
    search_fields = ["number", "venue__name", "campaign__name"]
    autocomplete_fields = ["venue", "campaign", "inspectors"]
    readonly_fields = ["state_badge", "progress", "score", "scores"]
    fieldsets = [
        (None, {"fields": [("venue", "inspected_on"), ("office", "number")]}),
        (None, {"fields": [("campaign", "round"), "inspectors", "lists"]}),
        (
            _("how far it has gone"),
            {"fields": [("state_badge", "progress", "score"), "scores", "conclusion"]},
        ),
    ]

    class Media:
        css = {"all": ["compliance/rounds.css"]}

    def get_queryset(self, request):
        """Note on each inspection its items, answers, points and findings."""
        return scoring.with_progress(super().get_queryset(request))

    def get_fieldsets(self, request, obj=None):
        """A new inspection has its conclusion to come, and nothing else told."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        return [*fieldsets[:2], (None, {"fields": ["conclusion"]})]

    def get_readonly_fields(self, request, obj=None):
        """Lists are chosen before their items are answered."""
        readonly = super().get_readonly_fields(request, obj)
        if obj is not None and obj.answers.exists():
            return [*readonly, "lists"]
        return readonly

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Offer the checklists of inspections that are not retired."""
        if db_field.name == "lists":
            offered = ChecklistVersion.objects.filter(
                checklist__kind=Checklist.Kind.INSPECTION
            ).exclude(state=VersionState.RETIRED)
            offered = offered.select_related("checklist").order_by("number")
            kwargs["queryset"] = visible(request.user, "refer", offered)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """An inspection entered for an earlier day was held."""
        if not change:
            obj.state = state_of_new(obj.inspected_on, timezone.localdate())
        super().save_model(request, obj, form, change)

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, inspection):
        """Return the state in its colour."""
        return badge(inspection.get_state_display(), TONES[inspection.state])

    @admin.display(description=_("items answered"))
    def progress(self, inspection):
        """Return how many of its items are answered."""
        asked = getattr(inspection, "asked", 0)
        return f"{inspection.answered} / {asked}" if asked else "—"

    @admin.display(description=_("score"))
    def score(self, inspection):
        """Return the score so far, of a hundred."""
        held = getattr(inspection, "possible", 0)
        number = scoring.score(inspection.reached, held) if held else None
        return "—" if number is None else number

    @admin.display(description=_("score by checklist"))
    def scores(self, inspection):
        """Return the score of each of its lists."""
        found = scoring.by_list([inspection.pk])
        lists = inspection.lists.select_related("checklist").order_by("number")
        told = [
            format_html(
                '<span class="score">{} <b>{}</b></span>',
                version.checklist,
                "—" if found.get(version.pk) is None else found[version.pk],
            )
            for version in lists
        ]
        return format_html("{} " * len(told), *told) if told else "—"

    @admin.display(description=_("findings"), ordering="found")
    def found(self, inspection):
        """Return how many problems were found."""
        return inspection.found

    def tools(self, request, record):
        """Lead to the items."""
        if not record.asked:
            return []
        url = self.page("fill", record.pk)
        return [{"label": _("Fill it in"), "icon": "checklist", "url": url}]
