"""Readiness: what a visit still lacks, each check declared beside the records it reads.

A check looks at one visit on one day and answers in words. Whoever adds a kind of
record declares its checks in that record's module; boards and guards ask ``look``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Area(models.TextChoices):
    """What must be in place: the file itself, and the three that the office names."""

    FILE = "file", _("the file")
    BOARD = "board", _("catering and lodging")
    HABITS = "habits", _("living habits")
    HEALTH = "health", _("health protection")


class Answer(models.TextChoices):
    """How far one check has come."""

    DONE = "done", _("in place")
    MISSING = "missing", _("missing")
    WAIVED = "waived", _("let pass")
    NOT_NEEDED = "not_needed", _("not needed")


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: the answer, in words, and the page where it is mended."""

    answer: Answer
    told: str | Promise = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One question about a visit; a visit is not ready while a blocking one misses."""

    name: str
    label: str | Promise
    area: Area
    look: Callable[[models.Model, date], Found]
    blocks: bool = True


CHECKS: dict[str, Check] = {}


def check(name: str, label: str | Promise, area: Area, *, blocks: bool = True):
    """Register the decorated function as the check ``name``.

    Raises:
        ValueError: another check has that name.
    """

    def register(look: Callable[[models.Model, date], Found]):
        if name in CHECKS:
            raise ValueError(f"There is a check {name} already.")
        CHECKS[name] = Check(name, label, area, look, blocks)
        return look

    return register


def look(visit: models.Model, on: date) -> list[tuple[Check, Found]]:
    """Return every check with what it finds about ``visit`` on ``on``.

    What an approver let pass is waived, for as long as it is missing.
    """
    waived = dict(visit.readiness_waivers.values_list("name", "reason"))
    found = []
    for each in CHECKS.values():
        answer = each.look(visit, on)
        if answer.answer == Answer.MISSING and each.name in waived:
            answer = Found(Answer.WAIVED, waived[each.name], answer.url)
        found.append((each, answer))
    return found


def missing(visit: models.Model, on: date) -> list[tuple[Check, Found]]:
    """Return the blocking checks whose answer is that something is missing."""
    return [
        (each, found)
        for each, found in look(visit, on)
        if each.blocks and found.answer == Answer.MISSING
    ]
