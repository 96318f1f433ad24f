"""Fitness: may a venue be used in a period? Questions, declared beside their records.

A question is asked about many venues at once and answers with what it has to say of
each, and from which day until which that holds. Whoever adds a kind of record that
matters declares its question there; pages, panels and the gate of bookings ask
``look``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Weight(models.TextChoices):
    """What an answer means for the use of the venue."""

    STOP = "stop", pgettext_lazy("a venue", "stands in the way")
    REMARK = "remark", pgettext_lazy("a venue", "remark")
    FACT = "fact", _("for information")


class Verdict(models.TextChoices):
    """Whether the venue can be used."""

    YES = "yes", _("it can be used")
    REMARKS = "remarks", _("it can be used, with remarks")
    NO = "no", _("it cannot be used")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a question says of a venue.

    ``key`` names it so that a waiver can be about it; ``first`` and ``last`` are the
    local days for which it holds, None is open. ``topic`` is the question's name.
    """

    weight: Weight
    key: str
    text: str | Promise
    url: str = ""
    first: date | None = None
    last: date | None = None
    topic: str = ""

    def touches(self, first: date, last: date) -> bool:
        """Whether it holds on a day of the period."""
        return (self.first is None or self.first <= last) and (
            self.last is None or self.last >= first
        )


Ask = Callable[[list, date, date], dict[int, list[Said]]]


@dataclass(frozen=True, slots=True)
class Question:
    """One question about venues; ``model`` holds what it reads and who may read it."""

    name: str
    label: str | Promise
    model: type[models.Model]
    ask: Ask


QUESTIONS: dict[str, Question] = {}


def question(name: str, label: str | Promise, model: type[models.Model]):
    """Register the decorated function as the question ``name``.

    It gets venues, the first and the last day, and returns what it says by the
    venues' keys, in a constant number of queries.

    Raises:
        ValueError: another question has that name.
    """

    def register(ask: Ask):
        if name in QUESTIONS:
            raise ValueError(f"There is a question {name} already.")
        QUESTIONS[name] = Question(name, label, model, ask)
        return ask

    return register


def look(
    venues: Iterable, first: date, last: date, *names: str
) -> dict[int, list[Said]]:
    """Return, by the venues' keys, what the questions (or ``names``) say of them."""
    venues, found = list(venues), defaultdict(list)
    for each in QUESTIONS.values():
        if venues and (not names or each.name in names):
            for pk, said in each.ask(venues, first, last).items():
                found[pk] += [
                    replace(one, topic=each.name)
                    for one in said
                    if one.touches(first, last)
                ]
    return found


def stops(said: Iterable[Said]) -> list[Said]:
    """Return what stands in the way of using the venue."""
    return [each for each in said if each.weight == Weight.STOP]


def verdict(said: Iterable[Said]) -> Verdict:
    """Return what all that is said comes to."""
    weights = {each.weight for each in said}
    if Weight.STOP in weights:
        return Verdict.NO
    return Verdict.REMARKS if Weight.REMARK in weights else Verdict.YES
