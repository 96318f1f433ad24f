"""Imports: the file as it came, who brought it, and what became of it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.accounts.models import Office


def new_token() -> str:
    """Return a name that nobody guesses."""
    return secrets.token_urlsafe(24)


def batch_path(batch, filename) -> str:
    """Return where the file is kept; the sender's name stays out of the path."""
    return f"imports/{batch.token}"


def outcome_path(batch, filename) -> str:
    """Return where is kept what became of the file's rows."""
    return f"imports/{batch.token}-outcome"


class Batch(models.Model):
    """One uploaded file: previewed by the user who brought it, committed once.

    ``chosen``, ``encoding``, ``delimiter``, ``dates`` and ``headed_at`` (the row of the
    headings, 0 to look for it) say how it is to be read,
    ``edits`` which of its cells were corrected in the preview, ``{line: {column:
    text}}``, ``agreed`` that he agrees to what it asked of him. ``outcome`` holds a
    line of JSON for each stored row; by it the import can be undone.
    """

    keeps_own_trace = True

    class State(models.TextChoices):
        """What became of the file."""

        PENDING = "pending", _("previewed")
        DONE = "done", pgettext_lazy("a file", "imported")
        UNDONE = "undone", _("undone")

    token = models.CharField(max_length=40, unique=True, default=new_token)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("imported by"),
    )
    record_type = models.CharField(_("record type"), max_length=60)
    file = models.FileField(_("file"), upload_to=batch_path)
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PENDING
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    encoding = models.CharField(max_length=12, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    dates = models.CharField(max_length=3, blank=True)
    headed_at = models.PositiveIntegerField(default=0)
    chosen = models.JSONField(default=dict)
    edits = models.JSONField(default=dict)
    agreed = models.BooleanField(default=False)
    done_at = models.DateTimeField(_("imported at"), null=True)
    counts = models.JSONField(_("counts"), default=dict)
    left = models.JSONField(default=list)
    outcome = models.FileField(upload_to=outcome_path, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True)
    kept = models.JSONField(default=list)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-id",)
        default_permissions = ()
        indexes = [
            models.Index(fields=["user", "record_type", "-id"], name="batch_by_user")
        ]
        constraints = [
            models.CheckConstraint(
                name="batch_dated_by_state",
                condition=Q(
                    state="pending", done_at__isnull=True, undone_at__isnull=True
                )
                | Q(state="done", done_at__isnull=False, undone_at__isnull=True)
                | Q(state="undone", done_at__isnull=False, undone_at__isnull=False),
            )
        ]

    def __str__(self):
        return self.name


class HeadingChoice(models.Model):
    """Which headings an office has said to stand for which columns."""

    keeps_own_trace = True

    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    record_type = models.CharField(max_length=60)
    chosen = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["office", "record_type"], name="heading_choice_once"
            )
        ]

    def __str__(self):
        return self.record_type


class ExportChoice(models.Model):
    """How a user last exported a list, so that he need not choose again."""

    keeps_own_trace = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    record_type = models.CharField(max_length=60)
    columns = models.JSONField(default=list)
    kind = models.CharField(max_length=10)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "record_type"], name="export_choice_once"
            )
        ]

    def __str__(self):
        return self.record_type

    @classmethod
    def of(cls, user, record_type: str):
        """Return the user's last choice, or None."""
        return cls.objects.filter(user_id=user.pk, record_type=record_type).first()

    @classmethod
    def remember(cls, user, record_type: str, told: dict) -> None:
        """Keep what the user chose."""
        cls.objects.update_or_create(
            user_id=user.pk,
            record_type=record_type,
            defaults={"columns": told["columns"], "kind": told["kind"]},
        )
