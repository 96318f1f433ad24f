"""Panels of venues: the contact's morning, and the clerk's venues that are not fit."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.daily import board
from compliance.models import ControlPeriod, DailyControl, FoodSample
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
    opened,
    page,
)
from reception.dashboard.panels.visits import title
from venues.models import Venue
from visits.models import Booking, Visit
from visits.models.booking import GONE
from visits.models.venue_use import unfit, uses_of
from visits.states import State

SHOWN = 20  # rows of a table
BACK = 7  # days back in which gaps are still shown
AHEAD = 7  # days ahead of the bookings that are shown
SIGHT = 60  # days ahead in which visits at unfit venues are looked for
OVER = (*GONE, State.COMPLETED, State.SETTLED, State.ARCHIVED)


def controls(asked: Asked) -> Card:
    """Today's controls that are to do, and the gaps of the last days."""
    first = asked.today - timedelta(days=BACK)
    periods = ControlPeriod.objects.filter(starts_on__lte=asked.today)
    periods = periods.exclude(ends_on__lt=first)
    venues = visible(asked.user, "view", Venue.objects.all())
    venues = {v.pk: v for v in venues.filter(pk__in=periods.values("venue"))}
    open_ = [
        each
        for each in board(venues, first, asked.today).values()
        if each.missing or each.unsettled
    ]
    open_.sort(key=lambda each: (-each.day.toordinal(), venues[each.venue].number))
    return Card(
        title=_("Daily controls to do"),
        icon="checklist",
        table=Table(
            headings=[*headings(DailyControl, "venue", "day"), _("To do")],
            rows=[_to_do(each, venues[each.venue], asked) for each in open_[:SHOWN]],
            more=reverse("controls:month") if len(open_) > SHOWN else "",
        ),
        empty=_("All daily controls are entered."),
        waiting=len(open_),
    )


def _to_do(day, venue, asked: Asked) -> list[Cell]:
    """Return a day of a venue that is not complete; a past one is a gap."""
    url = reverse("controls:day", args=[day.venue, day.day.isoformat()])
    missing, unsettled = len(day.missing), len(day.unsettled)
    told = []
    if missing:
        text = ngettext("%(count)s control", "%(count)s controls", missing)
        told.append(text % {"count": missing})
    if unsettled:
        text = ngettext("%(count)s follow-up", "%(count)s follow-ups", unsettled)
        told.append(text % {"count": unsettled})
    late = day.day < asked.today
    when = days.day_text(day.day) if late else _("today")
    return [
        Cell(venue.name, url=url),
        Cell(when, tone="bad" if late else "", fixed=True),
        Cell(_(", ").join(told)),
    ]


def samples(asked: Asked) -> Card | None:
    """Food samples whose time is over; nothing where there are none."""
    rows = visible(asked.user, "view", FoodSample.objects.overdue(asked.now))
    found, total = first_of(rows.select_related("venue").order_by("kept_from"), SHOWN)
    if not found:
        return None
    return Card(
        title=_("Food samples to dispose of"),
        icon="kitchen",
        table=Table(
            headings=headings(FoodSample, "dish", "meal_on", "fridge"),
            rows=[
                [
                    Cell(each.dish, url=opened(each), detail=each.venue.name),
                    Cell(days.day_text(each.meal_on), fixed=True),
                    Cell(each.fridge),
                ]
                for each in found
            ],
            more=listed(FoodSample, overdue="yes") if total > SHOWN else "",
        ),
        waiting=total,
    )


def bookings(asked: Asked) -> Card:
    """What is booked of the contact's venues in the next days, without any name."""
    if not asked.user.has_perm("visits.host_booking"):
        return None
    venues = visible(asked.user, "view", Venue.objects.all())
    until = asked.now + timedelta(days=AHEAD)
    rows = Booking.objects.holding().filter(
        venue__in=venues.values("pk"), ends_at__gte=asked.now, starts_at__lt=until
    )
    rows = rows.select_related("venue", "space").order_by("starts_at", "pk")
    found, _total = first_of(rows, SHOWN)
    return Card(
        title=_("Bookings this week"),
        icon="book_online",
        note=_("From today for 7 days"),
        table=Table(
            headings=headings(Booking, "kind", "starts_at", "people"),
            rows=[
                [
                    Cell(
                        capfirst(each.get_kind_display()),
                        url=page(Venue, "bookings", each.venue_id),
                        detail=each.space.name if each.space else each.venue.name,
                    ),
                    Cell(
                        days.day_text(timezone.localdate(each.starts_at)),
                        detail=days.time_text(each.starts_at),
                        fixed=True,
                    ),
                    Cell(each.people, number=True),
                ]
                for each in found
            ],
        ),
        empty=_("Nothing is booked in the next 7 days."),
    )


def unfit_venues(asked: Asked) -> Card:
    """Coming visits of the clerk's reach that use a venue that is not fit."""
    rows = Visit.objects.filter(
        departs_at__gte=asked.now, arrives_at__lt=asked.now + timedelta(days=SIGHT)
    ).exclude(state__in=OVER)
    visits = visible(asked.user, "change", rows).order_by("arrives_at", "pk")
    found = [each for each in unfit(uses_of(visits)) if each.left]
    found.sort(key=lambda each: (each.use.visit.arrives_at, each.use.venue.number))
    return Card(
        title=_("Visits at venues that are not fit"),
        icon="domain_disabled",
        table=Table(
            headings=[*headings(Visit, "title"), _("Venue"), _("What is wrong")],
            rows=[
                [
                    title(each.use.visit),
                    Cell(
                        each.use.venue.name,
                        url=page(Visit, "venues", each.use.visit.pk),
                        detail=days.day_text(each.use.first),
                    ),
                    Cell(_("; ").join(dict.fromkeys(str(s.text) for s in each.left))),
                ]
                for each in found[:SHOWN]
            ],
        ),
        empty=_("Every coming visit uses venues that are fit."),
        waiting=len(found),
        wide=bool(found),
    )
