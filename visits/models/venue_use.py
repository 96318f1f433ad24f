"""Which venues visits use and when, and which of those are not fit for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from venues import fitness
from venues.fitness import Said
from venues.models import Venue
from visits.models.booking import Booking, standing_in_the_way, waived_keys
from visits.models.itinerary import ItineraryItem
from visits.models.spending import Meal
from visits.models.visit import Visit
from visits.readiness import Answer, Area, Found, check

WITH_BEDS = (Venue.Kind.STATE_GUESTHOUSE, Venue.Kind.HOTEL)


@dataclass(frozen=True, slots=True)
class Use:
    """A venue that a visit uses, from the first to the last local day."""

    visit: Visit
    venue: Venue
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Unfit:
    """A use of a venue that is not fit for it: what stands in the way, or is waived."""

    use: Use
    left: list[Said]
    waived: list[Said]


def venues_of(visit: Visit):
    """Return the venues that bookings, programme and meals of ``visit`` use."""
    used = Q(places__itinerary_items__visit=visit) | Q(places__meals__visit=visit)
    used |= Q(bookings__visit=visit)
    return Venue.objects.filter(used).distinct().order_by("number")


def days_of(visit: Visit) -> tuple[date, date]:
    """Return the local days of arrival and departure."""
    return timezone.localdate(visit.arrives_at), timezone.localdate(visit.departs_at)


def uses_of(visits: Iterable[Visit]) -> list[Use]:
    """Return what ``visits`` use, a venue once a visit, in a few queries.

    A visit uses the venues of its programme until it leaves.
    """
    visits = {each.pk: each for each in visits}
    spans: dict[tuple, list] = {}
    for model in (ItineraryItem, Meal):
        rows = model.objects.filter(visit__in=visits, place__venue__isnull=False)
        for pk, venue in rows.order_by().values_list("visit", "place__venue"):
            spans.setdefault((pk, venue), []).append(days_of(visits[pk]))
    for booking in Booking.objects.filter(visit__in=visits).order_by():
        key = booking.visit_id, booking.venue_id
        spans.setdefault(key, []).append(booking.days)
    venues = Venue.objects.in_bulk({venue for _visit, venue in spans})
    return [
        Use(
            visit=visits[visit],
            venue=venues[venue],
            first=min(first for first, _last in days),
            last=max(last for _first, last in days),
        )
        for (visit, venue), days in sorted(spans.items())
    ]


def unfit(uses: list[Use]) -> list[Unfit]:
    """Return the uses of venues that are not fit in those days, in a few queries."""
    if not uses:
        return []
    said = fitness.look(
        {each.venue for each in uses},
        min(each.first for each in uses),
        max(each.last for each in uses),
    )
    waived = waived_keys({each.visit.pk for each in uses})
    found = []
    for use in uses:
        days, about = (use.first, use.last), (use.visit.pk, use.venue.pk)
        every = standing_in_the_way(said[use.venue.pk], days, set())
        left = [each for each in every if each.key not in waived[about]]
        if every:
            found.append(Unfit(use, left, [each for each in every if each not in left]))
    return found


@check("lodging", gettext_lazy("where the guests stay"), Area.BOARD)
def lodging_is_named(visit: Visit, on: date) -> Found:
    """Who stays overnight has a guesthouse or hotel booked or in his programme."""
    if not visit.nights:
        return Found(Answer.NOT_NEEDED, _("nobody stays overnight"))
    beds = venues_of(visit).filter(kind__in=WITH_BEDS)
    names = list(beds.values_list("name", flat=True))
    if names:
        return Found(Answer.DONE, _(", ").join(names))
    return Found(Answer.MISSING, _("the programme names no guesthouse or hotel"))


@check("venues", gettext_lazy("venues fit for use"), Area.BOARD)
def venues_are_fit(visit: Visit, on: date) -> Found:
    """No venue of the visit has an open critical finding or a licence that ends."""
    uses = uses_of([visit])
    url = reverse("admin:visits_visit_venues", args=[visit.pk])
    if not uses:
        return Found(Answer.NOT_NEEDED, _("no venue is named"))
    found = unfit(uses)
    told = [
        _("%(venue)s: %(reason)s") % {"venue": each.use.venue, "reason": said.text}
        for each in found
        for said in each.left
    ]
    if told:
        return Found(Answer.MISSING, _("; ").join(told), url)
    if found:
        names = _(", ").join(str(each.use.venue) for each in found)
        return Found(Answer.WAIVED, names, url)
    return Found(Answer.DONE)
