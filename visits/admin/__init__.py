"""The screens of letters, visits, guests, itineraries, meals and costs."""

from visits.admin.guest import GuestAdmin, PartyAdmin
from visits.admin.itinerary import ActivityPlaceAdmin, ItineraryItemAdmin
from visits.admin.letter import LetterAdmin
from visits.admin.spending import CostAdmin, MealAdmin
from visits.admin.visit import VisitAdmin

__all__ = [
    "ActivityPlaceAdmin",
    "CostAdmin",
    "GuestAdmin",
    "ItineraryItemAdmin",
    "LetterAdmin",
    "MealAdmin",
    "PartyAdmin",
    "VisitAdmin",
]
