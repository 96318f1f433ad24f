"""The page on which an inspection is filled in, item by item, on a tablet."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance import filling
from compliance.models import Answer, Finding
from reception.access.admin import is_key
from reception.access.scope import can

SEVERITIES = [each for each in Finding.Severity if each != Finding.Severity.NA]


def fill_page(screen, request, inspection):
    """Show an inspection's items; on POST store what was answered.

    A script sends one item (``only``) and gets its part of the page back; without
    it, the form comes as a whole.
    """
    may_fill = can(request.user, "change", inspection)
    locked = inspection.locked_reason() or ""
    if request.method == "POST":
        if not may_fill:
            raise PermissionDenied
        only = request.POST.get("only", "")
        if is_key(only):
            return _one(request, inspection, int(only))
        return _whole(screen, request, inspection, locked)
    page = filling.page_of(inspection, request.user)
    return _shown(screen, request, inspection, page, may_fill and not locked)


def _shown(screen, request, inspection, page, may_fill: bool):
    """Return the page."""
    finish = screen.page("move", inspection.pk, "finish")
    move = finish if "finish" in screen.open_moves(inspection, request.user) else ""
    return screen.answer(
        request,
        "compliance/fill.html",
        inspection,
        title=_("Inspect %(venue)s") % {"venue": inspection.venue},
        inspection=inspection,
        inspectors=list(inspection.inspectors.all()),
        page=page,
        may_fill=may_fill,
        locked=inspection.locked_reason() or "",
        results=Answer,
        severities=SEVERITIES,
        finish=move,
    )


def _whole(screen, request, inspection, locked: str):
    """Store the whole form; show it again with what could not be stored."""
    page = filling.page_of(inspection, request.user)
    refused = filling.take(inspection, page.lines, request, timezone.now())
    if not refused:
        messages.success(request, _("All answers are saved."))
        return HttpResponseRedirect(screen.page("fill", inspection.pk))
    told = _("%(count)s items could not be saved; the reasons stand beside them.")
    messages.error(request, told % {"count": len(refused)})
    inspection.refresh_from_db()
    fresh = filling.page_of(inspection, request.user)
    page = filling.with_refusals(fresh, refused)
    return _shown(screen, request, inspection, page, not locked)


def _one(request, inspection, key: int) -> JsonResponse:
    """Store one item and return its part of the page, with the numbers of the whole."""
    line = filling.page_of(inspection, request.user).line(key)
    if line is None:
        gone = _("This item does not belong to the inspection.")
        return JsonResponse({"problem": gone}, status=404)
    refused = filling.take(inspection, [line], request, timezone.now())
    page = filling.page_of(inspection, request.user)
    line = filling.with_refusals(page, refused).line(key)
    context = {
        "line": line,
        "results": Answer,
        "severities": SEVERITIES,
        "may_fill": True,
    }
    html = render_to_string("compliance/item.html", context, request)
    told = {"html": html, "saved": not refused, "numbers": page.numbers()}
    return JsonResponse(told)
