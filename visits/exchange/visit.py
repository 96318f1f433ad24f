"""The tables of visits, guests, itineraries and places."""

from reception.exchange.resources import RecordResource
from visits.models import ActivityPlace, Guest, ItineraryItem, Party, Visit


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
            "purpose_kind",
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
