"""What must be unique: among the rows of the file, and among what is stored."""

from collections import defaultdict
from functools import cached_property

from django.db import models
from django.utils.translation import gettext as _

from reception.exchange import constraints
from reception.exchange.lookups import holders
from reception.exchange.rows import Row


class Claims:
    """Who uses what: keys and values that no two records share.

    ``key`` names the columns by which rows find their records.
    """

    def __init__(self, model: type[models.Model], key: tuple[str, ...]):
        self.model, self.key = model, key
        self.taken: dict[tuple, int] = {}

    def claim(self, row: Row, what: tuple) -> bool:
        """Note that the row uses ``what``; refuse what an earlier row already used."""
        earlier = self.taken.setdefault(what, row.line)
        if earlier != row.line:
            row.problems[""] = _("The same record stands in row %(row)s already.") % {
                "row": earlier
            }
        return earlier == row.line

    @cached_property
    def unique_sets(self) -> list[tuple]:
        """What must be unique: rule, attributes, and what says whether it binds."""
        return [
            (
                rule,
                [self.model._meta.get_field(name).attname for name in rule.fields],
                rule.condition and constraints.compiled(self.model, rule.condition),
            )
            for rule in constraints.unique_sets(self.model)
        ]

    def judge(self, rows: list[Row]) -> None:
        """Find values that must be unique and are not, in the file or in the data."""
        asked: dict[constraints.Unique, dict[tuple, Row]] = defaultdict(dict)
        for row in rows:
            if row.record is None or row.outcome not in ("new", "changed"):
                continue
            for rule, names, binds in self.unique_sets:
                if binds and binds(row.record.__dict__) is not True:
                    continue
                if set(rule.fields) == set(self.key) and row.before is None:
                    continue  # the lookup by key has found no such record
                values = tuple(row.record.__dict__[held] for held in names)
                if any(value in (None, "") for value in values):
                    continue
                if self.claim(row, (rule, values)):
                    asked[rule][values] = row
                else:
                    row.problems[""] = rule.message
        for rule, wanted in asked.items():
            for pk, values in holders(self.model, rule, wanted):
                row = wanted.get(values)
                if row is not None and row.record.pk != pk:
                    row.problems[""] = rule.message
