"""The week of a roster: people × days, filled in on the page, copied, and printed."""

from datetime import date

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.models import StaffMember
from reception.access.scope import may, reach_of, visible
from reception.accounts.models import Office
from reception.console import sending
from reception.console.inputs import day_of
from venues.models import Venue
from visits import rostering
from visits.models import Shift
from visits.resting import WEEK, monday
from visits.roster_paper import roster_paper
from visits.rostering import Place

TONES = {
    Shift.Kind.DAY: "good",
    Shift.Kind.NIGHT: "info",
    Shift.Kind.STANDBY: "warn",
}
MOST_TOLD = 10  # refusals that are told one by one


def places_of(user) -> tuple[list[Office], list[Venue]]:
    """Return the offices and venues whose rosters the reader may open."""
    offices = visible(user, "refer", Office.objects.order_by("code"))
    if not (reach_of(user).offices or reach_of(user).everything):
        offices = offices.none()
    venues = visible(user, "refer", Venue.objects.order_by("number"))
    return list(offices), list(venues)


def key_of(place: Place) -> str:
    """Return how an address names a place."""
    return f"{'o' if isinstance(place, Office) else 'v'}{place.pk}"


def address_of(place: Place, first: date, **more) -> str:
    """Return the address of the week of a place."""
    query = {"place": key_of(place), "week": first.isoformat(), **more}
    return f"{reverse('roster:week')}?{urlencode(query)}"


def _chosen(user, key: str, places: list[Place]) -> Place | None:
    """Return the place that the address names; else the reader's own, or the first."""
    named = next((place for place in places if key_of(place) == key), None)
    own = [p for p in places if isinstance(p, Office) and p.pk == user.office_id]
    return named or next(iter([*own, *places]), None)


def week_page(request):
    """Show the week of a place; fill in its cells, or copy it to the next."""
    if not may(request.user, "view", Shift):
        raise PermissionDenied
    today = timezone.localdate()
    first = monday(day_of(request.GET.get("week", "")) or today)
    offices, venues = places_of(request.user)
    key = request.GET.get("place", "")
    place = _chosen(request.user, key, [*offices, *venues])
    if key and place is not None and key_of(place) != key:
        raise Http404
    if request.method == "POST":
        if place is None or not rostering.may_enter(request.user, place):
            raise PermissionDenied
        return _write(request, place, first, today)
    post = request.GET.get("post", "")
    rows = rostering.week(request.user, place, first, post) if place else []
    may_enter = place is not None and rostering.may_enter(request.user, place)
    days = rostering.days_of(first)
    context = {
        **admin.site.each_context(request),
        "title": _("Duty roster"),
        "place": place,
        "key": key_of(place) if place else "",
        "offices": [(key_of(each), each) for each in offices],
        "venues": [(key_of(each), each) for each in venues],
        "posts": StaffMember.Post.choices,
        "post": post,
        "first": first,
        "last": days[-1],
        "today": today,
        "days": days,
        "rows": [_line(row, today) for row in rows],
        "warned": sum(bool(row.warnings) for row in rows),
        "may_enter": may_enter,
        "may_print": place is not None and _may_print(request.user, place),
        "kinds": Shift.Kind.choices,
        "hours": _hours(),
        "has_shifts": any(s for row in rows for s in row.cells.values()),
        "before": address_of(place, first - WEEK, post=post) if place else "",
        "after": address_of(place, first + WEEK, post=post) if place else "",
    }
    return TemplateResponse(request, "visits/roster_week.html", context)


def _line(row: rostering.Row, today: date) -> tuple:
    """Return a row as (row, duty in words, cells); a cell is (day, name, shifts)."""
    duty = dict(Shift._meta.get_field("duty").choices).get(
        rostering.usual_duty(row.member), ""
    )
    cells = [
        (day, f"c-{row.member.pk}-{day.isoformat()}", [_shown(s) for s in shifts])
        for day, shifts in row.cells.items()
    ]
    return row, duty, cells


def _shown(shift: Shift) -> tuple:
    """Return a shift with its tone, its hours and what it is, in words."""
    begin, end = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
    hours = f"{begin:%H:%M}–{end:%H:%M}"
    facts = [shift.get_kind_display(), hours, shift.get_duty_display(), shift.task]
    told = _(", ").join(
        str(each) for each in [*facts, shift.get_state_display()] if each
    )
    is_off = shift.state == Shift.State.ABSENT
    tone = "bad" if is_off else TONES[shift.kind]
    url = reverse("admin:visits_shift_change", args=[shift.pk])
    return shift, tone, hours, told, url


def _hours() -> list[tuple]:
    """Return the hours that one click enters, in words."""
    told = []
    for kind, (begin, length) in rostering.HOURS.items():
        end = (rostering.moment(date(2000, 1, 3), begin) + length).time()
        told.append((kind.label, f"{begin:%H:%M}–{end:%H:%M}"))
    return told


def _write(request, place: Place, first: date, today: date) -> HttpResponseRedirect:
    """Enter the chosen cells, or copy the week, and say how it went."""
    told = {"by": request.user, "on": today}
    if "copy" in request.POST:
        made, refused = rostering.copy_week(place, first, **told)
        text = ngettext(
            "%(count)s shift was copied to the week from %(day)s.",
            "%(count)s shifts were copied to the week from %(day)s.",
            len(made),
        )
        first += WEEK
    else:
        made, refused = rostering.enter(place, _wanted(request, place, first), **told)
        text = ngettext(
            "%(count)s shift was entered in the week from %(day)s.",
            "%(count)s shifts were entered in the week from %(day)s.",
            len(made),
        )
    say = messages.success if made else messages.info
    say(request, text % {"count": len(made), "day": first.isoformat()})
    for shift, why in refused[:MOST_TOLD]:
        messages.error(request, f"{shift}: {why}")
    if len(refused) > MOST_TOLD:
        text = _("%(count)s more were refused for like reasons.")
        messages.error(request, text % {"count": len(refused) - MOST_TOLD})
    post = request.POST.get("post", "")
    return HttpResponseRedirect(address_of(place, first, post=post))


def _wanted(request, place: Place, first: date) -> list[Shift]:
    """Return the shifts that the cells ask for, of people in sight alone."""
    rows = StaffMember.objects.filter(rostering.at(place))
    people = {
        member.pk: member
        for member in visible(request.user, "view", rows.select_related("venue"))
    }
    found = []
    for pk, member in people.items():
        for day in rostering.days_of(first):
            kind = request.POST.get(f"c-{pk}-{day.isoformat()}", "")
            if kind in Shift.Kind.values:
                found.append(rostering.new_shift(place, member, day, kind))
    return found


def _may_print(user, place: Place) -> bool:
    """Whether the week may leave on paper: by right, or as one's own work."""
    return may(user, "export", Shift) or rostering.may_enter(user, place)


def print_page(request):
    """Send the week as a Word document (值班表)."""
    offices, venues = places_of(request.user)
    key = request.GET.get("place", "")
    place = next((p for p in [*offices, *venues] if key_of(p) == key), None)
    first = day_of(request.GET.get("week", ""))
    if place is None or first is None:
        raise Http404
    if not _may_print(request.user, place):
        raise PermissionDenied
    first, now = monday(first), timezone.now()
    shifts = rostering.shifts_of(request.user, place, first)
    data = roster_paper(place, first, shifts, str(request.user), now)
    title = _("Duty roster %(place)s %(day)s")
    name = title % {"place": place, "day": date_format(first, "Y-m-d")}
    return sending.word(request, place, name, data, rows=len(shifts), at=now)
