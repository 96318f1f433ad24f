"""Sending a document made from a record, noted in the ledger like an export."""

import hashlib
from datetime import datetime

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from reception.documents.word import MEDIA_TYPE
from reception.ledger import writing
from reception.ledger.models import Kind


def word(
    request, record, name: str, data: bytes, *, rows: int, at: datetime
) -> HttpResponse:
    """Return the Word document ``data`` about ``record`` as the file ``name``.docx.

    ``rows`` is how many facts of their own the document tells: sections, findings.
    """
    file = f"{name}.docx".replace("/", "-")
    writing.note(
        Kind.EXPORTED,
        record=record,
        by=request.user,
        at=at,
        details={
            "format": "docx",
            "file": file,
            "rows": rows,
            "sha256": hashlib.sha256(data).hexdigest(),
            "complete": True,
        },
    )
    return HttpResponse(
        data,
        content_type=MEDIA_TYPE,
        headers={
            "Content-Disposition": content_disposition_header(True, file),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
