"""Pages of a visit about its venues: are they fit, and is the daily loop closed."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from compliance.daily import asked, board, days_of, loop
from compliance.daily_page import cell
from compliance.models import ControlPeriod
from reception.access.scope import can_part, visible
from reception.workflow import MoveNotPossible
from venues import fitness
from venues.models import Venue
from visits import gate
from visits.admin.booking import booking_door
from visits.models.booking import waived_keys
from visits.models.venue_use import days_of as span_of
from visits.models.venue_use import uses_of


class WaiverForm(forms.Form):
    """Which venue is let pass, and why."""

    venue = forms.ModelChoiceField(
        Venue.objects.none(),
        label=gettext_lazy("venue"),
        widget=UnfoldAdminSelectWidget,
    )
    reason = forms.CharField(label=gettext_lazy("reason"), max_length=1000)

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        venues = visible(user, "refer", Venue.objects.order_by("name"))
        self.fields["venue"].queryset = venues


def venues_page(screen, request, visit):
    """Show each venue of the visit, what stands in its way, and let approvers waive."""
    may_waive = gate.may_waive(visit, request.user)
    form = WaiverForm(request.user, request.POST or None)
    if request.method == "POST":
        if not may_waive:
            raise PermissionDenied
        if form.is_valid() and _waived(request, visit, form.cleaned_data):
            return HttpResponseRedirect(screen.page("venues", visit.pk))
    uses = uses_of([visit])
    return screen.answer(
        request,
        "visits/venues.html",
        visit,
        title=_("Venues of %(visit)s") % {"visit": visit},
        rows=_rows(visit, uses),
        bookings=visit.bookings.select_related("venue", "space").order_by("line"),
        doors=booking_door(request.user, visit),
        waivers=visit.venue_waivers.select_related("venue", "given_by"),
        may_waive=may_waive,
        form=form,
    )


def _rows(visit, uses) -> list[tuple]:
    """Return (use, verdict's tone and word, stops that are left, waived, remarks)."""
    if not uses:
        return []
    first, last = min(u.first for u in uses), max(u.last for u in uses)
    said = fitness.look([use.venue for use in uses], first, last)
    waived = waived_keys([visit.pk])
    rows = []
    for use in uses:
        own = [e for e in said[use.venue.pk] if e.touches(use.first, use.last)]
        stops = fitness.stops(own)
        covered = waived[visit.pk, use.venue.pk]
        left = [each for each in stops if each.key not in covered]
        let_pass = [each for each in stops if each.key in covered]
        remarks = [each for each in own if each.weight == fitness.Weight.REMARK]
        tone = "bad" if left else "warn" if let_pass or remarks else "good"
        rows.append((use, tone, left, let_pass, remarks))
    return rows


def _waived(request, visit, given) -> bool:
    """Waive the venue and say how it went."""
    told = {"by": request.user, "at": timezone.now()}
    try:
        gate.waive(visit, given["venue"], given["reason"], **told)
    except MoveNotPossible as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, _("It is waived; auditors see who and why."))
    return True


def loop_page(screen, request, visit):
    """Show the daily controls of all venues of the visit, and whether all is closed."""
    today = timezone.localdate()
    venues = [use.venue for use in uses_of([visit])]
    first, last = span_of(visit)
    if request.method == "POST":
        _ask_for_controls(request, visit, venues)
        return HttpResponseRedirect(screen.page("loop", visit.pk))
    found, days = board(venues, first, last), list(days_of(first, last))
    return screen.answer(
        request,
        "visits/loop.html",
        visit,
        title=_("Daily controls of %(visit)s") % {"visit": visit},
        days=days,
        today=today,
        loop=loop(found.values(), today),
        rows=[(v, [cell(found[v.pk, day], today) for day in days]) for v in venues],
        to_ask=_to_ask(request.user, venues, first, last),
    )


def _to_ask(user, venues, first, last) -> list:
    """Return the venues with days not asked for, if ``user`` may ask there."""
    days = set(days_of(first, last))
    known = asked([venue.pk for venue in venues], first, last)
    return [
        venue
        for venue in venues
        if {(venue.pk, day) for day in days} - known
        and can_part(user, "add", ControlPeriod, venue)
    ]


def _ask_for_controls(request, visit, venues) -> None:
    """Ask the venues for the five controls on every day of the visit."""
    first, last = span_of(visit)
    wanted = _to_ask(request.user, venues, first, last)
    for venue in wanted:
        told = {"ends_on": last, "event": visit.number}
        period, made = ControlPeriod.objects.get_or_create(
            venue=venue, starts_on=first, defaults=told
        )
        if not made and period.ends_on is not None and period.ends_on < last:
            period.ends_on = last
            period.save(update_fields=["ends_on"])
    text = _("%(count)s venues are asked for daily controls.")
    messages.success(request, text % {"count": len(wanted)})
