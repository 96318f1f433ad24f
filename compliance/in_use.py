"""Who has booked a venue that has stopped being fit."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from reception.console.admin import Notice
from venues import fitness

AHEAD = timedelta(days=366)  # how far bookings are looked for


def booked_notices(venue, on: date) -> list[Notice]:
    """Return what to say on the page of an open critical finding: who is booked.

    The bookings are those from ``on`` on; they are told without facts of the visits.
    """
    said = fitness.look([venue], on, on + AHEAD, "bookings")[venue.pk]
    if not said:
        return []
    text = _("Booked although it is not fit: %(bookings)s")
    told = _("; ").join(str(each.text) for each in said)
    return [Notice(text % {"bookings": told})]
