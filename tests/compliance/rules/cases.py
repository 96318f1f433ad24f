"""Facts that break each rule, and the same facts mended."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from compliance.rules.facts import (
    ActivityFacts,
    BudgetFacts,
    Category,
    CeremonyFacts,
    CostFacts,
    DisclosureFacts,
    GiftFacts,
    LetterFacts,
    ListFacts,
    LodgingFacts,
    MealFacts,
    ReceivedGiftFacts,
    SettlementFacts,
    SetupFacts,
    Standard,
    VehicleFacts,
    VisitFacts,
)

DAY = date(2025, 9, 1)
LATER, EARLIER = DAY + timedelta(days=1), DAY - timedelta(days=1)
LETTER = LetterFacts("official", DAY, True, True, True, 1)
MEAL = MealFacts(
    1,
    on=DAY,
    kind="working",
    guests=10,
    companions=3,
    amount=Decimal(650),
    standard=Standard(Decimal(50), "meal", "一号文"),
    alcohol=False,
    high_grade_alcohol=False,
    cigarettes=False,
    dishes=("豆腐",),
    venue_kind="canteen",
    fee_collected=True,
)
ROOM = LodgingFacts(1, DAY, True, Decimal(300), Decimal(300), "standard", "division")
CAR = VehicleFacts(1, DAY, 7, 5, False, None, False, True)
COST = CostFacts(1, "meals", Decimal(100), "host", "card", True, DAY, True)
LISTED = ListFacts(True, True, DAY, True, DAY, True, True)
GIFT = GiftFacts(1, DAY, "card", Decimal(20))

# Everything recorded and in order.
GOOD = VisitFacts(
    number="HB-2025-0001",
    category=Category.OFFICIAL,
    rank="division",
    guests=10,
    guests_are_state_employees=False,
    companions=3,
    support_staff=2,
    purpose_kind="study",
    arrives=DAY,
    departs=DAY,
    today=DAY,
    sender="某单位",
    same_city=False,
    has_letter=True,
    letter=LETTER,
    phone_notice=False,
    overlapping=(),
    ceremony=CeremonyFacts(*[False] * 6),
    setup=SetupFacts(False, False, False),
    meals=(MEAL,),
    lodgings=(ROOM,),
    vehicles=(CAR,),
    activities=(ActivityFacts(1, DAY, "talk"),),
    gifts=(),
    gifts_received=(ReceivedGiftFacts(1, DAY, DAY, True, DAY),),
    costs=(COST,),
    reception_list=LISTED,
    settlement=SettlementFacts(False, DAY, DAY),
    budget=BudgetFacts(Decimal(100), Decimal(50), Decimal(50)),
    disclosure=DisclosureFacts(False, DAY),
)


def with_meal(**changes) -> VisitFacts:
    return replace(GOOD, meals=(replace(MEAL, **changes),))


def with_room(**changes) -> VisitFacts:
    return replace(GOOD, lodgings=(replace(ROOM, **changes),))


def with_cost(**changes) -> VisitFacts:
    return replace(GOOD, costs=(replace(COST, **changes),))


BREAKS = {
    "R01": replace(GOOD, has_letter=False, letter=None),
    "R02": replace(GOOD, letter=replace(LETTER, has_persons=False)),
    "R03": replace(GOOD, reception_list=replace(LISTED, matches_letter=False)),
    "R04": replace(GOOD, letter=replace(LETTER, visits=2)),
    "R05": replace(GOOD, purpose_kind="tourism"),
    "R06": replace(GOOD, overlapping=("HB-2025-0002",)),
    "R07": replace(GOOD, ceremony=CeremonyFacts(red_carpet=True)),
    "R08": with_room(is_designated=False),
    "R09": with_room(room="suite"),
    "R10": with_room(extra_toiletries=True),
    "R11": with_cost(category="lodging"),
    "R12": replace(GOOD, meals=(MEAL, replace(MEAL, line=2))),
    "R13": with_meal(companions=4),
    "R14": with_meal(dishes=("红烧鱼翅",)),
    "R15": with_meal(cigarettes=True),
    "R16": with_meal(alcohol=True),
    "R17": with_meal(venue_kind="private_club"),
    "R18": with_meal(amount=Decimal("650.13")),
    "R19": replace(GOOD, vehicles=(replace(CAR, fee_collected=False),)),
    "R20": replace(GOOD, vehicles=(replace(CAR, for_one_guest=True),)),
    "R21": replace(GOOD, gifts=(replace(GIFT, kind="specialty"),)),
    "R22": replace(GOOD, activities=(ActivityFacts(1, DAY, "performance"),)),
    "R23": replace(GOOD, budget=BudgetFacts(Decimal(99), Decimal(50), Decimal(50))),
    "R24": with_cost(payer="other"),
    "R25": with_cost(has_voucher=False),
    "R26": with_cost(payment="cash"),
    "R27": replace(GOOD, reception_list=replace(LISTED, signed_on=LATER)),
    "R28": replace(GOOD, reception_list=replace(LISTED, has_support_staff=False)),
    "R29": replace(GOOD, same_city=True),
    "R30": replace(GOOD, setup=SetupFacts(fruit=True)),
    "R31": replace(GOOD, settlement=SettlementFacts(False, LATER, DAY)),
    "R32": replace(GOOD, category=Category.BUSINESS, guests_are_state_employees=True),
    "R33": replace(
        GOOD,
        category=Category.FOREIGN,
        gifts=(replace(GIFT, value=Decimal(201)),),
    ),
    "R34": replace(GOOD, gifts_received=(ReceivedGiftFacts(1, DAY, LATER, True, DAY),)),
    "R35": replace(GOOD, today=LATER),
}
