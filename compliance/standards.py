"""What an office has set: which standard binds on a day, and which rules are off."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from compliance.models import MoneyStandard, RuleSetting
from compliance.rules.facts import Standard
from reception.accounts.models import Office

ANY = "any"
OF_MEALS = (MoneyStandard.Unit.MEAL, MoneyStandard.Unit.DAY)


@dataclass(frozen=True, slots=True)
class Book:
    """All standards and settings, read once; asking it costs no query."""

    parents: dict[int, int | None]
    standards: dict[int, list[MoneyStandard]]
    settings: dict[int, dict[str, RuleSetting]]

    @classmethod
    def read(cls) -> "Book":
        """Read the tables, which are small, in three queries."""
        standards, settings = defaultdict(list), defaultdict(dict)
        for row in MoneyStandard.objects.order_by("valid_from", "pk"):
            standards[row.office_id].append(row)
        for row in RuleSetting.objects.order_by():
            settings[row.office_id][row.rule] = row
        parents = dict(Office.objects.order_by().values_list("pk", "parent"))
        return cls(parents, dict(standards), dict(settings))

    def upwards(self, office: int) -> Iterator[int]:
        """Yield the office, then the higher ones, each once."""
        seen: set[int] = set()
        current: int | None = office
        while current is not None and current not in seen:
            seen.add(current)
            yield current
            current = self.parents.get(current)

    def row(
        self,
        office: int,
        *,
        category: str,
        rank: str,
        sitting: str,
        day: date,
        units: Collection[str] = OF_MEALS,
    ) -> MoneyStandard | None:
        """Return the row in force: the nearest office's, there the most particular.

        Of equals the one that came into force last. None: no office has one.
        """
        for each in self.upwards(office):
            fitting = [
                row
                for row in self.standards.get(each, ())
                if row.category == category
                and row.rank in (rank, ANY)
                and row.sitting in (sitting, ANY)
                and row.unit in units
                and row.valid_from <= day
                and (row.valid_until is None or day < row.valid_until)
            ]
            if fitting:
                return max(fitting, key=_how_particular)
        return None

    def standard(self, office: int, **asked) -> Standard | None:
        """Return the standard in force, see ``row``; None is to be confirmed."""
        row = self.row(office, **asked)
        if row is None or row.amount is None:
            return None
        return Standard(row.amount, row.unit, row.document)

    def setting(self, office: int, rule: str) -> RuleSetting | None:
        """Return the office's setting of a rule, or the nearest higher office's."""
        for each in self.upwards(office):
            if found := self.settings.get(each, {}).get(rule):
                return found
        return None

    def off(self, office: int) -> frozenset[str]:
        """Return the rules that the office does without."""
        known = {rule for each in self.settings.values() for rule in each}
        found = {rule: self.setting(office, rule) for rule in known}
        return frozenset(rule for rule, row in found.items() if row and not row.is_on)


def _how_particular(row: MoneyStandard) -> tuple:
    return (row.rank != ANY, row.sitting != ANY, row.valid_from, row.pk)
