"""The screens of letters, visits, approval, guests, itineraries, meals and costs."""

from visits.admin.approval import ApprovalAdmin, ApprovalLevelAdmin, DeputyshipAdmin
from visits.admin.guest import GuestAdmin, PartyAdmin
from visits.admin.itinerary import ActivityPlaceAdmin, ItineraryItemAdmin
from visits.admin.letter import LetterAdmin, PhoneRecordAdmin
from visits.admin.spending import CostAdmin, MealAdmin
from visits.admin.visit import VisitAdmin

__all__ = [
    "ActivityPlaceAdmin",
    "ApprovalAdmin",
    "ApprovalLevelAdmin",
    "CostAdmin",
    "DeputyshipAdmin",
    "GuestAdmin",
    "ItineraryItemAdmin",
    "LetterAdmin",
    "MealAdmin",
    "PartyAdmin",
    "PhoneRecordAdmin",
    "VisitAdmin",
]
