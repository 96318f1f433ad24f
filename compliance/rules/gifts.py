"""Gifts: what may be given to guests, and what was received."""

from collections.abc import Iterator
from decimal import Decimal

from compliance.rules.core import (
    EVERYBODY,
    FOREIGN,
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
from compliance.rules.facts import GiftFacts, VisitFacts
from compliance.rules.meals import TWO_BANQUETS
from compliance.rules.sources import (
    FOREIGN_GUESTS,
    GIFT_REGISTER,
    PROVISIONS,
    PROVISIONS_FROM,
)
from compliance.rules.words import Words

FORBIDDEN_GIFTS = frozenset(
    {"money", "securities", "valuables", "souvenir", "specialty", "daily_goods"}
)
HIGH_GIFT = Decimal(400)  # yuan; guests of vice-ministerial rank and above
LOW_GIFT = Decimal(200)  # yuan; guests of bureau level and below


def _gift(gift: GiftFacts):
    return line_of("gift", "礼品", gift.line)


def no_gifts(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """No money, securities, souvenirs, specialties or daily goods under any name."""
    if facts.gifts is None:
        yield missing("赠礼情况", "Gifts are")
        return
    for gift in facts.gifts:
        if gift.kind is None:
            yield missing("礼品类别", "The kind of gift is", _gift(gift), gift.on)
        elif gift.kind in FORBIDDEN_GIFTS:
            yield Fault(
                Words(
                    "公务接待不得赠送礼金、有价证券、纪念品和土特产品。",
                    "Official guests get no money, securities, souvenirs or local "
                    "specialties.",
                ),
                _gift(gift),
                gift.on,
                measured=gift.value,
                limit=0,
                unit=YUAN,
            )


R21 = Rule(
    "R21",
    Words("不赠送礼品", "No gifts"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        Provision(
            no_gifts,
            Citation(
                PROVISIONS,
                "16",
                Words(
                    "不得以任何名义赠送礼金、有价证券、纪念品和土特产品等。",
                    "No cash, securities, souvenirs or local specialties are given "
                    "under any name.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)


def gifts_to_foreign_guests(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """A gift to foreign guests is worth at most 400 or 200 yuan, by their rank."""
    if facts.gifts is None:
        yield missing("赠礼情况", "Gifts are")
        return
    for gift in facts.gifts:
        if gift.value is None or facts.rank is None:
            yield missing(
                "礼品价值或来宾级别", "Value or rank is", _gift(gift), gift.on
            )
            continue
        most = HIGH_GIFT if facts.rank == "ministerial" else LOW_GIFT
        if gift.value > most:
            yield Fault(
                Words(
                    f"礼品价值{gift.value}元，超过{most}元。",
                    f"The gift is worth {gift.value} yuan; at most {most} are allowed.",
                ),
                _gift(gift),
                gift.on,
                measured=gift.value,
                limit=most,
                unit=YUAN,
            )


R33 = Rule(
    "R33",
    Words("外宾宴请与赠礼从简", "Few banquets, small gifts for foreign guests"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        TWO_BANQUETS,
        Provision(
            gifts_to_foreign_guests,
            Citation(
                FOREIGN_GUESTS,
                "",
                Words(
                    "副部级（含）以上外宾礼品不超过400元，司局级及以下不超过200元。",
                    "Gifts to guests of vice-ministerial rank and above at most 400 "
                    "yuan, to bureau level and below at most 200 yuan.",
                ),
            ),
            FOREIGN,
        ),
    ),
)


def received_gifts_are_registered(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """A gift received is registered within a month of receipt or of the return."""
    if facts.gifts_received is None:
        yield missing("受礼情况", "Gifts received are")
        return
    for gift in facts.gifts_received:
        subject = line_of("received_gift", "受礼", gift.line)
        if gift.due is None or gift.is_registered is None:
            yield missing(
                "登记截止日", "The last day to register is", subject, gift.received_on
            )
            continue
        day = gift.registered_on if gift.is_registered else facts.today
        if day is not None and day > gift.due:
            yield Fault(
                Words(
                    f"受礼应于{gift.due:%Y-%m-%d}前登记。",
                    f"The gift was to be registered by {gift.due:%Y-%m-%d}.",
                ),
                subject,
                gift.received_on,
                measured=(day - gift.due).days,
                limit=0,
                unit=Words("天（逾期）", "days late"),
            )


R34 = Rule(
    "R34",
    Words("受礼一个月内登记", "Gifts received are registered within a month"),
    Severity.WARN,
    Stage.AFTER,
    (
        Provision(
            received_gifts_are_registered,
            Citation(
                GIFT_REGISTER,
                "",
                Words(
                    "收受礼品的，自收受之日（出差在外的自回本单位之日）起一个月内登记"
                    "上交。",
                    "A gift is registered within one month of receipt, or of the "
                    "return to the unit.",
                ),
            ),
            EVERYBODY,
        ),
    ),
)
