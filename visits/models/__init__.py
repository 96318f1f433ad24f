"""Letters, visits, guests and what they do here."""

from visits.models.guest import Guest, Party
from visits.models.itinerary import ActivityPlace, ItineraryItem
from visits.models.letter import Letter
from visits.models.plan import Plan, PlanSection, PlanVersion
from visits.models.rehearsal import (
    Rehearsal,
    RehearsalCheck,
    RehearsalFinding,
    RehearsalPoint,
)
from visits.models.review import Remark, Review
from visits.models.spending import Cost, Meal
from visits.models.template import PlanTemplate, TemplateSection
from visits.models.visit import Visit, VisitOfficeShare, VisitRoleGrant, VisitUserGrant

__all__ = [
    "ActivityPlace",
    "Cost",
    "Guest",
    "ItineraryItem",
    "Letter",
    "Meal",
    "Party",
    "Plan",
    "PlanSection",
    "PlanTemplate",
    "PlanVersion",
    "Rehearsal",
    "RehearsalCheck",
    "RehearsalFinding",
    "RehearsalPoint",
    "Remark",
    "Review",
    "TemplateSection",
    "Visit",
    "VisitOfficeShare",
    "VisitRoleGrant",
    "VisitUserGrant",
]
