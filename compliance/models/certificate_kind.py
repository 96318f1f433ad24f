"""Kinds of certificates: who issues them, and how long one counts."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compliance.months import months_from
from reception.access.records import Record

EXPIRING_DAYS = 90  # days before the end from which a certificate counts as expiring
LONGEST = 600  # months


class CertificateKind(Record):
    """A kind of certificate: its issuer, and how long one counts."""

    access_paths = ()
    business_key = ("code",)
    also_known_by = "name"

    class TermKind(models.TextChoices):
        """What ends a certificate of this kind."""

        MONTHS = "months", _("a number of months")
        PAPER = "paper", _("a date on the paper")
        NONE = "none", _("nothing: it has no term")

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    issuer = models.CharField(_("usual issuer"), max_length=120, blank=True)
    term_kind = models.CharField(
        _("what ends it"), max_length=6, choices=TermKind, default=TermKind.PAPER
    )
    term_months = models.PositiveSmallIntegerField(
        _("term"),
        null=True,
        blank=True,
        help_text=_("Months from issue; empty if no number of months ends it."),
    )
    renew_days = models.PositiveSmallIntegerField(
        _("renewal window"),
        default=EXPIRING_DAYS,
        help_text=_("Days before the end from which it counts as expiring."),
    )
    to_be_confirmed = models.BooleanField(
        _("to be confirmed locally"),
        default=False,
        help_text=_("The term is common practice, not read in a source."),
    )
    remarks = models.TextField(_("remarks"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("certificate kind")
        verbose_name_plural = _("certificate kinds")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                name="certificate_kind_months_iff_they_end_it",
                condition=Q(
                    term_kind="months",
                    term_months__isnull=False,
                    term_months__gte=1,
                    term_months__lte=LONGEST,
                )
                | (~Q(term_kind="months") & Q(term_months__isnull=True)),
                violation_error_message=_(
                    "Say how many months (1–600) if months end it, and none otherwise."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def ends(self, issued_on: date) -> date | None:
        """Return the last day of one issued on ``issued_on``; None: the kind sets none.

        It is the day before the same day of its last month. Where that month has no
        such day, as after 29 February, it is the month's last day.
        """
        if self.term_months is None:
            return None
        same = months_from(issued_on, self.term_months)
        return same if same.day < issued_on.day else same - timedelta(days=1)
