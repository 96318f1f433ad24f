"""How risky a venue is: a sum of parts, each with its weight, shown side by side."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from compliance import repeats
from compliance.inspection_states import InspectionState
from compliance.models import Finding, Inspection
from venues.models import Venue, VenueLicence


@dataclass(frozen=True, slots=True)
class Weight:
    """How much one unit of a part counts, and up to how many points in all."""

    label: str | Promise
    points: float
    most: int | None = None


# A proposal, to be confirmed locally: points for each open finding, licence, …
WEIGHTS = {
    "open_a": Weight(_("open, critical"), 10),
    "open_b": Weight(_("open, major"), 4),
    "open_c": Weight(_("open, general"), 1),
    "overdue": Weight(_("overdue"), 5),
    "repeats": Weight(_("repeats in twelve months"), 2, 40),
    "returned": Weight(_("returned in twelve months"), 2, 20),
    "licences": Weight(_("licences ended"), 15),
    "days": Weight(_("days since the last inspection"), 0.1, 36),
}
NEVER = 365  # days counted for a venue that was never inspected


@dataclass(frozen=True, slots=True)
class Risk:
    """A venue's score with its parts: how many of each, and the points they give."""

    venue: Venue
    counts: dict[str, int]
    last_inspected: date | None

    @property
    def points(self) -> dict[str, float]:
        """Return the points of each part."""
        return {name: _points(name, count) for name, count in self.counts.items()}

    @property
    def score(self) -> float:
        """Return the sum, with one decimal."""
        return round(sum(self.points.values()), 1)


def _points(name: str, count: int) -> float:
    weight = WEIGHTS[name]
    points = count * weight.points
    return points if weight.most is None else min(points, weight.most)


def risks(venues: QuerySet[Venue], on: date) -> list[Risk]:
    """Return the risk of each venue on ``on``, the highest first, in four queries."""
    rows = list(venues.select_related("office"))
    keys = [venue.pk for venue in rows]
    findings = _findings(keys, on)
    licences = _licences(keys, on)
    inspected = dict(
        Inspection.objects.filter(
            venue__in=keys, inspected_on__lte=on, state=InspectionState.FINISHED
        )
        .order_by()
        .values_list("venue")
        .annotate(last=Max("inspected_on"))
    )
    found = []
    for venue in rows:
        last = inspected.get(venue.pk)
        counts = {
            **findings[venue.pk],
            "licences": licences[venue.pk],
            "days": NEVER if last is None else (on - last).days,
        }
        found.append(Risk(venue, {n: counts.get(n, 0) for n in WEIGHTS}, last))
    return sorted(found, key=lambda risk: (-risk.score, risk.venue.number))


def _findings(venues: list[int], on: date) -> dict[int, dict[str, int]]:
    """Return the counts of findings by venue, in one query."""
    is_open = Q(state__in=Finding.OPEN)
    lately = Q(found_on__gte=repeats.since(on), found_on__lte=on)
    rows = (
        Finding.objects.filter(inspection__venue__in=venues)
        .order_by()
        .values("inspection__venue")
        .annotate(
            **{
                f"open_{grade.lower()}": Count("pk", filter=is_open & Q(severity=grade))
                for grade in ("A", "B", "C")
            },
            overdue=Count("pk", filter=is_open & Q(deadline__lt=on)),
            repeats=Count("pk", filter=lately & Q(repeat_of__isnull=False)),
            returned=Count("pk", filter=lately & Q(times_returned__gt=0)),
        )
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row.pop("inspection__venue")] = row
    return found


def _licences(venues: list[int], on: date) -> dict[int, int]:
    """Return, by venue, of how many kinds the last licence has ended, in one query."""
    kinds = (
        VenueLicence.objects.filter(venue__in=venues)
        .order_by()
        .values("venue", "kind")
        .annotate(
            last=Max("valid_until"),
            without_end=Count("pk", filter=Q(valid_until__isnull=True)),
        )
        .filter(without_end=0, last__lt=on)
    )
    found: dict[int, int] = defaultdict(int)
    for row in kinds:
        found[row["venue"]] += 1
    return found
