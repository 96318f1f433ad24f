"""Panels of visits: the clerk's desk, the approver's inbox, the butler's, the driver's."""

from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reception.access.scope import visible
from reception.dashboard import days
from reception.dashboard.cards import (
    Asked,
    Card,
    Cell,
    Figure,
    Table,
    heading,
    headings,
    listed,
    opened,
)
from visits.admin.visit import TONES
from visits.models import ItineraryItem, Visit
from visits.states import State

SHOWN = 20  # rows of a table; its last line leads to the others
SOON = 7  # days ahead in which a draft becomes urgent
AHEAD = 14  # days that a butler sees ahead
ON_THE_ROAD = 7  # days that a driver sees ahead
NOT_COMING = (State.REFUSED,)


def drafts(asked: Asked) -> Card:
    """Drafts that arrive soon and that nobody has submitted."""
    soon = asked.today + timedelta(days=SOON)
    rows = _arriving(asked, "change", asked.today, soon).filter(state=State.DRAFT)
    found = list(rows[: SHOWN + 1])
    return Card(
        title=_("Submit soon"),
        icon="edit_calendar",
        note=_("Drafts that arrive within 7 days"),
        table=Table(
            headings=headings(Visit, "title", "arrives_at", "category"),
            rows=[
                [
                    _title(visit),
                    _arrival(visit, asked.today),
                    Cell(visit.get_category_display()),
                ]
                for visit in found[:SHOWN]
            ],
            more=_more(found, _listed_between(asked.today, soon, state__exact="draft")),
        ),
        empty=_("No draft is urgent."),
        waiting=len(found),
    )


def mine(asked: Asked) -> Card:
    """The visits that the clerk has entered, by state."""
    own = visible(asked.user, "view", Visit.objects.filter(entered_by=asked.user))
    counts = dict(own.order_by().values_list("state").annotate(Count("pk")))
    figures = [
        Figure(
            label=capfirst(state.label),
            value=counts.get(state, 0),
            url=listed(Visit, state__exact=state, entered_by__exact=asked.user.pk),
            tone=TONES[state],
        )
        for state in State
    ]
    return Card(title=_("Visits I entered"), icon="draw", figures=figures)


def arrivals(asked: Asked) -> Card:
    """The visits that arrive from this Monday to Sunday."""
    monday, sunday = days.week(asked.today)
    rows = _arriving(asked, "view", monday, sunday).exclude(state__in=NOT_COMING)
    found = list(rows.select_related("liaison")[: SHOWN + 1])
    names = ("title", "arrives_at", "rank", "guests", "liaison", "state")
    return Card(
        title=_("Arrivals this week"),
        icon="flight_land",
        note=f"{days.day_text(monday)} – {days.day_text(sunday)}",
        table=Table(
            headings=headings(Visit, *names),
            rows=[
                [
                    _title(visit),
                    _arrival(visit, asked.today),
                    Cell(visit.get_rank_display()),
                    Cell(visit.guests, number=True),
                    Cell(visit.liaison or "—"),
                    _state(visit),
                ]
                for visit in found[:SHOWN]
            ],
            more=_more(found, _listed_between(monday, sunday)),
        ),
        empty=_("Nobody arrives this week."),
        wide=True,
    )


def inbox(asked: Asked) -> Card:
    """The submitted visits on which the approver decides, the first to arrive first."""
    rows = visible(asked.user, "approve", Visit.objects.awaiting_decision())
    found = list(
        rows.select_related("submitted_by").order_by("arrives_at", "pk")[: SHOWN + 1]
    )
    names = ("title", "arrives_at", "category", "guests", "submitted_by")
    return Card(
        title=_("Waiting for a decision"),
        icon="inbox",
        table=Table(
            headings=[*headings(Visit, *names), _("Waiting")],
            rows=[_decision(visit, asked) for visit in found[:SHOWN]],
            more=_more(found, listed(Visit, state__exact=State.SUBMITTED)),
        ),
        empty=_("Nothing waits for a decision."),
        wide=True,
        waiting=sum(not _by_own_hand(visit, asked) for visit in found),
    )


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
                    _title(visit),
                    Cell(visit.head_name, detail=visit.get_rank_display()),
                    Cell(visit.guests, number=True),
                    _arrival(visit, asked.today),
                    Cell(days.moment_text(visit.departs_at)),
                    _state(visit),
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
        rows.select_related("visit", "place").order_by("starts_at", "pk")[: SHOWN * 2]
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
                        detail=_day(timezone.localdate(item.starts_at), asked.today),
                    ),
                    Cell(item.activity),
                    Cell(item.place or "—"),
                    _title(item.visit),
                ]
                for item in found
            ],
        ),
        empty=_("No trips in the next 7 days."),
        wide=True,
        waiting=sum(timezone.localdate(i.starts_at) == asked.today for i in found),
    )


def _arriving(asked: Asked, action: str, first: date, last: date):
    rows = Visit.objects.filter(days.within("arrives_at", first, last))
    return visible(asked.user, action, rows).order_by("arrives_at", "pk")


def _listed_between(first: date, last: date, **query) -> str:
    """Return the address of the list of the visits that arrive first … last."""
    return listed(
        Visit,
        **query,
        arrives_at_from_0=first,
        arrives_at_from_1="00:00:00",
        arrives_at_to_0=last,
        arrives_at_to_1="23:59:59",
    )


def _more(found: list, url: str) -> str:
    return url if len(found) > SHOWN else ""


def _title(visit: Visit) -> Cell:
    return Cell(visit.title, url=opened(visit), detail=visit.number)


def _state(visit: Visit) -> Cell:
    return Cell(visit.get_state_display(), tone=TONES[visit.state])


def _day(day: date, today: date) -> str:
    """Return the day in words where a word is shorter."""
    words = {0: _("today"), 1: _("tomorrow")}
    return words.get((day - today).days) or days.day_text(day)


def _arrival(visit: Visit, today: date) -> Cell:
    arrives = timezone.localdate(visit.arrives_at)
    return Cell(_day(arrives, today), detail=days.time_text(visit.arrives_at))


def _is_here(visit: Visit, asked: Asked) -> bool:
    return timezone.localdate(visit.arrives_at) <= asked.today


def _by_own_hand(visit: Visit, asked: Asked) -> bool:
    return asked.user.pk in {visit.entered_by_id, visit.submitted_by_id}


def _decision(visit: Visit, asked: Asked) -> list[Cell]:
    waited = (asked.today - timezone.localdate(visit.submitted_at)).days
    told = ngettext("%(count)s day", "%(count)s days", waited) % {"count": waited}
    own = _by_own_hand(visit, asked)
    return [
        _title(visit),
        _arrival(visit, asked.today),
        Cell(visit.get_category_display()),
        Cell(visit.guests, number=True),
        Cell(visit.submitted_by),
        Cell(
            told if waited else _("since today"),
            detail=_("Yours: somebody else must decide") if own else "",
        ),
    ]
