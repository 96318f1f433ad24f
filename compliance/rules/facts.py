"""Facts: what is recorded of a visit, as the law looks at it; None is not recorded."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from compliance.rules.words import Words


class Category(StrEnum):
    """Which body of rules binds a visit."""

    OFFICIAL = "official"
    BUSINESS = "business"
    FOREIGN = "foreign"
    CONFERENCE = "conference"


RANKS = ("ministerial", "bureau", "division", "section", "none")  # highest first
PERSONAL = frozenset({"leave", "family", "tourism", "personal"})  # kinds of purpose


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """The paper that announces the visit, and what else it was used for."""

    kind: str | None = None  # official, invitation, contact, notice
    received_on: date | None = None
    has_content: bool | None = None
    has_itinerary: bool | None = None
    has_persons: bool | None = None
    visits: int | None = None  # visits that name this letter


@dataclass(frozen=True, slots=True)
class CeremonyFacts:
    """The ceremony that is planned or was held."""

    welcome_at_port: bool | None = None  # airport, station, dock or boundary
    cross_region_escort: bool | None = None
    banner: bool | None = None
    crowd: bool | None = None
    red_carpet: bool | None = None
    principal_leader_at_port: bool | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """A money standard in force, per person; ``amount`` is yuan."""

    amount: Decimal
    unit: str  # meal, day, night or person
    document: str = ""


@dataclass(frozen=True, slots=True)
class MealFacts:
    """One meal; ``standard`` None is to be confirmed locally."""

    line: int
    on: date | None = None
    kind: str | None = None  # working, buffet, banquet, cocktail
    guests: int | None = None
    companions: int | None = None
    amount: Decimal | None = None  # yuan, everybody together
    standard: Standard | None = None
    alcohol: bool | None = None
    high_grade_alcohol: bool | None = None
    cigarettes: bool | None = None
    dishes: tuple[str, ...] | None = None
    venue_kind: str | None = None
    fee_collected: bool | None = None


@dataclass(frozen=True, slots=True)
class LodgingFacts:
    """One room, or one line of rooms of a kind."""

    line: int
    on: date | None = None
    is_designated: bool | None = None
    price: Decimal | None = None  # yuan a night
    agreed_price: Decimal | None = None
    room: str | None = None  # standard, single, suite
    rank: str | None = None  # of the guest who sleeps there
    extra_toiletries: bool | None = None


@dataclass(frozen=True, slots=True)
class VehicleFacts:
    """One vehicle of the visit."""

    line: int
    on: date | None = None
    seats: int | None = None  # without the driver's
    passengers: int | None = None
    is_police: bool | None = None
    has_security_decision: bool | None = None
    for_one_guest: bool | None = None
    fee_collected: bool | None = None


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """One line of the programme; ``kind`` such as talk, tour, performance."""

    line: int
    on: date | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class GiftFacts:
    """A thing given to a guest."""

    line: int
    on: date | None = None
    kind: str | None = None  # money, securities, valuables, souvenir, specialty, …
    value: Decimal | None = None  # yuan, of one piece


@dataclass(frozen=True, slots=True)
class ReceivedGiftFacts:
    """A gift that somebody of the office received; ``due`` is the last day to register.

    The month begins with the receipt, or with the return to the unit.
    """

    line: int
    received_on: date | None = None
    registered_on: date | None = None
    is_registered: bool | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class CostFacts:
    """One expense."""

    line: int
    category: str | None = None  # lodging, meals, transport, …
    amount: Decimal | None = None
    payer: str | None = None  # host, sender, guests, other
    payment: str | None = None  # card, transfer, treasury, cash, on_account
    is_paid: bool | None = None
    paid_on: date | None = None
    has_voucher: bool | None = None


@dataclass(frozen=True, slots=True)
class ListFacts:
    """The reception list, signed after the visit."""

    exists: bool | None = None
    matches_letter: bool | None = None
    signed_on: date | None = None
    is_signed: bool | None = None
    signing_due: date | None = None
    has_companions: bool | None = None
    has_support_staff: bool | None = None


@dataclass(frozen=True, slots=True)
class BudgetFacts:
    """The reception budget of the year, in yuan."""

    approved: Decimal | None = None
    spent: Decimal | None = None
    planned: Decimal | None = None  # of this visit


@dataclass(frozen=True, slots=True)
class SettlementFacts:
    """How the visit was settled."""

    is_split: bool | None = None  # split, staged or put off
    reimbursed_on: date | None = None
    due: date | None = None  # last day by the local rule


@dataclass(frozen=True, slots=True)
class SetupFacts:
    """What stands in the meeting room."""

    flowers: bool | None = None
    fruit: bool | None = None
    backdrop: bool | None = None


@dataclass(frozen=True, slots=True)
class DisclosureFacts:
    """The yearly disclosure for the year of the visit; ``due`` is its last day."""

    is_published: bool | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit. Days are local; ``today`` is the day on which it is judged."""

    number: str = ""
    category: Category | None = None
    rank: str | None = None
    guests: int | None = None
    guests_are_state_employees: bool | None = None
    companions: int | None = None
    support_staff: int | None = None
    purpose_kind: str | None = None
    arrives: date | None = None
    departs: date | None = None
    today: date | None = None
    sender: str | None = None
    same_city: bool | None = None
    has_letter: bool | None = None
    letter: LetterFacts | None = None
    phone_notice: bool | None = None
    letter_due: date | None = None  # last day for a letter that follows a call
    letter_due_note: Words | None = None  # how that day was counted
    overlapping: tuple[str, ...] | None = None  # other visits of the sender
    ceremony: CeremonyFacts | None = None
    setup: SetupFacts | None = None
    meals: tuple[MealFacts, ...] | None = None
    lodgings: tuple[LodgingFacts, ...] | None = None
    vehicles: tuple[VehicleFacts, ...] | None = None
    activities: tuple[ActivityFacts, ...] | None = None
    gifts: tuple[GiftFacts, ...] | None = None
    gifts_received: tuple[ReceivedGiftFacts, ...] | None = None
    costs: tuple[CostFacts, ...] | None = None
    reception_list: ListFacts | None = None
    settlement: SettlementFacts | None = None
    budget: BudgetFacts | None = None
    disclosure: DisclosureFacts | None = None
