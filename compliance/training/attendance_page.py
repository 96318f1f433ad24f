"""The page on which it is ticked who was at a training session."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.training.attending import AttendanceRefused, noted_before, tick
from reception.access.scope import can, visible


def attendance_page(screen, request, session):
    """Show who is enrolled; on POST note who was there."""
    may_note = can(request.user, "change", session)
    rows = visible(request.user, "view", session.enrolments.all())
    rows = rows.select_related("member__office", "member__venue")
    rows = rows.order_by("member__number")
    now = timezone.now()
    if request.method == "POST":
        if not may_note:
            raise PermissionDenied
        _store(request, session, rows, now)
        return HttpResponseRedirect(screen.page("attendance", session.pk))
    found = list(rows)
    return screen.answer(
        request,
        "compliance/training/attendance.html",
        session,
        title=_("Who was there: %(session)s") % {"session": session.course},
        session=session,
        rows=found,
        present=sum(each.attended_at is not None for each in found),
        why_not=noted_before(session, now) or "",
        may_note=may_note,
        enrol=screen.page("change", session.pk) + "#enrolments-group",
    )


def _store(request, session, rows, now) -> None:
    """Note what somebody changed on the page, and say how it went.

    Who came to the list after the page was made, or was noted by the code meanwhile,
    is left alone: only what differs from what the page showed is told.
    """
    told = {}
    for pk in rows.values_list("pk", flat=True):
        was, ticked = request.POST.get(f"was-{pk}"), f"there-{pk}" in request.POST
        if was is not None and ticked != (was == "1"):
            told[pk] = ticked
    try:
        count = tick(session, told, by=request.user, at=now)
    except AttendanceRefused as refused:
        messages.error(request, str(refused))
        return
    text = ngettext(
        "Attendance of %(count)s person is noted.",
        "Attendance of %(count)s people is noted.",
        count,
    )
    messages.success(request, text % {"count": count})
