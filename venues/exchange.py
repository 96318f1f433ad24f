"""The tables of venues, their phones and their licences."""

from reception.exchange.resources import RecordResource
from venues.models import Venue, VenueLicence, VenuePhone


class VenueResource(RecordResource):
    """Venues by number."""

    likeness = ("name", "office")

    class Meta:
        model = Venue
        fields = [
            "number",
            "name",
            "kind",
            "grade",
            "office",
            "address",
            "rooms",
            "seats",
            "contact",
            "is_designated",
            "remarks",
        ]


class VenuePhoneResource(RecordResource):
    """Phones by venue and number."""

    class Meta:
        model = VenuePhone
        fields = ["venue", "number", "purpose"]


class VenueLicenceResource(RecordResource):
    """Licences by venue, kind and number."""

    class Meta:
        model = VenueLicence
        fields = ["venue", "kind", "number", "issuer", "issued_on", "valid_until"]
