"""Meals: how many the host gives, and what they cost."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from compliance.rules.core import (
    FOREIGN,
    TIMES,
    YUAN_EACH,
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
from compliance.rules.facts import MealFacts, VisitFacts
from compliance.rules.sources import (
    FOREIGN_GUESTS,
    JILIN,
    JILIN_FROM,
    PROVISIONS,
    PROVISIONS_FROM,
    REGULATIONS,
    REVISION_FROM,
)
from compliance.rules.words import Words

WORKING_MEALS = 1  # per visit; art. 10
BANQUETS = 2  # per stay of foreign guests, joint ones with districts included
CENT = Decimal("0.01")


def _meal(meal: MealFacts):
    return line_of("meal", "用餐", meal.line)


def _meals(facts: VisitFacts) -> Iterator[MealFacts | Gap]:
    """Yield the meals, or the one gap that none are recorded at all."""
    if facts.meals is None:
        yield missing("用餐", "The meals are")
    yield from facts.meals or ()


def _of_kind(facts: VisitFacts, kind: str) -> list[MealFacts]:
    return [meal for meal in facts.meals or () if meal.kind == kind]


def _beyond(meals: list[MealFacts], most: int, words: Words) -> Iterator[Fault]:
    """Yield one fault if there are more than ``most``, on the first surplus day."""
    if len(meals) > most:
        ordered = sorted(meals, key=lambda meal: (meal.on is None, meal.on, meal.line))
        first = ordered[most]
        yield Fault(words, on=first.on, measured=len(meals), limit=most, unit=TIMES)


def one_working_meal(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """If the work requires it, the host gives one working meal in a visit."""
    if facts.meals is None:
        yield missing("用餐", "The meals are")
    words = Words("工作餐超过一次。", "There is more than one working meal.")
    yield from _beyond(_of_kind(facts, "working"), WORKING_MEALS, words)


def no_banquet(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Domestic official guests get a working meal, no banquet or cocktail."""
    for meal in facts.meals or ():
        if meal.kind in {"banquet", "cocktail"}:
            yield Fault(
                Words("公务接待不得安排宴请。", "No banquets for official guests."),
                _meal(meal),
                meal.on,
            )


_ART_10_MEAL = Citation(
    PROVISIONS,
    "10",
    Words(
        "接待对象应当按照规定标准自行用餐；确因工作需要，可以安排工作餐一次。",
        "Guests eat on their own account; if the work requires it the host gives one "
        "working meal.",
    ),
)
R12 = Rule(
    "R12",
    Words("工作餐一次", "One working meal"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        Provision(one_working_meal, _ART_10_MEAL, since=PROVISIONS_FROM),
        Provision(no_banquet, _ART_10_MEAL, since=PROVISIONS_FROM),
    ),
)


def within_the_standard(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """What a meal costs each diner keeps to the standard in force, per meal or day."""
    days: dict = defaultdict(list)
    for meal in _meals(facts):
        if isinstance(meal, Gap):
            yield meal
        elif meal.standard is None:
            yield Gap(
                Words(
                    "餐费标准待本地确认。", "The standard is to be confirmed locally."
                ),
                _meal(meal),
                meal.on,
            )
        elif (each := _per_head(meal)) is None:
            yield missing(
                "餐费或用餐人数", "Amount or number of diners is", _meal(meal), meal.on
            )
        elif meal.standard.unit == "day":
            days[meal.on].append((meal, each))
        else:
            yield from _over_standard(meal, each)
    for meals in days.values():
        yield from _over_standard(meals[-1][0], sum(each for _meal, each in meals))


def _per_head(meal: MealFacts) -> Decimal | None:
    """Return yuan per diner to the cent, hosts included."""
    if None in (meal.amount, meal.guests, meal.companions):
        return None
    diners = meal.guests + meal.companions
    if diners <= 0:
        return None
    return (meal.amount / diners).quantize(CENT, ROUND_HALF_UP)


def _over_standard(meal: MealFacts, each: Decimal) -> Iterator[Fault]:
    if each > meal.standard.amount:
        source = meal.standard.document
        by_day = meal.standard.unit == "day"
        yield Fault(
            Words(
                f"{'当日' if by_day else ''}人均{each}元，标准{meal.standard.amount}元"
                f"{f'（{source}）' if source else ''}。",
                f"{each} yuan per person{' that day' if by_day else ''}; the standard "
                f"is {meal.standard.amount}{f' ({source})' if source else ''}.",
            ),
            _meal(meal),
            meal.on,
            measured=each,
            limit=meal.standard.amount,
            unit=YUAN_EACH,
        )


R18 = Rule(
    "R18",
    Words("餐费不超标准", "Meals within the standard"),
    Severity.BLOCK,
    Stage.SETTLE,
    (
        Provision(
            within_the_standard,
            Citation(
                PROVISIONS,
                "13",
                Words(
                    "工作餐标准由县级以上地方参照当地会议用餐标准制定，并定期调整。",
                    "Standards of working meals are set locally, at county level and "
                    "above, and adjusted regularly.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)


def fees_are_collected(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """A host that helps with meals or vehicles collects the fees at the standard."""
    lines = [
        *((m, _meal(m)) for m in facts.meals or () if m.kind == "buffet"),
        *((v, line_of("vehicle", "车辆", v.line)) for v in facts.vehicles or ()),
    ]
    for each, subject in lines:
        if each.fee_collected is None:
            yield missing("收费记录", "The record of fees is", subject, each.on)
        elif not each.fee_collected:
            yield Fault(
                Words(
                    "协助安排用餐、用车，未按标准收取伙食费、交通费。",
                    "The host helped with meals or vehicles and collected no fee.",
                ),
                subject,
                each.on,
            )


R19 = Rule(
    "R19",
    Words("协助用餐用车按标准收费", "Fees are collected"),
    Severity.WARN,
    Stage.AFTER,
    (
        Provision(
            fees_are_collected,
            Citation(
                REGULATIONS,
                "",
                Words(
                    "接待单位协助安排用餐、用车的，应当按标准收取伙食费、交通费。",
                    "A host unit that assists with meals or vehicles collects the "
                    "fees at the standard.",
                ),
            ),
            since=REVISION_FROM,
        ),
    ),
)


def no_meal_in_the_same_city(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Official activities within one city come without a meal."""
    if facts.same_city is None:
        yield missing("是否同城", "Whether the guests are of the same city is")
    elif facts.same_city:
        for meal in facts.meals or ():
            yield Fault(
                Words(
                    "同城公务活动不安排用餐。", "No meals for guests of the same city."
                ),
                _meal(meal),
                meal.on,
            )


R29 = Rule(
    "R29",
    Words("同城不安排用餐", "No meals in the same city"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        Provision(
            no_meal_in_the_same_city,
            Citation(
                JILIN,
                "",
                Words(
                    "同城公务活动不安排用餐。",
                    "No meals at official activities within the same city.",
                ),
            ),
            since=JILIN_FROM,
            to_be_confirmed=True,
        ),
    ),
)


def two_banquets(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Foreign guests get at most two banquets in a stay, joint ones included."""
    if facts.meals is None:
        yield missing("用餐", "The meals are")
    words = Words("宴请超过两次。", "There are more than two banquets.")
    yield from _beyond(_of_kind(facts, "banquet"), BANQUETS, words)


TWO_BANQUETS = Provision(
    two_banquets,
    Citation(
        FOREIGN_GUESTS,
        "",
        Words(
            "外宾在华期间，宴请不超过两次（含地方联合宴请）。",
            "At most two banquets in a stay, joint ones with districts included.",
        ),
    ),
    FOREIGN,
)
