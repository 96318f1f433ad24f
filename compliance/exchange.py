"""The tables of checklists, inspections, findings, standards, breaches."""

from django.utils import timezone

from compliance.inspection_states import state_of_new
from compliance.models import (
    Breach,
    Campaign,
    CampaignRound,
    CampaignTeam,
    Checklist,
    ChecklistItem,
    ChecklistVersion,
    ControlPeriod,
    DailyControl,
    Drive,
    Finding,
    FoodSample,
    Inspection,
    MoneyStandard,
    RectificationTerm,
    RuleSetting,
)
from reception.exchange.resources import RecordResource


class ChecklistResource(RecordResource):
    """Checklists by code."""

    class Meta:
        model = Checklist
        fields = ["code", "name", "name_en", "kind", "category", "service"]


class ChecklistVersionResource(RecordResource):
    """Versions of checklists by number; how far they have gone is exported only."""

    class Meta:
        model = ChecklistVersion
        fields = [
            "number",
            "checklist",
            "ordinal",
            "note",
            "state",
            "valid_from",
            "retired_on",
        ]


class ChecklistItemResource(RecordResource):
    """Items of checklists by code and version."""

    class Meta:
        model = ChecklistItem
        fields = [
            "code",
            "version",
            "line",
            "text",
            "text_en",
            "basis",
            "severity",
            "is_confirmed",
            "points",
            "phase",
            "post",
        ]


class CampaignResource(RecordResource):
    """Campaigns by number."""

    likeness = ("name", "office")

    class Meta:
        model = Campaign
        fields = [
            "number",
            "name",
            "office",
            "purpose",
            "starts_on",
            "ends_on",
            "lists",
            "venues",
        ]


class CampaignRoundResource(RecordResource):
    """Rounds of campaigns by number and campaign."""

    class Meta:
        model = CampaignRound
        fields = ["number", "campaign", "starts_on", "ends_on"]


class CampaignTeamResource(RecordResource):
    """Teams of campaigns by name and campaign."""

    class Meta:
        model = CampaignTeam
        fields = ["name", "campaign", "inspectors"]


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
            "lists",
            "conclusion",
            "state",
        ]

    def before_create(self, record, user):
        """An inspection of an earlier day was held."""
        record.state = state_of_new(record.inspected_on, timezone.localdate())


class FindingResource(RecordResource):
    """Findings by number: a file tells what was found, moves what became of it."""

    class Meta:
        model = Finding
        fields = [
            "number",
            "inspection",
            "category",
            "code",
            "item",
            "basis",
            "location",
            "description",
            "severity",
            "found_on",
            "responsible_unit",
            "responsible",
            "supervisor",
            "deadline",
            "is_fixed_on_the_spot",
            "measure",
            "state",
            "repeat_of",
            "first_deadline",
            "notice_number",
            "notified_on",
            "notified_by",
            "rectified_on",
            "rectified_by",
            "reported_on",
            "reported_by",
            "rechecked_on",
            "rechecked_by",
            "closed_on",
            "closed_by",
            "times_returned",
            "asked_until",
            "extension_reason",
            "transferred_to",
            "transferred_on",
        ]


class RectificationTermResource(RecordResource):
    """Terms of rectification by office and severity."""

    class Meta:
        model = RectificationTerm
        fields = ["office", "severity", "days", "document"]


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


class DriveResource(RecordResource):
    """Special rectifications by number."""

    likeness = ("name", "office")

    class Meta:
        model = Drive
        fields = [
            "number",
            "name",
            "office",
            "topic",
            "document",
            "starts_on",
            "ends_on",
            "scope",
            "summary",
        ]


class BreachResource(RecordResource):
    """Breaches by number; how far they have been dealt with is exported only."""

    class Meta:
        model = Breach
        fields = [
            "number",
            "office",
            "venue",
            "source",
            "drive",
            "rule",
            "pattern",
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
