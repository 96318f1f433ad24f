"""The screens of training sessions, enrolments and exam results."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from compliance.models import Certificate, Enrolment, ExamResult, TrainingSession
from compliance.training.attendance_page import attendance_page
from compliance.training.certificates_page import certificates_page, print_page
from compliance.training.exchange import (
    EnrolmentResource,
    ExamResultResource,
    TrainingSessionResource,
)
from compliance.training.opinions_page import opinions_page
from compliance.training.results_page import results_page
from compliance.training.room_page import room_page
from compliance.training.session_states import SessionState
from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import can, may
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.badges import badge
from reception.console.filters import PeriodFilter

TONES = {
    SessionState.PLANNED: "plain",
    SessionState.OPEN: "info",
    SessionState.HELD: "warn",
    SessionState.CLOSED: "good",
    SessionState.CANCELLED: "plain",
}


class EnrolmentInline(RecordInline):
    """Who takes part."""

    model = Enrolment
    fields = ["member", "remark", "attended_at", "proof", "certificate"]
    readonly_fields = ["attended_at", "proof", "certificate"]
    autocomplete_fields = ["member"]
    per_page = 60

    def get_queryset(self, request):
        """Return the enrolments with the people, who name them."""
        return (
            super().get_queryset(request).select_related("member", "certificate__kind")
        )


@admin.register(TrainingSession)
class TrainingSessionAdmin(RecordAdmin):
    """Sessions, the latest first: who takes part, who was there, how it went."""

    resource_class = TrainingSessionResource
    inlines = [EnrolmentInline]
    record_pages = {
        "attendance": attendance_page,
        "room": room_page,
        "results": results_page,
        "certificates": certificates_page,
        "print": print_page,
        "opinions": opinions_page,
    }
    list_display = [
        "number",
        "course",
        "starts_at",
        "where",
        "trainer_told",
        "level",
        "state_badge",
        "enrolled",
        "present",
    ]
    list_filter = [
        "state",
        "course__topic",
        "level",
        ("course", ScopedRelatedFilter),
        ("office", ScopedRelatedFilter),
        ("starts_at", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["course", "venue", "trainer"]
    search_fields = ["number", "course__name", "trainer_name", "place"]
    autocomplete_fields = ["venue", "trainer"]
    readonly_fields = ["state_badge"]
    fieldsets = [
        (None, {"fields": ["course", ("office", "number"), ("starts_at", "ends_at")]}),
        (_("where and by whom"), {"fields": [("venue", "place")]}),
        (None, {"fields": [("trainer", "trainer_name"), ("level", "hours")]}),
        (None, {"fields": [("capacity", "takes_walk_ins"), "remarks"]}),
        (None, {"fields": ["state_badge"]}),
    ]

    def get_queryset(self, request):
        """Note how many are enrolled and were there; the course names a session."""
        rows = super().get_queryset(request).with_numbers()
        return rows.select_related("course")

    @admin.display(description=_("place"))
    def where(self, session):
        """Return venue and place."""
        return session.where

    @admin.display(description=_("trainer"))
    def trainer_told(self, session):
        """Return whoever trains."""
        return session.taught_by or "—"

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, session):
        """Return the state in its colour."""
        return badge(session.get_state_display(), TONES[session.state])

    @admin.display(description=_("enrolled"))
    def enrolled(self, session):
        """Return how many are enrolled, of how many places."""
        if session.capacity is None:
            return session.enrolled
        return f"{session.enrolled} / {session.capacity}"

    @admin.display(description=_("were there"))
    def present(self, session):
        """Return how many were there."""
        return session.present

    def tools(self, request, record) -> list[dict]:
        """Lead to what is done on the day and afterwards."""
        doors = [
            ("attendance", _("Attendance"), "how_to_reg"),
            ("results", _("Results"), "grading"),
            ("certificates", _("Certificates"), "workspace_premium"),
            ("opinions", _("Feedback"), "rate_review"),
        ]
        if can(request.user, "change", record):
            doors.insert(0, ("room", _("Code for the room"), "qr_code_2"))
        if not may(request.user, "view", Certificate):
            doors = [each for each in doors if each[0] != "certificates"]
        return [
            {"label": label, "icon": icon, "url": self.page(name, record.pk)}
            for name, label, icon in doors
        ]


@admin.register(Enrolment)
class EnrolmentAdmin(RecordAdmin):
    """Places in all sessions."""

    resource_class = EnrolmentResource
    list_display = ["session", "member", "attended_at", "proof", "remark"]
    list_filter = [
        "proof",
        ("session__course", ScopedRelatedFilter),
        ("session__starts_at", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["session__course", "member"]
    search_fields = ["session__number", "member__name", "member__number"]
    autocomplete_fields = ["session", "member"]
    readonly_fields = ["attended_at", "proof"]
    fields = [("session", "member"), "remark", ("attended_at", "proof")]


@admin.register(ExamResult)
class ExamResultAdmin(RecordAdmin):
    """Exam results of all sessions, attempt by attempt."""

    resource_class = ExamResultResource
    list_display = [
        "session",
        "member",
        "attempt",
        "held_on",
        "theory",
        "practical",
        "score",
        "outcome",
    ]
    list_filter = [
        ("session__course", ScopedRelatedFilter),
        ("held_on", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["session__course", "member"]
    search_fields = ["session__number", "member__name", "member__number"]
    autocomplete_fields = ["session", "member"]
    fields = [
        ("session", "member"),
        ("attempt", "held_on"),
        ("theory", "practical"),
        "remark",
    ]

    @admin.display(description=_("outcome"))
    def outcome(self, result):
        """Return whether it was enough."""
        if result.passed:
            return badge(_("passed"), "good")
        return badge(_("not passed"), "bad")
