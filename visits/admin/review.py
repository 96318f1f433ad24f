"""The screens of reviews and remarks: what is asked of whom, said and answered."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reception.access.admin import ScopedRelatedFilter
from reception.access.records import why_locked
from reception.console.admin import RecordAdmin
from reception.console.badges import badge
from visits.exchange.plans import RemarkResource, ReviewResource
from visits.models import PlanVersion, Remark, Review
from visits.plan_states import Opinion

OPINION_TONES = {
    Opinion.WAITING: "warn",
    Opinion.AGREED: "good",
    Opinion.OBJECTED: "bad",
}


def page_of(version_id: int, section_id: int | None = None) -> str:
    """Return the address of a version's page, at one of its sections."""
    url = reverse("admin:visits_planversion_change", args=[version_id])
    return f"{url}#section-{section_id}" if section_id else url


class AskedFilter(admin.SimpleListFilter):
    """Reviews by whose answer they wait for."""

    title = _("asked")
    parameter_name = "asked"

    def lookups(self, request, model_admin):
        """Offer what waits for the user himself."""
        return [("me", _("waiting for me"))]

    def queryset(self, request, queryset):
        """Return the reviews of rounds being held in which the user is asked."""
        if self.value() != "me":
            return queryset
        return queryset.asked_of(request.user)


@admin.register(Review)
class ReviewAdmin(RecordAdmin):
    """Who is asked in which round of which version, and what he says."""

    resource_class = ReviewResource
    list_display = ["version", "title", "round", "reviewer", "opinion", "said_at"]
    list_filter = [
        AskedFilter,
        "state",
        ("version__plan__visit__host_office", ScopedRelatedFilter),
        ("reviewer", ScopedRelatedFilter),
    ]
    list_select_related = ["version__plan", "reviewer"]
    search_fields = ["version__number", "version__plan__title", "reviewer__name"]
    autocomplete_fields = ["version", "reviewer"]
    ordering = ["-pk"]
    readonly_fields = ["opinion", "said_at"]
    fieldsets = [
        (
            None,
            {"fields": ["version", ("round", "reviewer"), ("opinion", "said_at")]},
        )
    ]

    @admin.display(description=_("plan"), ordering="version__plan__title")
    def title(self, review):
        """Return the plan's title."""
        return review.version.plan.title

    @admin.display(description=_("opinion"), ordering="state")
    def opinion(self, review):
        """Return the opinion in its colour."""
        return badge(review.get_state_display(), OPINION_TONES[review.state])

    def tools(self, request, record):
        """Lead to the text that is reviewed."""
        url = page_of(record.version_id)
        return [{"label": _("Its version"), "icon": "edit_note", "url": url}]

    def open_moves(self, record, user) -> dict:
        """Offer the moves to the reviewer himself, while his round is held."""
        found = super().open_moves(record, user)
        return found if record.may_speak(user) else {}

    def move_view(self, request, pk, to):
        """Lead back to the text once the opinion is said."""
        response = super().move_view(request, pk, to)
        if request.method == "POST" and isinstance(response, HttpResponseRedirect):
            record = self.get_object(request, str(pk))
            if record is not None:
                return HttpResponseRedirect(page_of(record.version_id))
        return response


@admin.register(Remark)
class RemarkAdmin(RecordAdmin):
    """Remarks on sections, and where they are answered."""

    resource_class = RemarkResource
    list_display = [
        "number",
        "section_heading",
        "text",
        "written_by",
        "written_at",
        "answer_badge",
    ]
    list_filter = [
        ("answered_at", admin.EmptyFieldListFilter),
        ("section__version__plan__visit__host_office", ScopedRelatedFilter),
        ("written_by", ScopedRelatedFilter),
    ]
    list_select_related = ["section__version__plan", "written_by"]
    search_fields = ["number", "text", "section__heading"]
    autocomplete_fields = ["section"]
    ordering = ["-pk"]
    readonly_fields = ["written_by", "written_at", "answered_by", "answered_at"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "section",
                    "text",
                    "must_be_answered",
                    ("written_by", "written_at"),
                ]
            },
        ),
        (
            _("answer"),
            {"fields": ["answer", ("answered_by", "answered_at")]},
        ),
    ]

    def get_fieldsets(self, request, obj=None):
        """A remark that is being written has no answer yet."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj is not None else fieldsets[:1]

    def get_readonly_fields(self, request, obj=None):
        """What was remarked stays as it was written."""
        readonly = super().get_readonly_fields(request, obj)
        said = ["section", "text", "must_be_answered"]
        return [*readonly, *said] if obj is not None else readonly

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return a form that wants an answer, or another than the writer."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None:
            if "answer" in form.base_fields:  # who may only look has no fields
                form.base_fields["answer"].required = True
            return form

        class OthersForm(form):
            def clean(self):
                cleaned = super().clean()
                section = self.cleaned_data.get("section")
                if section and section.version.written_by_id == request.user.pk:
                    raise forms.ValidationError(
                        _("You wrote this version; others write remarks on it.")
                    )
                return cleaned

        return OthersForm

    @admin.display(description=_("plan section"), ordering="section__heading")
    def section_heading(self, remark):
        """Return plan and heading of the section."""
        return f"{remark.section.version.plan.title} · {remark.section.heading}"

    @admin.display(description=_("answer"), ordering="answered_at")
    def answer_badge(self, remark):
        """Return whether it was answered."""
        if remark.answered_at:
            return badge(_("answered"), "good")
        if remark.must_be_answered:
            return badge(_("waits for an answer"), "warn")
        return badge(_("needs no answer"), "plain")

    def tools(self, request, record):
        """Lead to the section."""
        url = page_of(record.section.version_id, record.section_id)
        return [{"label": _("Its version"), "icon": "edit_note", "url": url}]

    def save_model(self, request, obj, form, change):
        """Note who remarks or answers, while the version cannot be moved on."""
        rows = PlanVersion.objects.select_for_update(of=("self",))
        obj.section.version = rows.get(pk=obj.section.version_id)
        if why_locked(obj):
            raise PermissionDenied
        if not change:
            obj.written_by, obj.written_at = request.user, timezone.now()
            super().save_model(request, obj, form, change)
        elif "answer" in form.changed_data:
            obj.answered_by, obj.answered_at = request.user, timezone.now()
            obj.save(update_fields=["answer", "answered_by", "answered_at"])

    def response_post_save_add(self, request, obj):
        """Lead back to the section."""
        section = obj.section
        return HttpResponseRedirect(page_of(section.version_id, section.pk))

    def response_post_save_change(self, request, obj):
        """Lead back to the section."""
        return self.response_post_save_add(request, obj)
