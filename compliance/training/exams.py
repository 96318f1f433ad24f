"""Exams: the marks of all participants, entered together; who has passed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from compliance.models import Enrolment, ExamResult, TrainingSession
from compliance.training.attending import held_still
from reception.access.scope import can_part
from reception.ledger import writing


class MarksRefused(Exception):
    """The marks cannot be stored; ``problems`` says why, by member, or "" for all."""

    def __init__(self, problems: dict):
        super().__init__(" ".join(map(str, problems.values())))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Mark:
    """What one participant reached, and at which attempt."""

    member: int
    attempt: int
    theory: int | None = None
    practical: int | None = None


@dataclass(slots=True)
class Line:
    """A participant with all his attempts; ``typed`` is what could not be stored."""

    place: Enrolment
    results: list[ExamResult] = field(default_factory=list)
    typed: dict = field(default_factory=dict)
    problem: str = ""

    @property
    def passed(self) -> bool:
        """Whether one of the attempts was enough."""
        return any(each.passed for each in self.results)

    @property
    def next_attempt(self) -> int:
        """The number of the attempt that comes next."""
        return max((each.attempt for each in self.results), default=0) + 1


def passed(session: TrainingSession) -> QuerySet:
    """Return the places of those who were there and passed.

    Where nobody is examined, whoever was there has passed.
    """
    there = session.enrolments.filter(attended_at__isnull=False)
    if not session.course.has_exam:
        return there
    results = ExamResult.objects.passing().filter(
        session=session, member=OuterRef("member")
    )
    return there.filter(Exists(results))


def lines_of(session: TrainingSession, places: QuerySet) -> list[Line]:
    """Return those of ``places`` who were there or were examined, with results."""
    held = defaultdict(list)
    for each in session.results.order_by("attempt"):
        each.session = session
        held[each.member_id].append(each)
    rows = places.select_related("member__office", "member__venue")
    return [
        Line(place, held[place.member_id])
        for place in rows.order_by("member__number")
        if place.attended_at is not None or held[place.member_id]
    ]


@transaction.atomic
def enter(session: TrainingSession, marks: Sequence[Mark], held_on: date, *, by) -> int:
    """Store the marks of one exam date, all or none, and return how many.

    Raises:
        PermissionDenied: ``by`` may not enter results of this session.
        MarksRefused: some mark cannot be, or somebody entered the attempt meanwhile.
    """
    session = held_still(session)
    if not can_part(by, "add", ExamResult, session):
        raise PermissionDenied
    if reason := session.locked_reason():
        raise MarksRefused({"": reason})
    members = {
        e.member_id: e.member for e in session.enrolments.select_related("member")
    }
    taken = set(session.results.order_by().values_list("member", "attempt"))
    problems, records = {}, []
    for each in marks:
        if each.member not in members:
            problems[""] = _("Somebody on this page is no longer enrolled; look again.")
            continue
        record = ExamResult(
            session=session,
            member=members[each.member],
            attempt=each.attempt,
            held_on=held_on,
            theory=each.theory,
            practical=each.practical,
        )
        if (each.member, each.attempt) in taken:
            problems[each.member] = _("Somebody entered this attempt meanwhile.")
        elif said := _wrong(record):
            problems[each.member] = said
        records.append(record)
    for record, text in ExamResult.beside_others(records, set()):
        problems.setdefault(record.member_id, str(text))
    if problems:
        raise MarksRefused(problems)
    writing.create_all(records)
    return len(records)


def _wrong(record: ExamResult) -> str:
    """Return what is wrong with the marks themselves."""
    try:
        record.clean_fields(exclude={"session", "member"})
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
