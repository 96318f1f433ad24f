"""Assignments that lack a certificate: from which day on, and who could instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.models import Duty, StaffMember
from compliance.requirements import Book, Lack
from reception.access.scope import visible
from venues.models.licence import uncovered as gaps
from visits.duties import Others, day_told, told
from visits.models import Assignment, Visit
from visits.models.venue_use import days_of
from visits.readiness import Answer, Area, Found, check


@dataclass(frozen=True, slots=True)
class Uncovered:
    """An assignment whose person lacks something from a day on."""

    assignment: Assignment
    lacks: Sequence[Lack]
    able: Sequence[StaffMember] = ()

    @property
    def first_day(self) -> date:
        """The first day of the assignment on which something lacks."""
        return min(each.first_day for each in self.lacks)

    @property
    def told(self) -> str:
        """What is lacking, in words."""
        return told(self.lacks)


def coming(user, on: date) -> QuerySet[Assignment]:
    """Return the assignments in sight that are not over on ``on``."""
    rows = visible(user, "view", Assignment.objects.holding().filter(last_day__gte=on))
    rows = rows.select_related("member", "member__venue", "visit", "visit__host_office")
    return rows.order_by("first_day", "pk")


def uncovered(assignments: Iterable[Assignment], on: date) -> list[Uncovered]:
    """Return those of ``assignments`` that lack something from ``on`` on.

    The queries are the same few for any number of assignments.
    """
    assignments = list(assignments)
    if not assignments:
        return []
    book, found = Book.read(each.member_id for each in assignments), []
    for each in assignments:
        first = max(each.first_day, on)
        if lacks := book.lacks(each.member_id, each.duty, first, each.last_day):
            found.append(Uncovered(each, lacks))
    return sorted(found, key=lambda each: (each.first_day, each.assignment.pk))


def with_others(found: Sequence[Uncovered], user) -> list[Uncovered]:
    """Add who could do each instead, among those whom ``user`` may see."""
    if not found:
        return []
    first = min(each.first_day for each in found)
    last = max(each.assignment.last_day for each in found)
    others = Others(first, last, user=user)
    told = []
    for each in found:
        wish = replace(each.assignment.wish, first=each.first_day)
        told.append(replace(each, able=others.able(wish)))
    return told


@check("certified", gettext_lazy("certificates of the people assigned"), Area.FILE)
def people_are_certified(visit: Visit, on: date) -> Found:
    """Whoever is assigned holds what his duty needs on each of his days."""
    rows = visit.assignments.select_related("member", "member__venue", "visit")
    assigned = list(rows.order_by("first_day", "pk"))
    if not assigned:
        return Found(Answer.NOT_NEEDED, _("nobody is assigned yet"))
    lacking = uncovered(assigned, on)
    if not lacking:
        return Found(Answer.DONE, str(len(assigned)))
    people = _("; ").join(
        _("%(who)s: %(lacks)s") % {"who": each.assignment, "lacks": each.told}
        for each in lacking
    )
    return Found(Answer.MISSING, people)


@check(
    "butler",
    gettext_lazy("one-to-one host for the whole stay"),
    Area.BOARD,
    blocks=False,
)
def a_host_is_there_every_day(visit: Visit, on: date) -> Found:
    """Somebody looks after the guests on each day of their stay."""
    rows = visit.assignments.filter(duty=Duty.BUTLER).order_by("first_day")
    spans = list(rows.values_list("first_day", "last_day"))
    if not spans:
        return Found(Answer.NOT_NEEDED, _("no one-to-one host is assigned"))
    gap = next(gaps(spans, *days_of(visit)), None)
    if gap is None:
        return Found(Answer.DONE)
    days = {"first": day_told(gap[0]), "last": day_told(gap[1])}
    return Found(Answer.MISSING, _("nobody from %(first)s to %(last)s") % days)
