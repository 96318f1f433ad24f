"""The screens of approval: levels, deputies, and what was said."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, ToldAdmin, ToldInline
from reception.console.badges import badge
from reception.console.filters import PeriodFilter
from visits.approving import Word
from visits.content import content_of, differences
from visits.exchange import (
    ApprovalLevelResource,
    ApprovalResource,
    DeputyshipResource,
)
from visits.models import Approval, ApprovalLevel, Deputyship, Visit

WORD_TONES = {Word.AGREED: "good", Word.REFUSED: "bad", Word.SENT_BACK: "warn"}


class LevelForm(forms.ModelForm):
    """A level of approval, whose people may approve."""

    def clean_approvers(self):
        """Refuse people who have no right to approve."""
        people = self.cleaned_data["approvers"]
        without = [str(p) for p in people if not p.has_perm("visits.approve_visit")]
        if without:
            raise forms.ValidationError(
                _("Not approvers by their role: %(people)s.")
                % {"people": _(", ").join(without)}
            )
        return people


@admin.register(ApprovalLevel)
class ApprovalLevelAdmin(RecordAdmin):
    """Through whose hands the visits of an office go."""

    form = LevelForm
    resource_class = ApprovalLevelResource
    list_display = [
        "office",
        "order",
        "name",
        "people",
        "category",
        "from_rank",
        "from_budget",
        "from_guests",
    ]
    list_filter = [("office", ScopedRelatedFilter), "category"]
    list_select_related = ["office"]
    search_fields = ["name", "office__name"]
    autocomplete_fields = ["approvers"]
    fieldsets = [
        (None, {"fields": [("office", "order"), "name", "approvers"]}),
        (
            gettext_lazy("which visits pass this level"),
            {"fields": [("category", "from_rank"), ("from_budget", "from_guests")]},
        ),
        (
            gettext_lazy("asked again after"),
            {"fields": ["looks_at_people", "looks_at_programme", "looks_at_money"]},
        ),
    ]

    def get_queryset(self, request):
        """Read the people with their levels."""
        return super().get_queryset(request).prefetch_related("approvers")

    @admin.display(description=gettext_lazy("approvers"))
    def people(self, level):
        """Return the names of those who decide."""
        return _(", ").join(str(each) for each in level.approvers.all())


class DeputyshipForm(forms.ModelForm):
    """An absence, whose deputy may approve; without the right he decides nothing."""

    def clean_deputy(self):
        """Refuse a deputy who has no right to approve."""
        deputy = self.cleaned_data["deputy"]
        if not deputy.has_perm("visits.approve_visit"):
            raise forms.ValidationError(_("This person is not an approver."))
        return deputy


@admin.register(Deputyship)
class DeputyshipAdmin(RecordAdmin):
    """Who stands in for whom; approvers enter their own absences."""

    form = DeputyshipForm
    resource_class = DeputyshipResource
    list_display = ["absent", "deputy", "starts_on", "ends_on", "office", "reason"]
    list_filter = [("office", ScopedRelatedFilter), ("starts_on", PeriodFilter)]
    list_filter_submit = True
    list_select_related = ["absent", "deputy", "office"]
    search_fields = ["absent__name", "deputy__name"]
    autocomplete_fields = ["deputy"]
    fields = [
        ("absent", "deputy"),
        ("starts_on", "ends_on"),
        "reason",
        "office",
    ]

    def enters_for_others(self, request) -> bool:
        """Whether the user names deputies for other people too."""
        return request.user.has_perm("visits.appoint_deputyship")

    def has_change_permission(self, request, obj=None):
        """Let approvers change their own absences only."""
        if obj is not None and not self.enters_for_others(request):
            own = obj.absent_id == request.user.pk
            return own and super().has_change_permission(request, obj)
        return super().has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer approvers nobody but themselves as the absent one."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "absent" and not self.enters_for_others(request):
            field.queryset = field.queryset.filter(pk=request.user.pk)
        return field

    def get_changeform_initial_data(self, request):
        """Begin with the user's own absence."""
        own = {"absent": request.user.pk}
        return {**own, **super().get_changeform_initial_data(request)}


class WordColumn:
    """The decision of a level, in its colour, and whose it was."""

    @admin.display(description=gettext_lazy("decision"), ordering="word")
    def word_badge(self, approval):
        """Return the decision in its colour."""
        return badge(approval.get_word_display(), WORD_TONES[approval.word])

    @admin.display(description=gettext_lazy("decided by"), ordering="said_by__name")
    def person(self, approval):
        """Return who decided, and in whose place."""
        if approval.in_place_of is None:
            return str(approval.said_by)
        told = {"deputy": approval.said_by, "absent": approval.in_place_of}
        return _("%(deputy)s for %(absent)s") % told

    @admin.display(description=gettext_lazy("level of approval"))
    def level(self, approval):
        """Return the level, or that there was but one step."""
        return approval.level_name or _("single step")


class ApprovalInline(WordColumn, ToldInline):
    """What the levels said of a visit, the latest first."""

    model = Approval
    fields = ["level", "word_badge", "person", "said_at", "reason"]
    readonly_fields = ["level", "word_badge", "person"]

    def get_queryset(self, request):
        """Read the people with their words."""
        rows = super().get_queryset(request)
        return rows.select_related("said_by", "in_place_of")


@admin.register(Approval)
class ApprovalAdmin(WordColumn, ToldAdmin):
    """Every decision with the content that it was about, for auditors."""

    resource_class = ApprovalResource
    list_display = [
        "visit",
        "level",
        "word_badge",
        "late_badge",
        "person",
        "said_at",
        "reason",
    ]
    list_filter = ["word", "is_late", "is_last", ("said_at", PeriodFilter)]
    list_filter_submit = True
    list_select_related = ["visit", "said_by", "in_place_of"]
    search_fields = ["visit__number", "visit__title", "said_by__name", "reason"]
    fields = [
        "visit",
        ("level", "word_badge"),
        ("person", "said_at"),
        "reason",
        ("is_last", "is_late"),
        "told_content",
        "changed_since",
        "fingerprint",
    ]
    readonly_fields = ["level", "word_badge", "person", "told_content", "changed_since"]

    @admin.display(description=gettext_lazy("after the arrival"), ordering="is_late")
    def late_badge(self, approval):
        """Mark what was decided after the guests had come."""
        return badge(_("late"), "warn") if approval.is_late else "—"

    @admin.display(description=gettext_lazy("content decided on"))
    def told_content(self, approval):
        """Return the content in words, one line a column."""
        told = differences(Visit, {}, approval.content)
        return lines([(each.label, each.new) for each in told])

    @admin.display(description=gettext_lazy("changed since"))
    def changed_since(self, approval):
        """Return how the visit differs now."""
        from_then = differences(Visit, approval.content, content_of(approval.visit))
        return lines([(e.label, f"{e.old or '—'} → {e.new or '—'}") for e in from_then])


def lines(told):
    """Return labelled lines for a page, or a dash."""
    return format_html_join("", "<div><b>{}</b> {}</div>", told) or "—"
