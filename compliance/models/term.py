"""Terms: within how many working days a finding of each severity is put right."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compliance.models.finding import Finding
from reception.access.records import Record
from reception.accounts.models import Office


class RectificationTerm(Record):
    """An office's term for one severity; without it a proposal counts."""

    access_paths = ("office",)
    business_key = ("office", "severity")

    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="rectification_terms",
        verbose_name=_("office"),
        help_text=_(
            "Binds this office and those below it that have none of their own."
        ),
    )
    severity = models.CharField(_("severity"), max_length=2, choices=Finding.Severity)
    days = models.PositiveSmallIntegerField(
        _("working days"),
        help_text=_("Counted from the day after the notice; 0 means the same day."),
    )
    document = models.CharField(
        _("document"),
        max_length=120,
        blank=True,
        help_text=_("The local document that sets it; empty: to be confirmed locally."),
    )

    class Meta(Record.Meta):
        verbose_name = _("term of rectification")
        verbose_name_plural = _("terms of rectification")
        ordering = ("office", "severity")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "severity"],
                name="rectification_term_once",
                violation_error_message=_("The office has a term for this severity."),
            ),
            models.CheckConstraint(
                name="rectification_term_within_a_year",
                condition=Q(days__lte=250),
                violation_error_message=_("A term has at most 250 working days."),
            ),
        ]

    def __str__(self):
        return f"{self.office} {self.get_severity_display()}"
