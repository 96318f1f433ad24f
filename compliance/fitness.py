"""What inspections say of the fitness of venues."""

from collections import defaultdict
from datetime import date

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance import scoring
from compliance.inspection_states import InspectionState
from compliance.models import Finding, Inspection
from venues.fitness import Said, Weight, question


@question("findings", gettext_lazy("findings"), Finding)
def no_critical_finding_is_open(venues: list, first: date, last: date) -> dict:
    """An open critical finding stops the use; other open ones are counted."""
    told = defaultdict(list)
    rows = Finding.objects.open().filter(inspection__venue__in=venues)
    critical = rows.filter(severity=Finding.Severity.A)
    for finding in critical.select_related("inspection").order_by("number"):
        text = _("open critical finding: %(item)s") % {"item": finding.item}
        told[finding.inspection.venue_id].append(
            Said(
                weight=Weight.STOP,
                key=f"finding:{finding.number}",
                text=text,
                url=reverse("admin:compliance_finding_change", args=[finding.pk]),
            )
        )
    others = rows.exclude(severity=Finding.Severity.A).order_by()
    counts = others.values_list("inspection__venue").annotate(Count("pk"))
    for venue, count in counts:
        text = ngettext(
            "%(count)s other finding is open",
            "%(count)s other findings are open",
            count,
        ) % {"count": count}
        told[venue].append(Said(weight=Weight.REMARK, key="findings", text=text))
    return told


@question("inspection", gettext_lazy("last inspection"), Inspection)
def when_it_was_inspected(venues: list, first: date, last: date) -> dict:
    """The last inspection that was held is told; that there was none is a remark."""
    held = Inspection.objects.filter(
        venue__in=venues, inspected_on__lte=last, state=InspectionState.FINISHED
    ).order_by()
    days = dict(held.values_list("venue").annotate(Max("inspected_on")))
    last_ones = {
        each.venue_id: each
        for each in held.filter(inspected_on__in=set(days.values())).order_by("pk")
        if each.inspected_on == days[each.venue_id]
    }
    scores = scoring.by_inspection([each.pk for each in last_ones.values()])
    return {venue.pk: [_held(last_ones.get(venue.pk), scores)] for venue in venues}


def _held(inspection: Inspection | None, scores: dict) -> Said:
    """Return what to say of a venue's last inspection."""
    if inspection is None:
        text = _("never inspected")
        return Said(weight=Weight.REMARK, key="inspection", text=text)
    told = {"day": inspection.inspected_on.isoformat()}
    score = scores.get(inspection.pk)
    if score is None:
        text = _("last inspected on %(day)s") % told
    else:
        text = _("last inspected on %(day)s, score %(score)s") % {
            **told,
            "score": score,
        }
    return Said(weight=Weight.FACT, key="inspection", text=text)
