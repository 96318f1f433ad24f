"""Letters, visits, guests and what they do here."""

from visits.models.guest import Guest, Party
from visits.models.itinerary import ActivityPlace, ItineraryItem
from visits.models.letter import Letter
from visits.models.visit import Visit, VisitOfficeShare, VisitRoleGrant, VisitUserGrant

__all__ = [
    "ActivityPlace",
    "Guest",
    "ItineraryItem",
    "Letter",
    "Party",
    "Visit",
    "VisitOfficeShare",
    "VisitRoleGrant",
    "VisitUserGrant",
]
