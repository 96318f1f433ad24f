"""What was decided on visits, for auditors: when, by whom, in whose place, why."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from reception.exchange.reports import Column, Report, Scope, column
from visits.models import Approval, Visit

LATE = (("late", _("after the arrival")), ("in_time", _("in time")))


def _decisions(scope: Scope) -> list[QuerySet]:
    rows = scope.of(Approval).filter(
        scope.moments("said_at"), scope.at_office("visit__host_office")
    )
    return [
        rows.order_by("said_at", "pk").values_list(
            "said_at",
            "visit__number",
            "visit__title",
            "visit__host_office__name",
            "level_name",
            "word",
            "said_by__name",
            "in_place_of__name",
            "is_late",
            "reason",
        )
    ]


def _decision(values, scope: Scope) -> list:
    """Say in a word whether the decision came in time."""
    *told, is_late, reason = values
    return [*told, "late" if is_late else "in_time", reason]


DECISIONS = Report(
    name="decisions",
    title=_("Decisions on visits"),
    description=_(
        "What each level said of each visit, in whose place and why, and whether it "
        "came after the guests."
    ),
    models=(Approval, Visit),
    filters=("period", "office"),
    columns=(
        column(Approval, "said_at"),
        column(Visit, "number", "visit", label=_("visit")),
        column(Visit, "title"),
        column(Visit, "host_office"),
        column(Approval, "level_name"),
        column(Approval, "word"),
        column(Approval, "said_by"),
        column(Approval, "in_place_of"),
        Column("time", _("in time or late"), choices=LATE),
        column(Approval, "reason"),
    ),
    rows=_decisions,
    line=_decision,
)
