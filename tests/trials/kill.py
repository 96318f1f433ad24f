"""``kill -9`` at a random moment: what is left must be all or nothing, and agree.

A trial begins work in a real process, kills it, looks at what is left, lets another
process take it up, and looks again. What it saw is a ``Case``, a line of the table.
"""

import hashlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

import psutil
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from reception.exchange import batches
from reception.exchange.models import Batch
from reception.jobs import work
from reception.jobs.models import Job, State
from reception.ledger.models import Entry, Kind
from tests import doors
from tests.exchange.tables import csv_bytes
from tests.jobs.processes import eventually, is_idle, worker_process, world_of_worker
from tests.records import DAY, moment
from visits.models import Visit

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
HEADINGS = [
    "number",
    "title",
    "category",
    "host_office",
    "sending_unit",
    "head_name",
    "rank",
]
HEADINGS += ["guests", "arrives_at", "departs_at", "purpose", "remarks"]
COLUMNS = ["number", "title", "guests", "arrives_at", "purpose"]
EVERY = 10  # one row of so many changes a stored visit, one has no number, one is bad


@dataclass(frozen=True, slots=True)
class Case:
    """One kill: what was killed, after how long, what was left, what became of it."""

    kind: str
    moment: str
    left: str
    became: str


def printed(cases: list[Case]) -> str:
    """Return the table of ``cases``, and how many of them came out alike."""
    lines = [
        f"{n:>3}  {c.kind:<18} {c.moment:<26} {c.left:<28} {c.became}"
        for n, c in enumerate(cases, start=1)
    ]
    found = Counter((case.kind, case.left, case.became) for case in cases)
    counts = [
        f"{count:>5} × {' | '.join(alike)}" for alike, count in sorted(found.items())
    ]
    return "\n".join(["", connection.vendor, *lines, "", *counts, ""])


# --- the world


def visits(office, count: int, mark: str, purpose="study") -> list[Visit]:
    """Store visits of ``office``, their numbers beginning with ``mark``."""
    return Visit.objects.bulk_create(
        Visit(
            number=f"{mark}-{i:06}",
            title=f"visit {i}",
            category="official",
            host_office=office,
            sending_unit="unit",
            head_name="head",
            rank="division",
            guests=5,
            arrives_at=moment(),
            departs_at=moment(hour=17),
            purpose=purpose,
        )
        for i in range(count)
    )


def file_of(office, mark: str, rows: int, *, flawed: bool) -> bytes:
    """Return a CSV that makes new visits, changes stored ones and has bad rows."""
    table = [HEADINGS]
    for i in range(rows):
        kind = i % EVERY
        number = {1: f"HELD-{i // EVERY:06}", 2: ""}.get(kind, f"{mark}-{i:06}")
        guests = "none" if flawed and kind == 3 else "7"
        times = [f"{DAY} 09:00", f"{DAY} 17:00"]
        line = [number, f"visit {i}", "official", office.code, "unit", "head"]
        table.append([*line, "division", guests, *times, "study", mark])
    return csv_bytes(table)


def let_pass(seconds: float) -> None:
    """Return ``seconds`` from now."""
    until = time.monotonic() + seconds
    eventually(lambda: time.monotonic() >= until, "the moment")


class Workers:
    """One worker after the other: whoever is killed has a successor at once."""

    def __init__(self, folder):
        self.folder = folder
        self.places = ExitStack()
        self.follow()

    def follow(self) -> None:
        """Start the next one."""
        self.process = self.places.enter_context(worker_process(self.folder))

    def kill(self) -> None:
        """Kill the worker and wait for its end, and for the database's word of it.

        A server may be carrying out the last COMMIT that a dead client sent.
        """
        self.process.kill()
        self.process.wait()
        eventually(is_idle, "the end of the dead worker's transaction")

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.places.close()


# --- imports


def import_job(user, token: str, *, only_good: bool) -> Job:
    """Start the import of a kept file."""
    params = {"model": "visits.visit", "token": token, "only_good": only_good}
    return work.start(
        "exchange.import", user, title="import", params=params, at=timezone.now()
    )


def begun(job: Job):
    """Return the condition that a worker has taken the job."""

    def look():
        job.refresh_from_db()
        return job.state != State.QUEUED

    return look


def ended(job: Job):
    """Return the condition that the job has come to its end."""

    def look():
        job.refresh_from_db()
        return not job.is_open

    return look


def duration(job: Job) -> float:
    """Return how many seconds the job took from its beginning to its good end."""
    eventually(begun(job), "a worker")
    began = time.monotonic()
    eventually(ended(job), "the end")
    assert job.state == State.DONE, job.message
    return time.monotonic() - began


def agreement(batch: Batch, mark: str, since: int) -> str:
    """Return "nothing" or "all" if batch, records, ledger and file say the same.

    Raises:
        AssertionError: they do not.
    """
    batch.refresh_from_db()
    written = Visit.objects.filter(remarks=mark)
    new = written.exclude(number__startswith="HELD-")
    entries = Entry.objects.filter(pk__gt=since, details__batch=batch.token)
    kinds = Counter(entries.values_list("kind", flat=True))
    if batch.state == Batch.State.PENDING:
        assert not written.exists()
        assert not kinds
        assert (batch.counts, batch.left, batch.outcome.name) == ({}, [], "")
        return "nothing"
    assert batch.state == Batch.State.DONE
    assert batch.counts["new"] == new.count() == kinds[Kind.CREATED] > 0
    changed = written.count() - new.count()
    assert batch.counts["changed"] == changed == kinds[Kind.CHANGED] > 0
    assert kinds[Kind.IMPORTED] == 1
    assert sum(kinds.values()) == written.count() + 1
    noted = entries.get(kind=Kind.IMPORTED).details
    assert {k: noted[k] for k in batch.counts} == batch.counts
    resource = doors.screen(Visit).resource_class()
    _headings, left = batches.left_by(batch, resource)
    assert len(left) == batch.counts["problem"]
    stored = [each.key for each in batches.stored_by(batch)]
    assert sorted(stored) == sorted(written.values_list("pk", flat=True))
    told = entries.filter(kind__in=(Kind.CREATED, Kind.CHANGED))
    assert set(told.values_list("record_id", flat=True)) == set(stored)
    numbers = list(Visit.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers))
    assert "" not in numbers
    return "all"


def files_of(batch: Batch) -> list[str]:
    """Return the names of the files that are kept for the batch."""
    place = settings.MEDIA_ROOT / "imports"
    return sorted(each.name for each in place.iterdir() if batch.token in each.name)


@dataclass
class Imports:
    """Trials of imports of ``rows`` rows by ``user``; ``chance`` picks the moments."""

    user: object
    rows: int
    workers: Workers
    chance: random.Random
    takes: float = 0.0  # seconds of an import that nobody kills

    def prepare(self) -> None:
        """Store the visits that the files change, and learn how long one takes."""
        visits(self.user.office, self.rows // EVERY + 1, "HELD")
        _batch, job = self.begin("WHOLE", only_good=False)
        self.takes = duration(job)

    def begin(self, mark: str, *, only_good: bool) -> tuple[Batch, Job]:
        """Keep a file and start its import."""
        data = file_of(self.user.office, mark, self.rows, flawed=only_good)
        at = timezone.now()
        batch = batches.keep(self.user, "visits.visit", f"{mark}.csv", data, at=at)
        return batch, import_job(self.user, batch.token, only_good=only_good)

    def trial(self, number: int) -> Case:
        """Kill one import, let it be taken up, and see that all agrees throughout."""
        since = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        mark, only_good = f"T{number}", number % 2 == 1
        after = self.chance.uniform(0, self.takes * 1.15)
        batch, job = self.begin(mark, only_good=only_good)
        eventually(begun(job), "a worker")
        let_pass(after)
        self.workers.kill()
        left = agreement(batch, mark, since)
        job.refresh_from_db()
        was = f"{left}, job {job.state}"
        self.workers.follow()
        eventually(ended(job), "the end of the import")
        agreed = agreement(batch, mark, since)
        assert (job.state, agreed) == (State.DONE, "all"), job.message
        assert files_of(batch) == [batch.token, f"{batch.token}-outcome"]
        self.again(batch, mark, since)
        kind = "import, good rows" if only_good else "import, all rows"
        runs = f"done in {job.attempts} run{'s' * (job.attempts > 1)}"
        return Case(
            kind, f"{after:.2f} of {self.takes:.2f} s", was, f"{agreed}, {runs}"
        )

    def again(self, batch: Batch, mark: str, since: int) -> None:
        """See that a second job for the same file stores nothing."""
        job = import_job(self.user, batch.token, only_good=True)
        eventually(ended(job), "the second import")
        assert job.state == State.FAILED
        assert "already" in job.message
        assert agreement(batch, mark, since) == "all"


# --- spreadsheets, made by a worker


@dataclass
class Spreadsheets:
    """Trials of spreadsheets of all visits, made in a worker for ``user``."""

    user: object
    workers: Workers
    chance: random.Random
    takes: float = 0.0

    def prepare(self) -> None:
        """Learn how long one takes."""
        self.takes = duration(self.begin())

    def begin(self) -> Job:
        """Start an export of every visit."""
        told = {"kind": "xlsx", "columns": COLUMNS, "reason": "trial", "closes": True}
        params = {"model": "visits.visit", "query": "", "keys": [], "told": told}
        return work.start(
            "exchange.spreadsheet",
            self.user,
            title="export",
            params=params,
            at=timezone.now(),
        )

    def trial(self, number: int) -> Case:
        """Kill one export, let it be taken up, and look it up in the ledger."""
        since = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        after = self.chance.uniform(0, self.takes * 1.15)
        job = self.begin()
        eventually(begun(job), "a worker")
        let_pass(after)
        self.workers.kill()
        job.refresh_from_db()
        left = f"{told_of(since)}, job {job.state}"
        self.workers.follow()
        eventually(ended(job), "the end of the export")
        assert job.state == State.DONE, job.message
        with job.result.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        assert digest == job.sha256
        noted = Entry.objects.filter(pk__gt=since, kind=Kind.EXPORTED)
        assert noted.filter(details__sha256=digest, details__complete=True).count() == 1
        runs = f"done in {job.attempts} run{'s' * (job.attempts > 1)}"
        when = f"{after:.2f} of {self.takes:.2f} s"
        return Case("XLSX as a job", when, left, f"file in the ledger, {runs}")


def told_of(since: int) -> str:
    """Return what the ledger says of the exports after the entry ``since``."""
    begun = Entry.objects.filter(pk__gt=since, kind=Kind.EXPORTING)
    noted = Entry.objects.filter(pk__gt=since, kind=Kind.EXPORTED)
    told = [
        ("complete" if each.details["complete"] else "broken off") for each in noted
    ]
    return " + ".join(["begun" if begun.exists() else "not begun", *told])


# --- CSV, streamed by a server


@dataclass
class Server:
    """A real server process, and a browser's session of ``user``."""

    process: subprocess.Popen
    port: int
    cookies: str
    guard: str = "a" * 32  # the token against forged requests, in cookie and form

    def download(self, *, buffer: int = 0) -> "Download":
        """Ask for the CSV of every visit; ``buffer`` bounds what is on its way."""
        form = {"csrfmiddlewaretoken": self.guard, "kind": "csv", "columns": COLUMNS}
        body = urlencode({**form, "reason": "trial"}, doseq=True)
        link = socket.socket()
        if buffer:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        link.settimeout(60)
        link.connect(("127.0.0.1", self.port))
        asked = http.client.HTTPConnection("127.0.0.1", self.port)
        asked.sock = link
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{self.cookies}; csrftoken={self.guard}",
            "Accept-Encoding": "gzip",  # as every browser says
        }
        asked.request("POST", doors.url(Visit, "export"), body, headers)
        return Download(link, asked.getresponse())

    def workers(self) -> list[int]:
        """Return the processes that answer requests."""
        return [each.pid for each in psutil.Process(self.process.pid).children()]

    def kill_worker(self) -> None:
        """Kill who answers requests; the master starts another."""
        before = self.workers()
        for pid in before:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        eventually(lambda: set(self.workers()) - set(before), "another worker")


@dataclass
class Download:
    """A download under way."""

    link: socket.socket
    answer: http.client.HTTPResponse
    data: bytearray = field(default_factory=bytearray)
    is_complete: bool = False

    def read(self, most: int | None = None) -> bytearray:
        """Read on to ``most`` bytes, or to the end, or to where it breaks off."""
        try:
            while most is None or len(self.data) < most:
                piece = self.answer.read1(65_536)
                if not piece:
                    self.is_complete = True
                    break
                self.data += piece
        except (http.client.IncompleteRead, OSError, ValueError):
            self.is_complete = False
        return self.data

    def leave(self) -> None:
        """Close the connection, whatever is still on its way."""
        self.answer.close()
        self.link.close()


@contextmanager
def server_of(user, folder):
    """Run a server at which ``user`` is logged in."""
    browser = Client()
    browser.force_login(user)
    cookies = f"{settings.SESSION_COOKIE_NAME}="
    cookies += browser.cookies[settings.SESSION_COOKIE_NAME].value
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    numbers = {"PORT": str(port), "WEB_WORKERS": "1", "BACKGROUND_WORKERS": "0"}
    command = [sys.executable, "-m", "gunicorn", "--config"]
    process = subprocess.Popen(
        [*command, "python:reception.dashboard.server"],
        env=world_of_worker(folder, **numbers),
        cwd=settings.BASE_DIR,
        start_new_session=True,
    )
    try:
        eventually(lambda: answers(port), "a server")
        yield Server(process, port, cookies)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(port: int) -> bool:
    """Whether somebody listens."""
    with socket.socket() as link:
        return link.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Streams:
    """Trials of downloads from ``server``; ``size`` is what a whole one has."""

    server: Server
    chance: random.Random
    size: int = 0

    def prepare(self) -> None:
        """Fetch a whole file, which is in the ledger by its hash."""
        whole = self.server.download()
        self.size = len(whole.read())
        assert whole.is_complete
        whole.leave()
        assert known(whole.data)

    def trial(self, number: int) -> Case:
        """Kill the server's process in the middle of a download."""
        since = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        late = number % 5 == 4  # the end is where it is hard
        low = 0.99 if late else 0
        reach = int(self.size * self.chance.uniform(low, 1.02))
        download = self.server.download(buffer=8192)
        download.read(reach)
        self.server.kill_worker()
        download.read()
        download.leave()
        left = told_of(since)
        if download.is_complete:
            assert left == "begun + complete"
            assert known(download.data)
        else:
            assert left in {"begun", "begun + broken off"}
        got = "all" if download.is_complete else "a part"
        when = f"{reach:,} of {self.size:,} bytes"
        return Case("CSV, streamed", when, left, f"the client has {got}")


def known(data: bytes | bytearray) -> bool:
    """Whether the ledger knows the file as complete."""
    digest = hashlib.sha256(data).hexdigest()
    noted = Entry.objects.filter(kind=Kind.EXPORTED, details__complete=True)
    return noted.filter(details__sha256=digest).exists()
