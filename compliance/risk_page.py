"""The page of venues by risk: where the next inspection is most needed."""

from dataclasses import dataclass

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from compliance.models import Finding, Inspection
from compliance.risk import WEIGHTS, Risk, risks
from reception.access.scope import may, visible
from venues.models import Venue

HIGH, MIDDLE = 60, 25  # points; proposals, like the weights


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: how many of what, and the points they give."""

    label: str
    count: int
    points: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A venue as the page shows it."""

    risk: Risk
    url: str
    plan: str
    tone: str
    parts: list[Part]


def may_open(user) -> bool:
    """Whether the page is for ``user``: it tells of inspections and findings."""
    return may(user, "view", Inspection) and may(user, "view", Finding)


def _row(risk: Risk, may_plan: bool) -> Row:
    points = risk.points
    parts = [
        Part(
            str(weight.label),
            risk.counts[name],
            number_format(points[name], 1),
            bool(points[name]),
        )
        for name, weight in WEIGHTS.items()
    ]
    tone = "bad" if risk.score >= HIGH else "warn" if risk.score >= MIDDLE else "plain"
    add = f"{reverse('admin:compliance_inspection_add')}?venue={risk.venue.pk}"
    page = reverse("admin:venues_venue_change", args=[risk.venue.pk])
    return Row(risk, page, add if may_plan else "", tone, parts)


def venues_by_risk(request):
    """List the venues in reach, the riskiest first, with what makes them so."""
    user = request.user
    if not may_open(user):
        raise PermissionDenied
    today = timezone.localdate()
    venues = visible(user, "view", Venue.objects.all())
    may_plan = user.has_perm("compliance.add_inspection")
    context = {
        **admin.site.each_context(request),
        "title": _("Venues by risk"),
        "today": today,
        "weights": [
            (weight.label, number_format(weight.points), weight.most)
            for weight in WEIGHTS.values()
        ],
        "rows": [_row(risk, may_plan) for risk in risks(venues, today)],
        "may_plan": may_plan,
    }
    return TemplateResponse(request, "compliance/risk.html", context)
