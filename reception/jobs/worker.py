"""The worker: takes jobs out of the queue, one at a time, and keeps house."""

import logging
import os
import signal
import sys
import time

from django.conf import settings
from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
)
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from reception.jobs import housekeeping

logger = logging.getLogger(__name__)

POLL = 0.5  # seconds between two looks into an empty queue
ROUNDS = 3  # of housekeeping in the time after which a silent worker counts as lost
MOST_PATIENCE = 30  # seconds between two tries at a database that is away


class Worker:
    """One process at work until it is told to stop.

    The queue's own worker ends at the first error of the database, and takes SQLite's
    lock for every look; here it is called only when there is something to do.
    """

    def __init__(self, *, parent: int | None = None):
        """Work on; with ``parent``, only while that process lives."""
        self.parent = parent
        self.stopping = False
        self.tidied_at = float("-inf")
        self.failures = 0
        self.name = f"{os.getpid()}-{get_random_string(12)}"

    def stop(self, signum, frame) -> None:
        """Finish the job at hand and end; at the second signal, end at once."""
        if self.stopping:
            sys.exit(1)
        self.stopping = True

    def work(self) -> None:
        """Work until told to stop."""
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self.stop)
        while not self.stopping and not self.is_orphan():
            pause = POLL
            try:
                if self.turn():
                    pause = 0
                self.failures = 0
            except (OperationalError, InterfaceError) as error:
                # Locked, restarting, out of reach: it comes back, and so do we.
                self.failures += 1
                pause = min(MOST_PATIENCE, 2**self.failures)
                logger.warning("The database does not answer: %s", error)
                connection.close()
            self.rest(pause)

    def turn(self) -> bool:
        """Keep house if it is time, carry out one job; tell if there was one."""
        close_old_connections()
        now = time.monotonic()
        if now - self.tidied_at >= settings.JOB_LOST_SECONDS / ROUNDS:
            housekeeping.tidy(at=timezone.now())
            self.tidied_at = now
        if not DBTaskResult.objects.ready().exists():
            return False
        QueueWorker(
            queue_names=["*"],
            interval=POLL,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,  # between two jobs there is the house to keep
            worker_id=self.name,
            excluded_queue_names=[],
        ).run()
        return True

    def is_orphan(self) -> bool:
        """Whether the process to end with has ended, be it by ``kill -9``."""
        return self.parent is not None and os.getppid() != self.parent

    def rest(self, seconds: float) -> None:
        """Sleep in naps, to hear at once that it is time to stop."""
        until = time.monotonic() + seconds
        while not self.stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, POLL))
