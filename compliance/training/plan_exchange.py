"""The tables of training plans and yearly targets."""

from compliance.models import TrainingPlan, TrainingTarget
from reception.exchange.resources import RecordResource


class TrainingPlanResource(RecordResource):
    """Plans by office and year."""

    class Meta:
        model = TrainingPlan
        fields = ["office", "year", "document", "remarks"]


class TrainingTargetResource(RecordResource):
    """Targets by office, year and post."""

    class Meta:
        model = TrainingTarget
        fields = ["office", "year", "post", "hours", "basis", "to_be_confirmed"]
