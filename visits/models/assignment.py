"""Assignments (专人专责): who does which duty for a visit, on which days.

Whoever lacks a certificate that the duty needs on those days is refused at every
door; ``visits.uncovered`` finds those whose certificate goes afterwards.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from compliance.models import Duty, StaffMember
from reception.access.records import Record
from visits.duties import Wish, day_told, keeps_busy, refusals
from visits.models.booking import GONE
from visits.models.shift import lock_members
from visits.models.visit import Visit

# What a stored assignment is judged by; a change of the note asks nothing anew.
JUDGED = ("visit_id", "member_id", "duty", "first_day", "last_day")


class AssignmentQuerySet(models.QuerySet):
    """Assignments by what they hold."""

    def holding(self):
        """Assignments to visits that take place."""
        return self.exclude(visit__state__in=GONE)

    def within(self, first: date, last: date):
        """Assignments that share a day with ``first`` … ``last``."""
        return self.filter(first_day__lte=last, last_day__gte=first)


class Assignment(Record):
    """One person's duty for one visit."""

    access_paths = ("visit",)
    business_key = ("visit", "member", "duty", "first_day")
    searched = ("note",)

    visit = models.ForeignKey(
        Visit,
        models.CASCADE,
        related_name="assignments",
        verbose_name=gettext_lazy("visit"),
    )
    member = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="assignments",
        verbose_name=pgettext_lazy("an assignment", "person assigned"),
    )
    duty = models.CharField(gettext_lazy("duty"), max_length=16, choices=Duty)
    first_day = models.DateField(gettext_lazy("first day"))
    last_day = models.DateField(gettext_lazy("last day"))
    note = models.CharField(
        gettext_lazy("remarks"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Such as whom the person looks after, or which car."),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("entered by"),
        null=True,
        editable=False,
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = gettext_lazy("assignment")
        verbose_name_plural = gettext_lazy("assignments")
        ordering = ("-first_day", "visit", "duty", "member")
        indexes = [
            models.Index(fields=["member", "first_day"], name="assignment_by_member"),
            models.Index(fields=["last_day"], name="assignment_by_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "member", "duty", "first_day"],
                name="assignment_once",
                violation_error_message=gettext_lazy(
                    "This person has this duty for the visit from this day on already."
                ),
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_starts",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=gettext_lazy(
                    "An assignment cannot end before it starts."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.member}: {self.get_duty_display()}"

    @property
    def wish(self) -> Wish:
        """What the duty gate is asked."""
        days = self.first_day, self.last_day
        return Wish(self.member, self.duty, *days, office=self.visit.host_office_id)

    def locked_reason(self):
        """Who works for a visit is settled when its file is closed for good."""
        return self.visit.closed_reason()

    @classmethod
    def beside_others(cls, records: list, leaving: set) -> list[tuple]:
        """Refuse whoever may not do it, days outside the visit, and one host twice."""
        records = [each for each in records if _is_whole(each)]
        lock_members({each.member_id for each in records})
        stored = {each.pk: each for each in cls.objects.filter(pk__in=_keys(records))}
        new = [each for each in records if _differs(each, stored.get(each.pk))]
        found = [*_outside(new), *_twice(records, new, leaving)]
        said = refusals(each.wish for each in new)
        return found + [(new[place], text) for place, text in said]


def _keys(records) -> set:
    return {each.pk for each in records if each.pk}


def _is_whole(assignment: Assignment) -> bool:
    """Whether what is judged by is filled in; else the form has said so."""
    named = assignment.visit_id and assignment.member_id and assignment.duty
    days = assignment.first_day and assignment.last_day
    return bool(named and days) and assignment.first_day <= assignment.last_day


def _differs(assignment: Assignment, stored: Assignment | None) -> bool:
    return stored is None or any(
        getattr(assignment, name) != getattr(stored, name) for name in JUDGED
    )


def _outside(records: list[Assignment]) -> list[tuple]:
    """Say which days the visit does not have."""
    text = _("The visit is from %(first)s to %(last)s; choose days within it.")
    found = []
    for each in records:
        first = timezone.localdate(each.visit.arrives_at)
        last = timezone.localdate(each.visit.departs_at)
        if each.first_day < first or each.last_day > last:
            told = {"first": day_told(first), "last": day_told(last)}
            found.append((each, text % told))
    return found


def _twice(records, new: list[Assignment], leaving: set) -> list[tuple]:
    """Say who has the duty for the visit already, or is another's one-to-one host."""
    if not new:
        return []
    others = Assignment.objects.holding().filter(member__in={e.member_id for e in new})
    others = others.within(
        min(each.first_day for each in new), max(each.last_day for each in new)
    ).select_related("visit")
    held = defaultdict(list)
    unchanged = [e for e in records if not any(e is each for each in new)]
    for other in [*others.exclude(pk__in=leaving | _keys(records)), *unchanged]:
        held[other.member_id].append(other)
    found = []
    for each in new:
        texts = [text for o in held[each.member_id] if (text := _clash(each, o))]
        found += [(each, text) for text in texts[:1]]
        held[each.member_id].append(each)
    return found


def _clash(one: Assignment, other: Assignment) -> str:
    """Say why both cannot be; nothing if they can."""
    if one.duty != other.duty or not overlap(one, other):
        return ""
    told = {
        "name": one.member,
        "first": day_told(other.first_day),
        "last": day_told(other.last_day),
    }
    if one.visit_id == other.visit_id:
        text = _(
            "%(name)s has this duty for the visit from %(first)s to %(last)s already."
        )
        return text % told
    if one.duty != Duty.BUTLER:
        return ""
    text = _(
        "%(name)s is the one-to-one host of another visit from %(first)s to %(last)s; "
        "a host looks after one visit at a time."
    )
    return text % told


def overlap(one: Assignment, other: Assignment) -> bool:
    """Whether both share a day."""
    return one.first_day <= other.last_day and other.first_day <= one.last_day


@keeps_busy
def on_assignment(members: Iterable[int], first: date, last: date) -> list[tuple]:
    """Tell on which days members are assigned to visits that take place."""
    rows = Assignment.objects.holding().within(first, last).filter(member__in=members)
    return list(rows.order_by().values_list("member", "first_day", "last_day"))
