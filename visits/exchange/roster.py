"""The tables of assignments, shifts, swaps and limits of rest."""

from reception.exchange.resources import RecordResource
from visits.models import Assignment, RestLimit, Shift, ShiftSwap


class AssignmentResource(RecordResource):
    """Assignments by visit, person, duty and first day."""

    class Meta:
        model = Assignment
        fields = [
            "visit",
            "member",
            "duty",
            "first_day",
            "last_day",
            "note",
            "entered_by",
        ]

    def before_create(self, record, user):
        """Note who brought the assignment in."""
        record.entered_by = user


class ShiftResource(RecordResource):
    """Shifts by number; how far they have gone is exported only."""

    class Meta:
        model = Shift
        fields = [
            "number",
            "member",
            "starts_at",
            "ends_at",
            "office",
            "venue",
            "kind",
            "duty",
            "task",
            "visit",
            "note",
            "state",
            "entered_by",
        ]

    def before_create(self, record, user):
        """Note who brought the shift in."""
        record.entered_by = user


class ShiftSwapResource(RecordResource):
    """Swaps by shift and moment; they are exported only."""

    class Meta:
        model = ShiftSwap
        fields = [
            "shift",
            "asked_at",
            "holder",
            "colleague",
            "in_return",
            "reason",
            "state",
            "asked_by",
            "agreed_by",
            "agreed_at",
            "decided_by",
            "decided_at",
        ]


class RestLimitResource(RecordResource):
    """Limits of rest by office."""

    class Meta:
        model = RestLimit
        fields = [
            "office",
            "days_in_a_row",
            "hours_a_week",
            "nights_in_a_row",
            "hours_between",
            "days_to_tell",
            "document",
        ]
