"""Bars of a report as SVG from the server: the bars fit the page, the text stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format

from reception.exchange.reports import Kind, Table

MOST = 15  # bars; the table holds the rest
STEP, HEIGHT, TEXT = 44, 14, 16  # pixels: from bar to bar, of a bar, of its label
SHORT = 22  # letters of a label, the most that stand beside a figure on a phone


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar, in hundredths of the width."""

    series: int
    left: str
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its label and figure, ``top`` pixels below the edge."""

    label: str
    figure: str
    top: int
    pieces: list[Piece]

    @property
    def text_top(self) -> int:
        """Where the label's line stands."""
        return self.top + TEXT - 3

    @property
    def bar_top(self) -> int:
        """Where the bar stands, below its label."""
        return self.top + TEXT + 4


@dataclass(frozen=True, slots=True)
class Bars:
    """A finished chart; ``left_out`` counts the labels that the table alone shows."""

    title: str
    series: list[tuple[int, str]]
    bars: list[Bar]
    left_out: int

    @property
    def height(self) -> int:
        """The height in pixels."""
        return STEP * len(self.bars)


def draw(table: Table, rows: Sequence[Sequence]) -> Bars | None:
    """Return the chart of ``rows``; None if there is nothing to draw."""
    report = table.report
    place = {each.name: n for n, each in enumerate(report.columns)}
    wanted = [place[name] for name in report.chart.values]
    sums: dict[str, list[Decimal]] = {}
    for row in rows:
        held = sums.setdefault(
            str(row[place[report.chart.label]]), [Decimal(0)] * len(wanted)
        )
        for n, where in enumerate(wanted):
            held[n] += row[where] or 0
    drawn = [item for item in sums.items() if sum(item[1])]
    if not drawn:
        return None
    most = MOST
    if report.chart.beside:
        most -= most % len(wanted)  # the bars of a label stay together
        drawn = [each for item in drawn for each in _apart(*item, report, wanted)]
    longest = max(sum(values) for _label, values in drawn)
    if report.chart.in_order:
        drawn = [*drawn[-most:], *drawn[:-most]]
    else:
        drawn.sort(key=lambda item: -sum(item[1]))
    is_money = report.columns[wanted[0]].kind is Kind.MONEY
    used = [n for n in range(len(wanted)) if any(values[n] for _label, values in drawn)]
    return Bars(
        title=str(report.title),
        series=[(n, report.columns[wanted[n]].heading) for n in used],
        bars=[
            Bar(
                label if len(label) <= SHORT else f"{label[: SHORT - 1]}…",
                _figure(sum(values), is_money),
                STEP * n,
                _pieces(values, longest),
            )
            for n, (label, values) in enumerate(drawn[:most])
        ],
        left_out=max(0, len(drawn) - most),
    )


def _apart(label: str, values: Sequence[Decimal], report, wanted) -> list[tuple]:
    """Return a bar for each of the values, named after its column."""
    return [
        (
            f"{label} {report.columns[where].heading}",
            [value if n == own else Decimal(0) for n, value in enumerate(values)],
        )
        for own, where in enumerate(wanted)
    ]


def _pieces(values: Sequence[Decimal], longest: Decimal) -> list[Piece]:
    """Return the parts of a bar side by side; plain numbers, whatever the language."""
    pieces, left = [], Decimal(0)
    for series, value in enumerate(values):
        width = value * 100 / longest
        if width:
            pieces.append(Piece(series, f"{left:.2f}", f"{width:.2f}"))
        left += width
    return pieces


def _figure(value: Decimal, is_money: bool) -> str:
    return number_format(value, 2 if is_money else 0, force_grouping=True)
