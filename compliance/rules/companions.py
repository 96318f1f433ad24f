"""How many officials of the host side may sit at a working meal with the guests."""

from collections.abc import Callable, Iterator

from compliance.rules.core import (
    FOREIGN,
    OFFICIAL,
    PEOPLE,
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
from compliance.rules.facts import Category, VisitFacts
from compliance.rules.sources import (
    BUSINESS_PRACTICE,
    FOREIGN_GUESTS,
    PROVISIONS,
    PROVISIONS_FROM,
)
from compliance.rules.words import Words

SMALL_PARTY = 10  # guests; art. 10
SMALL_PARTY_LIMIT = 3  # accompanying diners of a small party; art. 10
SHARE = 3  # of a larger party, one accompanying diner to so many guests; art. 10
FOREIGN_PAIRED = 5  # foreign guests, each of whom one host may accompany
FOREIGN_SHARE = 2  # of the further foreign guests, one host to so many


def limit(guests: int) -> int:
    """Return how many accompanying diners ``guests`` guests allow.

    Up to ten guests at most three; above ten at most a third of the guests, rounded
    down. Binds working meals of domestic official visits. Source: Provisions on
    Domestic Official Reception of Party and Government Organs, 2013, art. 10 (the
    number of the article is to be confirmed).
    """
    return SMALL_PARTY_LIMIT if guests <= SMALL_PARTY else guests // SHARE


def foreign_limit(guests: int) -> int:
    """Return how many hosts may eat with ``guests`` foreign guests.

    One to one up to five guests; of the further guests one host to two. Source:
    rules on the expenses of receiving foreign guests.
    """
    if guests <= FOREIGN_PAIRED:
        return guests
    return FOREIGN_PAIRED + (guests - FOREIGN_PAIRED) // FOREIGN_SHARE


def over(guests: int, companions: int) -> int:
    """Return by how many ``companions`` exceed the limit; 0 if they do not."""
    return max(0, companions - limit(guests))


def _at_each_meal(
    facts: VisitFacts, allowed: Callable[[int], int]
) -> Iterator[Fault | Gap]:
    if facts.meals is None:
        yield missing("用餐", "The meals are")
        return
    for meal in facts.meals:
        subject = line_of("meal", "用餐", meal.line)
        if meal.guests is None or meal.companions is None:
            yield missing("用餐人数", "How many ate is", subject, meal.on)
        elif meal.companions > (most := allowed(meal.guests)):
            yield Fault(
                Words(
                    f"来宾{meal.guests}人，陪餐{meal.companions}人，最多{most}人。",
                    f"{meal.guests} guests and {meal.companions} accompanying diners; "
                    f"at most {most} are allowed.",
                ),
                subject,
                meal.on,
                measured=meal.companions,
                limit=most,
                unit=PEOPLE,
            )


def three_or_a_third(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """At most 3 hosts eat with 10 guests or fewer, above that at most a third."""
    yield from _at_each_meal(facts, limit)


def one_to_one_then_half(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """One host to each of five foreign guests, then one to every two further ones."""
    yield from _at_each_meal(facts, foreign_limit)


def business_limit_is_local(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """How many hosts eat with business guests is set locally; no number is known."""
    for meal in facts.meals or ():
        if meal.companions:
            subject = line_of("meal", "用餐", meal.line)
            yield missing("本地陪餐人数标准", "A local limit is", subject, meal.on)


R13 = Rule(
    "R13",
    Words("陪餐人数", "Accompanying diners"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        Provision(
            three_or_a_third,
            Citation(
                PROVISIONS,
                "10",
                Words(
                    "接待对象在10人以内的，陪餐人数不得超过3人；超过10人的，不得超过"
                    "接待对象人数的三分之一。",
                    "With 10 guests or fewer at most 3 accompanying diners; with more "
                    "at most a third of the guests.",
                ),
            ),
            OFFICIAL,
            since=PROVISIONS_FROM,
        ),
        Provision(
            one_to_one_then_half,
            Citation(
                FOREIGN_GUESTS,
                "",
                Words(
                    "外宾5人（含）以内，中外人数原则上1:1；超过5人的，超过部分原则上"
                    "不超过1:2。",
                    "Up to 5 foreign guests one to one; of those beyond five one host "
                    "to two guests.",
                ),
            ),
            FOREIGN,
        ),
        Provision(
            business_limit_is_local,
            Citation(
                BUSINESS_PRACTICE,
                "",
                Words(
                    "商务接待陪餐人数由本地规定（待本地确认）。",
                    "How many hosts eat with business guests is set locally (to be "
                    "confirmed).",
                ),
            ),
            frozenset({Category.BUSINESS}),
            to_be_confirmed=True,
        ),
    ),
)
