"""How far a job has come, told in small files beside its result.

Nothing here touches the database. An import runs in one transaction: what it wrote
there about its progress nobody could see before the end, and on SQLite it holds the one
lock for writing all the while, so that a second connection could not write it either.
For the same reason the wish to stop is a file. ``progress.json`` is replaced by a
rename, so that a reader never finds half of it; its time of change is the worker's
heartbeat.
"""

import contextlib
import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from reception.jobs.models import Job

EVERY = 0.5  # seconds between two lines of progress
EVERY_NOTE = 0.1  # the same, where the second says something new
BEATS = 6  # heartbeats in the time after which a silent worker counts as lost


class Cancelled(Exception):
    """The owner asked to stop."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work has come, and in how many seconds."""

    done: int = 0
    total: int | None = None
    note: str = ""
    seconds: float = 0.0

    @property
    def percent(self) -> int | None:
        """Return the whole per cent done, None if nobody knows of how much."""
        if not self.total:
            return None
        return max(0, min(100, self.done * 100 // self.total))

    @property
    def seconds_left(self) -> float | None:
        """Return what the rest will take at this pace, None while it is a guess."""
        if not self.total or self.seconds < 3 or self.done * 50 < self.total:  # noqa: PLR2004
            return None
        return self.seconds * max(0, self.total - self.done) / self.done


def folder(job: Job) -> Path:
    """Return where the job's files are."""
    return Path(settings.MEDIA_ROOT) / "jobs" / job.token


def _open_folder(job: Job) -> Path:
    place = folder(job)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def read(job: Job) -> Progress:
    """Return how far the job has come."""
    try:
        told = json.loads((folder(job) / "progress.json").read_text("utf-8"))
        return Progress(**told)
    except (OSError, ValueError, TypeError):
        return Progress()


def last_sign(job: Job) -> datetime:
    """Return when the job's worker was last known to be alive."""
    started = job.started_at or job.queued_at
    try:
        beat = (folder(job) / "progress.json").stat().st_mtime
    except OSError:
        return started
    zone = timezone.get_default_timezone()
    return max(started, datetime.fromtimestamp(beat, tz=zone))


def ask_to_stop(job: Job) -> None:
    """Leave word for the worker that the owner wants no more of it."""
    (_open_folder(job) / "stop").touch()


def is_asked_to_stop(job: Job) -> bool:
    """Whether the owner asked the job to stop."""
    return (folder(job) / "stop").exists()


def forget(job: Job) -> None:
    """Remove the job's files, the result among them."""
    shutil.rmtree(folder(job), ignore_errors=True)


class Step:
    """What work calls to tell how far it is: ``step(done, total, note)``.

    Cheap enough for every row: it writes, and looks for the wish to stop, about twice
    a second, sooner for a new note and when all is done.
    """

    def __init__(self, job: Job):
        self.job = job
        self.place = _open_folder(job)
        self.began = self.told_at = time.monotonic()
        self.note = ""
        self.write(Progress())

    def __call__(self, done: int, total: int | None = None, note: str = "") -> None:
        """Tell that ``done`` of ``total`` are done, and what is being done.

        Raises:
            Cancelled: the owner asked to stop. Let it pass; transactions roll back.
        """
        now = time.monotonic()
        note = str(note)
        pause = EVERY if note == self.note else EVERY_NOTE
        if now - self.told_at < pause and done != total:
            return
        self.told_at, self.note = now, note
        with contextlib.suppress(OSError):  # a full disk fails the work, not its bar
            self.write(Progress(done, total, note, now - self.began))
        if (self.place / "stop").exists():
            raise Cancelled

    def write(self, progress: Progress) -> None:
        """Replace the line of progress as a whole."""
        new = self.place / f"progress.{os.getpid()}"
        new.write_text(json.dumps(asdict(progress)), "utf-8")
        new.replace(self.place / "progress.json")


@contextlib.contextmanager
def at_work(job: Job) -> Iterator[Step]:
    """Keep the job's heart beating while the work inside runs."""
    step, ended = Step(job), threading.Event()
    pulse = max(0.1, settings.JOB_LOST_SECONDS / BEATS)

    def beat():
        while not ended.wait(pulse):
            with contextlib.suppress(OSError):
                os.utime(step.place / "progress.json")

    heart = threading.Thread(target=beat, name="heartbeat", daemon=True)
    heart.start()
    try:
        yield step
    finally:
        ended.set()
        heart.join()
