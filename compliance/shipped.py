"""The checklists, and the kinds of certificates, that come with the product.

They stand in ``lists/`` as the tables that users import too. Loading brings in the
versions that are not there yet and puts them in force; what an office has since
written, renamed or retired is left alone, so loading again changes nothing.
"""

import csv
from datetime import datetime
from pathlib import Path

from django.db import transaction

from compliance.checklist_states import VersionState
from compliance.exchange import (
    ChecklistItemResource,
    ChecklistResource,
    ChecklistVersionResource,
)
from compliance.models import (
    CertificateKind,
    CertificateRequirement,
    Checklist,
    ChecklistVersion,
)
from compliance.staff_exchange import (
    CertificateKindResource,
    CertificateRequirementResource,
)
from reception.exchange.importing import Import
from reception.exchange.reading import Table
from reception.ledger.context import acting
from reception.workflow import move

FOLDER = Path(__file__).parent / "lists"
WHY = "随系统提供的检查表"
WHY_KINDS = "随系统提供的证书种类和持证要求"


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a table that comes with the product."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def missing(rows: list[dict[str, str]], model, key: str) -> list[dict[str, str]]:
    """Return the rows of records that are not stored."""
    held = set(model.objects.values_list(key, flat=True))
    return [row for row in rows if row[key] not in held]


@transaction.atomic
def load(user, at: datetime) -> dict[str, dict[str, int]]:
    """Bring in for ``user`` what is missing; return, per table, how many rows."""
    lists = missing(read("checklists"), Checklist, "code")
    versions = missing(read("versions"), ChecklistVersion, "number")
    # The first version of a list that an office has made itself is its own affair.
    begun = set(ChecklistVersion.objects.values_list("checklist__code", flat=True))
    versions = [row for row in versions if row["checklist"] not in begun]
    new = {row["number"] for row in versions}
    items = [row for row in read("items") if row["version"] in new]
    with acting(user, reason=WHY):
        counts = {
            "checklists": _bring_in(ChecklistResource, lists, user, at),
            "checklist_versions": _bring_in(
                ChecklistVersionResource, versions, user, at
            ),
            "checklist_items": _bring_in(ChecklistItemResource, items, user, at),
        }
        drafts = ChecklistVersion.objects.filter(state=VersionState.DRAFT)
        for version in drafts.filter(number__in=new):
            move(version, "enact", by=user, at=at)
    return counts


@transaction.atomic
def load_kinds(user, at: datetime) -> dict[str, dict[str, int]]:
    """Bring in the kinds that are missing, and what is required of them alone.

    What is required of a kind that is there already is the office's own affair.
    """
    kinds = missing(read("certificate_kinds"), CertificateKind, "code")
    new = {row["code"] for row in kinds}
    required = missing(read("certificate_requirements"), CertificateRequirement, "code")
    required = [row for row in required if row["kind"] in new]
    with acting(user, reason=WHY_KINDS):
        return {
            "certificate_kinds": _bring_in(CertificateKindResource, kinds, user, at),
            "certificate_requirements": _bring_in(
                CertificateRequirementResource, required, user, at
            ),
        }


def _bring_in(resource, rows, user, at) -> dict[str, int]:
    """Import the rows as if ``user`` had uploaded the table."""
    if not rows:
        return {"new": 0}
    header = list(rows[0])
    lines = [(n, [row[h] for h in header]) for n, row in enumerate(rows, start=2)]
    table = Table(header, lines)
    return Import(resource(), table, user, at, origin={"shipped": True}).commit().counts
