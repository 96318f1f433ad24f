"""Pieces of work for tests: each does one thing that work can do."""

import io
from pathlib import Path
from threading import Event

from django.db import transaction
from django.utils.translation import get_language

from reception.jobs import progress
from reception.jobs.kinds import kind
from reception.jobs.work import Outcome, Refused
from reception.ledger import context, writing
from reception.ledger.models import Kind
from tests.records import make_visit
from visits.models import Visit

RAN = []  # what ran in this process, by job


@kind("tests.count")
def count(job, step):
    """Count to ``to``; stop oneself on the way if ``stop_at`` says so."""
    RAN.append(job.pk)
    for number in range(job.params["to"] + 1):
        if number == job.params.get("stop_at"):
            progress.ask_to_stop(job)
        step(number, job.params["to"], "counting")
    return Outcome(message=f"counted to {job.params['to']}", url="/admin/")


@kind("tests.file", repeatable=True)
def file(job, step):
    """Make a file."""
    data = job.params.get("text", "hello").encode()
    return Outcome("made", io.BytesIO(data), "接待 台账.csv")


@kind("tests.refuse")
def refuse(job, step):
    raise Refused("The office has no visits.")


@kind("tests.fail")
def fail(job, step):
    raise RuntimeError("secret detail")


@kind("tests.silent")
def silent(job, step):
    """Return nothing."""


@kind("tests.circumstances")
def circumstances(job, step):
    """Write an entry, and tell who acts in which language."""
    entry = writing.note(Kind.EXPORTED, model=Visit)
    return Outcome(f"{context.current().actor.username} {get_language()} {entry.pk}")


def _until_stopped(job, step):
    """Work for ever, at the first attempt; the second has nothing left to do."""
    if job.attempts > 1:
        return Outcome(message="second attempt")
    number = 0
    pause = Event()
    while Path(job.params["while"]).exists():
        number += 1
        step(number, 10**6)
        pause.wait(0.02)
    return Outcome(message="let go")


kind("tests.long", repeatable=True)(_until_stopped)
kind("tests.long_once")(_until_stopped)


@kind("tests.write")
def write(job, step):
    """Write records in a transaction that never ends."""
    with transaction.atomic():
        make_visit(job.owner.office, title="half done")
        return _until_stopped(job, step)


@kind("tests.led", repeatable=True)
def led(job, step):
    """Be as far as a file says, up to a hundred; then make a file."""
    done, pause = 0, Event()
    while done < 100:
        done = int(Path(job.params["by"]).read_text() or 0)
        step(done, 100, "writing the table")
        pause.wait(0.02)
    return file(job, step)
