"""By when a finding has to be put right: its term, from the day of the notice."""

from dataclasses import dataclass
from datetime import date

from compliance import working_days
from compliance.models import Finding, RectificationTerm
from reception.accounts.models import Office

# Working days; proposals, to be confirmed locally (no law sets them): critical the
# next day if it was not put right on the spot, major three, general seven.
PROPOSED = {
    Finding.Severity.A: 1,
    Finding.Severity.B: 3,
    Finding.Severity.C: 7,
    Finding.Severity.NA: 7,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms, read once; asking them costs no query."""

    parents: dict[int, int | None]
    rows: dict[tuple[int, str], RectificationTerm]

    @classmethod
    def read(cls) -> "Terms":
        """Read the tables, which are small, in two queries."""
        rows = RectificationTerm.objects.order_by()
        return cls(
            dict(Office.objects.order_by().values_list("pk", "parent")),
            {(row.office_id, row.severity): row for row in rows},
        )

    def row(self, office: int, severity: str) -> RectificationTerm | None:
        """Return the office's term, or the nearest higher office's; None: proposed."""
        seen: set[int] = set()
        current: int | None = office
        while current is not None and current not in seen:
            if found := self.rows.get((current, severity)):
                return found
            seen.add(current)
            current = self.parents.get(current)
        return None

    def days(self, office: int, severity: str) -> int:
        """Return the term in working days."""
        row = self.row(office, severity)
        return PROPOSED[severity] if row is None else row.days

    def is_confirmed(self, office: int, severity: str) -> bool:
        """Whether a local document sets the term."""
        row = self.row(office, severity)
        return row is not None and bool(row.document)

    def deadline(self, office: int, severity: str, on: date) -> date:
        """Return the last day of the term that begins with a notice of ``on``."""
        return working_days.after(on, self.days(office, severity)).day
