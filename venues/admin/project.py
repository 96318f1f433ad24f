"""The screen of upgrade projects: goal, money, stages, before and after."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.badges import badge
from venues.admin.photo import thumbnail
from venues.exchange import UpgradeProjectResource
from venues.models import ProjectPicture, UpgradeProject, UpgradeStage
from venues.project_states import ProjectState

TONES = {
    ProjectState.PLANNED: "plain",
    ProjectState.UNDER_WAY: "info",
    ProjectState.DONE: "good",
    ProjectState.ABANDONED: "warn",
}


class StageInline(RecordInline):
    """The stages of a project."""

    model = UpgradeStage
    fields = ["line", "name", "due_on", "done_on"]


class PictureInline(RecordInline):
    """Pictures before and after."""

    model = ProjectPicture
    fields = ["preview", "stage", "picture", "caption", "taken_on"]
    readonly_fields = ["preview"]

    @admin.display(description=_("photo"))
    def preview(self, picture):
        """Return the picture, small."""
        return thumbnail(picture)


@admin.register(UpgradeProject)
class UpgradeProjectAdmin(RecordAdmin):
    """Upgrade projects of all venues."""

    resource_class = UpgradeProjectResource
    inlines = [StageInline, PictureInline]
    list_display = [
        "number",
        "name",
        "venue",
        "state_badge",
        "starts_on",
        "ends_on",
        "budget",
        "spent",
    ]
    list_filter = ["state", "closes_venue", ("venue", ScopedRelatedFilter)]
    list_select_related = ["venue"]
    search_fields = ["number", "name", "venue__name"]
    autocomplete_fields = ["venue"]
    readonly_fields = ["state_badge"]
    fieldsets = [
        (None, {"fields": ["name", ("venue", "number"), "goal"]}),
        (
            _("time and money"),
            {
                "fields": [
                    ("starts_on", "ends_on"),
                    "ended_on",
                    ("budget", "spent"),
                    "closes_venue",
                ]
            },
        ),
        (_("how far it has gone"), {"fields": ["state_badge"]}),
    ]

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, project):
        """Return the state in its colour, red when it is late."""
        running = project.state in (ProjectState.PLANNED, ProjectState.UNDER_WAY)
        if running and project.ends_on and project.ends_on < timezone.localdate():
            told = _("%(state)s, late") % {"state": project.get_state_display()}
            return badge(told, "bad")
        return badge(project.get_state_display(), TONES[project.state])
