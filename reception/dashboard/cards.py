"""Cards: what a panel of the home page shows, ready for its template."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Count, Model, QuerySet, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst

from reception.accounts.models import User

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Asked:
    """Who opens the home page, and when."""

    user: User
    now: datetime

    @property
    def today(self) -> date:
        """The local day."""
        return timezone.localdate(self.now)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its label; ``tone`` as of a badge."""

    label: Text
    value: int
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; ``detail`` stands below the text, ``fixed`` never wraps."""

    text: Text | int
    url: str = ""
    detail: Text = ""
    tone: str = ""
    number: bool = False
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; ``more`` leads to the rows that are not shown."""

    headings: Sequence[Text]
    rows: Sequence[Sequence[Cell]]
    more: str = ""

    @property
    def lines(self) -> list:
        """Each row's cells with their headings, as a phone shows them."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Series:
    """The bars of one colour, a CSS variable of the console."""

    label: Text
    values: Sequence[int]
    colour: str = "--color-primary-500"


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars; a label is a text or several lines of it."""

    title: Text
    labels: Sequence
    series: Sequence[Series]

    def data(self) -> str:
        """Return what chart.js draws."""
        bars = [
            {
                "label": str(each.label),
                "data": list(each.values),
                "backgroundColor": f"var({each.colour})",
                "borderRadius": 3,
                "maxBarThickness": 36,
                "stack": "all",
            }
            for each in self.series
        ]
        labels = [
            [str(line) for line in label] if isinstance(label, list) else str(label)
            for label in self.labels
        ]
        return json.dumps({"labels": labels, "datasets": bars})

    def options(self) -> str:
        """Return how chart.js draws: whole numbers, readable in both themes."""
        grey = "#858c98"  # 3:1 and more on white and on the dark ground
        ticks = {"color": grey, "font": {"size": 11}}
        key = {"boxWidth": 8, "boxHeight": 8, "color": grey}
        return json.dumps(
            {
                "animation": False,
                "responsive": True,
                "maintainAspectRatio": False,
                "plugins": {
                    "legend": {
                        "display": len(self.series) > 1,
                        "align": "end",
                        "labels": key,
                    }
                },
                "scales": {
                    "x": {"stacked": True, "grid": {"display": False}, "ticks": ticks},
                    "y": {
                        "stacked": True,
                        "beginAtZero": True,
                        "border": {"display": False},
                        "grid": {"lineWidth": 0.5},
                        "ticks": {**ticks, "precision": 0, "maxTicksLimit": 5},
                    },
                },
            }
        )

    def lines(self) -> list:
        """Return each label with its numbers, to read instead of the bars."""
        texts = [
            " ".join(map(str, label)) if isinstance(label, list) else label
            for label in self.labels
        ]
        columns = zip(*(each.values for each in self.series), strict=True)
        return list(zip(texts, columns, strict=True))


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page."""

    label: Text
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One panel.

    ``waiting`` counts what its reader has to do today; None where nothing ever
    waits. ``empty`` is said instead of a table without rows.
    """

    title: Text
    icon: str
    figures: Sequence[Figure] = ()
    chart: Chart | None = None
    table: Table | None = None
    links: Sequence[Link] = ()
    note: Text = ""
    empty: Text = ""
    wide: bool = False
    waiting: int | None = None


def first_of(rows: QuerySet, most: int) -> tuple[list[Model], int]:
    """Return the first ``most`` of ``rows``, and how many there are, in one query."""
    found = list(rows.annotate(in_all=Window(Count("pk")))[:most])
    return found, found[0].in_all if found else 0


def listed(model, /, **query) -> str:
    """Return the address of the list of ``model``, filtered by ``query``."""
    return page(model, "changelist") + (f"?{urlencode(query)}" if query else "")


def opened(record) -> str:
    """Return the address of the record's page."""
    return page(type(record), "change", record.pk)


def page(model, name: str, *args) -> str:
    """Return the address of one of the pages of ``model``."""
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=args)


def heading(model, column: str) -> str:
    """Return a column's label as a heading."""
    return capfirst(model._meta.get_field(column).verbose_name)


def headings(model, *columns: str) -> list[str]:
    """Return the labels of columns as headings."""
    return [heading(model, column) for column in columns]
