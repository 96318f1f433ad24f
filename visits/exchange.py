"""The tables of letters, visits, approval, guests, itineraries, meals and costs."""

from reception.exchange.resources import RecordResource
from visits.models import (
    ActivityPlace,
    Approval,
    ApprovalLevel,
    Closing,
    CoordinationMeeting,
    Cost,
    Deputyship,
    Disclosure,
    Guest,
    GuestPayment,
    ItineraryItem,
    Letter,
    Meal,
    PaperRequirement,
    Party,
    PhoneRecord,
    ReadinessWaiver,
    ReceptionList,
    TaskOrder,
    Visit,
    VisitPaper,
    YearBudget,
)


class LetterResource(RecordResource):
    """Letters by registration number."""

    likeness = ("sending_unit", "document_number")

    class Meta:
        model = Letter
        fields = [
            "number",
            "office",
            "kind",
            "sending_unit",
            "document_number",
            "issued_on",
            "received_on",
            "content",
            "itinerary",
            "persons",
            "contact",
            "contact_phone",
        ]

    def with_related(self, rows, columns=None):
        """Return the letters with their visits, which close them."""
        return super().with_related(rows, columns).select_related("visit")


class VisitResource(RecordResource):
    """Visits by number; how far the file has gone is exported, never imported."""

    likeness = ("title", "arrives_at")

    class Meta:
        model = Visit
        fields = [
            "number",
            "title",
            "category",
            "host_office",
            "letter",
            "phone_record",
            "sending_unit",
            "head_name",
            "head_position",
            "rank",
            "guests",
            "companions",
            "support_staff",
            "arrives_at",
            "departs_at",
            "purpose",
            "budget",
            "liaison",
            "remarks",
            "habits_asked_on",
            "health_protection",
            "merged_into",
            "state",
            "level",
            "entered_by",
            "submitted_by",
            "submitted_at",
            "decided_by",
            "decided_at",
        ]

    def before_create(self, record, user):
        """Note who brought the visit in; somebody else must decide on it."""
        record.entered_by = user


class PhoneRecordResource(RecordResource):
    """Phone records by number."""

    likeness = ("caller_unit", "called_at")

    class Meta:
        model = PhoneRecord
        fields = [
            "number",
            "office",
            "called_at",
            "caller_unit",
            "caller",
            "caller_phone",
            "content",
            "itinerary",
            "persons",
            "taken_by",
        ]

    def with_related(self, rows, columns=None):
        """Return the records with their visits, which close them."""
        return super().with_related(rows, columns).select_related("visit")


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


class GuestResource(RecordResource):
    """Guests by number; private facts are masked without the right to read them."""

    likeness = ("name", "unit")

    class Meta:
        model = Guest
        fields = [
            "number",
            "office",
            "name",
            "unit",
            "position",
            "rank",
            "country",
            "phone",
            "identity_number",
            "remarks",
        ]


class PartyResource(RecordResource):
    """Guests on visits by both their numbers."""

    class Meta:
        model = Party
        fields = ["visit", "guest", "role", "rank", "position", "precedence"]


class ItineraryResource(RecordResource):
    """Itinerary items by visit and line."""

    class Meta:
        model = ItineraryItem
        fields = ["visit", "line", "starts_at", "ends_at", "activity", "place", "host"]


class ActivityPlaceResource(RecordResource):
    """Activity places by number."""

    likeness = ("name", "address")

    class Meta:
        model = ActivityPlace
        fields = ["number", "office", "name", "address", "venue", "contact", "phone"]


class MealResource(RecordResource):
    """Meals by visit and line."""

    class Meta:
        model = Meal
        fields = [
            "visit",
            "line",
            "on",
            "sitting",
            "kind",
            "place",
            "guests",
            "companions",
            "amount",
            "standard",
            "standard_source",
        ]


class CostResource(RecordResource):
    """Costs by visit and line."""

    likeness = ("voucher", "visit")

    class Meta:
        model = Cost
        fields = [
            "visit",
            "line",
            "category",
            "budgeted",
            "amount",
            "payer",
            "paid_on",
            "payment",
            "voucher",
            "remarks",
        ]


class ReceptionListResource(RecordResource):
    """Reception lists by visit; what is on them is made from the visit."""

    class Meta:
        model = ReceptionList
        fields = [
            "visit",
            "arrived_on",
            "left_on",
            "remarks",
            "state",
            "entered_by",
            "signed_by",
            "signed_at",
            "fingerprint",
        ]

    def before_create(self, record, user):
        """Note who brought the list in; somebody else must sign it."""
        record.entered_by = user


class VisitPaperResource(RecordResource):
    """Papers by visit and line; scans stay where they are."""

    class Meta:
        model = VisitPaper
        fields = ["visit", "line", "kind", "title", "number", "entered_by"]

    def before_create(self, record, user):
        """Note who brought the paper in."""
        record.entered_by = user


class PaperRequirementResource(RecordResource):
    """Required papers by office, kind and category."""

    class Meta:
        model = PaperRequirement
        fields = ["office", "kind", "category", "source"]


class GuestPaymentResource(RecordResource):
    """Fees paid by guests, by visit and line."""

    likeness = ("receipt", "visit")

    class Meta:
        model = GuestPayment
        fields = ["visit", "line", "purpose", "people", "amount", "paid_on", "receipt"]


class YearBudgetResource(RecordResource):
    """Yearly budgets by office and year."""

    class Meta:
        model = YearBudget
        fields = ["office", "year", "ceiling", "source"]


class DisclosureResource(RecordResource):
    """Yearly disclosures by office and year."""

    class Meta:
        model = Disclosure
        fields = ["office", "year", "published_on", "place", "remarks"]


class ClosingResource(RecordResource):
    """Closing reports by visit."""

    class Meta:
        model = Closing
        fields = [
            "visit",
            "satisfaction",
            "feedback",
            "evaluation",
            "lessons",
            "retention",
            "archive_number",
            "entered_by",
        ]

    def before_create(self, record, user):
        """Note who brought the report in."""
        record.entered_by = user


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


class ReadinessWaiverResource(RecordResource):
    """Waivers of readiness by visit and check; export only."""

    class Meta:
        model = ReadinessWaiver
        fields = ["visit", "name", "reason", "given_by", "given_at"]
