"""The gate of venues: an approver lets a visit use one that is not fit."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from reception.access.scope import can_at_place, visible
from reception.workflow import MoveNotPossible
from venues import fitness
from venues.models import Venue
from visits.models import VenueWaiver, Visit
from visits.models.booking import standing_in_the_way, waived_keys
from visits.models.venue_use import Use, days_of, uses_of


def use_of(visit: Visit, venue: Venue) -> Use:
    """Return how the visit uses the venue, or would: for all its days."""
    for use in uses_of([visit]):
        if use.venue.pk == venue.pk:
            return use
    first, last = days_of(visit)
    return Use(visit, venue, first, last)


def left_of(use: Use) -> list[fitness.Said]:
    """Return what stands in the way of the use and is not waived yet."""
    said = fitness.look([use.venue], use.first, use.last)[use.venue.pk]
    waived = waived_keys([use.visit.pk])[use.visit.pk, use.venue.pk]
    return standing_in_the_way(said, (use.first, use.last), waived)


def may_waive(visit: Visit, by) -> bool:
    """Whether ``by`` decides about the visit and did not enter or submit it."""
    own = by.pk in {visit.entered_by_id, visit.submitted_by_id}
    return not own and not visit.closed_reason() and can_at_place(by, "approve", visit)


@transaction.atomic
def waive(visit: Visit, venue: Venue, reason: str, *, by, at: datetime) -> VenueWaiver:
    """Let the visit use the venue in spite of what is known now, and return that.

    Raises:
        PermissionDenied: ``by`` may not, or entered or submitted the visit himself.
        MoveNotPossible: nothing stands in the way, or no reason is given.
    """
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    within = visible(by, "refer", Venue.objects.filter(pk=venue.pk))
    if not may_waive(visit, by) or not within.exists():
        raise PermissionDenied
    if not reason.strip():
        raise MoveNotPossible(_("Give a reason."))
    left = left_of(use_of(visit, venue))
    if not left:
        raise MoveNotPossible(_("Nothing stands in the way of this venue."))
    waiver = VenueWaiver(
        visit=visit,
        venue=venue,
        reason=reason.strip(),
        covers=sorted({each.key for each in left}),
        told="\n".join(str(each.text) for each in left),
        given_by=by,
        given_at=at,
    )
    waiver.save(force_insert=True)
    return waiver
