"""Certificates: who holds which, and until when it counts."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.models.certificate_kind import CertificateKind
from compliance.models.staff import StaffMember
from reception.access.records import Record
from reception.documents.files import PrivateFileField


class CertificateQuerySet(models.QuerySet):
    """Certificates by how they stand on a day."""

    def expired(self, on: date):
        """Certificates that no longer count on ``on``."""
        return self.filter(valid_until__lt=on)

    def ending(self, first: date, last: date):
        """Certificates whose last day lies in ``first`` … ``last``."""
        return self.filter(valid_until__gte=first, valid_until__lte=last)

    def current_holders(self, on: date):
        """Certificates of people who have not left before ``on``."""
        stays = Q(holder__left_on__isnull=True) | Q(holder__left_on__gte=on)
        return self.filter(stays)


class Certificate(Record):
    """One certificate of one person; its status follows from its dates."""

    access_paths = ("holder",)
    business_key = ("kind", "number")
    searched = ("number", "issuer")

    class Status(models.TextChoices):
        """How a certificate stands on a day."""

        VALID = "valid", _("valid")
        EXPIRING = "expiring", _("expiring")
        EXPIRED = "expired", _("expired")
        NOT_YET = "not_yet", _("not yet valid")

    kind = models.ForeignKey(
        CertificateKind,
        models.PROTECT,
        related_name="certificates",
        verbose_name=_("kind"),
    )
    number = models.CharField(_("certificate number"), max_length=60)
    holder = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="certificates",
        verbose_name=_("holder"),
    )
    issuer = models.CharField(_("issuer"), max_length=120, blank=True)
    issued_on = models.DateField(_("issued on"))
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_(
            "The last day on which it counts; left empty, the kind's term fills it in."
        ),
    )
    scan = PrivateFileField(_("scan"), blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ("valid_until", "id")
        indexes = [
            models.Index(fields=["valid_until", "id"], name="certificate_by_end")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"],
                name="certificate_number_once",
                violation_error_message=_(
                    "A certificate of this kind with this number is registered."
                ),
            ),
            models.CheckConstraint(
                name="certificate_ends_after_issue",
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("issued_on")),
                violation_error_message=_(
                    "A certificate cannot end before it is issued."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.number}"

    def clean(self):
        """Fill in the last day from the kind's term, if the paper names none."""
        if self.valid_until is None and self.kind_id and self.issued_on:
            self.valid_until = self.kind.ends(self.issued_on)

    @classmethod
    def beside_others(cls, records, leaving):
        """A certificate of a kind without a term has no last day."""
        unending = CertificateKind.TermKind.NONE
        text = _(
            "“%(kind)s” has no term: leave “valid until” empty, or let the kind end by "
            "a date on the paper."
        )
        return [
            (each, text % {"kind": each.kind})
            for each in records
            if each.valid_until is not None and each.kind.term_kind == unending
        ]

    def status(self, on: date) -> Status:
        """Return how the certificate stands on the local day ``on``."""
        return status_on(on, self.issued_on, self.valid_until, self.kind.renew_days)


def status_on(
    on: date, issued_on: date, valid_until: date | None, renew_days: int
) -> Certificate.Status:
    """Return how a certificate of these dates stands on the local day ``on``.

    ``valid_until`` is the last day on which it counts; None means that it has no term.
    """
    status = Certificate.Status
    if issued_on > on:
        return status.NOT_YET
    if valid_until is None:
        return status.VALID
    if valid_until < on:
        return status.EXPIRED
    if valid_until <= on + timedelta(days=renew_days):
        return status.EXPIRING
    return status.VALID
