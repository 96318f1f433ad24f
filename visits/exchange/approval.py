"""The tables of approval: levels, deputies, what was said and let pass."""

from reception.exchange.resources import RecordResource
from visits.models import Approval, ApprovalLevel, Deputyship, ReadinessWaiver


class ApprovalLevelResource(RecordResource):
    """Levels of approval by office and order."""

    class Meta:
        model = ApprovalLevel
        fields = [
            "office",
            "order",
            "name",
            "approvers",
            "category",
            "from_rank",
            "from_budget",
            "from_guests",
            "looks_at_people",
            "looks_at_programme",
            "looks_at_money",
        ]


class DeputyshipResource(RecordResource):
    """Deputyships by absent person and first day."""

    class Meta:
        model = Deputyship
        fields = ["absent", "starts_on", "ends_on", "deputy", "reason", "office"]


class ApprovalResource(RecordResource):
    """Decisions with the print of what they were about; export only."""

    class Meta:
        model = Approval
        fields = [
            "visit",
            "said_at",
            "level_order",
            "level_name",
            "word",
            "is_last",
            "is_late",
            "said_by",
            "in_place_of",
            "reason",
            "fingerprint",
        ]


class ReadinessWaiverResource(RecordResource):
    """Waivers of readiness by visit and check; export only."""

    class Meta:
        model = ReadinessWaiver
        fields = ["visit", "name", "reason", "given_by", "given_at"]
