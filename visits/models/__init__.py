"""Letters, visits, guests and what they do here."""

from visits.models.approval import Approval, ApprovalLevel, Deputyship
from visits.models.guest import Guest, Party
from visits.models.itinerary import ActivityPlace, ItineraryItem
from visits.models.letter import Letter, PhoneRecord
from visits.models.spending import Cost, Meal
from visits.models.visit import Visit, VisitOfficeShare, VisitRoleGrant, VisitUserGrant

__all__ = [
    "ActivityPlace",
    "Approval",
    "ApprovalLevel",
    "Cost",
    "Deputyship",
    "Guest",
    "ItineraryItem",
    "Letter",
    "Meal",
    "Party",
    "PhoneRecord",
    "Visit",
    "VisitOfficeShare",
    "VisitRoleGrant",
    "VisitUserGrant",
]
