"""The tables of visits and all that belongs to them."""

from visits.exchange.announcing import LetterResource, PhoneRecordResource
from visits.exchange.approval import (
    ApprovalLevelResource,
    ApprovalResource,
    DeputyshipResource,
    ReadinessWaiverResource,
)
from visits.exchange.gift import GiftResource
from visits.exchange.roster import (
    AssignmentResource,
    RestLimitResource,
    ShiftResource,
    ShiftSwapResource,
)
from visits.exchange.settlement import (
    ClosingResource,
    CostResource,
    DisclosureResource,
    GuestPaymentResource,
    MealResource,
    PaperRequirementResource,
    ReceptionListResource,
    VisitPaperResource,
    YearBudgetResource,
)
from visits.exchange.tasks import CoordinationMeetingResource, TaskOrderResource
from visits.exchange.venues import BookingResource, VenueWaiverResource
from visits.exchange.visit import (
    ActivityPlaceResource,
    GuestResource,
    ItineraryResource,
    PartyResource,
    VisitResource,
)

__all__ = [
    "ActivityPlaceResource",
    "ApprovalLevelResource",
    "ApprovalResource",
    "AssignmentResource",
    "BookingResource",
    "ClosingResource",
    "CoordinationMeetingResource",
    "CostResource",
    "DeputyshipResource",
    "DisclosureResource",
    "GiftResource",
    "GuestPaymentResource",
    "GuestResource",
    "ItineraryResource",
    "LetterResource",
    "MealResource",
    "PaperRequirementResource",
    "PartyResource",
    "PhoneRecordResource",
    "ReadinessWaiverResource",
    "ReceptionListResource",
    "RestLimitResource",
    "ShiftResource",
    "ShiftSwapResource",
    "TaskOrderResource",
    "VenueWaiverResource",
    "VisitPaperResource",
    "VisitResource",
    "YearBudgetResource",
]
