"""Letters, visits, guests and what they do here."""

from visits.models.guest import Guest, Party
from visits.models.itinerary import ActivityPlace, ItineraryItem
from visits.models.justification import Justification
from visits.models.letter import Letter
from visits.models.spending import Cost, Meal
from visits.models.visit import Visit, VisitOfficeShare, VisitRoleGrant, VisitUserGrant

__all__ = [
    "ActivityPlace",
    "Cost",
    "Guest",
    "ItineraryItem",
    "Justification",
    "Letter",
    "Meal",
    "Party",
    "Visit",
    "VisitOfficeShare",
    "VisitRoleGrant",
    "VisitUserGrant",
]
