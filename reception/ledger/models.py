"""The ledger: what happened. Entries are added, never changed and never deleted."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reception.accounts.models import Office


class Kind(models.TextChoices):
    """What an entry tells."""

    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    DELETED = "deleted", _("deleted")
    MOVED = "moved", _("moved")
    GRANTED = "granted", _("granted")
    REVOKED = "revoked", _("revoked")
    IMPORTED = "imported", _("imported")
    UNDONE = "undone", _("import undone")
    EXPORTING = "exporting", _("began to export")
    EXPORTED = "exported", _("exported")
    LOOKED = "looked", _("looked at private facts")
    LOGGED_IN = "logged_in", _("logged in")
    LOGIN_FAILED = "login_failed", _("login failed")


class Entry(models.Model):
    """One thing that happened: who, when, from where, to what, from what to what, why.

    A record is named by type and key in plain columns, so that entries outlive it.
    ``part_of`` names the record it belongs to, a guest's part by its visit.
    ``office`` is where the record stands, or where the person works if there is none.
    ``changes`` maps a column to its value before and after, private facts masked.
    Database triggers refuse UPDATE and DELETE (``ledger.guard``).
    """

    access_paths = ("office",)

    at = models.DateTimeField(_("when"), default=timezone.now)
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
        null=True,
    )
    actor_name = models.CharField(_("name at the time"), max_length=160, blank=True)
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="+",
        verbose_name=_("office"),
        null=True,
    )
    address = models.GenericIPAddressField(_("network address"), null=True)
    request = models.CharField(_("request"), max_length=36, blank=True)
    record_type = models.CharField(_("record type"), max_length=60, blank=True)
    record_id = models.BigIntegerField(_("record key"), null=True)
    record_text = models.CharField(_("record"), max_length=200, blank=True)
    part_of_type = models.CharField(max_length=60, blank=True)
    part_of_id = models.BigIntegerField(null=True)
    changes = models.JSONField(
        _("changes"), default=dict, blank=True, encoder=DjangoJSONEncoder
    )
    details = models.JSONField(
        _("details"), default=dict, blank=True, encoder=DjangoJSONEncoder
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ("-id",)
        default_permissions = ("view", "export")
        indexes = [
            models.Index(
                fields=["record_type", "record_id", "-id"], name="entry_by_record"
            ),
            models.Index(
                fields=["part_of_type", "part_of_id", "-id"], name="entry_by_whole"
            ),
            models.Index(fields=["office", "-id"], name="entry_by_office"),
            models.Index(fields=["kind", "-id"], name="entry_by_kind"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.record_text}".strip()
