"""Limits of rest (白加黑、五加二): when a roster asks too much, by office.

They warn and refuse nothing. What no office has set is a proposal.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from reception.accounts.models import Office

LONGEST_WEEK = 168  # hours
LONGEST_DAY = 24  # hours
LONGEST_ROW = 60  # days


class RestLimit(Record):
    """An office's limits, for itself and the offices below that have none."""

    access_paths = ("office",)
    business_key = ("office",)

    office = models.OneToOneField(
        Office,
        models.PROTECT,
        related_name="rest_limit",
        verbose_name=_("office"),
        help_text=_(
            "Binds this office, its venues and the offices below that have none."
        ),
        error_messages={"unique": _("This office has its limits; change those.")},
    )
    days_in_a_row = models.PositiveSmallIntegerField(
        _("days in a row"), default=6, help_text=_("Days of work without a free day.")
    )
    hours_a_week = models.PositiveSmallIntegerField(
        _("hours a week"),
        default=44,
        help_text=_("Monday to Sunday, without stand-by."),
    )
    nights_in_a_row = models.PositiveSmallIntegerField(_("nights in a row"), default=3)
    hours_between = models.PositiveSmallIntegerField(
        _("hours between shifts"),
        default=11,
        help_text=_("From the end of one shift to the start of the next."),
    )
    days_to_tell = models.PositiveSmallIntegerField(
        _("days until the head is told"),
        default=14,
        help_text=_("Days of work without a free day."),
    )
    document = models.CharField(
        _("document"),
        max_length=120,
        blank=True,
        help_text=_("The local document that sets it; empty: to be confirmed locally."),
    )

    class Meta(Record.Meta):
        verbose_name = _("limits of rest")
        verbose_name_plural = _("limits of rest")
        ordering = ("office",)
        constraints = [
            models.CheckConstraint(
                name="rest_limit_is_possible",
                condition=Q(
                    days_in_a_row__gte=1,
                    days_in_a_row__lte=LONGEST_ROW,
                    hours_a_week__gte=1,
                    hours_a_week__lte=LONGEST_WEEK,
                    nights_in_a_row__gte=1,
                    nights_in_a_row__lte=LONGEST_ROW,
                    hours_between__lte=LONGEST_DAY,
                    days_to_tell__gte=1,
                    days_to_tell__lte=LONGEST_ROW,
                ),
                violation_error_message=_(
                    "Limits are 1 to 60 days and nights, 1 to 168 hours a week and at "
                    "most 24 hours between shifts."
                ),
            ),
        ]

    def __str__(self):
        return str(self.office)
