"""The notice of rectification, sent as a Word document and noted in the ledger."""

import hashlib

from django.contrib import messages
from django.db.models import Case, Value, When
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from compliance.documents import notice as notice_of
from compliance.models import Finding
from reception.access.scope import visible
from reception.documents.word import MEDIA_TYPE
from reception.ledger import writing
from reception.ledger.models import Kind

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
    data = notice_of(found, record.inspection.office.name, now)
    number = found[0].notice_number or record.number
    name = f"{_('Notice of rectification')} {number}.docx"
    writing.note(
        Kind.EXPORTED,
        record=record,
        by=request.user,
        at=now,
        details={
            "format": "docx",
            "file": name,
            "rows": len(found),
            "sha256": hashlib.sha256(data).hexdigest(),
            "complete": True,
        },
    )
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type=MEDIA_TYPE, headers=headers)
