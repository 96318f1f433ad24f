"""The ranking of a drill: what each reached of a hundred, and who shares a rank."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

HUNDRED = 100
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Scale:
    """A discipline as the sum counts it."""

    most: Decimal
    weight: int


def total(scores: Mapping[Hashable, Sequence], scales: Mapping[Hashable, Scale]):
    """Return what somebody reached of a hundred, or None if a discipline has no score.

    In each discipline the mean of the judges counts, as a part of the most that can be
    reached, by the discipline's weight.
    """
    weights = sum(scale.weight for scale in scales.values())
    if not weights or any(not scores.get(key) for key in scales):
        return None
    whole = Fraction(0)
    for key, scale in scales.items():
        given = [Fraction(score) for score in scores[key]]
        share = sum(given) / len(given) / Fraction(scale.most)
        whole += share * scale.weight / weights
    reached = Decimal((whole * HUNDRED).numerator) / (whole * HUNDRED).denominator
    return reached.quantize(CENT)


def ranks(totals: Mapping[Hashable, Decimal | None]) -> dict:
    """Return the rank of each who has a total; equals share it, and skip the next."""
    better = sorted((t for t in totals.values() if t is not None), reverse=True)
    first = {}
    for place, value in enumerate(better, start=1):
        first.setdefault(value, place)
    return {key: first[value] for key, value in totals.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is known of a drill: ``scores`` by participant, discipline and judge."""

    disciplines: list
    judges: list
    participants: list
    scores: dict

    @property
    def lacking(self) -> int:
        """How many scores are still to be entered."""
        wanted = len(self.disciplines) * len(self.judges) * len(self.participants)
        return wanted - len(self.scores)

    def totals(self) -> dict:
        """Return, by participant, what he reached; None while scores are lacking."""
        scales = {d.pk: Scale(d.max_score, d.weight) for d in self.disciplines}
        found = {}
        for participant in self.participants:
            given = defaultdict(list)
            for discipline in self.disciplines:
                for judge in self.judges:
                    key = (participant.pk, discipline.pk, judge.pk)
                    if key in self.scores:
                        given[discipline.pk].append(self.scores[key])
            found[participant.pk] = total(given, scales)
        return found

    def ranked(self) -> list[tuple]:
        """Return (participant, total, rank), the best first, the unscored last."""
        totals = self.totals()
        places = ranks(totals)
        rows = [
            (each, totals[each.pk], places.get(each.pk)) for each in self.participants
        ]
        last = len(rows) + 1
        return sorted(rows, key=lambda row: row[2] or last)


def results_of(drill) -> Sheet:
    """Read the sheet of a drill in four queries."""
    participants = list(
        drill.participants.select_related("member__office", "member__venue")
    )
    rows = drill.scores().values_list("participant", "discipline", "judge", "score")
    return Sheet(
        disciplines=list(drill.disciplines.all()),
        judges=list(drill.judges.select_related("member")),
        participants=participants,
        scores={(p, d, j): score for p, d, j, score in rows},
    )
