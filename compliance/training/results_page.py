"""The page on which the marks of all participants are entered at once."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.models import ExamResult
from compliance.training.exams import Line, Mark, MarksRefused, enter, lines_of
from reception.access.scope import can_part, visible
from reception.console.inputs import day_of

DIGITS = 3
PARTS = ("theory", "practical")


def results_page(screen, request, session):
    """Show each participant with his attempts; on POST store the marks typed in."""
    may_enter = can_part(request.user, "add", ExamResult, session)
    places = visible(request.user, "view", session.enrolments.all())
    lines = lines_of(session, places)
    today = timezone.localdate()
    if request.method == "POST":
        if not may_enter:
            raise PermissionDenied
        if _stored(request, session, lines):
            return HttpResponseRedirect(screen.page("results", session.pk))
    course = session.course
    locked = session.locked_reason() or ""
    return screen.answer(
        request,
        "compliance/training/results.html",
        session,
        title=_("Results: %(course)s") % {"course": course},
        session=session,
        lines=lines,
        parts=[
            (part, ExamResult._meta.get_field(part).verbose_name, mark)
            for part in PARTS
            if (mark := getattr(course, f"{part}_pass")) is not None
        ],
        day=request.POST.get("held_on") or _usual_day(session, today).isoformat(),
        may_enter=may_enter and not locked and course.has_exam,
        locked=locked,
        attendance=screen.page("attendance", session.pk),
        upload=reverse("admin:compliance_examresult_import"),
    )


def _usual_day(session, today: date) -> date:
    """Return the last day of the session, or today if that is still to come."""
    return min(timezone.localdate(session.ends_at), today)


def _stored(request, session, lines: list[Line]) -> bool:
    """Store what was typed and say how it went; False shows the page again."""
    held_on = day_of(request.POST.get("held_on", ""))
    marks, wrong = [], held_on is None
    if wrong:
        messages.error(request, _("Write the exam date like 2026-03-01."))
    for line in lines:
        key = line.place.member_id
        typed = {p: request.POST.get(f"{p}-{key}", "").strip() for p in PARTS}
        if not any(typed.values()):
            continue
        line.typed = typed
        told = request.POST.get(f"attempt-{key}", "")
        if not all(_is_mark(each) for each in typed.values() if each):
            line.problem, wrong = _("Write a whole number from 0 to 100."), True
            continue
        numbers = {p: int(text) if text else None for p, text in typed.items()}
        attempt = int(told) if _is_mark(told) else line.next_attempt
        marks.append(Mark(member=key, attempt=attempt, **numbers))
    if wrong:
        return False
    if not marks:
        messages.error(request, _("No mark is typed in yet."))
        return False
    try:
        count = enter(session, marks, held_on, by=request.user)
    except MarksRefused as refused:
        for line in lines:
            line.problem = refused.problems.get(line.place.member_id, "")
        messages.error(
            request,
            refused.problems.get("")
            or _("Nothing is stored yet; the reasons stand beside the names."),
        )
        return False
    text = ngettext(
        "The result of %(count)s person is stored.",
        "The results of %(count)s people are stored.",
        count,
    )
    messages.success(request, text % {"count": count})
    return True


def _is_mark(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS
