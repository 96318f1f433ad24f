"""What the rows of a file mean for their records."""

from dataclasses import dataclass, field

from django.db import models

from reception.exchange.resources import Column

OUTCOMES = ("problem", "changed", "new", "same")  # as a preview orders them


@dataclass(slots=True)
class Row:
    """What a line of the file means for its record.

    ``changed`` maps a column to its text before and after; ``problems`` maps a
    column, or "" for the row as a whole, to words; ``near`` tells, for a new row, of
    a stored one that it resembles. ``asks`` maps a column to what is to be agreed to
    first, ``kept`` to the tidied text that is stored instead of the file's. ``record``
    is held only while the row is worked on: a table may have many rows.
    """

    line: int
    names: list[str]
    texts: list[str]
    record: models.Model | None = None
    before: dict | None = None
    relations: dict[str, list] = field(default_factory=dict)
    changed: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    near: str = ""
    asks: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> dict[str, str]:
        """The texts by column name."""
        return dict(zip(self.names, self.texts, strict=True))

    @property
    def outcome(self) -> str:
        """One of ``OUTCOMES``."""
        if self.problems:
            return "problem"
        if self.before is None:
            return "new"
        return "changed" if self.changed else "same"

    def forget(self) -> None:
        """Let go of what is needed only while the row is worked on."""
        self.record = None
        self.relations = {}
        self.before = None if self.before is None else {}


@dataclass(slots=True)
class Examination:
    """What a table would do."""

    columns: list[Column]
    rows: list[Row]
    problems: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have which outcome."""
        found = {"new": 0, "changed": 0, "same": 0, "problem": 0}
        for row in self.rows:
            found[row.outcome] += 1
        return found

    @property
    def is_clean(self) -> bool:
        """Whether everything could be stored."""
        return not self.problems and not any(row.problems for row in self.rows)
