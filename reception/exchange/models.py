"""Imports: the file as it came, who brought it, and what became of it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    """Return a name that nobody guesses."""
    return secrets.token_urlsafe(24)


def batch_path(batch, filename) -> str:
    """Return where the file is kept; the sender's name stays out of the path."""
    return f"imports/{batch.token}"


class Batch(models.Model):
    """One uploaded file: previewed by the user who brought it, committed once."""

    keeps_own_trace = True

    class State(models.TextChoices):
        """What became of the file."""

        PENDING = "pending", _("previewed")
        DONE = "done", _("imported")

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
    done_at = models.DateTimeField(_("imported at"), null=True)
    counts = models.JSONField(_("counts"), default=dict)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-id",)
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="batch_done_iff_dated",
                condition=Q(state="done", done_at__isnull=False)
                | Q(state="pending", done_at__isnull=True),
            )
        ]

    def __str__(self):
        return self.name
