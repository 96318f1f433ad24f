"""The screens where plans are written: versions with their sections and reviewers."""

from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery, Sum
from django.http import Http404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import can_part, codename, visible
from reception.accounts.models import User
from reception.console import sending
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.badges import badge
from reception.console.inputs import OVERRIDES
from reception.ledger.models import Entry, Kind
from visits.admin.plan import TONES, next_tools
from visits.admin.review import OPINION_TONES
from visits.exchange.plans import PlanSectionResource, PlanVersionResource
from visits.models import PlanSection, PlanVersion, Remark, Review
from visits.plan_document import document_of
from visits.plan_states import Opinion, PlanState


def reviewers(user):
    """Return the colleagues whom ``user`` may name and whose role reviews plans."""
    deciding = Permission.objects.filter(
        content_type__app_label="visits", codename=codename(Review, "decide")
    )
    able = User.objects.filter(
        Q(groups__permissions__in=deciding) | Q(user_permissions__in=deciding)
    )
    within = visible(user, "refer", User.objects.filter(is_active=True))
    return within.filter(pk__in=able.values("pk"))


class ComingReviewInline(RecordInline):
    """Who is to be asked in the rounds to come."""

    model = Review
    fields = ["round", "reviewer"]
    ordering = ["round", "pk"]
    verbose_name_plural = _("reviewers of the coming rounds")

    def get_queryset(self, request):
        """Return the rounds to come; who takes part in the others is settled."""
        return super().get_queryset(request).filter(round__gt=F("version__round"))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer those who may review."""
        if db_field.name == "reviewer":
            kwargs["queryset"] = reviewers(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class HeldReviewInline(RecordInline):
    """What was said in the rounds that were held, or is being said."""

    model = Review
    fields = readonly_fields = ["round", "reviewer", "opinion", "said_at", "reason"]
    ordering = ["-round", "pk"]
    verbose_name_plural = _("what the reviewers say")
    can_delete = False

    def has_add_permission(self, request, obj=None):
        """Rounds that have begun take nobody else."""
        return False

    def has_change_permission(self, request, obj=None):
        """Everybody speaks for himself, by a move."""
        return False

    def get_queryset(self, request):
        """Return the rounds so far, with the reason that was given, if one was."""
        told = Entry.objects.filter(
            record_type=Review._meta.label_lower,
            record_id=OuterRef("pk"),
            kind=Kind.MOVED,
        ).order_by("-pk")
        rows = super().get_queryset(request).filter(round__lte=F("version__round"))
        rows = rows.select_related("reviewer")
        return rows.annotate(told=Subquery(told.values("reason")[:1]))

    @admin.display(description=_("opinion"))
    def opinion(self, review):
        """Return the opinion in its colour."""
        return badge(review.get_state_display(), OPINION_TONES[review.state])

    @admin.display(description=_("reason"))
    def reason(self, review):
        """Return why he objected."""
        objected = review.state == Opinion.OBJECTED
        return review.told if objected and review.told else "—"


class SectionInline(RecordInline):
    """The sections of a version: tall boxes, each with its remarks beside it."""

    model = PlanSection
    template = "visits/sections.html"
    fields = ["line", "heading", "body"]
    formfield_overrides = {
        **OVERRIDES,
        models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 12})},
    }

    def get_queryset(self, request):
        """Return the sections with the remarks on them, in few queries."""
        remarks = visible(request.user, "view", Remark.objects.all())
        remarks = remarks.select_related("written_by", "answered_by")
        return (
            super()
            .get_queryset(request)
            .select_related("version__plan__visit")
            .prefetch_related(Prefetch("remarks", remarks, to_attr="shown_remarks"))
        )

    def _allows(self, request, action, parent):
        """The text stands still while the version is in review."""
        if action != "view" and parent is not None and parent.text_locked_reason():
            return False
        return super()._allows(request, action, parent)


@admin.register(PlanVersion)
class PlanVersionAdmin(RecordAdmin):
    """The versions of plans, each with its text, its reviewers and its remarks."""

    resource_class = PlanVersionResource
    inlines = [SectionInline, ComingReviewInline, HeldReviewInline]
    change_form_outer_before_template = "visits/my_opinion.html"
    change_form_outer_after_template = "visits/remark_forms.html"
    list_display = [
        "number",
        "title",
        "state_badge",
        "round",
        "length",
        "written_by",
        "approved_at",
    ]
    list_filter = [
        "state",
        ("plan__visit__host_office", ScopedRelatedFilter),
        ("written_by", ScopedRelatedFilter),
    ]
    list_select_related = ["plan", "written_by"]
    search_fields = ["number", "plan__title", "plan__visit__title"]
    autocomplete_fields = ["plan"]
    readonly_fields = [
        "number",
        "ordinal",
        "state_badge",
        "length",
        "round",
        "written_by",
        "approved_by",
        "approved_at",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("plan", "number"),
                    ("state_badge", "length"),
                    ("written_by", "round"),
                    ("approved_by", "approved_at"),
                    "note",
                ]
            },
        )
    ]

    class Media:
        css = {"all": ["visits/plans.css"]}

    def get_queryset(self, request):
        """Note how long each version is."""
        sections = PlanSection.objects.filter(version=OuterRef("pk")).order_by()
        counted = sections.values("version").annotate(sum=Sum("characters"))
        rows = super().get_queryset(request)
        return rows.annotate(counted=Subquery(counted.values("sum")[:1]))

    def has_add_permission(self, request):
        """Versions are begun by one step on the plan's page."""
        return False

    def has_delete_permission(self, request, obj=None):
        """What was reviewed once is kept, with all that was said of it."""
        if obj is not None and obj.round:
            return False
        return super().has_delete_permission(request, obj)

    def get_inlines(self, request, obj):
        """Leave out tables of rounds that nobody can fill and that hold nothing."""
        inlines = [SectionInline]
        if obj is not None and obj.state != PlanState.APPROVED:
            coming = obj.reviews.filter(round__gt=obj.round).exists()
            if coming or can_part(request.user, "add", Review, obj):
                inlines.append(ComingReviewInline)
        if obj is not None and obj.round:
            inlines.append(HeldReviewInline)
        return inlines

    def get_readonly_fields(self, request, obj=None):
        """A version stays with its plan."""
        readonly = super().get_readonly_fields(request, obj)
        return [*readonly, "plan"] if obj is not None else readonly

    @admin.display(description=_("title"), ordering="plan__title")
    def title(self, version):
        """Return the plan's title."""
        return version.plan.title

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, version):
        """Return the state in its colour."""
        return badge(version.get_state_display(), TONES[version.state])

    @admin.display(description=_("characters"), ordering="counted")
    def length(self, version):
        """Return the characters of all sections."""
        return getattr(version, "counted", None) or 0

    def get_urls(self):
        """Add the Word document."""
        wrap, name = self.admin_site.admin_view, self.page_name
        word = path("<int:pk>/word/", wrap(self.word_view), name=name("word"))
        return [word, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Tell who may remark and answer, and what the user himself is asked."""
        extra = dict(extra_context or {})
        version = self.get_object(request, object_id)
        if version is not None:
            user, closed = request.user, version.locked_reason()
            extra["may_answer"] = not closed and can_part(
                user, "change", Remark, version
            )
            extra["may_remark"] = (
                not closed
                and version.state == PlanState.IN_REVIEW
                and version.written_by_id != user.pk
                and can_part(user, "add", Remark, version)
            )
            extra["text_locked"] = version.text_locked_reason()
            asked = version.reviews.filter(reviewer=user, round=version.round)
            review = asked.select_related("version").first()
            if review is not None and review.may_speak(user):
                extra["review"] = review
                extra["opinions"] = {
                    name: step
                    for name, step in review.moves.items()
                    if review.state in step.sources
                }
        return super().change_view(request, object_id, form_url, extra)

    def tools(self, request, record):
        """Lead to the plan, what differs, the Word document and the next version."""
        page = reverse("admin:visits_plan_change", args=[record.plan_id])
        doors = [{"label": _("Its plan"), "icon": "description", "url": page}]
        if record.plan.versions.count() > 1:
            url = reverse("admin:visits_plan_differences", args=[record.plan_id])
            first = max(record.ordinal - 1, 1)
            url = f"{url}?old={first}&new={max(record.ordinal, first + 1)}"
            doors.append({"label": _("Differences"), "icon": "difference", "url": url})
        if record.state == PlanState.APPROVED:
            url = self.page("word", record.pk)
            doors.append({"label": _("Word document"), "icon": "download", "url": url})
        return [*doors, *next_tools(request.user, record.plan)]

    def save_formset(self, request, form, formset, change):
        """Refuse a text whose version was handed in while the form was checked."""
        if formset.model is PlanSection and formset.has_changed():
            rows = PlanVersion.objects.select_for_update(of=("self",))
            if rows.get(pk=form.instance.pk).text_locked_reason():
                raise PermissionDenied
        super().save_formset(request, form, formset, change)

    def word_view(self, request, pk):
        """Send an approved version as a Word document, and note it in the ledger."""
        version = self.get_object(request, str(pk))
        if version is None or version.state != PlanState.APPROVED:
            raise Http404
        if not self.has_view_permission(request, version):
            raise PermissionDenied
        now = timezone.now()
        return sending.word(
            request,
            version,
            f"{version.number} {version.plan.title}",
            document_of(version, now),
            rows=version.sections.count(),
            at=now,
        )


@admin.register(PlanSection)
class PlanSectionAdmin(RecordAdmin):
    """The sections of all plans; they are written on the page of their version."""

    resource_class = PlanSectionResource
    list_display = ["number", "title", "line", "heading", "characters"]
    list_filter = [("version__plan__visit__host_office", ScopedRelatedFilter)]
    list_select_related = ["version__plan"]
    search_fields = ["number", "heading", "body", "version__plan__title"]
    autocomplete_fields = ["version"]
    readonly_fields = ["characters"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("version", "number"),
                    ("line", "heading"),
                    "hint",
                    "body",
                    "characters",
                ]
            },
        )
    ]
    formfield_overrides = SectionInline.formfield_overrides

    def get_readonly_fields(self, request, obj=None):
        """A section stays with its version."""
        readonly = super().get_readonly_fields(request, obj)
        return [*readonly, "version"] if obj is not None else readonly

    @admin.display(description=_("plan"), ordering="version__plan__title")
    def title(self, section):
        """Return the plan's title."""
        return section.version.plan.title
