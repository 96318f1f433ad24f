"""Inspecting: answers to the items of an inspection, and the findings that arise."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.inspection_states import InspectionState
from compliance.models import (
    Answer,
    ChecklistItem,
    Finding,
    FindingPhoto,
    Inspection,
    InspectionAnswer,
)
from reception.access.scope import can
from reception.accounts import numbering
from reception.documents.pictures import validate_picture
from reception.workflow import move

MOST_PHOTOS = 20  # of one finding, taken during the inspection


class AnswerRefused(Exception):
    """The answer cannot be taken; the text says why and is fit for the screen."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an inspector says of an item.

    ``seen`` is the edition of the answer that he had before him, 0 for none.
    ``severity`` is that of the finding; empty for what the item proposes.
    """

    result: str
    note: str = ""
    location: str = ""
    severity: str = ""
    seen: int = 0


def items_of(inspection: Inspection):
    """Return the items of the inspection's lists, list by list."""
    items = ChecklistItem.objects.filter(version__inspections=inspection)
    items = items.select_related("version__checklist")
    return items.order_by("version__number", "line", "pk")


@transaction.atomic
def answer(inspection: Inspection, item: ChecklistItem, said: Said, *, by, at):
    """Write down what ``by`` found of ``item``, and return the answer.

    What is not in order has a finding from then on, exactly one; an answer taken back
    takes its finding back while nobody has been told of it. The first answer begins
    the inspection. Saying the same again changes nothing, so a broken connection may
    send twice.

    Raises:
        PermissionDenied: ``by`` may not change this inspection.
        AnswerRefused: the inspection is finished, somebody answered meanwhile, or the
            finding has gone on.
    """
    inspection = _held(inspection, by)
    if item.version_id not in set(inspection.lists.values_list("pk", flat=True)):
        raise AnswerRefused(_("This item does not belong to the inspection."))
    if said.result not in Answer.values:
        raise AnswerRefused(_("Choose what you found."))
    present = inspection.answers.select_related("answered_by", "finding")
    present = present.filter(item=item).first()
    if present is None:
        present = InspectionAnswer(inspection=inspection, item=item, edition=0)
    elif _same(present, said):
        return present
    if present.edition != said.seen:
        raise AnswerRefused(_meanwhile(present))
    if inspection.state == InspectionState.PLANNED:
        inspection = move(inspection, "begin", by=by, at=at)
    return _write(present, said, by, at)


def _held(inspection: Inspection, by) -> Inspection:
    """Return the inspection as it is now, held still for ``by`` to write in."""
    rows = Inspection.objects.select_for_update(of=("self",)).select_related("office")
    inspection = rows.get(pk=inspection.pk)
    if not can(by, "change", inspection):
        raise PermissionDenied
    if reason := inspection.locked_reason():
        raise AnswerRefused(str(reason))
    return inspection


def _same(present: InspectionAnswer, said: Said) -> bool:
    """Whether the answer says this already."""
    held = (present.result, present.note, present.location)
    if held != (said.result, said.note, said.location):
        return False
    finding = present.finding
    return not (finding and said.severity and finding.severity != said.severity)


def _meanwhile(present: InspectionAnswer) -> str:
    """Say what somebody else wrote since the page was opened."""
    if not present.edition:
        return _("The answer that you saw has been taken away; look again.")
    told = {
        "name": present.answered_by,
        "time": timezone.localtime(present.answered_at).strftime("%H:%M"),
        "result": present.get_result_display(),
        "note": present.note or "—",
    }
    return (
        _(
            "Meanwhile %(name)s answered at %(time)s: %(result)s, %(note)s. Your words "
            "are still here; saving again replaces the other answer."
        )
        % told
    )


def _write(present: InspectionAnswer, said: Said, by, at: datetime):
    """Store the answer with its finding as it shall be."""
    gone, kept = None, present.finding
    if said.result == Answer.NOT_OK:
        finding = kept or raise_finding(present.inspection, present.item, said, by, at)
        if kept:
            _amend(kept, said)
        present.finding = finding
    elif kept:
        gone, present.finding = _still_found(kept), None
    present.result, present.note = said.result, said.note
    present.location, present.answered_by = said.location, by
    present.answered_at, present.edition = at, present.edition + 1
    present.save()
    if gone is not None:
        gone.delete()
    return present


def raise_finding(inspection, item, said: Said, by, at: datetime) -> Finding:
    """Enter the finding that arises from an item that is not in order, and return it.

    Its severity is what the inspector chose, or what the item proposes. A step of a
    service standard proposes neither category nor severity: it is etiquette, general.
    """
    finding = Finding(
        inspection=inspection,
        category=item.version.checklist.category or Finding.Category.ETIQUETTE,
        code=item.code,
        item=item.text,
        basis=item.basis,
        location=said.location,
        description=said.note,
        severity=said.severity or item.severity or Finding.Severity.C,
        found_on=timezone.localdate(at),
    )
    numbering.assign([finding], finding.found_on)
    finding.save(force_insert=True)
    finding.refresh_from_db(fields=["state"])
    return finding


def _still_found(finding: Finding) -> Finding:
    """Return the finding, held still, if nobody has been told of it yet."""
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if finding.state == Finding.State.FOUND:
        return finding
    raise AnswerRefused(
        _(
            "Finding %(number)s is “%(state)s” already and stays in the ledger; go on "
            "with it there."
        )
        % {"number": finding.number, "state": finding.get_state_display()}
    )


def _amend(finding: Finding, said: Said) -> None:
    """Let the finding say what its answer says now."""
    wanted = {"description": said.note, "location": said.location}
    if said.severity:
        wanted["severity"] = said.severity
    changed = [name for name, new in wanted.items() if getattr(finding, name) != new]
    if not changed:
        return
    finding = _still_found(finding)
    for name in changed:
        setattr(finding, name, wanted[name])
    finding.save(update_fields=changed)


@transaction.atomic
def add_photo(
    inspection: Inspection, item: ChecklistItem, file, *, by, at
) -> FindingPhoto:
    """Attach a photograph to the finding of an item and return it.

    Raises:
        PermissionDenied: ``by`` may not change this inspection.
        AnswerRefused: the file is no picture, the item has no finding, or too many.
    """
    inspection = _held(inspection, by)
    found = inspection.answers.filter(item=item, finding__isnull=False).first()
    if found is None:
        raise AnswerRefused(
            _("Say first that the item is not in order; then add photographs.")
        )
    if found.finding.photos.count() >= MOST_PHOTOS:
        raise AnswerRefused(
            _("A finding takes %(count)s photographs from an inspection.")
            % {"count": MOST_PHOTOS}
        )
    try:
        validate_picture(file)
    except ValidationError as error:
        raise AnswerRefused(" ".join(error.messages)) from error
    stage = FindingPhoto.Stage.BEFORE
    photo = FindingPhoto(
        finding=found.finding, stage=stage, picture=file, added_by=by, added_at=at
    )
    photo.save(force_insert=True)
    return photo
