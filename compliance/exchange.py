"""The tables of inspections, findings, staff, certificates, standards, breaches."""

from django.utils import timezone

from compliance.models import (
    Breach,
    Campaign,
    Certificate,
    CertificateKind,
    ControlPeriod,
    DailyControl,
    Finding,
    FoodSample,
    Inspection,
    MoneyStandard,
    RuleSetting,
    StaffMember,
)
from reception.exchange.resources import RecordResource


class CampaignResource(RecordResource):
    """Campaigns by number."""

    likeness = ("name", "office")

    class Meta:
        model = Campaign
        fields = ["number", "name", "office", "purpose", "starts_on", "ends_on"]


class InspectionResource(RecordResource):
    """Inspections by number."""

    likeness = ("venue", "inspected_on")

    class Meta:
        model = Inspection
        fields = [
            "number",
            "office",
            "campaign",
            "round",
            "venue",
            "inspected_on",
            "inspectors",
            "conclusion",
        ]


class FindingResource(RecordResource):
    """Findings by number; the state follows from the dates."""

    class Meta:
        model = Finding
        fields = [
            "number",
            "inspection",
            "category",
            "item",
            "location",
            "description",
            "severity",
            "responsible",
            "deadline",
            "found_on",
            "is_fixed_on_the_spot",
            "measure",
            "rectified_on",
            "rectified_by",
            "rechecked_on",
            "rechecked_by",
            "closed_on",
            "closed_by",
            "state",
        ]


class StaffResource(RecordResource):
    """Staff by number."""

    likeness = ("name", "office", "venue")

    class Meta:
        model = StaffMember
        fields = [
            "number",
            "name",
            "post",
            "office",
            "venue",
            "user",
            "phone",
            "joined_on",
            "left_on",
        ]


class CertificateKindResource(RecordResource):
    """Certificate kinds by code."""

    class Meta:
        model = CertificateKind
        fields = [
            "code",
            "name",
            "issuer",
            "term_months",
            "renew_days",
            "to_be_confirmed",
            "remarks",
        ]


class CertificateResource(RecordResource):
    """Certificates by kind and number."""

    class Meta:
        model = Certificate
        fields = ["kind", "number", "holder", "issuer", "issued_on", "valid_until"]


class MoneyStandardResource(RecordResource):
    """Money standards by what they are for and from when."""

    class Meta:
        model = MoneyStandard
        fields = [
            "office",
            "category",
            "rank",
            "sitting",
            "unit",
            "valid_from",
            "valid_until",
            "amount",
            "document",
        ]


class RuleSettingResource(RecordResource):
    """Settings of rules by office and rule."""

    class Meta:
        model = RuleSetting
        fields = ["office", "rule", "is_on", "is_confirmed", "note", "entered_by"]

    def before_create(self, record, user):
        """Note who brought the setting in."""
        record.entered_by = user


class BreachResource(RecordResource):
    """Breaches by number; how far they have been dealt with is exported only."""

    class Meta:
        model = Breach
        fields = [
            "number",
            "office",
            "venue",
            "rule",
            "description",
            "subject",
            "detail",
            "happened_on",
            "found_on",
            "measured",
            "limit",
            "unit",
            "citation",
            "responsible",
            "clause",
            "handling",
            "result",
            "state",
            "closed_by",
            "closed_at",
        ]


class ControlPeriodResource(RecordResource):
    """Periods of daily controls by venue and first day."""

    class Meta:
        model = ControlPeriod
        fields = ["venue", "starts_on", "ends_on", "event"]


class DailyControlResource(RecordResource):
    """Daily controls by venue, day, control and line."""

    class Meta:
        model = DailyControl
        fields = [
            "venue",
            "day",
            "control",
            "line",
            "result",
            "note",
            "supplier",
            "lot",
            "certificate",
            "done_by",
            "done_at",
            "state",
            "follow_up",
            "followed_up_by",
            "followed_up_at",
        ]

    def before_create(self, record, user):
        """Note who brought the entry in, and when: a late one shows as late."""
        record.done_by, record.done_at = user, timezone.now()


class FoodSampleResource(RecordResource):
    """Food samples by number; whether they are disposed of is exported only."""

    likeness = ("dish", "kept_from")

    class Meta:
        model = FoodSample
        fields = [
            "number",
            "venue",
            "meal_on",
            "meal",
            "dish",
            "grams",
            "kept_from",
            "kept_hours",
            "fridge",
            "keeper",
            "state",
            "disposed_by",
            "disposed_at",
        ]
