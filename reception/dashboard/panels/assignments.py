"""Panels of assignments: the butler's guests, the driver's trips."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from reception.access.scope import visible
from reception.dashboard import days
from reception.dashboard.cards import Asked, Card, Cell, Table, headings
from reception.dashboard.panels.visits import (
    NOT_COMING,
    arrival,
    day_word,
    state,
    title,
)
from visits.models import ItineraryItem, Visit

AHEAD = 14  # days that a butler sees ahead
ON_THE_ROAD = 7  # days that a driver sees ahead
MOST_ITEMS = 40  # rows


def guests(asked: Asked) -> Card:
    """The visits that the butler accompanies, here now or coming soon."""
    last = asked.today + timedelta(days=AHEAD + 1)
    rows = visible(asked.user, "view", Visit.objects.filter(liaison=asked.user))
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
                    Cell(days.moment_text(visit.departs_at)),
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
    """What the programmes say for today and the next days."""
    last = asked.today + timedelta(days=ON_THE_ROAD)
    items = ItineraryItem.objects.filter(days.within("starts_at", asked.today, last))
    rows = visible(asked.user, "view", items).exclude(visit__state__in=NOT_COMING)
    found = list(
        rows.select_related("visit", "place").order_by("starts_at", "pk")[:MOST_ITEMS]
    )
    names = ("starts_at", "activity", "place", "visit")
    return Card(
        title=_("On the road"),
        icon="directions_car",
        note=_("Today and the next 7 days"),
        table=Table(
            headings=headings(ItineraryItem, *names),
            rows=[
                [
                    Cell(
                        days.time_text(item.starts_at),
                        detail=day_word(
                            timezone.localdate(item.starts_at), asked.today
                        ),
                    ),
                    Cell(item.activity),
                    Cell(item.place or "—"),
                    title(item.visit),
                ]
                for item in found
            ],
        ),
        empty=_("No trips in the next 7 days."),
        wide=True,
        waiting=sum(timezone.localdate(i.starts_at) == asked.today for i in found),
    )


def _is_here(visit: Visit, asked: Asked) -> bool:
    return timezone.localdate(visit.arrives_at) <= asked.today
