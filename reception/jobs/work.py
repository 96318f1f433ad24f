"""Work: started by somebody, carried out by the worker in his name."""

import contextlib
import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from reception.jobs import progress
from reception.jobs.kinds import KINDS, may_repeat
from reception.jobs.models import Job, State
from reception.ledger import context

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 2
PATIENCE = 60  # tries, one second apart, to write down how a job ended


class Refused(Exception):
    """Work could not be done for a reason that its owner understands, told in words."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What work brought: words, a file to fetch, a page of the console to go on to.

    ``file`` is open for reading bytes; it is kept for its owner, then closed.
    """

    message: str = ""
    file: BinaryIO | None = None
    file_name: str = ""
    url: str = ""

    def __post_init__(self):
        if self.file is not None and not self.file_name:
            raise ValueError("A file needs a name.")
        if self.url and (not self.url.startswith("/") or self.url.startswith("//")):
            raise ValueError("An outcome leads to a page of ours.")


def start(
    kind: str,
    user,
    *,
    title: str,
    params: dict,
    at: datetime,
    language: str | None = None,
) -> Job:
    """Store a job for ``user``; the worker gets it once the transaction is through.

    ``params`` are what the work needs, as JSON. Everything is told in ``language``,
    the present one unless given.

    Raises:
        LookupError: nothing is registered under ``kind``.
    """
    if kind not in KINDS:
        raise LookupError(f"No work is registered as {kind}.")
    asked = context.current()
    job = Job.objects.create(
        kind=kind,
        title=str(title)[:200],
        owner=user,
        params=params,
        language=language or translation.get_language() or settings.LANGUAGE_CODE,
        address=asked.address,
        request=asked.request,
        queued_at=at,
    )
    enqueue(job)
    return job


def enqueue(job: Job) -> None:
    """Put the job into the queue on commit; housekeeping repeats it if that fails."""
    token = job.token
    transaction.on_commit(lambda: carry_out.enqueue(token), robust=True)


@task()
def carry_out(token: str) -> None:
    """Run the job with this token; the queue holds nothing but tokens."""
    job = Job.objects.filter(token=token).first()
    if job is not None:
        run(job)


def run(job: Job, *, clock: Callable[[], datetime] = timezone.now) -> None:
    """Carry out a job that waits for its turn; any other is left alone."""
    job = _taken(job, clock())
    if job is None:
        return
    outcome = None
    try:
        outcome = _carried_out(job)
        ended = _kept(job, outcome, clock())
    except progress.Cancelled:
        ended = {"state": State.CANCELLED}
    except Refused as refused:
        ended = {"state": State.FAILED, "message": str(refused)}
    except (KeyboardInterrupt, SystemExit):  # the worker is told to end at once
        lose(job, at=clock())
        raise
    except Exception:
        logger.exception("Job %s (%s) failed", job.pk, job.kind)
        ended = {"state": State.FAILED, "message": _unexplained(job)}
    finally:
        if outcome is not None and outcome.file is not None:
            outcome.file.close()
    _patiently(lambda: _end(job, ended, clock()))


@transaction.atomic
def _taken(job: Job, at: datetime) -> Job | None:
    """Return the job as running, None if somebody else took or stopped it."""
    job = Job.objects.select_for_update().filter(pk=job.pk).first()
    if job is None or job.state != State.QUEUED:
        return None
    job.state, job.started_at, job.attempts = State.RUNNING, at, job.attempts + 1
    job.save(update_fields=["state", "started_at", "attempts"])
    return job


def _carried_out(job: Job) -> Outcome:
    """Do the work as its owner: in his name, his language and his present rights."""
    with (
        translation.override(job.language),
        context.acting(job.owner, address=job.address, request=job.request),
        progress.at_work(job) as step,
    ):
        if not job.owner.is_active:
            raise Refused(_("The account that asked for this is closed."))
        outcome = KINDS[job.kind].work(job, step)
        return outcome if outcome is not None else Outcome()


def _kept(job: Job, outcome: Outcome, at: datetime) -> dict:
    """Store the result's file and return the columns of a job that is done."""
    ended = {"state": State.DONE, "message": outcome.message, "url": outcome.url}
    if outcome.file is None:
        return ended
    outcome.file.seek(0)
    digest = hashlib.file_digest(outcome.file, "sha256").hexdigest()
    outcome.file.seek(0)
    job.result.save(outcome.file_name, File(outcome.file), save=False)
    return ended | {
        "result": job.result.name,
        "result_name": outcome.file_name[:200],
        "sha256": digest,
        "size": job.result.size,
        "expires_at": at + timedelta(days=settings.JOB_RESULT_DAYS),
    }


@transaction.atomic
def _end(job: Job, ended: dict, at: datetime) -> None:
    """Write down how the job ended, unless it was given up or begun again meanwhile."""
    held = Job.objects.select_for_update().filter(pk=job.pk).first()
    if held is None or (held.state, held.attempts) != (State.RUNNING, job.attempts):
        logger.warning("Job %s ended after it had been given up", job.pk)
        if name := ended.get("result"):
            job.result.storage.delete(name)
        return
    _write(held, ended_at=at, **ended)


def _write(job: Job, **columns) -> None:
    """Write the columns of one job."""
    for name, value in columns.items():
        setattr(job, name, value)
    job.save(update_fields=list(columns))


def _patiently(write: Callable[[], None]) -> None:
    """Write although the database may be locked or away for a moment."""
    for left in range(PATIENCE, -1, -1):
        try:
            return write()
        except (OperationalError, InterfaceError):
            if not left or connection.in_atomic_block:
                raise
            logger.warning("The database does not answer; trying again")
            with contextlib.suppress(OperationalError, InterfaceError):
                connection.close()
            time.sleep(1)


def _unexplained(job: Job) -> str:
    with translation.override(job.language):
        text = _(
            "Something went wrong that is not your fault. Tell the administrator the "
            "job's number: %(number)s."
        )
    return text % {"number": job.pk}


@transaction.atomic
def stop(job: Job, *, at: datetime) -> Job:
    """Stop a job for its owner: at once if it waits, at its next step if it runs."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state == State.QUEUED:
        _write(job, state=State.CANCELLED, ended_at=at)
    elif job.state == State.RUNNING:
        progress.ask_to_stop(job)
    return job


@transaction.atomic
def lose(job: Job, *, at: datetime) -> None:
    """Settle a running job whose worker is gone: begin it again, or say it failed."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state != State.RUNNING:
        return
    if progress.is_asked_to_stop(job):
        _write(job, state=State.CANCELLED, ended_at=at)
    elif may_repeat(job.kind) and job.attempts < MOST_ATTEMPTS:
        _write(job, state=State.QUEUED, started_at=None)
        enqueue(job)
    else:
        with translation.override(job.language):
            message = _(
                "The work was interrupted because the server stopped or ran out of "
                "memory. Look at what is there already before you start it again."
            )
        _write(job, state=State.FAILED, ended_at=at, message=message)
