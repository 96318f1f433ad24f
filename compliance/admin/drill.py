"""The screen of drills."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from compliance.models import Drill, DrillDiscipline, DrillJudge, DrillParticipant
from compliance.training.drill_states import DrillState
from compliance.training.exchange import DrillResource
from compliance.training.scores_page import scores_page
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.badges import badge
from reception.console.filters import PeriodFilter

TONES = {DrillState.PLANNED: "info", DrillState.CLOSED: "good"}


class DisciplineInline(RecordInline):
    """What is competed in."""

    model = DrillDiscipline
    fields = ["line", "name", "max_score", "weight"]


class JudgeInline(RecordInline):
    """Who gives scores."""

    model = DrillJudge
    fields = ["line", "member", "name"]
    autocomplete_fields = ["member"]


class ParticipantInline(RecordInline):
    """Who competes."""

    model = DrillParticipant
    fields = ["member", "total", "rank"]
    readonly_fields = ["total", "rank"]
    autocomplete_fields = ["member"]
    per_page = 60

    def get_queryset(self, request):
        """Return the participants with the people, who name them."""
        return super().get_queryset(request).select_related("member")


@admin.register(Drill)
class DrillAdmin(RecordAdmin):
    """Drills, the latest first."""

    resource_class = DrillResource
    inlines = [DisciplineInline, JudgeInline, ParticipantInline]
    record_pages = {"scores": scores_page}
    list_display = ["number", "name", "held_on", "office", "state_badge"]
    list_filter = ["state", ("office", ScopedRelatedFilter), ("held_on", PeriodFilter)]
    list_filter_submit = True
    list_select_related = ["office"]
    search_fields = ["number", "name", "place"]
    autocomplete_fields = ["venue"]
    readonly_fields = ["state_badge"]
    fieldsets = [
        (None, {"fields": ["name", ("office", "number"), ("held_on", "state_badge")]}),
        (None, {"fields": [("venue", "place"), "remarks"]}),
    ]

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, drill):
        """Return the state in its colour."""
        return badge(drill.get_state_display(), TONES[drill.state])

    def tools(self, request, record) -> list[dict]:
        """Lead to the scores and the ranking."""
        url = self.page("scores", record.pk)
        label = _("Scores and ranking")
        return [{"label": label, "icon": "military_tech", "url": url}]
