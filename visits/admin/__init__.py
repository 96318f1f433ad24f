"""The screens of letters, visits, approval, guests, itineraries, meals and costs."""

from visits.admin.approval import ApprovalAdmin, ApprovalLevelAdmin, DeputyshipAdmin
from visits.admin.assignment import AssignmentAdmin
from visits.admin.booking import BookingAdmin, VenueWaiverAdmin
from visits.admin.closing import ClosingAdmin
from visits.admin.gift import GiftAdmin
from visits.admin.guest import GuestAdmin, PartyAdmin
from visits.admin.itinerary import ActivityPlaceAdmin, ItineraryItemAdmin
from visits.admin.letter import LetterAdmin, PhoneRecordAdmin
from visits.admin.plan import PlanAdmin
from visits.admin.readiness import ReadinessWaiverAdmin
from visits.admin.reception_list import ReceptionListAdmin
from visits.admin.rehearsal import (
    RehearsalAdmin,
    RehearsalFindingAdmin,
    RehearsalPointAdmin,
)
from visits.admin.review import RemarkAdmin, ReviewAdmin
from visits.admin.roster import RestLimitAdmin, ShiftAdmin, ShiftSwapAdmin
from visits.admin.settlement import (
    DisclosureAdmin,
    GuestPaymentAdmin,
    PaperRequirementAdmin,
    VisitPaperAdmin,
    YearBudgetAdmin,
)
from visits.admin.spending import CostAdmin, MealAdmin
from visits.admin.task_order import CoordinationMeetingAdmin, TaskOrderAdmin
from visits.admin.template import PlanTemplateAdmin
from visits.admin.version import PlanSectionAdmin, PlanVersionAdmin
from visits.admin.visit import VisitAdmin

__all__ = [
    "ActivityPlaceAdmin",
    "ApprovalAdmin",
    "ApprovalLevelAdmin",
    "AssignmentAdmin",
    "BookingAdmin",
    "ClosingAdmin",
    "CoordinationMeetingAdmin",
    "CostAdmin",
    "DeputyshipAdmin",
    "DisclosureAdmin",
    "GiftAdmin",
    "GuestAdmin",
    "GuestPaymentAdmin",
    "ItineraryItemAdmin",
    "LetterAdmin",
    "MealAdmin",
    "PaperRequirementAdmin",
    "PartyAdmin",
    "PhoneRecordAdmin",
    "PlanAdmin",
    "PlanSectionAdmin",
    "PlanTemplateAdmin",
    "PlanVersionAdmin",
    "ReadinessWaiverAdmin",
    "ReceptionListAdmin",
    "RehearsalAdmin",
    "RehearsalFindingAdmin",
    "RehearsalPointAdmin",
    "RemarkAdmin",
    "RestLimitAdmin",
    "ReviewAdmin",
    "ShiftAdmin",
    "ShiftSwapAdmin",
    "TaskOrderAdmin",
    "VenueWaiverAdmin",
    "VisitAdmin",
    "VisitPaperAdmin",
    "YearBudgetAdmin",
]
