"""Venues: what they are, hold, offer and agree on, and how they become better."""

from venues.models.contact import VenueContact
from venues.models.licence import LicenceRequirement, VenueLicence
from venues.models.photo import VenuePhoto
from venues.models.project import ProjectPicture, UpgradeProject, UpgradeStage
from venues.models.space import Rate, Space
from venues.models.venue import Venue, VenuePhone, VenueRoleGrant, VenueUserGrant

__all__ = [
    "LicenceRequirement",
    "ProjectPicture",
    "Rate",
    "Space",
    "UpgradeProject",
    "UpgradeStage",
    "Venue",
    "VenueContact",
    "VenueLicence",
    "VenuePhone",
    "VenuePhoto",
    "VenueRoleGrant",
    "VenueUserGrant",
]
