"""The pages of daily controls: the board of a month, and one day on a phone."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.daily import Day, board, days_of
from compliance.models import ControlPeriod, DailyControl
from reception.access.scope import can_part, may, visible
from reception.console.inputs import day_of
from venues.models import Venue

Control, Result = DailyControl.Control, DailyControl.Result
ICONS = {
    Control.STAFF: "groups",
    Control.CLEANED: "cleaning_services",
    Control.GATHERINGS: "restaurant",
    Control.PROCEDURES: "checklist",
    Control.PURCHASES: "grocery",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a venue on the board: a sign, a tone, and what it says when read."""

    url: str
    sign: str
    tone: str
    told: str


def cell(day: Day, on: date) -> Cell:
    """Return how a day of a venue looks on ``on``."""
    about = {"count": len(day.missing)}
    if not day.is_asked and not day.entries:
        sign, tone, told = "", "none", _("not asked for")
    elif day.unsettled:
        sign, tone, told = "!", "bad", _("not in order, not followed up")
    elif day.missing and day.day < on:
        sign, tone = str(len(day.missing)), "bad"
        told = _("%(count)s controls are missing") % about
    elif day.missing:
        sign, tone = "…" if day.day == on else "", "info" if day.day == on else "plain"
        told = _("%(count)s controls are still to be done") % about
    else:
        sign, tone, told = "✓", "good", _("complete")
    where = reverse("controls:day", args=[day.venue, day.day.isoformat()])
    return Cell(where, sign, tone, told)


def month_of(text: str, today: date) -> date:
    """Return the first day of the month ``YYYY-MM``, or of this one."""
    return day_of(f"{text}-01") or today.replace(day=1)


def month_page(request):
    """Show venue × day of a month, gaps in red."""
    if not may(request.user, "view", DailyControl):
        raise PermissionDenied
    today = timezone.localdate()
    first = month_of(request.GET.get("month", ""), today)
    after = (first + timedelta(days=32)).replace(day=1)
    last = after - timedelta(days=1)
    periods = ControlPeriod.objects.filter(starts_on__lte=last).exclude(
        ends_on__lt=first
    )
    venues = visible(request.user, "view", Venue.objects.all())
    venues = list(venues.filter(pk__in=periods.values("venue")).order_by("number"))
    days, found = list(days_of(first, last)), board(venues, first, last)
    rows = [(v, [cell(found[v.pk, day], today) for day in days]) for v in venues]
    context = {
        **admin.site.each_context(request),
        "title": _("Daily controls, %(month)s") % {"month": f"{first:%Y-%m}"},
        "days": days,
        "today": today,
        "rows": rows,
        "gaps": sum(len(each.gaps(today)) for each in found.values()),
        "unsettled": sum(len(each.unsettled) for each in found.values()),
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{after:%Y-%m}",
    }
    return TemplateResponse(request, "compliance/month.html", context)


class ControlForm(forms.ModelForm):
    """One control as it is ticked; the choice may stay open."""

    class Meta:
        model = DailyControl
        fields = ["result", "note", "supplier", "lot", "certificate"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["result"].required = False
        if self.instance.control != Control.PURCHASES:
            for name in ("supplier", "lot", "certificate"):
                del self.fields[name]

    @property
    def is_filled(self) -> bool:
        """Whether somebody ticked it or wrote anything."""
        return bool(self["result"].value()) or self.has_changed()

    def clean_result(self):
        """Whoever writes something says how it went."""
        if not self.cleaned_data["result"]:
            raise forms.ValidationError(_("Choose: in order, or not."))
        return self.cleaned_data["result"]

    def _get_validation_exclusions(self):
        """Judge the constraints with the columns that the page sets itself."""
        return super()._get_validation_exclusions() - {"control", "line", "day"}


def _forms(day: Day, venue: Venue, data=None) -> list[ControlForm]:
    """Return a form for each control without an entry, and one more purchase."""
    held = [each.control for each in day.entries]
    made = []
    for control in Control:
        if control in held and control != Control.PURCHASES:
            continue
        lines = [each.line for each in day.entries if each.control == control]
        blank = DailyControl(
            venue=venue, day=day.day, control=control, line=max(lines, default=0) + 1
        )
        made.append(ControlForm(data, instance=blank, prefix=control.value))
    return made


def day_page(request, venue: int, day: str):
    """Tick the five controls of a venue and a day; nothing is stored by half."""
    where = visible(request.user, "view", Venue.objects.filter(pk=venue)).first()
    on, today = day_of(day), timezone.localdate()
    if where is None or on is None or not may(request.user, "view", DailyControl):
        raise Http404
    may_enter = can_part(request.user, "add", DailyControl, where) and on <= today
    found = board([where], on, on)[where.pk, on]
    made = _forms(found, where, request.POST or None) if may_enter else []
    if request.method == "POST":
        if not may_enter:
            raise PermissionDenied
        if _store(request, made):
            return HttpResponseRedirect(request.path)
        found = board([where], on, on)[where.pk, on]  # as it is now
    context = {
        **admin.site.each_context(request),
        "title": _("Daily controls: %(venue)s") % {"venue": where},
        "venue": where,
        "day": on,
        "found": found,
        "entries": [(each, ICONS[each.control]) for each in found.entries],
        "forms": [(each, ICONS[each.instance.control]) for each in made],
        "is_future": on > today,
        "before": (on - timedelta(days=1)).isoformat(),
        "after": (on + timedelta(days=1)).isoformat() if on < today else "",
        "month": f"{on:%Y-%m}",
    }
    return TemplateResponse(request, "compliance/day.html", context)


def _store(request, made: list[ControlForm]) -> bool:
    """Store what was ticked and say how it went; False shows the page again."""
    filled = [each for each in made if each.is_filled]
    if not filled:
        messages.error(request, _("Nothing is ticked yet."))
        return False
    wrong = [each for each in filled if not each.is_valid()]  # each says what it lacks
    if wrong:
        return False
    now = timezone.now()
    try:
        with transaction.atomic():
            for each in filled:
                each.instance.done_by, each.instance.done_at = request.user, now
                each.instance.save(force_insert=True)
    except IntegrityError:
        text = _("Somebody entered the same controls meanwhile; look at them below.")
        messages.error(request, text)
        return False
    messages.success(
        request, _("%(count)s controls are entered.") % {"count": len(filled)}
    )
    return True
