"""The page that the benchmark writes: every figure, and what it is held against."""

from dataclasses import dataclass

LESS = False  # is what a bar asks for where less is better
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEAD = """# Benchmark

`make bench` writes this page: {size:,} visits, each way measured in a process of its
own, medians of several runs (the slow ways once), both sides of each ratio in one run.
Ratios tell; seconds drift with the machine and with what else runs on it.

Machine: {machine}.

Stock means django-import-export's `ModelResource` with `select_related`, and the
framework's own admin list with its own templates; guardian means its generic table with
one grant a record. The slow ways are given fewer rows and compared by the row; an
import is a preview and the import itself, on both sides. Pages of lists have 100 rows;
the small world they are held against has a fiftieth of the visits: with fewer, the
filtered page of a limited clerk would not be full. Memory is the process's own; pages
of SQLite's file, which the kernel lends to all, are not counted.
"""


@dataclass(frozen=True)
class Bar:
    """A ratio and the bar it must reach: at least, or at most."""

    name: str
    value: float
    bar: float
    at_least: bool = True

    def line(self) -> str:
        """Return the bar as a row of a table."""
        met = self.value >= self.bar if self.at_least else self.value <= self.bar
        sign = "≥" if self.at_least else "≤"
        verdict = "met" if met else "**missed**"
        return f"| {self.name} | {self.value:.2f} | {sign} {self.bar:g} | {verdict} |"


def bars(vendor: str, got: dict) -> list[Bar]:
    """Return the ratios of one database."""
    lite = vendor == "sqlite"
    tool = "sqlite3 -csv" if lite else "psql \\copy"
    export, raw = got["export"], got["export_raw"]
    found = [
        Bar(
            "CSV export, rows a second, of stock's",
            export["rate"] / got["export_stock"]["rate"],
            20 if lite else 40,
        ),
        Bar(
            f"CSV export, seconds, of `{tool}` with the same SQL",
            export["seconds"] / raw["seconds"],
            1.5 if lite else 1.1,
            at_least=LESS,
        ),
        Bar(
            "the same for a limited clerk, time per row, of everybody's",
            export["rate"] / got["export_limited"]["rate"],
            1.3,
            at_least=LESS,
        ),
        Bar("export, first byte, seconds", export["first"], 1, at_least=LESS),
        Bar("export, MB above the idle process", export["grown"], 20, at_least=LESS),
        Bar(
            "import of new rows with preview, rows a second, of stock's",
            got["import_new"]["rate"] / got["import_stock"]["rate"],
            50,
        ),
        Bar(
            "the same file again, rows a second, of stock's",
            got["import_new"]["again"] / got["import_stock"]["again"],
            100,
        ),
        Bar("import, MB above the idle process", got["import_new"]["grown"], 300, LESS),
    ]
    small, large = got["pages_small"], got["pages_own"]
    for page in ("first", "deep", "filtered"):
        found.append(
            Bar(
                f"list of a limited clerk, {page} page, of a fiftieth of the visits",
                large[page] / small[page],
                1.3,
                at_least=LESS,
            )
        )
    found += [
        Bar(
            "list of who sees half, times as fast as with guardian's generic grants",
            got["pages_guardian"]["first"] / got["pages_half"]["first"],
            20,
        ),
        Bar("list, queries", large["first_queries"], 15, at_least=LESS),
        Bar("list of 100 rows, KB", large["first_kb"], 250, at_least=LESS),
        Bar(
            "list, time, of the stock list's",
            large["first"] / got["pages_stock"]["first"],
            1.3,
            at_least=LESS,
        ),
    ]
    for word in ("rare", "name", "short", "often"):
        name = f"search, a word that is {word}, milliseconds"
        most = 500 if lite else 200
        found.append(Bar(name, got["search"][word], most, at_least=LESS))
    return found


def between(found: dict) -> list[Bar]:
    """Return the ratios of the two databases to each other."""
    if len(found) < len(NAMES) or not all("writers" in got for got in found.values()):
        return []
    lite, other = (found[name]["writers"] for name in ("sqlite", "postgresql"))
    return [
        Bar("twenty writers, SQLite, errors", lite["errors"], 0, at_least=LESS),
        Bar(
            "… 95th percentile, of PostgreSQL's", lite["p95"] / other["p95"], 1.2, LESS
        ),
        Bar("… requests a second, of PostgreSQL's", lite["rate"] / other["rate"], 0.8),
    ]


def table(found: list[Bar]) -> str:
    """Return bars as a table."""
    head = "| what | measured | bar | |\n|---|---|---|---|\n"
    return head + "\n".join(bar.line() for bar in found)


def figures(found: dict) -> str:
    """Return what was measured, as it was."""
    names = list(next(iter(found.values())))
    vendors = list(found)
    lines = [
        f"| | {' | '.join(NAMES[vendor] for vendor in vendors)} |",
        "|---" * (len(vendors) + 1) + "|",
    ]
    for name in names:
        cells = [told(found[vendor].get(name, {})) for vendor in vendors]
        lines.append(f"| {name.replace('_', ' ')} | {' | '.join(cells)} |")
    return "\n".join(lines)


def told(got: dict) -> str:
    """Return one measurement in words."""
    parts = []
    for name, value in got.items():
        amount = f"{value:,.0f}" if value >= 100 else f"{value:,.2f}"
        parts.append(f"{name.replace('_', ' ')} {amount}")
    return ", ".join(parts)


def write(found: dict[str, dict], size: int, machine: str) -> str:
    """Return the page."""
    parts = [HEAD.format(size=size, machine=machine)]
    for vendor, got in found.items():
        parts += [f"## {NAMES[vendor]}", table(bars(vendor, got))]
    if both := between(found):
        parts += ["## Both", table(both)]
    about = "Seconds, rows a second (rate), megabytes grown; milliseconds of pages."
    parts += ["## All figures", about, figures(found)]
    return "\n\n".join(parts) + "\n"
