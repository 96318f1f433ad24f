"""Panels of visits: the clerk's desk and the approver's inbox."""

from datetime import date, timedelta

from django.db.models import Count, Q, Window
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
    first_of,
    headings,
    listed,
    opened,
)
from visits.admin.visit import TONES
from visits.approving import waiting_for
from visits.models import Visit
from visits.states import ENDED, State

SHOWN = 20  # rows of a table; its last line leads to the others
SOON = 7  # days ahead in which a draft becomes urgent
DONE = (State.SETTLED, State.ARCHIVED, *ENDED)
IN_HAND = [each for each in State if each not in DONE]
NOT_COMING = (State.REFUSED, *ENDED)


def drafts(asked: Asked) -> Card:
    """Drafts that arrive soon and that nobody has submitted."""
    soon = asked.today + timedelta(days=SOON)
    rows = _arriving(asked, "change", asked.today, soon).filter(state=State.DRAFT)
    found, total = first_of(rows, SHOWN)
    return Card(
        title=_("Submit soon"),
        icon="edit_calendar",
        note=_("Drafts that arrive within 7 days"),
        table=Table(
            headings=headings(Visit, "title", "arrives_at"),
            rows=[[title(visit), arrival(visit, asked.today)] for visit in found],
            more=_more(total, _listed_between(asked.today, soon, state__exact="draft")),
        ),
        empty=_("No draft is urgent."),
        waiting=total,
    )


def mine(asked: Asked) -> Card:
    """The visits that the clerk has entered, by state."""
    own = visible(asked.user, "view", Visit.objects.filter(entered_by=asked.user))
    counts = dict(own.order_by().values_list("state").annotate(Count("pk")))
    figures = [
        Figure(
            label=capfirst(each.label),
            value=counts.get(each, 0),
            url=listed(Visit, state__exact=each, entered_by__exact=asked.user.pk),
            tone=TONES[each],
        )
        for each in IN_HAND
    ]
    return Card(title=_("Visits I entered"), icon="draw", figures=figures)


def arrivals(asked: Asked) -> Card:
    """The visits that arrive from this Monday to Sunday."""
    monday, sunday = days.week(asked.today)
    rows = _arriving(asked, "view", monday, sunday).exclude(state__in=NOT_COMING)
    found, total = first_of(rows.select_related("liaison"), SHOWN)
    names = ("title", "arrives_at", "rank", "guests", "liaison", "state")
    return Card(
        title=_("Arrivals this week"),
        icon="flight_land",
        note=f"{days.day_text(monday)} – {days.day_text(sunday)}",
        table=Table(
            headings=headings(Visit, *names),
            rows=[
                [
                    title(visit),
                    arrival(visit, asked.today),
                    Cell(visit.get_rank_display()),
                    Cell(visit.guests, number=True),
                    Cell(visit.liaison or "—"),
                    state(visit),
                ]
                for visit in found
            ],
            more=_more(total, _listed_between(monday, sunday)),
        ),
        empty=_("Nobody arrives this week."),
        wide=True,
    )


def inbox(asked: Asked) -> Card:
    """The submitted visits on which the approver decides, the first to arrive first."""
    waiting = waiting_for(asked.user, asked.today)
    submitted = Visit.objects.awaiting_decision().filter(waiting)
    rows = visible(asked.user, "approve", submitted)
    others = ~Q(entered_by=asked.user) & ~Q(submitted_by=asked.user)
    rows = rows.annotate(mine_to_decide=Window(Count("pk", filter=others)))
    rows = rows.select_related("submitted_by").order_by("arrives_at", "pk")
    found, total = first_of(rows, SHOWN)
    names = ("title", "arrives_at", "category", "guests", "submitted_by")
    return Card(
        title=_("Waiting for a decision"),
        icon="inbox",
        table=Table(
            headings=[*headings(Visit, *names), _("Waiting")],
            rows=[_decision(visit, asked) for visit in found],
            more=_more(total, listed(Visit, waiting="me")),
        ),
        empty=_("Nothing waits for a decision."),
        wide=True,
        waiting=found[0].mine_to_decide if found else 0,
    )


def _arriving(asked: Asked, action: str, first: date, last: date):
    rows = Visit.objects.filter(days.within("arrives_at", first, last))
    return visible(asked.user, action, rows).order_by("arrives_at", "pk")


def _listed_between(first: date, last: date, **query) -> str:
    """Return the address of the list of the visits that arrive first … last."""
    return listed(
        Visit,
        **query,
        arrives_at_from=first,
        arrives_at_to=last,
    )


def _more(total: int, url: str) -> str:
    return url if total > SHOWN else ""


def title(visit: Visit) -> Cell:
    """Return the visit's title, its number below."""
    return Cell(visit.title, url=opened(visit), detail=visit.number)


def state(visit: Visit) -> Cell:
    """Return the visit's state in its colour."""
    return Cell(visit.get_state_display(), tone=TONES[visit.state])


def day_word(day: date, today: date) -> str:
    """Return the day in words where a word is shorter."""
    words = {0: _("today"), 1: _("tomorrow")}
    return words.get((day - today).days) or days.day_text(day)


def arrival(visit: Visit, today: date) -> Cell:
    """Return the day of arrival, the time below."""
    arrives = timezone.localdate(visit.arrives_at)
    at = days.time_text(visit.arrives_at)
    return Cell(day_word(arrives, today), detail=at, fixed=True)


def _by_own_hand(visit: Visit, asked: Asked) -> bool:
    return asked.user.pk in {visit.entered_by_id, visit.submitted_by_id}


def _decision(visit: Visit, asked: Asked) -> list[Cell]:
    waited = (asked.today - timezone.localdate(visit.submitted_at)).days
    told = ngettext("%(count)s day", "%(count)s days", waited) % {"count": waited}
    own = _by_own_hand(visit, asked)
    return [
        title(visit),
        arrival(visit, asked.today),
        Cell(visit.get_category_display()),
        Cell(visit.guests, number=True),
        Cell(visit.submitted_by),
        Cell(
            told if waited else _("since today"),
            detail=_("Yours: somebody else must decide") if own else "",
        ),
    ]
