"""How far a version of a checklist has gone: draft, in force, retired."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.workflow import Move, move


class VersionState(models.TextChoices):
    """The states of a version of a checklist."""

    DRAFT = "draft", pgettext_lazy("a version of a checklist", "draft")
    IN_FORCE = "in_force", pgettext_lazy("a version of a checklist", "in force")
    RETIRED = "retired", pgettext_lazy("a version of a checklist", "retired")


def has_items(version, by, at):
    """An empty list asks nothing."""
    return None if version.items.exists() else _("Write at least one item first.")


def inspections_have_severities(version, by, at):
    """A finding arises with the severity that its item proposes."""
    if version.checklist.kind != "inspection":
        return None
    lacking = list(version.items.filter(severity="").values_list("code", flat=True))
    if not lacking:
        return None
    return _("These items propose no severity: %(codes)s.") % {
        "codes": ", ".join(lacking)
    }


def take_over(version, by, at, reason):
    """Note since when, and retire the version that was in force till now."""
    before = type(version)._default_manager.filter(
        checklist=version.checklist_id, state=VersionState.IN_FORCE
    )
    for previous in before:
        move(previous, "retire", by=by, at=at, reason=str(version))
    version.valid_from = timezone.localdate(at)
    return ["valid_from"]


def stamp_retired(version, by, at, reason):
    """Note since when it is not used any more."""
    version.retired_on = timezone.localdate(at)
    return ["retired_on"]


MOVES = {
    "enact": Move(
        label=_("Put in force"),
        sources={VersionState.DRAFT},
        target=VersionState.IN_FORCE,
        action="enact",
        guards=(has_items, inspections_have_severities),
        stamp=take_over,
    ),
    "retire": Move(
        label=_("Retire"),
        sources={VersionState.IN_FORCE},
        target=VersionState.RETIRED,
        action="enact",
        stamp=stamp_retired,
        needs_reason=True,
    ),
}
