"""Writing checklists: the next version begins with the items of the last."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from compliance.checklist_states import VersionState
from compliance.models import Checklist, ChecklistItem, ChecklistVersion
from reception.access.scope import can_at_place, may
from reception.ledger import writing

COPIED = (
    "line",
    "code",
    "text",
    "text_en",
    "basis",
    "severity",
    "is_confirmed",
    "points",
    "phase",
    "post",
)


class CannotWrite(Exception):
    """No version can be begun now; the text says why and is fit for the screen."""


@transaction.atomic
def write_next(checklist: Checklist, *, by, at: datetime) -> ChecklistVersion:
    """Begin the list's next version with the items of the last, and return it.

    Raises:
        PermissionDenied: ``by`` may not write versions.
        CannotWrite: a version is being written already.
    """
    rows = Checklist.objects.select_for_update(of=("self",))
    checklist = rows.get(pk=checklist.pk)
    if not (can_at_place(by, "view", checklist) and may(by, "add", ChecklistVersion)):
        raise PermissionDenied
    last = checklist.versions.order_by("-ordinal").first()
    if last is not None and last.state == VersionState.DRAFT:
        raise CannotWrite(
            _("Version %(ordinal)s is being written; finish that one first.")
            % {"ordinal": last.ordinal}
        )
    ordinal = last.ordinal + 1 if last else 1
    version = ChecklistVersion(checklist=checklist, ordinal=ordinal)
    version.number = version.right_number()
    version.save(force_insert=True)
    copies = [
        ChecklistItem(version=version, **{name: getattr(item, name) for name in COPIED})
        for item in (last.items.all() if last else ())
    ]
    writing.create_all(copies)
    return version
