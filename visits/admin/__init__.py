"""The screens of letters, visits, guests, itineraries, meals and costs."""

from visits.admin.guest import GuestAdmin, PartyAdmin
from visits.admin.itinerary import ActivityPlaceAdmin, ItineraryItemAdmin
from visits.admin.letter import LetterAdmin
from visits.admin.plan import PlanAdmin
from visits.admin.rehearsal import (
    RehearsalAdmin,
    RehearsalFindingAdmin,
    RehearsalPointAdmin,
)
from visits.admin.review import RemarkAdmin, ReviewAdmin
from visits.admin.spending import CostAdmin, MealAdmin
from visits.admin.template import PlanTemplateAdmin
from visits.admin.version import PlanSectionAdmin, PlanVersionAdmin
from visits.admin.visit import VisitAdmin

__all__ = [
    "ActivityPlaceAdmin",
    "CostAdmin",
    "GuestAdmin",
    "ItineraryItemAdmin",
    "LetterAdmin",
    "MealAdmin",
    "PartyAdmin",
    "PlanAdmin",
    "PlanSectionAdmin",
    "PlanTemplateAdmin",
    "PlanVersionAdmin",
    "RehearsalAdmin",
    "RehearsalFindingAdmin",
    "RehearsalPointAdmin",
    "RemarkAdmin",
    "ReviewAdmin",
    "VisitAdmin",
]
