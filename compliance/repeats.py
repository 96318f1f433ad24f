"""Repeats: the same item found again at the same venue within twelve months."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q

from compliance.models import Finding
from compliance.months import months_from

Severity = Finding.Severity
RAISED = {Severity.C: Severity.B, Severity.B: Severity.A}


def since(on: date) -> date:
    """Return the day twelve months before ``on``; 29 February counts as the 28th."""
    return months_from(on, -12)


def key_of(finding: Finding) -> tuple[int, str]:
    """Return what makes two findings the same: the venue, and code or item."""
    return finding.inspection.venue_id, finding.code or finding.item.strip()


def previous(venue: int, codes: Collection[str], on: date) -> dict[str, Finding]:
    """Return the last finding of each code at the venue in the twelve months to ``on``.

    ``venue`` is a key; a code may also be the text of an item without one. What was
    found on ``on`` itself is not counted; codes never found are left out.
    """
    rows = Finding.objects.filter(
        _named(codes),
        inspection__venue=venue,
        found_on__gte=since(on),
        found_on__lt=on,
    )
    rows = rows.select_related("inspection").order_by("found_on", "pk")
    return {key_of(each)[1]: each for each in rows}


def previous_of(findings: Iterable[Finding]) -> dict[int, int]:
    """Return, by the key of each finding that is a repeat, the key of what it repeats.

    One query for all; ``inspection`` should be at hand.
    """
    asked = list(findings)
    if not asked:
        return {}
    first = since(min(each.found_on for each in asked))
    last = max(each.found_on for each in asked)
    rows = Finding.objects.filter(
        inspection__venue__in={each.inspection.venue_id for each in asked},
        found_on__gte=first,
        found_on__lt=last,
    )
    if len(asked) == 1:
        rows = rows.filter(_named({key_of(asked[0])[1]}))
    known: dict[tuple, list] = {}
    told = rows.order_by("found_on", "pk").values_list(
        "pk", "found_on", "inspection__venue", "code", "item"
    )
    for pk, day, venue, code, item in told:
        known.setdefault((venue, code or item.strip()), []).append((day, pk))
    found = {}
    for each in asked:
        earlier = [
            pk
            for day, pk in known.get(key_of(each), ())
            if since(each.found_on) <= day < each.found_on
        ]
        if earlier:
            found[each.pk] = earlier[-1]
    return found


def _named(codes: Collection[str]) -> Q:
    return Q(code__in=codes) | Q(code="", item__in=codes)
