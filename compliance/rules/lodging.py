"""Where guests sleep and how they ride."""

from collections.abc import Iterator

from compliance.rules.core import (
    YUAN,
    Citation,
    Fault,
    Gap,
    Provision,
    Rule,
    Severity,
    Stage,
    line_of,
    missing,
)
from compliance.rules.facts import RANKS, LodgingFacts, VisitFacts
from compliance.rules.sources import PROVISIONS, PROVISIONS_FROM, TRAVEL
from compliance.rules.words import Words

SUITE_FROM = "ministerial"  # rank; art. 9
SINGLE_FROM = "bureau"  # rank; common practice, to be confirmed locally


def _room(lodging: LodgingFacts):
    return line_of("lodging", "住宿", lodging.line)


def _ranks_below(rank: str) -> frozenset[str]:
    return frozenset(RANKS[RANKS.index(rank) + 1 :])


def designated_at_agreed_price(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Guests sleep in designated hotels or internal venues at the agreed price."""
    if facts.lodgings is None:
        yield missing("住宿安排", "Lodging is")
        return
    for each in facts.lodgings:
        if each.is_designated is False:
            yield Fault(
                Words(
                    "住宿场所不在定点饭店或内部接待场所名单内。",
                    "The venue is not on the list of designated hotels and internal "
                    "venues.",
                ),
                _room(each),
                each.on,
            )
        if each.price is None or each.agreed_price is None:
            yield missing(
                "房价或协议价", "Price or agreed price is", _room(each), each.on
            )
        elif each.price > each.agreed_price:
            yield Fault(
                Words("房价高于协议价。", "The price is above the agreed one."),
                _room(each),
                each.on,
                measured=each.price,
                limit=each.agreed_price,
                unit=YUAN,
            )


R08 = Rule(
    "R08",
    Words("定点住宿、执行协议价", "Designated lodging at the agreed price"),
    Severity.BLOCK,
    Stage.READY,
    (
        Provision(
            designated_at_agreed_price,
            Citation(
                PROVISIONS,
                "9",
                Words(
                    "住宿在定点饭店或者机关内部接待场所安排，执行协议价格。",
                    "Lodging is in designated hotels or internal venues at the agreed "
                    "price.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)


def _over_rank(facts: VisitFacts, room: str, from_rank: str) -> Iterator[Fault | Gap]:
    """Yield the rooms of a kind given to guests below a rank."""
    if facts.lodgings is None:
        yield missing("住宿安排", "Lodging is")
        return
    for each in facts.lodgings:
        if each.room == room and each.rank is None:
            yield missing("住客职级", "The guest's rank is", _room(each), each.on)
        elif each.room == room and each.rank in _ranks_below(from_rank):
            yield Fault(
                Words("客房类型高于来宾职级。", "The room is above the guest's rank."),
                _room(each),
                each.on,
            )


def suites_for_ministers(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Ordinary suites are for the provincial-ministerial level alone."""
    yield from _over_rank(facts, "suite", SUITE_FROM)


def singles_for_bureau_level(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Single rooms are for the bureau level and above; others share standard rooms."""
    yield from _over_rank(facts, "single", SINGLE_FROM)


R09 = Rule(
    "R09",
    Words("按职级安排客房", "Rooms by rank"),
    Severity.BLOCK,
    Stage.READY,
    (
        Provision(
            suites_for_ministers,
            Citation(
                PROVISIONS,
                "9",
                Words(
                    "出差人员住宿以标准间为主，省部级可安排普通套间。",
                    "Standard rooms; an ordinary suite for the provincial-ministerial "
                    "level only.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
        Provision(
            singles_for_bureau_level,
            Citation(
                TRAVEL,
                "",
                Words(
                    "厅局级可安排单间，其他人员安排标准间。",
                    "The bureau level may have single rooms; others have standard "
                    "rooms.",
                ),
            ),
            since=PROVISIONS_FROM,
            to_be_confirmed=True,
        ),
    ),
)


def no_extra_toiletries(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Rooms get no toiletries beyond the usual."""
    if facts.lodgings is None:
        yield missing("住宿安排", "Lodging is")
        return
    for each in facts.lodgings:
        if each.extra_toiletries:
            yield Fault(
                Words("不得额外配发洗漱用品。", "No extra toiletries."),
                _room(each),
                each.on,
            )


R10 = Rule(
    "R10",
    Words("不额外配发洗漱用品", "No extra toiletries"),
    Severity.WARN,
    Stage.READY,
    (
        Provision(
            no_extra_toiletries,
            Citation(
                PROVISIONS,
                "9",
                Words(
                    "接待单位不得额外配发洗漱用品。",
                    "The host unit issues no extra toiletries.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)


def guests_pay_their_rooms(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Lodging is reimbursed by the guest's own unit, never from reception money."""
    if facts.costs is None:
        yield missing("费用", "The costs are")
        return
    for each in facts.costs:
        if each.category == "lodging" and each.payer == "host":
            yield Fault(
                Words(
                    "住宿费应由来宾回本单位报销，不得在接待费中列支。",
                    "Lodging is reimbursed by the guests' own unit; it may not be "
                    "charged to reception.",
                ),
                line_of("cost", "费用", each.line),
                each.paid_on,
                measured=each.amount,
                limit=0,
                unit=YUAN,
            )


R11 = Rule(
    "R11",
    Words("住宿费不列入接待费", "Lodging is no reception cost"),
    Severity.BLOCK,
    Stage.SETTLE,
    (
        Provision(
            guests_pay_their_rooms,
            Citation(
                PROVISIONS,
                "9",
                Words(
                    "住宿费由出差人员回本单位凭据报销，不得列入接待费。",
                    "Lodging is reimbursed by the traveller's own unit and is not a "
                    "reception cost.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)


def ride_together(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Guests ride together in few, suitable vehicles; police cars need a decision."""
    if facts.vehicles is None:
        yield missing("用车安排", "The vehicles are")
        return
    for each in facts.vehicles:
        subject = line_of("vehicle", "车辆", each.line)
        if each.is_police and each.has_security_decision is False:
            yield Fault(
                Words(
                    "未经警卫部门决定使用警车。",
                    "A police car without a decision of the security authority.",
                ),
                subject,
                each.on,
            )
        if each.for_one_guest:
            yield Fault(
                Words("一人一车。", "A vehicle for a single guest."), subject, each.on
            )
    yield from _spare_vehicles(facts)


def _spare_vehicles(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Say that fewer of the vehicles would have had seats for everybody."""
    seats = [each.seats for each in facts.vehicles or () if not each.is_police]
    if len(seats) < 2:  # noqa: PLR2004 - one vehicle is never too many
        return
    present = [facts.guests, facts.companions]
    if None in seats or None in present:
        yield missing("车辆座位数或乘车人数", "Seats or passengers are")
        return
    if sum(seats) - min(seats) >= sum(present):
        yield Fault(
            Words("集中乘车可减少车辆。", "With shared rides fewer vehicles would do."),
            measured=sum(seats),
            limit=sum(present),
            unit=Words("座", "seats"),
        )


R20 = Rule(
    "R20",
    Words("集中乘车、轻车简从", "Shared rides, few vehicles"),
    Severity.JUSTIFY,
    Stage.READY,
    (
        Provision(
            ride_together,
            Citation(
                PROVISIONS,
                "11",
                Words(
                    "活动集中乘车，合理使用车型，严格控制随行车辆；警车按规定使用。",
                    "Guests ride together in suitable vehicles, as few as possible; "
                    "police cars only by the rules.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)
