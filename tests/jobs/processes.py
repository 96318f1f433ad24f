"""Processes beside the tests: real workers, and waiting for what they do."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from threading import Event
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

PATIENCE = 60  # seconds for another process to do what it must
WORK = (
    "import django; django.setup(); import tests.jobs.pieces, sys;"
    "from django.core.management import call_command;"
    "call_command('work', *sys.argv[1:])"
)


def eventually(condition, what: str):
    """Return what ``condition`` gives as soon as it gives something."""
    until = time.monotonic() + PATIENCE
    pause = Event()
    while time.monotonic() < until:
        if found := condition():
            return found
        pause.wait(0.05)
    raise AssertionError(f"waited in vain for: {what}")


def is_idle() -> bool:
    """Whether nobody but this process reads or writes in the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # The log can be emptied only while nobody reads in it.
            cursor.execute("PRAGMA busy_timeout=0")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy = cursor.fetchone()[0]
            cursor.execute("PRAGMA busy_timeout=20000")
            return not is_busy
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        return cursor.fetchone()[0] == 0


def database_url() -> str:
    """Return the address of the database that this test uses."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def world_of_worker(tmp_path, **more) -> dict:
    """Return the environment of a process that shares this test's world."""
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DATA_DIR": str(tmp_path),
        "JOB_LOST_SECONDS": "2",
        "PYTHONPATH": str(settings.BASE_DIR),
        **more,
    }


@contextmanager
def worker_process(tmp_path, *arguments, **more):
    """Run a real worker; kill it in the end if it still lives."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, *arguments],
        env=world_of_worker(tmp_path, **more),
        cwd=settings.BASE_DIR,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
