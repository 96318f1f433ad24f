"""The screens of venues, their spaces, licences, contacts and upgrades."""

from venues.admin.contact import VenueContactAdmin
from venues.admin.licence import LicenceRequirementAdmin, VenueLicenceAdmin
from venues.admin.project import UpgradeProjectAdmin
from venues.admin.space import RateAdmin, SpaceAdmin
from venues.admin.venue import VenueAdmin, VenuePhoneAdmin

__all__ = [
    "LicenceRequirementAdmin",
    "RateAdmin",
    "SpaceAdmin",
    "UpgradeProjectAdmin",
    "VenueAdmin",
    "VenueContactAdmin",
    "VenueLicenceAdmin",
    "VenuePhoneAdmin",
]
