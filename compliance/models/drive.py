"""Special rectification (专项整治): a drive against one kind of misconduct."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from reception.accounts.models import Office


class Drive(Record):
    """A drive against one kind of misconduct, with the breaches it turned up."""

    access_paths = ("office",)
    business_key = ("number",)
    searched = ("number", "name", "document")

    class Topic(models.TextChoices):
        """What the drive is against."""

        EATING = "eating", _("wrongful wining and dining")
        GIFTS = "gifts", _("wrongful giving and taking of gifts")
        FORMALISM = "formalism", _("pomp and formalism")
        OTHER = "other", _("another matter")

    number = models.CharField(
        _("number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-D-2026-0001."),
    )
    name = models.CharField(_("name"), max_length=120)
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="drives", verbose_name=_("office")
    )
    topic = models.CharField(_("topic"), max_length=10, choices=Topic)
    document = models.CharField(
        _("ordered by"),
        max_length=200,
        blank=True,
        help_text=_("The document or meeting that ordered the drive."),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    scope = models.TextField(
        _("what is examined"),
        blank=True,
        help_text=_("Units, years and papers, such as bills of two years."),
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("What came of it; for the report.")
    )

    class Meta(Record.Meta):
        verbose_name = _("special rectification")
        verbose_name_plural = _("special rectifications")
        ordering = ("-starts_on", "-number")
        constraints = [
            models.CheckConstraint(
                name="drive_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A drive cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return self.name

    def number_prefix(self, day):
        """Return what a drive entered on ``day`` begins its number with."""
        return f"{self.office.code}-D-{day.year}-"
