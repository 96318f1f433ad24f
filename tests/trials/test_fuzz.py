"""Bad files end in words: no exception, no row of a refused file, bounded memory.

``FUZZ=10000`` uploads as many; the suite uploads some hundred. The files go through
the real door: the import page, the preview, and the import where it is offered.
"""

import os
import resource
from collections import Counter

import psutil
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from reception.exchange import sheet
from reception.exchange.models import Batch
from reception.ledger.models import Entry, Kind
from tests import doors
from tests.exchange.tables import csv_bytes, send, stored, xlsx_bytes
from tests.records import make_guest, make_visit
from tests.trials.fuzz import KINDS, TABLES, BadFile, bad_file, tables
from visits.models import Guest, Visit

pytestmark = pytest.mark.django_db
FUZZ = int(os.environ.get("FUZZ", "0"))
FIRST = int(os.environ.get("SEED", "0")) * 1_000_000  # number of the first file
MODELS = {"visit": Visit, "guest": Guest}
MEGABYTE = 1024 * 1024
MOST_GROWTH = 150 * MEGABYTE  # of this process, over all files
DRAWN = 10  # one file of so many is drawn by Hypothesis


@pytest.fixture
def browser(client, clerk, north):
    """Return the browser of a clerk; files change some records and add others."""
    make_visit(north, number="HELD-1")
    make_guest(north, number="HELD-G-1")
    client.force_login(clerk)
    return client


def world() -> tuple:
    """Return all that a refused file must leave as it is."""
    return stored(Visit), stored(Guest), Entry.objects.count()


def tried(browser, bad: BadFile) -> str:
    """Take the file through the door and back; return how far it came.

    Raises:
        AssertionError: it left something behind that it should not.
    """
    with transaction.atomic():
        try:
            return taken(browser, bad)
        finally:
            for batch in Batch.objects.all():
                batch.file.delete(save=False)
                if batch.outcome:
                    batch.outcome.delete(save=False)
            transaction.set_rollback(True)


def taken(browser, bad: BadFile) -> str:
    """Upload, look at the preview, import what it offers; return what became of it."""
    model, before = MODELS[bad.table], world()
    answer = send(browser, model, bad.data, bad.name)
    assert world() == before
    if answer.status_code == 200:
        assert answer.context["form"].errors["file"]
        assert not Batch.objects.exists()
        return "refused"
    assert answer.status_code == 302
    address = answer["Location"]
    shown = browser.get(address)
    assert (shown.status_code, world()) == (200, before)
    batch = Batch.objects.get()
    found = shown.context["found"]
    rows = "all" if found.is_clean else "good"
    answer = browser.post(address, {"rows": rows})
    assert answer.status_code == 302
    batch.refresh_from_db()
    if batch.state == Batch.State.PENDING:
        assert world() == before
        assert browser.get(answer["Location"]).status_code == 200
        assert found.problems
        return "shown with what is wrong"
    stored_rows = batch.counts["new"] + batch.counts["changed"]
    assert batch.counts == found.counts
    assert (
        model.objects.count() == len(before[bad.table == "guest"]) + batch.counts["new"]
    )
    noted = Entry.objects.filter(details__batch=batch.token)
    assert noted.exclude(kind=Kind.IMPORTED).count() == stored_rows
    assert browser.get(doors.url(model, "preview", batch.token)).status_code == 200
    return "imported" if rows == "all" else "imported in part"


def through_the_door(browser, files) -> Counter:
    """Try each file; return how many of which kind ended how, and how memory grew."""
    found = Counter()
    process = psutil.Process()
    for rows in TABLES.values():  # good ones first, that all is loaded
        for data in (csv_bytes(rows), xlsx_bytes(rows)):
            tried(browser, BadFile(-1, "good", "visit", "x", data))
    before = process.memory_info().rss
    for bad in files:
        try:
            found[bad.kind, tried(browser, bad)] += 1
        except Exception as error:
            error.add_note(f"file {bad.number}, {bad.kind}: {bad.data[:500]!r}")
            raise
    growth = process.memory_info().rss - before
    report(found, growth)
    assert growth < MOST_GROWTH
    readers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert readers < sheet.MOST_MEMORY * 1.2
    return found


def report(found: Counter, growth: int) -> None:
    """Print the table, where anybody looks at it."""
    if not FUZZ:
        return
    lines = [f"{n:>6}  {kind:<24} {end}" for (kind, end), n in sorted(found.items())]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    readers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    grown = f"memory: grown by {growth // MEGABYTE} MB, peak {peak} MB"
    lines.append(f"{grown}, readers of spreadsheets {readers} MB")
    print("\n".join(["", connection.vendor, *lines]))


@pytest.mark.parametrize("kind", KINDS)
def test_bad_files_end_in_words(kind, browser):
    share = KINDS[kind]
    few = 60 if kind == "text" else 8
    count = FUZZ * (100 - DRAWN) * share // 10_000 or few
    files = (bad_file(number, kind) for number in range(FIRST, FIRST + count))
    found = through_the_door(browser, files)
    assert sum(found.values()) == count


@given(tables(), st.sampled_from(["visit", "guest"]))
@how(
    max_examples=FUZZ // DRAWN or 40,
    derandomize=not FUZZ,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_drawn_tables_end_in_words(browser, data, table):
    tried(browser, BadFile(0, "drawn", table, "rows.csv", data))
