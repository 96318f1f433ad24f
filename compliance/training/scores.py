"""The scores of a drill, entered together: judge × discipline × participant."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from compliance.models import Drill, DrillScore
from compliance.training.ranking import results_of
from reception.access.scope import can
from reception.ledger import writing

Cell = tuple[int, int, int]  # participant, discipline, judge


class ScoresRefused(Exception):
    """The scores cannot be stored; ``problems`` says why, by cell."""

    def __init__(self, problems: dict):
        super().__init__(" ".join(map(str, problems.values())))
        self.problems = problems


@transaction.atomic
def enter(drill: Drill, told: Mapping[Cell, Decimal | None], *, by) -> int:
    """Store what was typed, all or none; None takes a score back.

    Raises:
        PermissionDenied: ``by`` may not change this drill.
        ScoresRefused: the drill is closed, or a score is more than can be reached.
    """
    drill = Drill.objects.select_for_update(of=("self",)).get(pk=drill.pk)
    if not can(by, "change", drill):
        raise PermissionDenied
    if reason := drill.locked_reason():
        raise ScoresRefused({None: reason})
    sheet = results_of(drill)
    known = {
        (p.pk, d.pk, j.pk): d.max_score
        for p in sheet.participants
        for d in sheet.disciplines
        for j in sheet.judges
    }
    problems = {
        cell: _("Between 0 and %(most)s.") % {"most": known[cell].normalize()}
        for cell, score in told.items()
        if cell in known and score is not None and not 0 <= score <= known[cell]
    }
    if set(told) - set(known):
        problems[None] = _("The drill was changed meanwhile; look at the page again.")
    if problems:
        raise ScoresRefused(problems)
    _store(drill, told)
    return len(told)


def _store(drill: Drill, told: Mapping[Cell, Decimal | None]) -> None:
    """Write the cells: new, other, or gone."""
    held = {(s.participant_id, s.discipline_id, s.judge_id): s for s in drill.scores()}
    new, changed = [], []
    for cell, score in told.items():
        stored = held.get(cell)
        if score is None:
            if stored is not None:
                stored.delete()
        elif stored is None:
            keys = zip(
                ("participant_id", "discipline_id", "judge_id"), cell, strict=True
            )
            new.append(DrillScore(**dict(keys), score=score))
        elif stored.score != score:
            before = writing.snapshot(stored)
            stored.score = score
            changed.append((stored, before))
    related = {p.pk: p for p in drill.participants.select_related("member", "drill")}
    disciplines = {d.pk: d for d in drill.disciplines.all()}
    for each in [*new, *(score for score, _before in changed)]:
        each.participant = related[each.participant_id]
        each.discipline = disciplines[each.discipline_id]
    writing.create_all(new)
    writing.change_all(changed)
