"""The calendar of expiries: which certificates end on which day of a month."""

from calendar import Calendar
from collections import defaultdict
from datetime import date, timedelta

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.coverage_pages import may_open
from compliance.daily_page import month_of
from compliance.models import Certificate
from reception.access.scope import visible

MOST = 6  # certificates named on one day


def expiry_page(request):
    """Show the certificates of the month that end and are not renewed."""
    if not may_open(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    first = month_of(request.GET.get("month", ""), today)
    after = (first + timedelta(days=32)).replace(day=1)
    rows = visible(request.user, "view", Certificate.objects.current_holders(today))
    rows = rows.to_renew().ending(first, after - timedelta(days=1))
    ends = defaultdict(list)
    related = ("holder", "kind")
    for each in rows.select_related(*related).order_by("valid_until", "holder__number"):
        ends[each.valid_until].append(each)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    context = {
        **admin.site.each_context(request),
        "title": _("Expiries, %(month)s") % {"month": f"{first:%Y-%m}"},
        "weekdays": weeks[0],
        "weeks": [[_day(day, first, today, ends) for day in week] for week in weeks],
        "count": sum(map(len, ends.values())),
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{after:%Y-%m}",
    }
    return TemplateResponse(request, "compliance/expiries.html", context)


def _day(day: date, first: date, today: date, ends: dict) -> dict:
    """Return what the calendar shows of a day."""
    found = ends.get(day, []) if day.month == first.month else []
    return {
        "day": day,
        "is_outside": day.month != first.month,
        "is_today": day == today,
        "is_past": day < today,
        "certificates": found[:MOST],
        "more": max(0, len(found) - MOST),
    }
