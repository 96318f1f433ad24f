"""Suspensions: times in which a certificate did not count, and why."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.models.certificate import Certificate
from reception.access.records import Record


class Suspension(Record):
    """A time in which a certificate does not count; moves of it write them."""

    access_paths = ("certificate",)
    business_key = ("certificate", "since")

    certificate = models.ForeignKey(
        Certificate,
        models.CASCADE,
        related_name="suspensions",
        verbose_name=_("certificate"),
    )
    since = models.DateField(_("suspended from"))
    lifted_on = models.DateField(_("counts again from"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=2000)
    document = models.CharField(_("document"), max_length=200, blank=True)
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
    )
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("lifted by"),
        null=True,
        blank=True,
    )

    class Meta(Record.Meta):
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ("-since", "-id")
        constraints = [
            models.CheckConstraint(
                name="suspension_lifted_after_it_began",
                condition=Q(lifted_on__isnull=True) | Q(lifted_on__gte=F("since")),
                violation_error_message=_(
                    "A certificate cannot count again before it was suspended."
                ),
            ),
            models.CheckConstraint(
                name="suspension_lifted_iff_by_whom",
                condition=Q(lifted_on__isnull=True, lifted_by__isnull=True)
                | Q(lifted_on__isnull=False, lifted_by__isnull=False),
                violation_error_message=_(
                    "A suspension that is lifted says by whom and from when."
                ),
            ),
            models.CheckConstraint(
                name="suspension_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the certificate is suspended."),
            ),
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(lifted_on__isnull=True),
                name="suspension_one_open",
                violation_error_message=_("The certificate is suspended already."),
            ),
        ]

    def __str__(self):
        return f"{self.certificate}: {self.since}"

    def holds(self, on: date) -> bool:
        """Whether the certificate does not count on ``on`` because of it."""
        return self.since <= on and (self.lifted_on is None or on < self.lifted_on)
