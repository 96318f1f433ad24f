"""The screens of letters, visits, guests and itineraries."""

from visits.admin.guest import GuestAdmin, PartyAdmin
from visits.admin.itinerary import ActivityPlaceAdmin, ItineraryItemAdmin
from visits.admin.letter import LetterAdmin
from visits.admin.visit import VisitAdmin

__all__ = [
    "ActivityPlaceAdmin",
    "GuestAdmin",
    "ItineraryItemAdmin",
    "LetterAdmin",
    "PartyAdmin",
    "VisitAdmin",
]
