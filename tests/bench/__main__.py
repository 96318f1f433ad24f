"""Run the benchmark: ``python -m tests.bench`` writes ``docs/benchmark.md``.

Each figure is taken in a process of its own on both databases; what is compared with
each other is taken one after the other in the same run, so that a slow or busy machine
slows both. ``--size`` makes it smaller, to try it.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.page import write

ROOT = Path(__file__).parent.parent.parent
PYTHON = sys.executable
# name, of which world (in shares of the size), how often
EXPORTS = [("export", 3), ("export_limited", 3), ("export_raw", 3), ("export_stock", 1)]
IMPORTS = [("import_new", 2), ("import_stock", 1)]
POSTS = 500  # by twenty writers
PAGES = ["pages_own", "search", "pages_stock", "pages_half", "pages_guardian"]


def environment(folder: Path, url: str) -> dict[str, str]:
    """Return the environment of one database."""
    return os.environ | {
        "DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "SECRET_KEY": "only-for-the-benchmark",
        "DEMO": "off",
        "DJANGO_SETTINGS_MODULE": "reception.settings",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "UPLOAD_LIMIT_MB": "200",
    }


def ask(task: str, size: int, env: dict, times: int = 1) -> dict:
    """Return the medians of what ``task`` measures."""
    found = []
    for _ in range(times):
        done = subprocess.run(
            [PYTHON, "-W", "ignore", "-m", "tests.bench.tasks", task, str(size)],
            env=env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
        )
        found.append(json.loads(done.stdout.splitlines()[-1]))
    medians = {
        name: statistics.median(one[name] for one in found)
        for name, value in found[0].items()
        if isinstance(value, int | float)
    }
    print(f"{env['DATABASE_URL'][:8]} {task}: {medians}", flush=True)
    return medians


def measure(vendor: str, size: int, folder: Path, server) -> dict[str, dict]:
    """Return every figure of one database."""
    worlds = {}
    for name, share in (("large", 1), ("middle", 10), ("small", 50)):
        place = folder / f"{vendor}-{name}"
        place.mkdir()
        url = f"sqlite:///{place / 'db.sqlite3'}" if not server else server(name)
        worlds[name] = (environment(place, url), max(size // share, 1000))
        env, rows = worlds[name]
        ask("fill", rows, env)
    large, rows = worlds["large"]
    found = {}
    for task, times in EXPORTS:
        found[task] = ask(task, rows, large, times)
    found["pages_small"] = ask("pages_own", worlds["small"][1], worlds["small"][0])
    for task in PAGES:
        found[task] = ask(task, rows, large)
    middle, some = worlds["middle"]
    for task, times in IMPORTS:
        found[task] = ask(task, some, middle, times)

    found["writers"] = ask("writers", POSTS, worlds["small"][0])
    return found


def machine() -> str:
    """Return in a line what the figures were taken on."""
    model = "processor unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = Path("/proc/meminfo").read_text().split()[1]
    return (
        f"{os.cpu_count()} processors ({model}), {int(memory) >> 20} GB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def main() -> None:
    """Measure on both databases and write the page."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", type=int, default=1_000_000)
    asked.add_argument("--only", choices=["sqlite", "postgresql"])
    asked.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmark.md")
    told = asked.parse_args()
    found = {}
    with tempfile.TemporaryDirectory(prefix="reception-bench-") as name:
        folder = Path(name)
        if told.only != "postgresql":
            found["sqlite"] = measure("sqlite", told.size, folder, None)
        if told.only != "sqlite":
            from tests.bench.server import postgresql

            with postgresql() as server:
                found["postgresql"] = measure("pg", told.size, folder, server)
    told.out.write_text(write(found, told.size, machine()), encoding="utf-8")
    print(f"Written: {told.out}")


if __name__ == "__main__":
    main()
