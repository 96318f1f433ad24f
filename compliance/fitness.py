"""What inspections say of the fitness of venues."""

from collections import defaultdict
from datetime import date

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
    """The day of the last inspection is told; that there was none is a remark."""
    rows = Inspection.objects.filter(venue__in=venues, inspected_on__lte=last)
    days = dict(rows.order_by().values_list("venue").annotate(Max("inspected_on")))
    told = {}
    for venue in venues:
        day = days.get(venue.pk)
        if day is None:
            text, weight = _("never inspected"), Weight.REMARK
        else:
            text = _("last inspected on %(day)s") % {"day": day.isoformat()}
            weight = Weight.FACT
        told[venue.pk] = [Said(weight=weight, key="inspection", text=text)]
    return told
