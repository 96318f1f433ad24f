"""The tables of bookings and of waivers of venues."""

from reception.exchange.resources import RecordResource
from visits.models import Booking, VenueWaiver


class BookingResource(RecordResource):
    """Bookings by visit and line."""

    class Meta:
        model = Booking
        fields = [
            "visit",
            "line",
            "kind",
            "venue",
            "space",
            "starts_at",
            "ends_at",
            "people",
            "quantity",
            "unit",
            "remark",
        ]


class VenueWaiverResource(RecordResource):
    """Waivers of venues by visit and moment; they are exported only."""

    class Meta:
        model = VenueWaiver
        fields = ["visit", "venue", "told", "reason", "given_by", "given_at"]
