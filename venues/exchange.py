"""The tables of venues and of all that belongs to them."""

from reception.exchange.resources import RecordResource
from venues.models import (
    LicenceRequirement,
    Rate,
    Space,
    UpgradeProject,
    UpgradeStage,
    Venue,
    VenueContact,
    VenueLicence,
    VenuePhone,
)


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


class LicenceRequirementResource(RecordResource):
    """Required licences by kind of venue and of licence."""

    class Meta:
        model = LicenceRequirement
        fields = ["venue_kind", "licence_kind", "basis", "is_confirmed"]


class VenueContactResource(RecordResource):
    """Contacts by venue and name."""

    class Meta:
        model = VenueContact
        fields = ["venue", "name", "post", "phone", "duty", "user"]


class SpaceResource(RecordResource):
    """Spaces by number."""

    likeness = ("venue", "name")

    class Meta:
        model = Space
        fields = [
            "number",
            "venue",
            "name",
            "kind",
            "floor",
            "area",
            "seats",
            "beds",
            "equipment",
            "state",
            "out_from",
            "out_until",
            "reason",
        ]


class RateResource(RecordResource):
    """Agreed rates by what they are for and from when."""

    class Meta:
        model = Rate
        fields = [
            "venue",
            "space_kind",
            "unit",
            "valid_from",
            "valid_until",
            "price",
            "source",
        ]


class UpgradeProjectResource(RecordResource):
    """Upgrade projects by number; how far they have gone is exported only."""

    likeness = ("name", "venue")

    class Meta:
        model = UpgradeProject
        fields = [
            "number",
            "venue",
            "name",
            "goal",
            "budget",
            "spent",
            "starts_on",
            "ends_on",
            "ended_on",
            "closes_venue",
            "state",
        ]


class UpgradeStageResource(RecordResource):
    """Stages of projects by project and line."""

    class Meta:
        model = UpgradeStage
        fields = ["project", "line", "name", "due_on", "done_on"]
