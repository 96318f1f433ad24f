"""The door through which attached files leave."""

from pathlib import PurePath

from django.apps import apps
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import FieldDoesNotExist
from django.http import FileResponse, Http404
from django.views.decorators.http import require_GET

from reception.access.scope import visible
from reception.documents.files import PrivateFileField


@staff_member_required(login_url="admin:login")
@require_GET
def file(request, label, pk, field):
    """Send the file in ``field`` of the record, if the reader may see the record.

    A record out of reach answers like one that does not exist.
    """
    try:
        model = apps.get_model(label)
        column = model._meta.get_field(field)
    except (LookupError, ValueError, FieldDoesNotExist) as error:
        raise Http404 from error
    if not isinstance(column, PrivateFileField):
        raise Http404
    record = visible(request.user, "view", model._default_manager.all()).filter(pk=pk)
    record = record.first()
    attached = record and getattr(record, field)
    if not attached or not attached.storage.exists(attached.name):
        raise Http404
    ending = PurePath(attached.name).suffix
    response = FileResponse(
        attached.open("rb"),
        as_attachment=ending != ".pdf",
        filename=f"{label}-{pk}-{field}{ending}",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
