"""The catalogue of rules, and the one question asked of it."""

from collections.abc import Set
from dataclasses import replace
from datetime import date

from compliance.rules import (
    admission,
    ceremony,
    companions,
    gifts,
    lodging,
    meals,
    money,
    papers,
    table,
)
from compliance.rules.core import Finding, Rule
from compliance.rules.facts import VisitFacts

RULES: dict[str, Rule] = {
    "R01": admission.R01,
    "R02": admission.R02,
    "R03": papers.R03,
    "R04": admission.R04,
    "R05": admission.R05,
    "R06": admission.R06,
    "R07": ceremony.R07,
    "R08": lodging.R08,
    "R09": lodging.R09,
    "R10": lodging.R10,
    "R11": lodging.R11,
    "R12": meals.R12,
    "R13": companions.R13,
    "R14": table.R14,
    "R15": table.R15,
    "R16": table.R16,
    "R17": table.R17,
    "R18": meals.R18,
    "R19": meals.R19,
    "R20": lodging.R20,
    "R21": gifts.R21,
    "R22": ceremony.R22,
    "R23": money.R23,
    "R24": money.R24,
    "R25": money.R25,
    "R26": money.R26,
    "R27": papers.R27,
    "R28": papers.R28,
    "R29": meals.R29,
    "R30": ceremony.R30,
    "R31": money.R31,
    "R32": admission.R32,
    "R33": gifts.R33,
    "R34": gifts.R34,
    "R35": papers.R35,
}


def judge(
    facts: VisitFacts, *, on: date | None = None, off: Set[str] = frozenset()
) -> tuple[Finding, ...]:
    """Return what the rules say of ``facts``, in the order of the catalogue.

    A provision binds by the day of each fact and by the visit's category. Terms are
    measured at ``on``, the day on which it is judged. Of the rules in ``off`` only
    what needs no local confirmation binds. A fact that is not recorded yields a
    finding with ``is_unknown``, or nothing; never an error.
    """
    if on is not None:
        facts = replace(facts, today=on)
    return tuple(
        finding
        for rule in RULES.values()
        for finding in rule.findings(facts, is_off=rule.id in off)
    )
