"""What a job's owner is told about it: state, bar, time left, in his words."""

import math
from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reception.jobs import progress
from reception.jobs.housekeeping import silence
from reception.jobs.kinds import may_repeat
from reception.jobs.models import Job, State

TONES = {
    State.QUEUED: "plain",
    State.RUNNING: "info",
    State.DONE: "good",
    State.FAILED: "bad",
    State.CANCELLED: "plain",
}
MINUTE = 60
HOUR = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Told:
    """A job as its pages show it."""

    job: Job
    tone: str
    stopping: bool = False
    percent: int | None = None
    count: str = ""
    note: str = ""
    left: str = ""
    ending: str = ""
    fetchable: bool = False
    result_size: str = ""

    @property
    def live(self) -> dict:
        """Return what changes from second to second; all words are made here."""
        return {
            "state": self.job.state,
            "open": self.job.is_open,
            "stopping": self.stopping,
            "percent": self.percent,
            "count": self.count,
            "note": self.note,
            "left": self.left,
        }


def tell(job: Job, at: datetime) -> Told:
    """Return what there is to tell about the job at ``at``."""
    tone = TONES[State(job.state)]
    if job.state == State.QUEUED:
        return Told(job, tone, left=_queue_words(job, at))
    if job.state != State.RUNNING:
        return Told(
            job,
            tone,
            ending=_ending_words(job),
            fetchable=is_fetchable(job, at),
            result_size=filesizeformat(job.size) if job.size is not None else "",
        )
    now = progress.read(job)
    stopping = progress.is_asked_to_stop(job)
    return Told(
        job,
        tone,
        stopping=stopping,
        percent=now.percent,
        count=_count_words(now),
        note=now.note,
        left=_left_words(job, now, stopping, at),
    )


def is_fetchable(job: Job, at: datetime) -> bool:
    """Whether the result is there and not past its day."""
    return bool(job.result) and job.expires_at > at


def grouped(number: int) -> str:
    """Return a number with its thousands set apart, as both languages do."""
    return f"{number:,}"


def _ending_words(job: Job) -> str:
    """Return what the work had to say in the end, or what there is to say of a stop."""
    if job.state != State.CANCELLED:
        return job.message
    if job.started_at is None:
        return _("It was stopped before it began.")
    if may_repeat(job.kind):
        return _("It was stopped before it was finished. Nothing was left half-done.")
    return _(
        "It was stopped before it was finished. Look at what is there already before "
        "you start it again."
    )


def _queue_words(job: Job, at: datetime) -> str:
    ahead = Job.objects.open().filter(pk__lt=job.pk).count()
    if not ahead and job.queued_at < at - 2 * silence():
        return _("Nobody has begun it yet. If that lasts, tell the administrator.")
    if not ahead:
        return _("It starts in a moment.")
    return ngettext(
        "%(count)s job is before it.", "%(count)s jobs are before it.", ahead
    ) % {"count": ahead}


def _count_words(now: progress.Progress) -> str:
    if now.total:
        return _("%(done)s of %(total)s") % {
            "done": grouped(now.done),
            "total": grouped(now.total),
        }
    return grouped(now.done) if now.done else ""


def _left_words(job: Job, now: progress.Progress, stopping: bool, at: datetime) -> str:
    if progress.last_sign(job) < at - silence():
        return _("It gives no sign of life. It will be begun again, or given up.")
    if stopping:
        return _("It stops at its next step.")
    left = now.seconds_left
    if left is None:
        return _("Estimating the time left…") if now.total or not now.done else ""
    if left < MINUTE:
        return _("Less than a minute left")
    if left < HOUR:
        minutes = math.ceil(left / MINUTE)
        words = ngettext(
            "About %(count)s minute left", "About %(count)s minutes left", minutes
        )
        return words % {"count": minutes}
    hours = math.ceil(left / HOUR)
    words = ngettext("About %(count)s hour left", "About %(count)s hours left", hours)
    return words % {"count": hours}
