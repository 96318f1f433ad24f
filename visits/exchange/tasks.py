"""The tables of meetings and task orders."""

from reception.exchange.resources import RecordResource
from visits.models import CoordinationMeeting, TaskOrder


class CoordinationMeetingResource(RecordResource):
    """Coordination meetings by visit and moment."""

    class Meta:
        model = CoordinationMeeting
        fields = ["visit", "held_at", "place", "chair", "attendees", "minutes"]


class TaskOrderResource(RecordResource):
    """Task orders by number; how far they have gone is exported, never imported."""

    likeness = ("subject", "due_at")

    class Meta:
        model = TaskOrder
        fields = [
            "number",
            "visit",
            "subject",
            "requirements",
            "to_person",
            "to_office",
            "to_venue",
            "due_at",
            "state",
            "issued_by",
            "issued_at",
            "acknowledged_by",
            "acknowledged_at",
            "reported_by",
            "reported_at",
            "report",
        ]
