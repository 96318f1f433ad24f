"""The screen of assignments, and their table on the page of a visit."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.models import Duty
from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import can_part, visible
from reception.console.admin import Notice, RecordInline
from reception.console.badges import badge
from reception.console.filters import PeriodFilter
from visits.admin.parts import PartAdmin
from visits.duties import Book, day_told, instead, told
from visits.exchange import AssignmentResource
from visits.models import Assignment
from visits.models.venue_use import days_of
from visits.resting import told_once
from visits.uncovered import uncovered, with_others


class AssignmentInline(RecordInline):
    """Who works for a visit, and as what."""

    model = Assignment
    fields = ["duty", "member", "first_day", "last_day", "note"]
    autocomplete_fields = ["member"]

    def get_queryset(self, request):
        """Return the assignments with their people, who name them."""
        return super().get_queryset(request).select_related("member", "visit")


@admin.register(Assignment)
class AssignmentAdmin(PartAdmin):
    """Who is assigned to which visit, the latest first."""

    resource_class = AssignmentResource
    back_to = "readiness"
    list_display = [
        "member",
        "duty",
        "visit",
        "first_day",
        "last_day",
        "covered_badge",
        "note",
    ]
    list_filter = [
        "duty",
        ("visit__host_office", ScopedRelatedFilter),
        ("first_day", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["member", "visit"]
    search_fields = [
        *("member__name", "member__number", "visit__number", "visit__title", "note"),
    ]
    autocomplete_fields = ["visit", "member"]
    readonly_fields = ["entered_by"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "visit",
                    ("member", "duty"),
                    ("first_day", "last_day"),
                    "note",
                    "entered_by",
                ]
            },
        ),
    ]

    def known(self, visit) -> dict:
        """An assignment begins with the days of the visit."""
        first, last = days_of(visit)
        return {"first_day": first, "last_day": last}

    def get_changelist_instance(self, request):
        """Look up the certificates of the page's people, once for all."""
        page = super().get_changelist_instance(request)
        page.result_list = list(page.result_list)
        book = Book.read(each.member_id for each in page.result_list)
        for each in page.result_list:
            days = each.first_day, each.last_day
            each.is_lacking = bool(book.lacks(each.member_id, each.duty, *days))
        return page

    @admin.display(description=gettext_lazy("certificates"))
    def covered_badge(self, assignment):
        """Return whether the person holds on each day what the duty needs."""
        if assignment.is_lacking:
            return badge(_("lacking"), "bad")
        return badge(_("covered"), "good")

    def notices(self, request, record) -> list[Notice]:
        """Say what lacks and who could do it instead, and what else is asked of him."""
        found = uncovered([record], timezone.localdate())
        told_ = [
            Notice(
                _("Lacking: %(lacks)s. %(instead)s")
                % {"lacks": told(each.lacks), "instead": instead(each.able)}
            )
            for each in with_others(found, request.user)
        ]
        return told_ + [Notice(text) for text in besides(request.user, record)]

    def save_related(self, request, form, formsets, change):
        """Warn, once all is stored, of other duties then and of lacking rest."""
        super().save_related(request, form, formsets, change)
        for text in besides(request.user, form.instance):
            self.message_user(request, text, messages.WARNING)


def besides(user, assignment: Assignment) -> list[str]:
    """Return what else the person does on those days, and whether he needs rest."""
    days = assignment.first_day, assignment.last_day
    others = Assignment.objects.holding().within(*days)
    others = others.filter(member=assignment.member_id).exclude(pk=assignment.pk)
    others = others.exclude(duty=Duty.BUTLER, visit=assignment.visit_id)
    found = list(others.select_related("visit").order_by("first_day", "pk"))
    keys = [each.pk for each in found]
    seen = visible(user, "view", Assignment.objects.filter(pk__in=keys))
    seen = set(seen.values_list("pk", flat=True))
    told_ = [
        _("%(name)s is also assigned from %(first)s to %(last)s: %(what)s.")
        % {
            "name": assignment.member,
            "first": day_told(each.first_day),
            "last": day_told(each.last_day),
            "what": f"{each.get_duty_display()} {each.visit}"
            if each.pk in seen
            else _("something that you may not read"),
        }
        for each in found
    ]
    rest = told_once(assignment.member, *days)
    return [*told_, rest] if rest else told_


def assignment_door(user, visit) -> list[dict]:
    """Return the way to a new assignment of a visit that is not closed."""
    if visit.closed_reason() or not can_part(user, "add", Assignment, visit):
        return []
    url = f"{reverse('admin:visits_assignment_add')}?visit={visit.pk}"
    return [{"label": _("Assign somebody"), "icon": "person_pin", "url": url}]
