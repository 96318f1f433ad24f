"""What stands on the table of a working meal, and where the table stands."""

from collections.abc import Iterator

from compliance.rules.core import (
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
    ALCOHOL_FROM,
    JILIN,
    PROVISIONS,
    PROVISIONS_FROM,
    REGULATIONS,
)
from compliance.rules.words import Words

FORBIDDEN_DISHES = ("鱼翅", "燕窝", "野生保护动物")  # art. 10
LOCAL_DISHES = ("鲍鱼", "海参")  # some places add them
FORBIDDEN_VENUES = frozenset(
    {"private_club", "high_consumption", "entertainment", "fitness"}
)  # art. 10, 16


def _meal(meal: MealFacts):
    return line_of("meal", "用餐", meal.line)


def _meals(facts: VisitFacts) -> Iterator[MealFacts | Gap]:
    """Yield the meals, or the one gap that none are recorded at all."""
    if facts.meals is None:
        yield missing("用餐", "The meals are")
    yield from facts.meals or ()


def _forbidden(facts: VisitFacts, names: tuple[str, ...]) -> Iterator[Fault | Gap]:
    for meal in _meals(facts):
        if isinstance(meal, Gap):
            yield meal
        elif meal.dishes is None:
            yield missing("菜单", "The menu is", _meal(meal), meal.on)
        else:
            found = [dish for dish in meal.dishes if any(n in dish for n in names)]
            if found:
                yield Fault(
                    Words(
                        f"菜单含有禁止提供的菜品：{'、'.join(found)}。",
                        f"The menu has forbidden dishes: {', '.join(found)}.",
                    ),
                    _meal(meal),
                    meal.on,
                )


def no_forbidden_dishes(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """No shark fin, bird's nest or protected wild animals."""
    yield from _forbidden(facts, FORBIDDEN_DISHES)


def no_local_luxuries(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Some places add abalone and sea cucumber to what must not be served."""
    yield from (f for f in _forbidden(facts, LOCAL_DISHES) if isinstance(f, Fault))


R14 = Rule(
    "R14",
    Words("家常菜，不上高档菜肴", "Home-style dishes"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        Provision(
            no_forbidden_dishes,
            Citation(
                PROVISIONS,
                "10",
                Words(
                    "工作餐应当供应家常菜，不得提供鱼翅、燕窝等高档菜肴和用野生保护"
                    "动物制作的菜肴。",
                    "Home-style dishes; no shark fin, bird's nest or protected wild "
                    "animals.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
        Provision(
            no_local_luxuries,
            Citation(
                JILIN,
                "",
                Words(
                    "部分地方规定不得提供鲍鱼、海参等（待本地确认）。",
                    "Some places forbid abalone and sea cucumber as well (to be "
                    "confirmed locally).",
                ),
            ),
            since=PROVISIONS_FROM,
            to_be_confirmed=True,
        ),
    ),
)


def no_cigarettes(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """No cigarettes at a working meal."""
    for meal in _meals(facts):
        if isinstance(meal, Gap):
            yield meal
        elif meal.cigarettes is None:
            yield missing(
                "是否提供香烟", "Whether there were cigarettes is", _meal(meal), meal.on
            )
        elif meal.cigarettes:
            yield Fault(
                Words("工作餐提供了香烟。", "Cigarettes were served."),
                _meal(meal),
                meal.on,
            )


R15 = Rule(
    "R15",
    Words("不提供香烟", "No cigarettes"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        Provision(
            no_cigarettes,
            Citation(
                PROVISIONS,
                "10",
                Words("不得提供香烟。", "No cigarettes are served."),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)


def no_alcohol(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """No alcohol at all at a working meal."""
    for meal in _meals(facts):
        if isinstance(meal, Gap):
            yield meal
        elif meal.alcohol is None:
            yield missing(
                "是否提供酒水", "Whether there was alcohol is", _meal(meal), meal.on
            )
        elif meal.alcohol:
            yield Fault(
                Words("工作餐提供了酒水。", "Alcohol was served."), _meal(meal), meal.on
            )


def no_high_grade_alcohol(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Before the revision: no high-grade alcohol at a working meal."""
    for meal in facts.meals or ():
        if meal.high_grade_alcohol:
            yield Fault(
                Words("工作餐提供了高档酒水。", "High-grade alcohol was served."),
                _meal(meal),
                meal.on,
            )
        elif meal.alcohol is None:
            yield missing(
                "是否提供高档酒水",
                "Whether there was high-grade alcohol is",
                _meal(meal),
                meal.on,
            )
        elif meal.alcohol and meal.high_grade_alcohol is None:
            yield missing(
                "酒水是否高档",
                "Whether the alcohol was high-grade is",
                _meal(meal),
                meal.on,
            )


R16 = Rule(
    "R16",
    Words("工作餐不上酒", "No alcohol"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        Provision(
            no_alcohol,
            Citation(
                REGULATIONS,
                "",
                Words(
                    "工作餐不得提供高档菜肴，不得提供香烟，不上酒。",
                    "Working meals have no high-grade dishes, no cigarettes and no "
                    "alcohol.",
                ),
            ),
            since=ALCOHOL_FROM,
            since_confirmed=False,
        ),
        Provision(
            no_high_grade_alcohol,
            Citation(
                PROVISIONS,
                "10",
                Words("不得提供高档酒水。", "No high-grade alcohol is served."),
            ),
            since=PROVISIONS_FROM,
            until=ALCOHOL_FROM,
            since_confirmed=False,
        ),
    ),
)


def no_clubs(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """No private clubs, high-consumption, entertainment or fitness venues."""
    for meal in _meals(facts):
        if isinstance(meal, Gap):
            yield meal
        elif meal.venue_kind is None:
            yield missing("用餐场所类型", "The kind of venue is", _meal(meal), meal.on)
        elif meal.venue_kind in FORBIDDEN_VENUES:
            yield Fault(
                Words(
                    "不得使用私人会所、高消费餐饮或娱乐健身场所。",
                    "Private clubs, high-consumption restaurants, entertainment and "
                    "fitness venues are not used.",
                ),
                _meal(meal),
                meal.on,
            )


R17 = Rule(
    "R17",
    Words("不使用私人会所和高消费场所", "No clubs"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        Provision(
            no_clubs,
            Citation(
                PROVISIONS,
                "10, 16",
                Words(
                    "不得使用私人会所、高消费餐饮场所，不得到营业性娱乐、健身场所活动。",
                    "No private clubs or high-consumption restaurants, no "
                    "entertainment or fitness venues.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)
