"""The worker: a process that is killed, told to stop, or finds no database."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone

from reception.accounts import roles
from reception.dashboard import server
from reception.jobs import keeper, progress, work, worker
from reception.jobs.models import Job, State
from tests.jobs.processes import (
    PATIENCE,
    WORK,
    eventually,
    worker_process,
    world_of_worker,
)
from tests.records import make_office, make_user
from visits.models import Visit


@pytest.fixture
def owner(transactional_db):
    """Somebody with an office; the roles are made anew, for a flush takes them away."""
    roles.apply()
    return make_user(make_office("JOBS"))


@pytest.fixture
def latch(tmp_path):
    """A file while which exists long work goes on."""
    place = tmp_path / "latch"
    place.touch()
    return place


@pytest.fixture
def long_job(owner, latch, settings):
    """Start, in the real queue, work that goes on while the latch is there."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def _long(kind="long") -> Job:
        params = {"while": str(latch)}
        at = timezone.now()
        return work.start(
            f"tests.{kind}", owner, title="long", params=params, at=at, language="en"
        )

    return _long


def in_state(job, state):
    """Return the condition that the job has come to ``state``."""

    def look():
        job.refresh_from_db()
        return job.state == state

    return look


def is_under_way(job):
    return lambda: progress.read(job).done > 0


class TestKilled:
    """``kill -9`` in the middle of a job."""

    def test_repeatable_work_is_taken_up_again(self, long_job, tmp_path):
        job = long_job()
        with worker_process(tmp_path) as process:
            eventually(is_under_way(job), "the first attempt")
            process.kill()
        assert in_state(job, State.RUNNING)()
        with worker_process(tmp_path):
            eventually(in_state(job, State.DONE), "the second attempt")
        assert (job.attempts, job.message) == (2, "second attempt")

    def test_other_work_is_failed_in_words(self, long_job, tmp_path):
        job = long_job("long_once")
        with worker_process(tmp_path) as process:
            eventually(is_under_way(job), "the first attempt")
            process.kill()
        with worker_process(tmp_path):
            eventually(in_state(job, State.FAILED), "the end of the lost job")
        assert "interrupted" in job.message

    def test_nothing_half_done_is_kept(self, long_job, tmp_path):
        job = long_job("write")
        with worker_process(tmp_path) as process:
            eventually(is_under_way(job), "a transaction under way")
            process.kill()
        with worker_process(tmp_path):
            eventually(in_state(job, State.FAILED), "the end of the lost job")
        assert not Visit.objects.exists()


def test_progress_is_seen_and_work_stopped_inside_a_transaction(long_job, tmp_path):
    """An import holds the lock for writing: its bar moves, and it can be stopped."""
    job = long_job("write")
    with worker_process(tmp_path):
        eventually(is_under_way(job), "a transaction under way")
        progress.ask_to_stop(job)
        eventually(in_state(job, State.CANCELLED), "the stop")
    assert not Visit.objects.exists()


def test_of_many_that_take_up_a_job_one_runs_it(owner, make_job, ran):
    """Two rows of the queue for one job, or two workers, are one run."""
    job = make_job(owner, params={"to": 1})
    together = Barrier(4)

    def take(_number):
        try:
            together.wait(timeout=20)
            work.run(Job.objects.get(pk=job.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(take, range(4)))
    assert in_state(job, State.DONE)()
    assert (ran, job.attempts) == ([job.pk], 1)


class TestToldToStop:
    """SIGTERM, as the server's keeper or a service manager sends it."""

    def test_the_job_at_hand_is_finished_first(self, long_job, latch, tmp_path):
        job = long_job()
        with worker_process(tmp_path) as process:
            eventually(is_under_way(job), "work")
            process.terminate()
            latch.unlink()
            assert process.wait(PATIENCE) == 0
        assert in_state(job, State.DONE)()
        assert job.message == "let go"

    def test_an_idle_worker_ends_at_once(self, long_job, latch, tmp_path):
        latch.unlink()
        job = long_job()
        with worker_process(tmp_path) as process:
            eventually(in_state(job, State.DONE), "an idle worker")
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0

    def test_the_second_time_it_gives_the_job_back(self, long_job, tmp_path):
        job = long_job()
        with worker_process(tmp_path) as process:
            eventually(is_under_way(job), "work")
            process.terminate()
            eventually(
                lambda: (
                    process.send_signal(signal.SIGTERM) or process.poll() is not None
                ),
                "the end of the worker",
            )
        assert in_state(job, State.QUEUED)()
        assert job.attempts == 1


class TestDatabaseAway:
    """A database that is locked, or restarting, or out of reach for a moment."""

    def test_the_worker_waits_and_goes_on(self, monkeypatch):
        each, rests = worker.Worker(), []
        answers = iter([OperationalError("locked"), OperationalError("away"), True])

        def turn():
            answer = next(answers)
            if isinstance(answer, Exception):
                raise answer
            each.stopping = True
            return answer

        monkeypatch.setattr(each, "turn", turn)
        monkeypatch.setattr(each, "rest", rests.append)
        monkeypatch.setattr(worker.connection, "close", lambda: None)
        monkeypatch.setattr(worker.signal, "signal", lambda *_: None)
        each.work()
        assert rests == [2, 4, 0]
        assert each.failures == 0

    def test_how_a_job_ended_is_written_in_the_end(self, monkeypatch):
        tries = []

        def write():
            tries.append(1)
            if len(tries) < 3:
                raise OperationalError("database is locked")

        # Not the proxy: it would forget what it put there, and with it the original.
        connection = connections["default"]
        monkeypatch.setattr(connection, "in_atomic_block", False)
        monkeypatch.setattr(work.connection, "close", lambda: None)
        monkeypatch.setattr(work.time, "sleep", lambda seconds: None)
        work._patiently(write)
        assert len(tries) == 3


PARENT = (
    "import subprocess, sys, time;"
    "subprocess.Popen([sys.executable, sys.argv[1], str(__import__('os').getpid()),"
    " *sys.argv[2:]]);"
    "sys.stdin.read()"
)


def children(pid: int) -> list[int]:
    """Return the processes that ``pid`` started and that live."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, check=False
    )
    return [int(each) for each in found.stdout.split()]


def is_alive(pid: int) -> bool:
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, check=False
    )
    return bool(state.stdout.strip()) and not state.stdout.startswith(b"Z")


class TestBesideTheServer:
    """The keeper holds workers beside a server, while that lives."""

    @pytest.fixture
    def server_process(self, tmp_path, owner):
        """Run what a server is to its keeper: a parent; return it and its kin."""
        command = [sys.executable, "-c", WORK, "--beside"]
        process = subprocess.Popen(
            [sys.executable, "-c", PARENT, keeper.__file__, "1", *command],
            stdin=subprocess.PIPE,
            env=world_of_worker(tmp_path),
            cwd=os.getcwd(),
        )
        (kept,) = eventually(lambda: children(process.pid), "the keeper")
        (first,) = eventually(lambda: children(kept), "the worker")
        yield process, kept, first
        for pid in (process.pid, kept, *children(kept), first):
            if is_alive(pid):
                os.kill(pid, signal.SIGKILL)
        process.wait()

    def test_a_killed_server_takes_its_workers_along(self, server_process):
        process, kept, first = server_process
        process.kill()
        process.wait()
        eventually(lambda: not is_alive(kept) and not is_alive(first), "their end")

    def test_a_killed_keeper_takes_its_workers_along(self, server_process):
        _process, kept, first = server_process
        os.kill(kept, signal.SIGKILL)
        eventually(lambda: not is_alive(first), "the worker's end")

    def test_a_killed_worker_is_replaced(self, server_process):
        _process, kept, first = server_process
        os.kill(first, signal.SIGKILL)
        eventually(lambda: set(children(kept)) - {first}, "another worker")

    def test_told_to_end_it_ends_its_workers(self, server_process):
        _process, kept, first = server_process
        os.kill(kept, signal.SIGTERM)
        eventually(lambda: not is_alive(kept) and not is_alive(first), "their end")


def test_who_keeps_dying_young_is_started_ever_more_seldom():
    pauses = [keeper.pause(deaths) for deaths in range(1, 10)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_server_starts_a_keeper_unless_told_not_to(settings, monkeypatch):
    class Process:
        ended = False

        def __init__(self, command, **_given):
            self.command = command

        def poll(self):
            return 0 if self.ended else None

        def terminate(self):
            self.ended = True

        def wait(self):
            assert self.ended

    class Master:
        pass

    monkeypatch.setattr(server.subprocess, "Popen", Process)
    settings.BACKGROUND_WORKERS = 0
    none = Master()
    server.when_ready(none)
    server.on_exit(none)
    assert not hasattr(none, "keeper")
    settings.BACKGROUND_WORKERS = 2
    master = Master()
    server.when_ready(master)
    assert master.keeper.command[2:4] == [str(os.getpid()), "2"]
    assert master.keeper.command[-2:] == ["work", "--beside"]
    server.on_exit(master)
    assert master.keeper.ended
