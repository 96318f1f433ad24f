"""The tables of meals, costs, lists, papers and yearly budgets."""

from reception.exchange.resources import RecordResource
from visits.models import (
    Closing,
    Cost,
    Disclosure,
    GuestPayment,
    Meal,
    PaperRequirement,
    ReceptionList,
    VisitPaper,
    YearBudget,
)


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
            "alcohol",
            "cigarettes",
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


class GuestPaymentResource(RecordResource):
    """Fees paid by guests, by visit and line."""

    likeness = ("receipt", "visit")

    class Meta:
        model = GuestPayment
        fields = ["visit", "line", "purpose", "people", "amount", "paid_on", "receipt"]


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
