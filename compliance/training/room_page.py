"""The page for the projector: the code by which those in the room confirm."""

import segno
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.training.attending import noted_before
from compliance.training.codes import code_of
from reception.access.scope import can


def room_page(screen, request, session):
    """Show the code of this minute; a script asks for the next one (``part=code``)."""
    if not can(request.user, "change", session):
        raise PermissionDenied
    now = timezone.now()
    found = {**_numbers(session), "svg": _picture(request, session, now)}
    if request.GET.get("part") == "code":
        return JsonResponse(found)
    return screen.answer(
        request,
        "compliance/training/room.html",
        session,
        title=_("Sign in: %(course)s") % {"course": session.course},
        session=session,
        why_not=noted_before(session, now) or "",
        **found,
    )


def _numbers(session) -> dict:
    """Return how many are enrolled and have signed in."""
    times = list(session.enrolments.order_by().values_list("attended_at", flat=True))
    present = sum(time is not None for time in times)
    return {"enrolled": len(times), "present": present}


def _picture(request, session, now) -> str:
    """Return the QR code as SVG: the address at which a phone confirms."""
    path = reverse("training:here", args=[session.pk])
    url = request.build_absolute_uri(f"{path}?code={code_of(session.pk, now)}")
    return segno.make(url, error="m", micro=False).svg_inline(
        scale=8, omitsize=True, border=2, svgclass="code", lineclass=None
    )
