"""The tables of letters, visits, guests, itineraries, meals and costs."""

from reception.exchange.resources import RecordResource
from visits.models import (
    ActivityPlace,
    Cost,
    Guest,
    ItineraryItem,
    Letter,
    Meal,
    Party,
    Visit,
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
            "purpose_kind",
            "phoned_on",
            "same_city",
            "state_employees",
            "welcome_at_port",
            "cross_region_escort",
            "banner",
            "crowd",
            "red_carpet",
            "principal_leader_at_port",
            "liaison",
            "remarks",
            "state",
            "entered_by",
            "submitted_by",
            "submitted_at",
            "decided_by",
            "decided_at",
        ]

    def before_create(self, record, user):
        """Note who brought the visit in; somebody else must decide on it."""
        record.entered_by = user


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
            "amount",
            "payer",
            "paid_on",
            "payment",
            "voucher",
            "remarks",
        ]
