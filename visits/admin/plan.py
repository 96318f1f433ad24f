"""The screen of plans: begun from templates, written on in versions, compared."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from reception.access.admin import ScopedRelatedFilter, is_key
from reception.access.scope import can_part, may, visible
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.badges import badge
from visits.differences import pairs
from visits.drafting import CannotWrite, begin, templates_for, write_next
from visits.exchange.plans import PlanResource
from visits.models import Plan, PlanVersion, Visit
from visits.plan_states import PlanState

TONES = {
    PlanState.DRAFT: "plain",
    PlanState.IN_REVIEW: "info",
    PlanState.APPROVED: "good",
}


def tools(user, visit) -> list[dict]:
    """Return the door from a visit to its plans, where new ones are begun."""
    if not may(user, "view", Plan):
        return []
    url = f"{reverse('admin:visits_plan_begin')}?visit={visit.pk}"
    return [{"label": _("Its plans"), "icon": "description", "url": url}]


class VersionInline(RecordInline):
    """The versions of a plan, each with the way to its page."""

    model = PlanVersion
    fields = readonly_fields = [
        "page",
        "state_badge",
        "round",
        "note",
        "written_by",
        "approved_by",
        "approved_at",
    ]
    can_delete = False

    def has_add_permission(self, request, obj=None):
        """Versions are begun by one step, which copies the last one."""
        return False

    @admin.display(description=_("version"))
    def page(self, version):
        """Lead to the page where the version is written."""
        url = reverse("admin:visits_planversion_change", args=[version.pk])
        return format_html('<a class="open" href="{}">{}</a>', url, version.number)

    @admin.display(description=_("state"))
    def state_badge(self, version):
        """Return the state in its colour."""
        return badge(version.get_state_display(), TONES[version.state])


@admin.register(Plan)
class PlanAdmin(RecordAdmin):
    """Plans of visits."""

    resource_class = PlanResource
    inlines = [VersionInline]
    list_display = ["number", "title", "visit", "last_state", "responsible"]
    list_filter = [
        ("visit__host_office", ScopedRelatedFilter),
        ("template", ScopedRelatedFilter),
        ("responsible", ScopedRelatedFilter),
    ]
    list_select_related = ["visit", "responsible"]
    search_fields = ["number", "title", "visit__number", "visit__title"]
    autocomplete_fields = ["visit", "responsible"]
    fieldsets = [
        (
            None,
            {"fields": ["title", "visit", ("responsible", "template"), "number"]},
        )
    ]

    def get_queryset(self, request):
        """Note how far each plan's latest version has come."""
        versions = PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("-ordinal")
        rows = super().get_queryset(request)
        return rows.annotate(
            last_ordinal=Subquery(versions.values("ordinal")[:1]),
            last_version_state=Subquery(versions.values("state")[:1]),
        )

    @admin.display(description=_("latest version"), ordering="last_version_state")
    def last_state(self, plan):
        """Return the latest version and its state."""
        if plan.last_ordinal is None:
            return "—"
        state = PlanState(plan.last_version_state)
        told = {"ordinal": plan.last_ordinal, "state": state.label}
        return badge(_("%(ordinal)s: %(state)s") % told, TONES[state])

    def get_urls(self):
        """Add the pages that begin plans and versions, and that compare versions."""
        wrap, name = self.admin_site.admin_view, self.page_name
        return [
            path("begin/", wrap(self.begin_view), name=name("begin")),
            path("<int:pk>/next/", wrap(self.next_view), name=name("next")),
            path(
                "<int:pk>/differences/",
                wrap(self.differences_view),
                name=name("differences"),
            ),
            *super().get_urls(),
        ]

    def tools(self, request, record):
        """Lead to the visit, to the next version, and to what differs."""
        doors = []
        url = reverse("admin:visits_visit_change", args=[record.visit_id])
        doors.append({"label": _("Its visit"), "icon": "luggage", "url": url})
        if record.versions.count() > 1:
            url = self.page("differences", record.pk)
            doors.append({"label": _("Differences"), "icon": "difference", "url": url})
        return [*doors, *next_tools(request.user, record)]

    def begin_view(self, request):
        """Show the plans of a visit, and begin a new one from a template by a click."""
        visit = self._visit_of(request)
        may_begin = not visit.closed_reason() and can_part(
            request.user, "add", Plan, visit
        )
        offered = templates_for(visit, request.user).prefetch_related("sections")
        if request.method == "POST":
            key = request.POST.get("template", "")
            template = offered.filter(pk=key).first() if is_key(key) else None
            if key and template is None:
                raise Http404
            return self._written(
                request,
                lambda now: begin(visit, template, by=request.user, at=now),
                request.get_full_path(),
            )
        plans = self.get_queryset(request).filter(visit=visit).order_by("number")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Plans of %(visit)s") % {"visit": visit},
            "opts": self.opts,
            "visit": visit,
            "plans": [(plan, self.last_state(plan)) for plan in plans],
            "templates": offered if may_begin else [],
            "may_begin": may_begin,
        }
        return TemplateResponse(request, "visits/begin_plan.html", context)

    def _visit_of(self, request) -> Visit:
        """Return the visit whose plans are asked for, if it is in reach."""
        key = request.GET.get("visit", "")
        if not is_key(key):
            raise Http404
        visit = visible(request.user, "view", Visit.objects.filter(pk=key)).first()
        if visit is None:
            raise Http404
        if not may(request.user, "view", Plan):
            raise PermissionDenied
        return visit

    def next_view(self, request, pk):
        """Ask before the next version is begun; on POST begin it."""
        plan = self.get_object(request, str(pk))
        if plan is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not can_part(request.user, "add", PlanVersion, plan):
            raise PermissionDenied
        back = self.page("change", plan.pk)
        if request.method == "POST":
            return self._written(
                request, lambda now: write_next(plan, by=request.user, at=now), back
            )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Write the next version of %(plan)s") % {"plan": plan},
            "opts": self.opts,
            "original": plan,
            "last": plan.last_version(),
            "back": back,
        }
        return TemplateResponse(request, "visits/next_version.html", context)

    def _written(self, request, write, back: str):
        """Lead to the new version, or back with what stands in the way."""
        try:
            version = write(timezone.now())
        except CannotWrite as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(back)
        told = _("%(version)s can be written now.") % {"version": version}
        self.message_user(request, told, messages.SUCCESS)
        url = reverse("admin:visits_planversion_change", args=[version.pk])
        return HttpResponseRedirect(url)

    def differences_view(self, request, pk):
        """Show section by section what differs between two versions."""
        plan = self.get_object(request, str(pk))
        if plan is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        versions = visible(request.user, "view", plan.versions.order_by("ordinal"))
        versions = list(versions.select_related("written_by"))
        old, new = (
            _chosen(versions, request.GET.get(name), at)
            for name, at in (("old", -2), ("new", -1))
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("What differs in %(plan)s") % {"plan": plan},
            "opts": self.opts,
            "original": plan,
            "versions": versions,
            "old": old,
            "new": new,
            "pairs": pairs(list(old.sections.all()), list(new.sections.all()))
            if versions
            else [],
            "back": self.page("change", plan.pk),
        }
        return TemplateResponse(request, "visits/differences.html", context)


def _chosen(versions: list[PlanVersion], asked: str | None, otherwise: int):
    """Return the version whose ordinal was asked for, or one by its place."""
    for version in versions:
        if str(version.ordinal) == asked:
            return version
    return versions[max(otherwise, -len(versions))] if versions else None


def next_tools(user, plan) -> list[dict]:
    """Return the door to the plan's next version, if one can be begun now."""
    last = plan.last_version()
    is_open = last is not None and last.state != PlanState.APPROVED
    if is_open or plan.locked_reason() or not can_part(user, "add", PlanVersion, plan):
        return []
    label = pgettext("a plan", "Next version") if last else _("First version")
    url = reverse("admin:visits_plan_next", args=[plan.pk])
    return [{"label": label, "icon": "edit_document", "url": url}]
