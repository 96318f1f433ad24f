"""Letters, visits, guests and what they do here."""

from visits.models import preparation, venue_use  # noqa: F401 their checks
from visits.models.approval import Approval, ApprovalLevel, Deputyship
from visits.models.assignment import Assignment
from visits.models.booking import Booking, VenueWaiver
from visits.models.closing import Closing
from visits.models.gift import Gift
from visits.models.guest import Guest, Party
from visits.models.itinerary import ActivityPlace, ItineraryItem
from visits.models.justification import Justification
from visits.models.letter import Letter, PhoneRecord
from visits.models.plan import Plan, PlanSection, PlanVersion
from visits.models.reception_list import ListActivity, ListPerson, ReceptionList
from visits.models.rehearsal import (
    Rehearsal,
    RehearsalCheck,
    RehearsalFinding,
    RehearsalPoint,
)
from visits.models.rest_limit import RestLimit
from visits.models.review import Remark, Review
from visits.models.settlement import (
    Disclosure,
    GuestPayment,
    PaperRequirement,
    VisitPaper,
    YearBudget,
)
from visits.models.shift import Shift
from visits.models.spending import Cost, Meal
from visits.models.standard import StandardStep
from visits.models.swap import ShiftSwap
from visits.models.task_order import CoordinationMeeting, TaskOrder
from visits.models.template import PlanTemplate, TemplateSection
from visits.models.visit import Visit
from visits.models.visit_grants import (
    VisitOfficeShare,
    VisitRoleGrant,
    VisitUserGrant,
)
from visits.models.waiver import ReadinessWaiver

__all__ = [
    "ActivityPlace",
    "Approval",
    "ApprovalLevel",
    "Assignment",
    "Booking",
    "Closing",
    "CoordinationMeeting",
    "Cost",
    "Deputyship",
    "Disclosure",
    "Gift",
    "Guest",
    "GuestPayment",
    "ItineraryItem",
    "Justification",
    "Letter",
    "ListActivity",
    "ListPerson",
    "Meal",
    "PaperRequirement",
    "Party",
    "PhoneRecord",
    "Plan",
    "PlanSection",
    "PlanTemplate",
    "PlanVersion",
    "ReadinessWaiver",
    "ReceptionList",
    "Rehearsal",
    "RehearsalCheck",
    "RehearsalFinding",
    "RehearsalPoint",
    "Remark",
    "RestLimit",
    "Review",
    "Shift",
    "ShiftSwap",
    "StandardStep",
    "TaskOrder",
    "TemplateSection",
    "VenueWaiver",
    "Visit",
    "VisitOfficeShare",
    "VisitPaper",
    "VisitRoleGrant",
    "VisitUserGrant",
    "YearBudget",
]
