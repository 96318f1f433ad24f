"""The page of a drill: every judge's scores, and the ranking that follows."""

import re
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from compliance.training.ranking import Sheet, results_of
from compliance.training.scores import ScoresRefused, enter
from reception.access.scope import can

SCORE = re.compile(r"\d{1,3}(?:[.,。]\d{1,2})?", re.ASCII)


def scores_page(screen, request, drill):
    """Show scores and ranking; on POST store what was changed on the page."""
    may_enter = can(request.user, "change", drill)
    sheet = results_of(drill)
    typed, problems = {}, {}
    if request.method == "POST":
        if not may_enter:
            raise PermissionDenied
        typed, problems = _sent(request, sheet)
        if not problems and (problems := _stored(request, drill, sheet, typed)) is None:
            return HttpResponseRedirect(screen.page("scores", drill.pk))
        said = problems.get(None) or _("Nothing is stored yet; the fields say why.")
        messages.error(request, said)
    locked = drill.locked_reason() or ""
    return screen.answer(
        request,
        "compliance/training/scores.html",
        drill,
        title=_("Scores: %(drill)s") % {"drill": drill},
        drill=drill,
        sheet=sheet,
        rows=_rows(sheet, typed, problems),
        may_enter=may_enter and not locked,
        locked=locked,
        close=screen.page("move", drill.pk, "close")
        if "close" in screen.open_moves(drill, request.user) and not sheet.lacking
        else "",
    )


def _cells(sheet: Sheet, participant) -> list[tuple]:
    return [
        (participant.pk, d.pk, j.pk) for d in sheet.disciplines for j in sheet.judges
    ]


def _rows(sheet: Sheet, typed: dict, problems: dict) -> list[tuple]:
    """Return (participant, total, rank, cells); a cell is what one input shows."""
    heads = [(d, j) for d in sheet.disciplines for j in sheet.judges]
    rows = []
    for participant, total, rank in sheet.ranked():
        cells = []
        for cell, (discipline, judge) in zip(
            _cells(sheet, participant), heads, strict=True
        ):
            stored = _text(sheet.scores.get(cell))
            name = "-".join(map(str, cell))
            told = (name, stored, typed.get(cell, stored), problems.get(cell, ""))
            cells.append((discipline, judge, *told))
        rows.append((participant, total, rank, cells))
    return rows


def _text(score: Decimal | None) -> str:
    """Return a score without needless noughts."""
    if score is None:
        return ""
    return f"{score:f}".rstrip("0").rstrip(".") if "." in f"{score:f}" else f"{score:f}"


def _sent(request, sheet: Sheet) -> tuple[dict, dict]:
    """Return what was changed on the page as texts, and what is no number."""
    typed, problems = {}, {}
    for participant in sheet.participants:
        for cell in _cells(sheet, participant):
            name = "-".join(map(str, cell))
            text = request.POST.get(f"score-{name}")
            if text is None or text.strip() == request.POST.get(f"was-{name}", ""):
                continue
            typed[cell] = text.strip()
            if typed[cell] and not SCORE.fullmatch(typed[cell]):
                problems[cell] = _("Write a number such as 87.5.")
    return typed, problems


def _stored(request, drill, sheet: Sheet, typed: dict) -> dict | None:
    """Store the scores; return the problems, or None if all went well."""
    told = {
        cell: Decimal(re.sub("[,。]", ".", text)) if text else None
        for cell, text in typed.items()
    }
    try:
        enter(drill, told, by=request.user)
    except ScoresRefused as refused:
        return refused.problems
    messages.success(request, _("%(count)s scores are stored.") % {"count": len(told)})
    return None
