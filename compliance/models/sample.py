"""Retained food samples: what of each dish is kept, how much, how long, by whom."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.access.records import Record
from reception.workflow import Move
from venues.models import Venue

LEAST_GRAMS = 125  # g of each dish; GB 31654-2021
LEAST_HOURS = 48  # h in the fridge; GB 31654-2021
HOUR = timedelta(hours=1)


class SampleState(models.TextChoices):
    """Whether the sample still stands in its fridge."""

    KEPT = "kept", pgettext_lazy("a food sample", "kept")
    DISPOSED = "disposed", pgettext_lazy("a food sample", "disposed of")


def it_was_kept_long_enough(sample, by, at):
    """A sample is thrown away when its time is over, not before."""
    if at >= sample.kept_until:
        return None
    return _("It must be kept for %(hours)s hours; that is not over yet.") % {
        "hours": sample.kept_hours
    }


def stamp_disposed(sample, by, at, reason):
    """Note who threw it away, and when."""
    sample.disposed_by, sample.disposed_at = by, at
    return ["disposed_by", "disposed_at"]


SAMPLE_MOVES = {
    "dispose": Move(
        label=_("Note as disposed of"),
        sources={SampleState.KEPT},
        target=SampleState.DISPOSED,
        action="change",
        guards=(it_was_kept_long_enough,),
        stamp=stamp_disposed,
    )
}


class SampleQuerySet(models.QuerySet):
    """Samples by what is still to be done with them."""

    def overdue(self, at: datetime):
        """Samples whose time is over and that still stand in the fridge."""
        waiting = self.filter(
            state=SampleState.KEPT, kept_from__lte=at - LEAST_HOURS * HOUR
        )
        # Terms are few; SQLite cannot multiply a column by an hour.
        terms = waiting.order_by().values_list("kept_hours", flat=True).distinct()
        over = Q(pk__in=())
        for hours in terms:
            over |= Q(kept_hours=hours, kept_from__lte=at - hours * HOUR)
        return waiting.filter(over)


class FoodSample(Record):
    """The sample of one dish of one meal; ``state`` moves only by the workflow."""

    access_paths = ("venue",)
    business_key = ("number",)
    searched = ("number", "dish", "keeper")
    moves = SAMPLE_MOVES

    class Meal(models.TextChoices):
        """Which meal of the day."""

        BREAKFAST = "breakfast", _("breakfast")
        LUNCH = "lunch", _("lunch")
        DINNER = "dinner", _("dinner")
        OTHER = "other", _("other meal")

    number = models.CharField(
        _("number"),
        max_length=40,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-FS-2026-0001."),
    )
    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="food_samples", verbose_name=_("venue")
    )
    meal_on = models.DateField(_("day of the meal"))
    meal = models.CharField(_("meal"), max_length=10, choices=Meal)
    dish = models.CharField(_("dish"), max_length=120)
    grams = models.PositiveIntegerField(
        _("grams"), default=LEAST_GRAMS, help_text=_("At least 125.")
    )
    kept_from = models.DateTimeField(_("kept from"))
    kept_hours = models.PositiveSmallIntegerField(
        _("hours to keep"), default=LEAST_HOURS, help_text=_("At least 48.")
    )
    fridge = models.CharField(_("fridge"), max_length=60)
    keeper = models.CharField(_("kept by"), max_length=60)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SampleState,
        default=SampleState.KEPT,
        editable=False,
    )
    disposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("disposed of by"),
        null=True,
        editable=False,
    )
    disposed_at = models.DateTimeField(_("disposed of at"), null=True, editable=False)

    objects = SampleQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("food sample")
        verbose_name_plural = _("food samples")
        ordering = ("-kept_from", "-number")
        indexes = [
            models.Index(fields=["venue", "-kept_from"], name="sample_by_venue"),
            models.Index(fields=["state", "kept_from"], name="sample_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="sample_is_large_enough",
                condition=Q(grams__gte=LEAST_GRAMS, grams__lte=9999),
                violation_error_message=_("A sample has 125 to 9999 grams."),
            ),
            models.CheckConstraint(
                name="sample_is_kept_long_enough",
                condition=Q(kept_hours__gte=LEAST_HOURS, kept_hours__lte=9999),
                violation_error_message=_("A sample is kept for at least 48 hours."),
            ),
            models.CheckConstraint(
                name="sample_disposed_iff_by_whom",
                condition=Q(
                    state=SampleState.KEPT,
                    disposed_by__isnull=True,
                    disposed_at__isnull=True,
                )
                | Q(
                    state=SampleState.DISPOSED,
                    disposed_by__isnull=False,
                    disposed_at__isnull=False,
                ),
                violation_error_message=_(
                    "A sample that is disposed of says by whom and when."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.dish}"

    def number_prefix(self, day):
        """Return what a sample entered on ``day`` begins its number with."""
        return f"{self.venue.office.code}-FS-{day.year}-"

    @property
    def kept_until(self) -> datetime:
        """The moment from which it may be disposed of."""
        return self.kept_from + self.kept_hours * HOUR

    def is_overdue(self, at: datetime) -> bool:
        """Whether it should have been disposed of by ``at``."""
        return self.state == SampleState.KEPT and self.kept_until <= at

    def locked_reason(self):
        """What was thrown away stays on file."""
        if self.state == SampleState.DISPOSED:
            return _("The sample is disposed of; its record stays.")
        return None
