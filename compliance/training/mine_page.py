"""My training: what somebody attends, holds and is asked, for his own eyes."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.models import Certificate, Enrolment, TrainingFeedback
from compliance.training.attending import member_of
from compliance.training.exams import Line
from compliance.training.quizzing import offered
from compliance.training.session_states import SessionState

BACK = timedelta(days=365)  # of the sessions that are shown
ASKED = timedelta(days=60)  # after a session, its participants are asked
TONES = {
    Certificate.Status.VALID: "good",
    Certificate.Status.EXPIRING: "warn",
    Certificate.Status.EXPIRED: "bad",
    Certificate.Status.SUSPENDED: "bad",
    Certificate.Status.REVOKED: "bad",
}


def is_on_the_staff(user) -> bool:
    """Whether the login belongs to a staff member, who has a file of his own."""
    return member_of(user) is not None


def own(user):
    """Return the user's member and nothing of anybody else.

    Raises:
        PermissionDenied: his login belongs to no staff member.
    """
    member = member_of(user)
    if member is None:
        raise PermissionDenied
    return member


def mine_page(request):
    """Show the reader's sessions, certificates and what he is asked."""
    member, now, today = own(request.user), timezone.now(), timezone.localdate()
    rows = member.enrolments.select_related(
        "session__course", "session__venue", "session__trainer", "certificate"
    )
    rows = rows.exclude(session__state=SessionState.CANCELLED)
    coming = rows.filter(session__ends_at__gte=now).order_by("session__starts_at")
    held = rows.filter(session__ends_at__lt=now, session__ends_at__gte=now - BACK)
    context = {
        **admin.site.each_context(request),
        "title": _("My training"),
        "member": member,
        "coming": list(coming),
        "past": _past(member, held),
        "to_say": list(to_say(member, now)),
        "certificates": _certificates(member, today),
        "quizzes": _quizzes(member, today),
    }
    return TemplateResponse(request, "compliance/training/mine.html", context)


def to_say(member, now):
    """Return the member's places whose feedback is still to give."""
    rows = member.enrolments.select_related("session__course")
    return rows.filter(
        attended_at__isnull=False,
        feedback__isnull=True,
        session__ends_at__lt=now,
        session__ends_at__gte=now - ASKED,
    ).order_by("-session__starts_at")


def _past(member, held) -> list[Line]:
    """Return the sessions of the last year with the member's results."""
    lines = {
        each.session_id: Line(each) for each in held.order_by("-session__starts_at")
    }
    for result in member.exam_results.filter(session__in=lines).order_by("attempt"):
        result.session = lines[result.session_id].place.session
        lines[result.session_id].results.append(result)
    return list(lines.values())


def _certificates(member, today) -> list[tuple]:
    """Return (certificate, how it stands today, its tone), the first to end first."""
    rows = member.certificates.select_related("kind").order_by("valid_until", "pk")
    rows = rows.prefetch_related("suspensions")
    found = [(each, each.status(today)) for each in rows]
    return [(each, said.label, TONES.get(said, "plain")) for each, said in found]


def _quizzes(member, today) -> list[tuple]:
    """Return (quiz, the member's best finished attempt, whether one is open)."""
    quizzes, best, running = offered(member, today), {}, set()
    for attempt in member.quiz_attempts.filter(quiz__in=quizzes).order_by("pk"):
        if attempt.finished_at is None:
            running.add(attempt.quiz_id)
        elif attempt.percent >= getattr(best.get(attempt.quiz_id), "percent", 0):
            best[attempt.quiz_id] = attempt
    return [(quiz, best.get(quiz.pk), quiz.pk in running) for quiz in quizzes]


class FeedbackForm(forms.ModelForm):
    """What a participant says of a session."""

    class Meta:
        model = TrainingFeedback
        fields = ["content", "trainer", "organisation", "remark"]


def feedback_page(request, pk: int):
    """Ask a participant for his opinion; given once, it stays."""
    member, now = own(request.user), timezone.now()
    rows = Enrolment.objects.select_related("session__course")
    place = get_object_or_404(rows, pk=pk, member=member, attended_at__isnull=False)
    given = TrainingFeedback.objects.filter(enrolment=place).first()
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and given is None and form.is_valid():
        form.instance.enrolment, form.instance.given_at = place, now
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:  # pressed twice: the first one counts
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(reverse("training:mine"))
    context = {
        **admin.site.each_context(request),
        "title": _("Feedback: %(course)s") % {"course": place.session.course},
        "session": place.session,
        "given": given,
        "form": form,
        "boxes": [form[name] for name in ("content", "trainer", "organisation")],
        "marks": range(1, 6),
    }
    return TemplateResponse(request, "compliance/training/feedback.html", context)
