"""The page of assignments that will be uncovered, with who could do them instead."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from reception.access.scope import may
from visits import uncovered
from visits.models import Assignment

MOST = 1000  # coming assignments that are looked at; the soonest first


def uncovered_page(request):
    """Show the coming assignments without a certificate, the first to lack it first."""
    if not may(request.user, "view", Assignment):
        raise PermissionDenied
    today = timezone.localdate()
    coming = list(uncovered.coming(request.user, today)[: MOST + 1])
    found = uncovered.uncovered(coming[:MOST], today)
    context = {
        **admin.site.each_context(request),
        "title": _("Assignments that will be uncovered"),
        "rows": uncovered.with_others(found, request.user),
        "looked_at": min(len(coming), MOST),
        "more": len(coming) > MOST,
        "today": today,
    }
    return TemplateResponse(request, "visits/uncovered.html", context)
