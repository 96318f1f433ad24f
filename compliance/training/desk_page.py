"""The training officer's day: today's sessions, what waits, and who is due."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.models import TrainingSession
from compliance.training.due import due, enrol, nothing_chosen, sessions_to_come
from compliance.training.session_states import SessionState
from reception.access.admin import is_key
from reception.access.scope import may, visible

NEXT = 8  # sessions
TOLD = 10  # refusals


def may_open(user) -> bool:
    """Whether somebody keeps training sessions."""
    return may(user, "change", TrainingSession)


def desk_page(request):
    """Show the day; on POST enrol those who are ticked into the session chosen."""
    if not may_open(request.user):
        raise PermissionDenied
    now, today = timezone.now(), timezone.localdate()
    if request.method == "POST":
        _enrol(request)
        return HttpResponseRedirect(request.path)
    rows = visible(request.user, "change", TrainingSession.objects.all())
    rows = rows.select_related("course", "venue", "trainer")
    context = {
        **admin.site.each_context(request),
        "title": _("Training today"),
        "today": today,
        "sessions": list(rows.on(today).with_numbers().order_by("starts_at")),
        "unfinished": list(_unfinished(rows, today)),
        "coming": [
            each
            for each in sessions_to_come(request.user, now)[:NEXT]
            if not each.takes_place_on(today)
        ],
        "due": due(request.user, now, today),
        "plan": reverse("admin:compliance_trainingsession_add"),
    }
    return TemplateResponse(request, "compliance/training/desk.html", context)


def _unfinished(rows, today):
    """Return the sessions of earlier days that are not closed, the oldest first."""
    rows = rows.filter(ends_at__date__lt=today)
    rows = rows.exclude(state__in=[SessionState.CLOSED, SessionState.CANCELLED])
    counted = rows.annotate(
        there=Count("enrolments", filter=Q(enrolments__attended_at__isnull=False))
    )
    return counted.order_by("starts_at")[:NEXT]


def _enrol(request) -> None:
    """Enrol those who are ticked and say how it went, for whom it did not."""
    key = request.POST.get("session", "")
    members = [each for each in request.POST.getlist("members") if is_key(each)]
    session = None
    if is_key(key):
        rows = visible(request.user, "change", TrainingSession.objects.all())
        session = rows.filter(pk=key).first()
    if session is None or not members:
        messages.error(request, nothing_chosen())
        return
    count, stayed = enrol(session, members, by=request.user)
    if count:
        text = ngettext(
            "%(count)s person is enrolled in %(session)s.",
            "%(count)s people are enrolled in %(session)s.",
            count,
        )
        messages.success(request, text % {"count": count, "session": session})
    for member, why in stayed[:TOLD]:
        messages.error(request, f"{member}: {why}")
    if len(stayed) > TOLD:
        text = _("%(count)s more stayed out for such reasons.")
        messages.error(request, text % {"count": len(stayed) - TOLD})
    if not count and not stayed:
        messages.info(request, _("All of them are enrolled already."))
