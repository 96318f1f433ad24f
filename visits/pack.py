"""The voucher pack: one ZIP with a cover, every paper, and a manifest of hashes."""

import hashlib
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from reception.access.scope import can, can_part, visible
from reception.jobs.kinds import kind
from reception.jobs.work import Outcome, Refused
from reception.ledger import writing
from reception.ledger.models import Kind
from visits import documents, settling
from visits.models import Approval, Cost, ReceptionList, Visit, VisitPaper

CHUNK = 1 << 20  # bytes read at once
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
MANIFEST = "MANIFEST.sha256"
PACKED = (Approval, Cost, ReceptionList, VisitPaper)  # what the pack tells of


def may_pack(user, visit: Visit) -> bool:
    """Whether ``user`` may read all that the pack of this visit tells."""
    return all(can_part(user, "view", each, visit) for each in PACKED)


def papers_of(visit: Visit, author: str, at) -> Iterator[tuple[str, bytes | object]]:
    """Yield (name, content) of each paper: bytes, or a stored file to be read."""
    yield _("Approval form") + ".docx", documents.approval_form(visit, author, at)
    record = getattr(visit, "reception_list", None)
    if record is not None:
        made = documents.reception_list(record, author, at)
        yield _("Reception list") + ".docx", made
    for item in settling.pack_of(visit):
        for stored in item.files:
            label = f"{item.label} {item.told}".strip()
            yield f"{label}{PurePath(stored.name).suffix}", stored


def named(names: list[str], name: str) -> str:
    """Return ``name``, numbered and safe as the name of a file on any system."""
    safe = UNSAFE.sub("_", name)
    made = f"{len(names) + 1:02} {safe}"
    names.append(made)
    return made


def add(pack: zipfile.ZipFile, name: str, content) -> str:
    """Add a paper to the pack and return its SHA-256."""
    digest = hashlib.sha256()
    with pack.open(name, "w", force_zip64=True) as into:
        if isinstance(content, bytes):
            digest.update(content)
            into.write(content)
            return digest.hexdigest()
        with content.open("rb") as stored:
            while chunk := stored.read(CHUNK):
                digest.update(chunk)
                into.write(chunk)
    return digest.hexdigest()


def make(visit: Visit, file: BinaryIO, author: str, at, step) -> None:
    """Write the pack into ``file``.

    Each line of the manifest is a SHA-256 and a name, as ``sha256sum -c`` reads them.
    """
    names: list[str] = []
    lines = []
    papers = list(papers_of(visit, author, at))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        for done, (name, content) in enumerate(papers, start=1):
            whole = named(names, name)
            lines.append(f"{add(pack, whole, content)}  {whole}")
            step(done, len(papers) + 1)
        name = "00 " + _("Cover") + ".docx"
        lines.append(
            f"{add(pack, name, documents.cover(visit, names, author, at))}  {name}"
        )
        pack.writestr(
            MANIFEST, "\n".join(sorted(lines, key=lambda each: each[66:])) + "\n"
        )


@kind("visits.pack", repeatable=True)
def make_pack(job, step) -> Outcome:
    """Make the voucher pack of a visit, as the job's owner may see it now."""
    visits = visible(job.owner, "view", Visit.objects.all())
    visit = visits.filter(pk=job.params["visit"]).first()
    if visit is None or not may_pack(job.owner, visit):
        raise Refused(_("You may not see this visit and its costs any more."))
    if visit.letter_id and not can(job.owner, "view", visit.letter):
        raise Refused(_("You may not see the letter of this visit."))
    at = timezone.now()
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the job closes it
    make(visit, file, str(job.owner), at, step)
    name = f"{visit.number}.zip"
    details = {"file": name, "format": "zip"}
    writing.note(Kind.EXPORTED, record=visit, details=details, by=job.owner, at=at)
    return Outcome(_("Open it and compare the hashes in the manifest."), file, name)
