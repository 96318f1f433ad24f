"""The page that a phone opens by the code in the room: one press says "I am here"."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.models import TrainingSession
from compliance.training.attending import (
    AttendanceRefused,
    closed_to,
    confirm,
    member_of,
)
from compliance.training.codes import is_good
from reception.access.scope import can

RELATED = ("course", "office", "venue", "trainer")


def here_page(request, pk: int):
    """Show the session and the button; on POST note that its reader is there."""
    session = get_object_or_404(TrainingSession.objects.select_related(*RELATED), pk=pk)
    now, member = timezone.now(), member_of(request.user)
    code, refused = request.GET.get("code", ""), ""
    if request.method == "POST":
        try:
            confirm(session, code, by=request.user, at=now)
        except AttendanceRefused as why:
            refused = str(why)
        else:
            return HttpResponseRedirect(request.path)
    place = session.enrolments.filter(member=member).first() if member else None
    is_there = place is not None and place.attended_at is not None
    is_in_the_room = is_good(session.pk, code, now)
    if not is_there and not refused:
        refused = closed_to(session, member, now) or ""
        if not refused and not is_in_the_room:
            refused = _("This code has expired. Scan the one that the room shows now.")
    context = {
        **admin.site.each_context(request),
        "title": _("I am here"),
        "session": session,
        # Whoever made the address up learns nothing of a session out of his reach.
        "is_told": is_in_the_room
        or place is not None
        or can(request.user, "view", session),
        "member": member,
        "place": place if is_there else None,
        "is_walk_in": place is None,
        "refused": "" if is_there else refused,
    }
    return TemplateResponse(request, "compliance/training/here.html", context)
