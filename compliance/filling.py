"""Filling in an inspection: what a page shows of each item, and what a form says."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from compliance.inspecting import (
    AnswerRefused,
    Said,
    add_photo,
    answer,
    items_of,
)
from compliance.models import (
    APPLICABLE,
    Answer,
    ChecklistItem,
    ChecklistVersion,
    Finding,
    FindingPhoto,
    Inspection,
    InspectionAnswer,
)
from compliance.scoring import score
from reception.access.admin import is_key
from reception.access.scope import visible

TOLD = ("result", "note", "location", "severity")


@dataclass(frozen=True, slots=True)
class Line:
    """One item on the page.

    ``said`` is what its inputs show: what is stored, or what was just typed and could
    not be stored for the reasons in ``problems``.
    """

    item: ChecklistItem
    answer: InspectionAnswer | None
    said: Said
    problems: tuple[str, ...] = ()

    @property
    def was(self) -> str:
        """What the inputs showed when the page was made, to tell what was touched."""
        return told(said_by(self.answer))

    @property
    def result(self) -> str:
        """What is stored; empty if nothing is."""
        return self.answer.result if self.answer else ""

    @property
    def edition(self) -> int:
        """Which writing of the answer the page shows; 0 if there is none."""
        return self.answer.edition if self.answer else 0

    @property
    def severity(self) -> str:
        """The severity of its finding, or the one that the item proposes."""
        return self.said.severity or self.item.severity


@dataclass(slots=True)
class Chapter:
    """One list on the page, with how far it has come."""

    version: ChecklistVersion
    lines: list[Line] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """How many items it has."""
        return len(self.lines)

    @property
    def answered(self) -> int:
        """How many of them are answered."""
        return sum(line.answer is not None for line in self.lines)

    @property
    def score(self) -> Decimal | None:
        """The score so far."""
        return score_of(self.lines)


@dataclass(frozen=True, slots=True)
class Page:
    """All items of an inspection, list by list."""

    chapters: list[Chapter]

    @property
    def lines(self) -> list[Line]:
        """The items of all lists."""
        return [line for chapter in self.chapters for line in chapter.lines]

    @property
    def asked(self) -> int:
        """How many items there are."""
        return len(self.lines)

    @property
    def answered(self) -> int:
        """How many of them are answered."""
        return sum(chapter.answered for chapter in self.chapters)

    @property
    def percent(self) -> int:
        """How much of the inspection is done, of a hundred."""
        return 100 * self.answered // self.asked if self.asked else 0

    @property
    def not_ok(self) -> int:
        """How many items are not in order."""
        return sum(line.result == Answer.NOT_OK for line in self.lines)

    @property
    def score(self) -> Decimal | None:
        """The score so far."""
        return score_of(self.lines)

    def line(self, key: int) -> Line | None:
        """Return the line of the item with the key."""
        return next((line for line in self.lines if line.item.pk == key), None)

    def numbers(self) -> dict:
        """Return what the page's script puts into the heads of page and lists."""
        return {
            "answered": self.answered,
            "asked": self.asked,
            "percent": self.percent,
            "notok": self.not_ok,
            "score": worded(self.score),
            "lists": {
                chapter.version.pk: {
                    "answered": chapter.answered,
                    "asked": chapter.asked,
                    "score": worded(chapter.score),
                }
                for chapter in self.chapters
            },
        }


def score_of(lines: Iterable[Line]) -> Decimal | None:
    """Return the score of the answered lines."""
    counted = [each for each in lines if each.result in APPLICABLE]
    reached = sum(each.item.points for each in counted if each.result == Answer.OK)
    return score(reached, sum(each.item.points for each in counted))


def worded(number: Decimal | None) -> str:
    """Return a score as the page shows it."""
    return "—" if number is None else str(number)


def said_by(held: InspectionAnswer | None) -> Said:
    """Return what an answer says; an item that is not answered says nothing."""
    if held is None:
        return Said("")
    severity = held.finding.severity if held.finding else ""
    return Said(held.result, held.note, held.location, severity, held.edition)


def told(said: Said) -> str:
    """Return what somebody says of an item as one text, to compare."""
    return json.dumps([getattr(said, name) for name in TOLD], ensure_ascii=False)


def page_of(inspection: Inspection, user) -> Page:
    """Return the page of an inspection as ``user`` sees it, in a few queries."""
    photos = visible(user, "view", FindingPhoto.objects.all())
    photos = photos.filter(stage=FindingPhoto.Stage.BEFORE)
    answers = inspection.answers.select_related("answered_by", "finding")
    answers = answers.prefetch_related(
        Prefetch("finding__photos", photos, to_attr="taken")
    )
    held = {each.item_id: each for each in answers}
    chapters: dict[int, Chapter] = {}
    for item in items_of(inspection):
        chapter = chapters.setdefault(item.version_id, Chapter(item.version))
        stored = held.get(item.pk)
        chapter.lines.append(Line(item, stored, said_by(stored)))
    return Page(list(chapters.values()))


def sent(line: Line, data) -> tuple[Said, str]:
    """Return what a form says of an item, and what it showed before."""
    key = line.item.pk
    words = {name: data.get(f"{name}-{key}", "").strip() for name in TOLD}
    words["note"] = words["note"].replace("\r\n", "\n")[: _longest("note")]
    words["location"] = words["location"][: _longest("location")]
    if words["result"] != Answer.NOT_OK or words["severity"] not in Finding.Severity:
        words["severity"] = ""
    seen = data.get(f"seen-{key}", "")
    said = Said(**words, seen=int(seen) if is_key(seen) else 0)
    return said, data.get(f"was-{key}", "")


def _longest(name: str) -> int:
    return InspectionAnswer._meta.get_field(name).max_length


def take(inspection: Inspection, lines: Iterable[Line], request, at) -> dict:
    """Store what the form of ``request`` says of ``lines``; return the refusals.

    They map the keys of items to (what is left in the inputs, why it was not stored).
    What nobody touched is left alone, so a page that is an hour old undoes nothing.
    """
    refused = {}
    for line in lines:
        if f"seen-{line.item.pk}" not in request.POST:
            continue  # it came to the list after the page was made
        said, was = sent(line, request.POST)
        files = request.FILES.getlist(f"photos-{line.item.pk}")
        problems = []
        if told(said) != was:
            problems = _answer(inspection, line, said, request.user, at)
        left = said if problems else None
        if problems and files:
            problems.append(_("The photographs were not stored either."))
        elif files:
            problems = _attach(inspection, line, files, request.user, at)
        if problems:
            refused[line.item.pk] = (left, tuple(problems))
    return refused


def _answer(inspection, line: Line, said: Said, by, at) -> list[str]:
    """Store an answer, or return why not."""
    try:
        answer(inspection, line.item, said, by=by, at=at)
    except AnswerRefused as error:
        return [str(error)]
    return []


def _attach(inspection, line: Line, files, by, at) -> list[str]:
    """Attach the photographs; each that cannot be taken says why, beside its name."""
    problems = []
    for file in files:
        name = file.name
        try:
            add_photo(inspection, line.item, file, by=by, at=at)
        except AnswerRefused as error:
            told = {"name": name, "why": error}
            problems.append(_("%(name)s: %(why)s") % told)
    return problems


def with_refusals(page: Page, refused: dict) -> Page:
    """Return the page with what could not be stored left in its inputs."""

    def shown(line: Line) -> Line:
        if line.item.pk not in refused:
            return line
        said, problems = refused[line.item.pk]
        return replace(line, said=said or line.said, problems=problems)

    return Page(
        [
            Chapter(chapter.version, [shown(line) for line in chapter.lines])
            for chapter in page.chapters
        ]
    )
