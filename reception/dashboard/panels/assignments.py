"""Panels of assignments: the butler's guests, the driver's trips."""

from datetime import timedelta

from django.db.models import Count, Q, Window
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.models import Duty
from reception.access.scope import visible
from reception.dashboard import days
from reception.dashboard.cards import (
    Asked,
    Card,
    Cell,
    Table,
    first_of,
    headings,
    listed,
)
from reception.dashboard.panels.visits import (
    NOT_COMING,
    arrival,
    day_word,
    state,
    title,
)
from visits.models import Assignment, ItineraryItem, Visit

AHEAD = 14  # days that a butler sees ahead
ON_THE_ROAD = 7  # days that a driver sees ahead
MOST_ITEMS = 20  # rows


def guests(asked: Asked) -> Card:
    """The visits that the butler accompanies, here now or coming soon."""
    last = asked.today + timedelta(days=AHEAD + 1)
    assigned = Assignment.objects.filter(member__user=asked.user, duty=Duty.BUTLER)
    own = Q(liaison=asked.user) | Q(pk__in=assigned.values("visit"))
    rows = visible(asked.user, "view", Visit.objects.filter(own))
    found = list(
        rows.filter(
            departs_at__gte=days.start(asked.today), arrives_at__lt=days.start(last)
        )
        .exclude(state__in=NOT_COMING)
        .order_by("arrives_at", "pk")
    )
    names = ("title", "head_name", "guests", "arrives_at", "departs_at", "state")
    here = [visit for visit in found if _is_here(visit, asked)]
    return Card(
        title=_("My guests"),
        icon="concierge",
        note=_("Here now and in the next 14 days"),
        table=Table(
            headings=headings(Visit, *names),
            rows=[
                [
                    title(visit),
                    Cell(visit.head_name, detail=visit.get_rank_display()),
                    Cell(visit.guests, number=True),
                    arrival(visit, asked.today),
                    Cell(days.moment_text(visit.departs_at), fixed=True),
                    state(visit),
                ]
                for visit in found
            ],
        ),
        empty=_("You accompany nobody in the next 14 days."),
        wide=True,
        waiting=len(here),
    )


def trips(asked: Asked) -> Card:
    """What the programmes say for today and the next days.

    Whoever is assigned as a driver in these days sees his visits alone.
    """
    last = asked.today + timedelta(days=ON_THE_ROAD)
    items = ItineraryItem.objects.filter(days.within("starts_at", asked.today, last))
    own = Assignment.objects.holding().within(asked.today, last)
    own = own.filter(member__user=asked.user, duty=Duty.DRIVER).values_list("visit")
    if driven := {visit for (visit,) in own}:
        items = items.filter(visit__in=driven)
    rows = visible(asked.user, "view", items).exclude(visit__state__in=NOT_COMING)
    today = days.within("starts_at", asked.today, asked.today)
    rows = rows.annotate(of_today=Window(Count("pk", filter=today)))
    rows = rows.select_related("visit", "place").order_by("starts_at", "pk")
    found, total = first_of(rows, MOST_ITEMS)
    return Card(
        title=_("On the road"),
        icon="directions_car",
        note=_("Today and the next 7 days"),
        wide=True,
        table=Table(
            headings=headings(ItineraryItem, "starts_at", "activity", "visit"),
            rows=[
                [
                    Cell(_start(item, asked), fixed=True),
                    Cell(item.activity, detail=item.place or ""),
                    title(item.visit),
                ]
                for item in found
            ],
            more=listed(ItineraryItem) if total > MOST_ITEMS else "",
        ),
        empty=_("No trips in the next 7 days."),
        waiting=found[0].of_today if found else 0,
    )


def _start(item: ItineraryItem, asked: Asked) -> str:
    day = day_word(timezone.localdate(item.starts_at), asked.today)
    return f"{day} {days.time_text(item.starts_at)}"


def _is_here(visit: Visit, asked: Asked) -> bool:
    return timezone.localdate(visit.arrives_at) <= asked.today
