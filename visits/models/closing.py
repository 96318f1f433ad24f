"""Closing a visit: what the guests thought, what was learnt, how long it is kept."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from visits.models.visit import Rank, Visit


class Retention(models.TextChoices):
    """How long the file is kept; terms of the archive administration, 2006."""

    PERMANENT = "permanent", _("permanent")
    THIRTY = "30", _("30 years")
    TEN = "10", _("10 years")


# Proposed by rank; each office's own scope and terms hold (to be confirmed locally).
PROPOSED = {Rank.MINISTERIAL: Retention.PERMANENT, Rank.BUREAU: Retention.THIRTY}


def proposed_retention(visit: Visit) -> Retention:
    """Return the term proposed for the rank of the head of delegation."""
    return PROPOSED.get(visit.rank, Retention.TEN)


class Closing(Record):
    """The after-action report of a visit and the term for which it is kept."""

    access_paths = ("visit",)
    business_key = ("visit",)

    visit = models.OneToOneField(
        Visit,
        models.PROTECT,
        related_name="closing",
        verbose_name=_("visit"),
        error_messages={"unique": _("This visit has its closing report already.")},
    )
    satisfaction = models.PositiveSmallIntegerField(
        _("satisfaction rating"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 to 5, as the guests said; empty if they said nothing."),
    )
    feedback = models.TextField(_("what the guests said"), blank=True)
    evaluation = models.TextField(
        _("evaluation"), help_text=_("What went well and what did not.")
    )
    lessons = models.TextField(
        _("lessons"),
        help_text=_("What is done otherwise next time; “none” if nothing."),
    )
    retention = models.CharField(
        _("retention period"),
        max_length=10,
        choices=Retention,
        help_text=_("Proposed by rank; the office's own terms hold."),
    )
    archive_number = models.CharField(_("archive number"), max_length=60, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
        null=True,
        editable=False,
    )

    class Meta(Record.Meta):
        verbose_name = _("closing report")
        verbose_name_plural = _("closing reports")
        ordering = ("-visit",)
        constraints = [
            models.CheckConstraint(
                name="closing_rating_one_to_five",
                condition=Q(satisfaction__isnull=True)
                | Q(satisfaction__gte=1, satisfaction__lte=5),
                violation_error_message=_("A rating is 1 to 5."),
            ),
        ]

    def __str__(self):
        return _("Closing report of %(visit)s") % {"visit": self.visit}

    def locked_reason(self):
        """An archived visit keeps its report."""
        if self.visit.state == "archived":
            return self.visit.locked_reason()
        return None
