"""Imports and exports that are killed leave all or nothing, and a true ledger.

``TRIALS=50`` kills as many of each; the suite kills a few.
"""

import os
import random

import pytest

from reception.accounts import roles
from tests.cast import person
from tests.records import make_office
from tests.trials.kill import (
    QUEUE,
    Imports,
    Spreadsheets,
    Streams,
    Workers,
    printed,
    server_of,
    visits,
)

TRIALS = int(os.environ.get("TRIALS", "0"))
SEED = int(os.environ.get("SEED", "3"))
LONG = "座谈、参观。" * 150  # some two thousand bytes


def report(cases) -> None:
    """Print what was seen, where anybody looks at it."""
    if TRIALS:
        print(printed(cases))


@pytest.fixture
def chance():
    """Return where the moments come from; with another ``SEED`` they are others."""
    return random.Random(SEED)


@pytest.fixture
def committed(transactional_db):
    """Return a clerk and an auditor whom other processes see.

    The roles are made anew, for a flush takes them away.
    """
    roles.apply()
    office = make_office("NORTH")
    return (
        person("clerk", office, "clerk", reaches=[office]),
        person("auditor", office, "auditor", reaches=[office]),
    )


@pytest.fixture
def queue(settings):
    """Queue jobs in the database, where other processes find them."""
    settings.TASKS = QUEUE


def test_a_killed_import_is_all_or_nothing(committed, queue, chance, tmp_path):
    clerk, _auditor = committed
    with Workers(tmp_path) as workers:
        imports = Imports(clerk, 5000 if TRIALS else 1200, workers, chance)
        imports.prepare()
        report([imports.trial(number) for number in range(TRIALS or 2)])


def test_a_killed_spreadsheet_is_made_anew(committed, queue, chance, tmp_path):
    _clerk, auditor = committed
    visits(auditor.office, 12_000 if TRIALS else 3000, "HELD")
    with Workers(tmp_path) as workers:
        sheets = Spreadsheets(auditor, workers, chance)
        sheets.prepare()
        report([sheets.trial(number) for number in range(TRIALS // 2 or 1)])


@pytest.fixture
def large(committed):
    """Return an auditor, and store more than a connection takes at once."""
    _clerk, auditor = committed
    visits(auditor.office, 6000, "HELD", LONG)
    return auditor


def test_a_killed_download_never_counts_as_complete(large, chance, tmp_path):
    with server_of(large, tmp_path) as server:
        streams = Streams(server, chance)
        streams.prepare()
        report([streams.trial(number) for number in range((TRIALS + 1) // 2 or 1)])
