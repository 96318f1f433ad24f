"""Panels of the roster: own duty, gaps, swaps to decide, uncovered, without rest."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.models import StaffMember
from reception.access.scope import may, visible
from reception.dashboard import days
from reception.dashboard.cards import (
    Asked,
    Card,
    Cell,
    Table,
    first_of,
    headings,
    listed,
    opened,
)
from reception.dashboard.panels.visits import day_word
from visits import resting
from visits.models import Assignment, Shift, ShiftSwap
from visits.roster_page import address_of
from visits.uncovered import coming, uncovered

AHEAD = 7  # days
KEPT = 14  # days back in which a place that keeps a roster has had a shift
MOST = 10  # rows
LOOKED_AT = 500  # coming assignments, the soonest first


def mine(asked: Asked) -> Card | None:
    """The reader's own shifts and assignments, today and in the next days."""
    member = getattr(asked.user, "staff_member", None)
    if member is None:
        return None
    last = asked.today + timedelta(days=AHEAD)
    shifts = Shift.objects.held().filter(
        member=member,
        ends_at__gt=asked.now,
        starts_at__lt=days.start(last + timedelta(days=1)),
    )
    assigned = Assignment.objects.holding().within(asked.today, last)
    assigned = assigned.filter(member=member).select_related("visit")
    rows = [
        (timezone.localdate(each.starts_at), _shift_row(each, asked))
        for each in shifts.select_related("office", "venue").order_by("starts_at")
    ]
    rows += [
        (max(each.first_day, asked.today), _assignment_row(each, asked))
        for each in assigned.order_by("first_day", "pk")
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: row[0])
    return Card(
        title=_("My duty"),
        icon="event_available",
        note=_("Today and the next 7 days"),
        table=Table(
            headings=[_("When"), _("Duty"), _("Where")],
            rows=[row for _day, row in rows[:MOST]],
            more=reverse("roster:mine"),
        ),
        wide=True,
        waiting=sum(day <= asked.today for day, _row in rows),
    )


def _shift_row(shift: Shift, asked: Asked) -> list[Cell]:
    day = day_word(timezone.localdate(shift.starts_at), asked.today)
    hours = f"{days.time_text(shift.starts_at)}–{days.time_text(shift.ends_at)}"
    what = shift.task or shift.get_duty_display()
    return [
        Cell(f"{day} {hours}", fixed=True),
        Cell(shift.get_kind_display(), detail=what),
        Cell(str(shift.place)),
    ]


def _assignment_row(assignment: Assignment, asked: Asked) -> list[Cell]:
    day = day_word(max(assignment.first_day, asked.today), asked.today)
    until = _("until %(day)s") % {"day": days.date_text(assignment.last_day)}
    return [
        Cell(day, detail=until, fixed=True),
        Cell(assignment.get_duty_display(), detail=assignment.note),
        Cell(assignment.visit.title),
    ]


def gaps(asked: Asked) -> Card | None:
    """The days of this week and the next on which a place has nobody on duty.

    Only places that keep a roster: they had a shift in the last two weeks.
    """
    first, last = asked.today, asked.today + timedelta(days=AHEAD - 1)
    rows = visible(asked.user, "view", Shift.objects.held())
    rows = rows.filter(
        starts_at__gte=days.start(first - timedelta(days=KEPT)),
        starts_at__lt=days.start(last + timedelta(days=1)),
    )
    places, kept = {}, {}
    for shift in rows.select_related("office", "venue").order_by("starts_at", "pk"):
        key = (shift.office_id, shift.venue_id)
        places[key] = shift.place
        kept.setdefault(key, set()).update(resting.days_between(*shift.days))
    if not places:
        return None
    found = [
        (day, places[key])
        for day in resting.days_between(first, last)
        for key in places
        if day not in kept[key]
    ]
    return Card(
        title=_("Gaps in the roster"),
        icon="event_busy",
        note=_("Days of the next week with nobody on duty"),
        table=Table(
            headings=[_("Day"), _("Place")],
            rows=[
                [
                    Cell(day_word(day, asked.today), fixed=True, tone="warn"),
                    Cell(str(place), url=address_of(place, resting.monday(day))),
                ]
                for day, place in found[:MOST]
            ],
        ),
        empty=_("Somebody is on duty every day of the next week."),
        waiting=len(found),
    )


def swaps(asked: Asked) -> Card | None:
    """The swaps of shifts on which the reader decides."""
    own = Q(asked_by=asked.user) | Q(agreed_by=asked.user)
    rows = ShiftSwap.objects.filter(state=ShiftSwap.State.AGREED).exclude(own)
    rows = visible(asked.user, "approve", rows).filter(shift__starts_at__gt=asked.now)
    rows = rows.select_related("shift", "holder", "colleague")
    found, total = first_of(rows.order_by("shift__starts_at", "pk"), MOST)
    if not found:
        return None
    return Card(
        title=_("Swaps of shifts to decide"),
        icon="swap_horiz",
        table=Table(
            headings=headings(ShiftSwap, "shift", "colleague", "reason"),
            rows=[
                [
                    Cell(
                        str(swap.holder),
                        url=opened(swap),
                        detail=days.moment_text(swap.shift.starts_at),
                    ),
                    Cell(str(swap.colleague)),
                    Cell(swap.reason),
                ]
                for swap in found
            ],
            more=listed(ShiftSwap, state__exact="agreed") if total > MOST else "",
        ),
        waiting=total,
    )


def lacking(asked: Asked) -> Card | None:
    """The coming assignments whose people lack a certificate on some day."""
    if not may(asked.user, "view", Assignment):
        return None
    found = uncovered(coming(asked.user, asked.today)[:LOOKED_AT], asked.today)
    if not found:
        return None
    return Card(
        title=_("Uncovered assignments"),
        icon="gpp_maybe",
        note=_("Somebody assigned lacks a certificate that the duty needs"),
        table=Table(
            headings=[_("From"), _("Who"), _("What is lacking")],
            rows=[
                [
                    Cell(day_word(each.first_day, asked.today), fixed=True, tone="bad"),
                    Cell(
                        str(each.assignment),
                        url=opened(each.assignment),
                        detail=each.assignment.visit.title,
                    ),
                    Cell(each.told),
                ]
                for each in found[:MOST]
            ],
            more=reverse("roster:uncovered"),
        ),
        wide=True,
        waiting=len(found),
    )


def without_rest(asked: Asked) -> Card | None:
    """Who has worked long without a free day: a gentle word to the head."""
    rows = StaffMember.objects.select_related("office", "venue").order_by("number")
    today = asked.today
    on_shift = Q(days.within("shifts__starts_at", today, today))
    assigned = Q(assignments__first_day__lte=today, assignments__last_day__gte=today)
    rows = visible(asked.user, "view", rows).filter(on_shift | assigned)
    found = resting.tired(rows.distinct(), asked.today)
    if not found:
        return None
    return Card(
        title=_("Long without a day off"),
        icon="bedtime",
        note=_("Please see that they get some rest"),
        table=Table(
            headings=[*headings(StaffMember, "name"), _("Days without a day off")],
            rows=[
                [
                    Cell(str(member), url=opened(member), detail=str(member.employer)),
                    Cell(count, number=True, tone="warn"),
                ]
                for member, count in found[:MOST]
            ],
        ),
        waiting=len(found),
    )
