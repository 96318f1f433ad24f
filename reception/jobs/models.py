"""Jobs: work that takes longer than a request, and what became of it."""

import secrets

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    """Return a name that nobody guesses."""
    return secrets.token_urlsafe(24)


def result_path(job, filename) -> str:
    """Return where the result is kept; its name stays out of the path."""
    return f"jobs/{job.token}/result"


class State(models.TextChoices):
    """How far a job has come."""

    QUEUED = "queued", _("waiting for its turn")
    RUNNING = "running", _("at work")
    DONE = "done", _("finished")
    FAILED = "failed", _("not finished")
    CANCELLED = "cancelled", _("stopped")


OPEN = (State.QUEUED, State.RUNNING)


class JobQuerySet(models.QuerySet):
    """Jobs by owner and by state."""

    def of(self, user):
        """Return the user's own jobs; nobody sees another's, whatever his rights."""
        return self.filter(owner_id=user.pk)

    def open(self):
        """Return the jobs that have not ended."""
        return self.filter(state__in=OPEN)


class Job(models.Model):
    """A piece of work that one person asked for.

    It runs in his name and is his alone to see. It keeps its own trace; what the work
    does to records is in the ledger, under the request that asked for the job.
    How far it has come stands in a file beside it (``jobs.progress``), not here.
    """

    keeps_own_trace = True

    token = models.CharField(max_length=40, unique=True, default=new_token)
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    language = models.CharField(max_length=10)
    address = models.GenericIPAddressField(null=True)
    request = models.CharField(max_length=36, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.QUEUED
    )
    queued_at = models.DateTimeField(_("asked for at"))
    started_at = models.DateTimeField(_("started at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    message = models.TextField(_("message"), blank=True)
    url = models.CharField(max_length=500, blank=True)
    result = models.FileField(
        _("result"), upload_to=result_path, max_length=200, blank=True
    )
    result_name = models.CharField(_("file name"), max_length=200, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), null=True)
    expires_at = models.DateTimeField(_("kept until"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("-id",)
        default_permissions = ()
        indexes = [
            models.Index(fields=["owner", "-id"], name="job_by_owner"),
            models.Index(
                fields=["state", "id"],
                name="job_open",
                condition=Q(state__in=("queued", "running")),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_state_has_its_dates",
                condition=Q(
                    state="queued", started_at__isnull=True, ended_at__isnull=True
                )
                | Q(
                    state="running",
                    started_at__isnull=False,
                    ended_at__isnull=True,
                    attempts__gte=1,
                )
                | Q(
                    state__in=("done", "failed"),
                    started_at__isnull=False,
                    ended_at__isnull=False,
                    attempts__gte=1,
                )
                | Q(state="cancelled", ended_at__isnull=False),
            ),
            # A result that has expired loses its file and keeps its description.
            models.CheckConstraint(
                name="job_result_is_described_iff_made",
                condition=Q(
                    result="",
                    result_name="",
                    sha256="",
                    size__isnull=True,
                    expires_at__isnull=True,
                )
                | (
                    Q(state="done", size__isnull=False, expires_at__isnull=False)
                    & ~Q(result_name="")
                    & ~Q(sha256="")
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("jobs:job", args=[self.token])

    @property
    def is_open(self) -> bool:
        """Whether the job waits or is at work."""
        return self.state in OPEN
