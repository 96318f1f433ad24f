"""The notice of rectification, sent as a Word document and noted in the ledger."""

from django.contrib import messages
from django.db.models import Case, Value, When
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.documents import notice as notice_of
from compliance.models import Finding
from reception.access.scope import visible
from reception.console import sending

MOST = 500  # findings in one notice


def about(record: Finding, scope: str):
    """Return what a notice is about: one, or all open of its inspection or venue."""
    rows = Finding.objects.select_related(
        "inspection__venue", "inspection__office", "notified_by", "rechecked_by"
    ).prefetch_related("inspection__inspectors")
    if scope == "inspection":
        return rows.open().filter(inspection=record.inspection_id)
    if scope == "venue":
        return rows.open().filter(inspection__venue=record.inspection.venue_id)
    return rows.filter(pk=record.pk)


def notice(screen, request, record):
    """Send the notice; ``of`` in the address says of what, the finding alone if not."""
    gravest = Case(
        *(When(severity=grade, then=Value(n)) for n, grade in enumerate("ABC")),
        default=Value(3),
    )
    rows = visible(request.user, "view", about(record, request.GET.get("of", "")))
    found = list(rows.order_by(gravest, "deadline", "number")[:MOST])
    if not found:
        text = _("Nothing is open here; there is nothing to give notice of.")
        screen.message_user(request, text, messages.INFO)
        return HttpResponseRedirect(screen.page("change", record.pk))
    now = timezone.now()
    number = found[0].notice_number or record.number
    return sending.word(
        request,
        record,
        f"{_('Notice of rectification')} {number}",
        notice_of(found, record.inspection.office.name, now),
        rows=len(found),
        at=now,
    )
