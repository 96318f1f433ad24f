"""Reports: named tables for auditors, each a short declaration beside its data.

A report says which columns it has, by what it is filtered, and which rows it has for a
scope. Its rows come from a few queries over whole sets; everything else (page, chart,
CSV, XLSX, command, the ledger's note) is made here and above, the same for all.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import chain, islice

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst

from reception.access.scope import may, visible, with_lower_offices
from reception.accounts.models import Office
from reception.exchange import exporting, widgets
from reception.exchange.guarding import guard

Text = str | Promise
CHUNK = 2000  # rows fetched at a time
FEN, TENTH = Decimal("0.01"), Decimal("0.1")


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole"
    MONEY = "money"
    TENTHS = "tenths"  # a number with one decimal
    DATE = "date"
    MOMENT = "moment"


RENDER = {
    Kind.TEXT: lambda value: "" if value is None else str(value),
    Kind.WHOLE: widgets.Integer().render,
    Kind.MONEY: widgets.Decimal().render,
    Kind.TENTHS: lambda value: "" if value is None else f"{value:.1f}",
    Kind.DATE: widgets.Date().render,
    Kind.MOMENT: widgets.Moment().render,
}
FIELD_KINDS = (
    (models.DecimalField, Kind.MONEY),
    (models.IntegerField, Kind.WHOLE),
    (models.DateTimeField, Kind.MOMENT),
    (models.DateField, Kind.DATE),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``choices`` gives the words for the codes that the rows hold.

    ``alarms`` marks a number that should be zero.
    """

    name: str
    label: Text
    kind: Kind = Kind.TEXT
    choices: Sequence[tuple[str, Text]] = ()
    alarms: bool = False

    @property
    def heading(self) -> str:
        """The label as it stands above the column."""
        return capfirst(str(self.label))

    @property
    def is_number(self) -> bool:
        """Whether the column stands to the right."""
        return self.kind in (Kind.WHOLE, Kind.MONEY, Kind.TENTHS)


def column(model: type[models.Model], field: str, name: str = "", label: Text = ""):
    """Return the column of a model's field: its label, its kind, its choices."""
    source = model._meta.get_field(field)
    kinds = (kind for base, kind in FIELD_KINDS if isinstance(source, base))
    kind = Kind.TEXT if source.is_relation or source.choices else next(kinds, Kind.TEXT)
    choices = tuple(source.choices or ())
    return Column(name or field, label or source.verbose_name, kind, choices)


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom a report is made, when, and which rows he asked for.

    ``first`` and ``last`` are local days, both included; ``as_of`` is the day for
    which a standing is computed.
    """

    user: models.Model
    at: datetime
    first: date | None = None
    last: date | None = None
    office: Office | None = None
    as_of: date | None = None

    @property
    def today(self) -> date:
        """The local day on which the report is made."""
        return timezone.localdate(self.at)

    def of(self, model: type[models.Model]) -> models.QuerySet:
        """Return the records of ``model`` that the user may take out, in no order."""
        rows = visible(self.user, "export", model._default_manager.order_by())
        return rows.using(settings.READ_DATABASE)

    def days(self, name: str) -> models.Q:
        """Return the condition that the day ``name`` lies in the period."""
        return self._between(name, lambda day: day)

    def moments(self, name: str) -> models.Q:
        """Return the condition that the moment ``name`` lies in the period."""
        return self._between(name, _begin)

    def _between(self, name: str, begin: Callable) -> models.Q:
        condition = models.Q()
        if self.first:
            condition &= models.Q(**{f"{name}__gte": begin(self.first)})
        if self.last:
            after = begin(self.last + timedelta(days=1))
            condition &= models.Q(**{f"{name}__lt": after})
        return condition

    def at_office(self, *names: str) -> models.Q:
        """Return the condition that one of ``names`` is the chosen office or lower."""
        condition = models.Q()
        if self.office is not None:
            offices, _total = with_lower_offices([self.office.pk])
            for name in names:
                condition |= models.Q(**{f"{name}__in": sorted(offices)})
        return condition

    def filters(self) -> dict[str, str]:
        """Return what was asked for, by the names of the address and the command."""
        asked = {
            "from": self.first,
            "to": self.last,
            "office": self.office and self.office.code,
            "as_of": self.as_of,
        }
        return {name: str(value) for name, value in asked.items() if value}


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars beside the table: ``values`` summed for each value of ``label``.

    The longest stands first, or the rows keep their order, the last ones drawn. What
    does not add up stands ``beside``: a bar for each value.
    """

    label: str
    values: tuple[str, ...]
    in_order: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A named table.

    ``models`` are those whose facts it tells: whoever may export all of them may run
    it, and sees the rows in his reach. ``filters`` are among period, office, as_of.
    ``rows`` returns querysets of values, or lists; ``line`` makes of such values the
    row's columns.
    """

    name: str
    title: Text
    description: Text
    models: tuple[type[models.Model], ...]
    filters: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Scope], Sequence]
    line: Callable[[Sequence, Scope], Sequence] | None = None
    chart: Chart | None = None

    def may_run(self, user) -> bool:
        """Whether the user's roles let him take all of it out."""
        return all(may(user, "export", model) for model in self.models)

    def headings(self) -> list[str]:
        """Return the headings in the reader's language."""
        return [each.heading for each in self.columns]


class Table:
    """The rows of a report for a scope, counted, looked at, or streamed."""

    def __init__(self, report: Report, scope: Scope):
        self.report, self.scope = report, scope
        self.parts = report.rows(scope)
        self.words = [
            {code: str(word) for code, word in each.choices} for each in report.columns
        ]

    def file_name(self, kind: str) -> str:
        """Return how a file of the report is called where it arrives."""
        stamp = timezone.localtime(self.scope.at).strftime("%Y%m%d-%H%M")
        return f"{self.report.title}-{stamp}.{kind}"

    def count(self) -> int:
        """Return how many rows there are."""
        return sum(
            part.count() if isinstance(part, models.QuerySet) else len(part)
            for part in self.parts
        )

    def first(self, most: int) -> list[list]:
        """Return the first ``most`` rows."""
        some = (
            part[:most] if isinstance(part, models.QuerySet) else part
            for part in self.parts
        )
        return [self.row(each) for each in islice(chain.from_iterable(some), most)]

    def __iter__(self) -> Iterator[list]:
        """Yield the rows in constant memory: days, moments, numbers and texts."""
        for part in self.parts:
            is_query = isinstance(part, models.QuerySet)
            for values in part.iterator(chunk_size=CHUNK) if is_query else part:
                yield self.row(values)

    def row(self, values: Sequence) -> list:
        """Return a row in the types of its columns, codes as words."""
        line = self.report.line
        values = line(values, self.scope) if line else values
        return [
            _typed(each, value, words)
            for each, value, words in zip(
                self.report.columns, values, self.words, strict=True
            )
        ]

    def texts(self, row: Sequence) -> list[str]:
        """Return a row as a reader sees it."""
        return [
            RENDER[each.kind](value)
            for each, value in zip(self.report.columns, row, strict=True)
        ]


def _typed(each: Column, value, words: dict):
    if each.kind is Kind.TEXT:
        return "" if value is None else words.get(value, str(value))
    if each.kind is Kind.MONEY and value is not None:
        return Decimal(value).quantize(FEN)  # SQLite adds money up as fractions
    if each.kind is Kind.TENTHS and value is not None:
        return Decimal(value).quantize(TENTH)
    return value


def _certificate(table: Table, kind: str) -> exporting.Certificate:
    report, scope = table.report, table.scope
    filters = scope.filters()
    return exporting.certified(
        by=scope.user,
        model=report.models[0],
        details={
            "report": report.name,
            "format": kind,
            "filter": " ".join(f"{name}={value}" for name, value in filters.items()),
            "columns": [each.name for each in report.columns],
            "private": False,
        },
    )


def csv_of(table: Table) -> Iterator[bytes]:
    """Yield the report as CSV in constant memory, noted in the ledger with its hash."""
    certificate = _certificate(table, "csv")
    rows = (table.texts(_guarded(row)) for row in table)
    return certificate.over(exporting.csv_lines(table.report.headings(), rows))


def xlsx_of(table: Table, step: Callable[[int], None] = lambda done: None):
    """Return the report as XLSX, open at its beginning, noted in the ledger.

    ``step`` hears how many rows are done.
    """
    certificate = _certificate(table, "xlsx")
    rows = (_guarded(row) for row in table)
    headings = table.report.headings()
    return exporting.finished(certificate, headings, rows, step=step)


def _guarded(row: Sequence) -> list:
    """Return the row with its texts made harmless; a number may be negative."""
    return [guard(value) if isinstance(value, str) else value for value in row]


GROUPS: list[tuple[Text, tuple[Report, ...]]] = []


def register(group: Text, *reports: Report) -> None:
    """Let the console and the command know reports, under a heading."""
    GROUPS.append((group, reports))


def known() -> dict[str, Report]:
    """Return every report by its name."""
    return {report.name: report for _group, some in GROUPS for report in some}


def offered(user) -> list[tuple[Text, list[Report]]]:
    """Return the reports that the user may run, by concern."""
    able = (
        (group, [report for report in reports if report.may_run(user)])
        for group, reports in GROUPS
    )
    return [(group, reports) for group, reports in able if reports]
