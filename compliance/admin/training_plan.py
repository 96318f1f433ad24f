"""The screens of training plans and of yearly targets."""

from django.contrib import admin
from django.template.defaultfilters import floatformat
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.models import TrainingPlan, TrainingPlanLine, TrainingTarget
from compliance.training.plan_exchange import (
    TrainingPlanResource,
    TrainingTargetResource,
)
from compliance.training.planning import compared, progress
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.badges import badge


class LineInline(RecordInline):
    """The courses of a plan."""

    model = TrainingPlanLine
    fields = ["line", "course", "sessions", "month", "audience"]
    per_page = 60

    def get_queryset(self, request):
        """Return the lines with their courses, which name them."""
        return super().get_queryset(request).select_related("course")


@admin.register(TrainingPlan)
class TrainingPlanAdmin(RecordAdmin):
    """Plans of the years, compared with what was held."""

    resource_class = TrainingPlanResource
    inlines = [LineInline]
    list_display = ["office", "year", "document", "planned"]
    list_filter = ["year", ("office", ScopedRelatedFilter)]
    list_select_related = ["office"]
    search_fields = ["document", "office__name"]
    readonly_fields = ["held"]
    fieldsets = [
        (None, {"fields": [("office", "year"), "document", "remarks"]}),
        (gettext_lazy("planned and held"), {"fields": ["held"]}),
    ]

    def get_queryset(self, request):
        """Note how many sessions are planned and were held."""
        return compared(super().get_queryset(request))

    @admin.display(description=gettext_lazy("sessions planned"))
    def planned(self, plan):
        """Return how many sessions are planned in all."""
        return plan.sessions_planned

    @admin.display(description=gettext_lazy("sessions held"))
    def held(self, plan):
        """Return each course of the plan with how often it was held."""
        rows = format_html_join(
            "",
            "<li>{} {}</li>",
            (
                (
                    course,
                    badge(f"{held} / {count}", "good" if held >= count else "warn"),
                )
                for course, count, held in progress(plan)
            ),
        )
        return format_html('<ul class="plain">{}</ul>', rows) if rows else "—"


@admin.register(TrainingTarget)
class TrainingTargetAdmin(RecordAdmin):
    """How many hours a year each post should be trained."""

    resource_class = TrainingTargetResource
    list_display = ["office", "year", "post_told", "hours_told", "to_be_confirmed"]
    list_filter = ["year", "post", ("office", ScopedRelatedFilter)]
    list_filter_submit = True
    list_select_related = ["office"]
    search_fields = ["basis", "office__name"]
    fieldsets = [
        (None, {"fields": [("office", "year"), ("post", "hours")]}),
        (None, {"fields": [("basis", "to_be_confirmed")]}),
    ]

    @admin.display(description=gettext_lazy("post"), ordering="post")
    def post_told(self, target):
        """Return the post, or that it holds for everybody."""
        return target.get_post_display() or _("everybody else")

    @admin.display(description=gettext_lazy("hours a year"), ordering="hours")
    def hours_told(self, target):
        """Return the hours without needless noughts."""
        return floatformat(target.hours, "-2")
