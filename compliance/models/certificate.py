"""Certificates: who holds which, and until when it counts."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models.certificate_kind import CertificateKind
from compliance.models.staff import StaffMember
from reception.access.plain import CodeField
from reception.access.records import Record
from reception.documents.files import PrivateFileField


class CertificateQuerySet(models.QuerySet):
    """Certificates by how they stand on a day."""

    def expired(self, on: date):
        """Certificates whose last day lies before ``on``."""
        return self.filter(valid_until__lt=on)

    def ending(self, first: date, last: date):
        """Certificates whose last day lies in ``first`` … ``last``."""
        return self.filter(valid_until__gte=first, valid_until__lte=last)

    def current_holders(self, on: date):
        """Certificates of people who have not left before ``on``."""
        stays = Q(holder__left_on__isnull=True) | Q(holder__left_on__gte=on)
        return self.filter(stays)

    def revoked(self, on: date):
        """Certificates that had been revoked by ``on``."""
        return self.filter(revoked_on__lte=on)

    def suspended(self, on: date):
        """Certificates that were suspended on ``on`` and had not been revoked."""
        return self.filter(_suspended(on)).exclude(revoked_on__lte=on)

    def paused(self, on: date):
        """Certificates that say as ``paused`` whether they were suspended on ``on``."""
        return self.annotate(paused=_suspended(on))

    def counting(self, on: date):
        """Certificates that count on ``on``: whoever holds one is certified."""
        return self.filter(
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=on),
            Q(valid_until__isnull=True) | Q(valid_until__gte=on),
            ~_suspended(on),
            issued_on__lte=on,
        )

    def to_renew(self):
        """Certificates with an end for which there is no later one of the kind.

        A revoked one is not renewed, and one that was revoked renews nothing.
        """
        later = self.model._base_manager.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("valid_until")),
            holder=OuterRef("holder"),
            kind=OuterRef("kind"),
            revoked_on__isnull=True,
        ).exclude(pk=OuterRef("pk"))
        rows = self.filter(valid_until__isnull=False, revoked_on__isnull=True)
        return rows.filter(~Exists(later))


def _suspended(on: date) -> Exists:
    rows = Certificate.suspensions.rel.related_model._base_manager
    during = Q(lifted_on__isnull=True) | Q(lifted_on__gt=on)
    return Exists(rows.filter(during, certificate=OuterRef("pk"), since__lte=on))


class Certificate(Record):
    """One certificate of one person; its status follows from its dates and moves."""

    access_paths = ("holder",)
    business_key = ("kind", "number")
    searched = ("number", "issuer")

    class Status(models.TextChoices):
        """How a certificate stands on a day."""

        VALID = "valid", _("valid")
        EXPIRING = "expiring", _("expiring")
        EXPIRED = "expired", _("expired")
        NOT_YET = "not_yet", _("not yet valid")
        SUSPENDED = "suspended", _("suspended")
        REVOKED = "revoked", pgettext_lazy("a certificate", "revoked")

    class State(models.TextChoices):
        """What was done about it; the dates say the rest."""

        IN_FORCE = "in_force", _("not suspended")
        SUSPENDED = "suspended", _("suspended")
        REVOKED = "revoked", pgettext_lazy("a certificate", "revoked")

    kind = models.ForeignKey(
        CertificateKind,
        models.PROTECT,
        related_name="certificates",
        verbose_name=_("kind"),
    )
    number = CodeField(
        _("certificate number"),
        max_length=60,
        help_text=_("Kept without spaces, in plain capital letters."),
    )
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
    renews = models.OneToOneField(
        "self",
        models.PROTECT,
        related_name="renewed_by",
        verbose_name=_("renews"),
        null=True,
        blank=True,
        help_text=_("The earlier certificate of the same person; it stays on file."),
    )
    scan = PrivateFileField(_("scan"), blank=True)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=State,
        default=State.IN_FORCE,
        editable=False,
    )
    revoked_on = models.DateField(_("revoked from"), null=True, editable=False)
    revoked_reason = models.CharField(
        _("why revoked"), max_length=2000, blank=True, editable=False
    )
    revoked_document = models.CharField(
        _("document of the revocation"), max_length=200, blank=True, editable=False
    )
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("revocation entered by"),
        null=True,
        editable=False,
    )

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
            models.CheckConstraint(
                name="certificate_revoked_iff_when_and_why",
                condition=(
                    Q(
                        state="revoked",
                        revoked_on__isnull=False,
                        revoked_by__isnull=False,
                    )
                    & ~Q(revoked_reason="")
                )
                | (
                    ~Q(state="revoked")
                    & Q(
                        revoked_on__isnull=True,
                        revoked_by__isnull=True,
                        revoked_reason="",
                    )
                ),
                violation_error_message=_(
                    "A certificate that is revoked says from when, why and by whom."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.number}"

    def clean(self):
        """Fill in the last day from the kind's term, if the paper names none."""
        if self.valid_until is None and self.kind_id and self.issued_on:
            self.valid_until = self.kind.ends(self.issued_on)

    def locked_reason(self):
        """What was revoked stays as it was."""
        if self.state == self.State.REVOKED:
            return _("The certificate is revoked; enter a new one instead.")
        return None

    @classmethod
    def beside_others(cls, records, leaving):
        """A kind without a term sets no end; what is renewed is alike and older."""
        unending = CertificateKind.TermKind.NONE
        text = _(
            "“%(kind)s” has no term: leave “valid until” empty, or let the kind end by "
            "a date on the paper."
        )
        unlike = _(
            "It can only renew an earlier certificate of the same kind and holder."
        )
        wrong = []
        for each in records:
            if not (each.kind_id and each.holder_id and each.issued_on):
                continue  # the form has said so
            if each.valid_until is not None and each.kind.term_kind == unending:
                wrong.append((each, text % {"kind": each.kind}))
            elif each.renews_id and not each.follows(each.renews):
                wrong.append((each, unlike))
        return wrong

    def follows(self, old) -> bool:
        """Whether it can renew the certificate ``old``."""
        is_alike = (old.holder_id, old.kind_id) == (self.holder_id, self.kind_id)
        return is_alike and old.pk != self.pk and old.issued_on <= self.issued_on

    def status(self, on: date) -> Status:
        """Return how the certificate stands on the local day ``on``."""
        return status_on(
            on,
            self.issued_on,
            self.valid_until,
            self.kind.renew_days,
            revoked_on=self.revoked_on,
            suspended=[(s.since, s.lifted_on) for s in self.suspensions.all()],
        )


Span = tuple[date, date | None]  # from a day on, until before another, or open


def status_on(
    on: date,
    issued_on: date,
    valid_until: date | None,
    renew_days: int,
    *,
    revoked_on: date | None = None,
    suspended: Iterable[Span] = (),
) -> Certificate.Status:
    """Return how a certificate of these dates stands on the local day ``on``.

    ``valid_until`` is the last day on which it counts; None means that it has no term.
    From ``revoked_on`` on, and in the times of ``suspended``, it does not count.
    """
    status = Certificate.Status
    if revoked_on is not None and revoked_on <= on:
        return status.REVOKED
    if issued_on > on:
        return status.NOT_YET
    if valid_until is not None and valid_until < on:
        return status.EXPIRED
    if any(since <= on and (end is None or on < end) for since, end in suspended):
        return status.SUSPENDED
    if valid_until is not None and valid_until <= on + timedelta(days=renew_days):
        return status.EXPIRING
    return status.VALID


COUNTING = frozenset({Certificate.Status.VALID, Certificate.Status.EXPIRING})
