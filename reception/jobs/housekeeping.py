"""Housekeeping of the workers: what dead ones left, and what is past its time."""

from datetime import datetime, timedelta

from django.conf import settings
from django_tasks import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from reception.jobs import progress
from reception.jobs.models import Job, State
from reception.jobs.work import carry_out, enqueue, lose

JOBS_KEPT = timedelta(days=90)  # from a job's end
TASKS_KEPT = timedelta(days=1)  # the queue's own rows; ours tell the story


class WorkerLost(Exception):
    """The worker that had taken a task out of the queue is gone."""


def tidy(*, at: datetime) -> None:
    """Do all of it; each part can be repeated, and done by two workers at once."""
    settle_lost(at)
    tidy_queue(at)
    forget_expired(at)


def silence() -> timedelta:
    """Return how long a worker may give no sign of life."""
    return timedelta(seconds=settings.JOB_LOST_SECONDS)


def settle_lost(at: datetime) -> None:
    """Take up again, or fail, the jobs whose worker was killed."""
    for job in Job.objects.filter(state=State.RUNNING):
        if progress.last_sign(job) < at - silence():
            lose(job, at=at)


def tidy_queue(at: datetime) -> None:
    """Make the queue's rows agree with the jobs.

    A worker that dies leaves its row as running for ever, and one that dies between
    a job's commit and its enqueueing leaves a job that no row speaks of.
    """
    tasks = DBTaskResult.objects.filter(task_path=carry_out.module_path)
    running = set(
        Job.objects.filter(state=State.RUNNING).values_list("token", flat=True)
    )
    for row in tasks.running().filter(started_at__lt=at - silence()):
        if row.args_kwargs["args"][0] not in running:
            row.set_failed(WorkerLost())
    at_hand = tasks.filter(status__in=(Status.READY, Status.RUNNING))
    spoken_of = {
        each["args"][0] for each in at_hand.values_list("args_kwargs", flat=True)
    }
    waiting = Job.objects.filter(state=State.QUEUED, queued_at__lt=at - silence())
    for job in waiting:
        if job.token not in spoken_of:
            enqueue(job)
    past = tasks.finished().filter(finished_at__lt=at - TASKS_KEPT)
    if past.exists():  # a DELETE takes SQLite's lock even where there is nothing
        past.delete()


def forget_expired(at: datetime) -> None:
    """Remove results past their day, and jobs of long ago."""
    for job in Job.objects.filter(expires_at__lte=at).exclude(result=""):
        progress.forget(job)
        job.result = ""
        job.save(update_fields=["result"])
    for job in Job.objects.filter(ended_at__lt=at - JOBS_KEPT):
        progress.forget(job)
        job.delete()
