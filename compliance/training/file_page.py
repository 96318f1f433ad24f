"""The training file of a staff member: sessions, hours, exams, drills, quizzes."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.models import Enrolment
from compliance.training.exams import Line
from compliance.training.hours import Targets, by_year
from compliance.training.session_states import SessionState
from reception.access.scope import may

SHOWN = 200  # sessions


def file_page(screen, request, member):
    """Show all training of a person to whoever may see trainings."""
    if not may(request.user, "view", Enrolment):
        raise PermissionDenied
    this_year = timezone.localdate().year
    office = member.office_id or member.venue.office_id
    hours = by_year(member)
    drills = member.drills.select_related("drill").order_by("-drill__held_on")
    attempts = member.quiz_attempts.filter(finished_at__isnull=False)
    return screen.answer(
        request,
        "compliance/training/file.html",
        member,
        title=_("Training file of %(name)s") % {"name": member},
        member=member,
        hours=hours,
        this_year=this_year,
        hours_now=hours.get(this_year, 0),
        target=Targets.of(this_year).of_post(office, member.post),
        lines=_lines(member),
        drills=list(drills),
        attempts=list(attempts.select_related("quiz").order_by("-started_at")),
    )


def _lines(member) -> list[Line]:
    """Return the member's sessions with his results, the latest first."""
    rows = member.enrolments.exclude(session__state=SessionState.CANCELLED)
    rows = rows.select_related("session__course", "certificate")
    lines = {
        each.session_id: Line(each)
        for each in rows.order_by("-session__starts_at")[:SHOWN]
    }
    for result in member.exam_results.filter(session__in=lines).order_by("attempt"):
        result.session = lines[result.session_id].place.session
        lines[result.session_id].results.append(result)
    return list(lines.values())
