"""Daily controls (五必): five things a venue does each day while it takes part."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.access.records import Record
from reception.workflow import Move
from venues.models import Venue


class ControlPeriod(Record):
    """From when until when a venue must keep the five daily controls."""

    access_paths = ("venue",)
    business_key = ("venue", "starts_on")
    searched = ("event",)

    venue = models.ForeignKey(
        Venue, models.CASCADE, related_name="control_periods", verbose_name=_("venue")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("Empty: until further notice."),
    )
    event = models.CharField(
        _("event"),
        max_length=60,
        blank=True,
        help_text=_("The number of the visit or the name of the event."),
    )

    class Meta(Record.Meta):
        verbose_name = _("period of daily controls")
        verbose_name_plural = _("periods of daily controls")
        ordering = ("-starts_on", "venue")
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "starts_on"],
                name="control_period_once",
                violation_error_message=_(
                    "For this venue a period already begins on this day."
                ),
            ),
            models.CheckConstraint(
                name="control_period_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A period cannot end before it starts."),
            ),
        ]

    def __str__(self):
        end = self.ends_on.isoformat() if self.ends_on else "…"
        return f"{self.venue} {self.starts_on.isoformat()} – {end}"

    def covers(self, day: date) -> bool:
        """Whether the controls of ``day`` must be kept."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class ControlState(models.TextChoices):
    """Whether something is still to be done about a control."""

    NOTED = "noted", pgettext_lazy("a daily control", "noted")
    FOLLOWED_UP = "followed_up", pgettext_lazy("a daily control", "followed up")


def something_was_wrong(control, by, at):
    """Only what was not in order is followed up."""
    if control.result == DailyControl.Result.NOT_OK:
        return None
    return _("It was in order; there is nothing to follow up.")


def stamp_follow_up(control, by, at, reason):
    """Note what was done about it, by whom and when."""
    control.follow_up, control.followed_up_by = reason, by
    control.followed_up_at = at
    return ["follow_up", "followed_up_by", "followed_up_at"]


CONTROL_MOVES = {
    "follow_up": Move(
        label=_("Tell what was done about it"),
        sources={ControlState.NOTED},
        target=ControlState.FOLLOWED_UP,
        action="change",
        guards=(something_was_wrong,),
        stamp=stamp_follow_up,
        needs_reason=True,
    )
}


class DailyControl(Record):
    """One control of one day at one venue; purchases have one line for each lot.

    Who entered it and when is written by the screen that stores it.
    """

    access_paths = ("venue",)
    business_key = ("venue", "day", "control", "line")
    searched = ("supplier", "lot", "note")
    stamped = ("done_by", "done_at")
    moves = CONTROL_MOVES

    class Control(models.TextChoices):
        """The five, in the order of the day."""

        STAFF = "staff", _("staff checked")
        CLEANED = "cleaned", _("cleaned and disinfected")
        GATHERINGS = "gatherings", _("gatherings and meals kept in hand")
        PROCEDURES = "procedures", _("procedures followed")
        PURCHASES = "purchases", _("ingredients checked")

    class Result(models.TextChoices):
        """How it went."""

        OK = "ok", _("in order")
        NOT_OK = "not_ok", _("not in order")

    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="daily_controls", verbose_name=_("venue")
    )
    day = models.DateField(_("day"))
    control = models.CharField(_("control"), max_length=12, choices=Control)
    line = models.PositiveSmallIntegerField(
        _("line"), default=1, help_text=_("1, 2, 3 … of the day's purchases; else 1.")
    )
    result = models.CharField(_("result"), max_length=8, choices=Result)
    note = models.CharField(_("note"), max_length=200, blank=True)
    supplier = models.CharField(_("supplier"), max_length=120, blank=True)
    lot = models.CharField(
        _("lot"), max_length=120, blank=True, help_text=_("What was bought; its lot.")
    )
    certificate = models.CharField(
        _("certificate number"),
        max_length=60,
        blank=True,
        help_text=_("Of quarantine or quality."),
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
        null=True,
        editable=False,
    )
    done_at = models.DateTimeField(_("entered at"), null=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=ControlState,
        default=ControlState.NOTED,
        editable=False,
    )
    follow_up = models.TextField(
        _("what was done about it"), blank=True, editable=False
    )
    followed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("followed up by"),
        null=True,
        editable=False,
    )
    followed_up_at = models.DateTimeField(
        _("followed up at"), null=True, editable=False
    )

    class Meta(Record.Meta):
        verbose_name = _("daily control")
        verbose_name_plural = _("daily controls")
        ordering = ("-day", "venue", "control", "line")
        indexes = [
            models.Index(fields=["venue", "-day"], name="daily_control_by_venue"),
            models.Index(fields=["-day", "venue"], name="daily_control_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "day", "control", "line"],
                name="daily_control_once",
                violation_error_message=_(
                    "This control of the day is entered already."
                ),
            ),
            models.CheckConstraint(
                name="daily_control_lines_are_of_purchases",
                condition=Q(line=1) | Q(control="purchases", line__gte=1),
                violation_error_message=_(
                    "Only purchases have several lines, counted from 1."
                ),
            ),
            models.CheckConstraint(
                name="daily_control_not_ok_says_what",
                condition=~Q(result="not_ok") | ~Q(note=""),
                violation_error_message=_("Note what is not in order."),
            ),
            models.CheckConstraint(
                name="daily_control_purchase_names_its_lot",
                condition=(~Q(control="purchases") & Q(supplier="", lot=""))
                | Q(control="purchases", supplier="", lot="") & ~Q(note="")
                | (Q(control="purchases") & ~Q(supplier="") & ~Q(lot="")),
                violation_error_message=_(
                    "A purchase names supplier and lot, or notes that nothing was "
                    "bought; other controls name neither."
                ),
            ),
            models.CheckConstraint(
                name="daily_control_followed_up_says_how",
                condition=Q(
                    state=ControlState.NOTED,
                    follow_up="",
                    followed_up_by__isnull=True,
                    followed_up_at__isnull=True,
                )
                | (
                    Q(
                        state=ControlState.FOLLOWED_UP,
                        result="not_ok",
                        followed_up_by__isnull=False,
                        followed_up_at__isnull=False,
                    )
                    & ~Q(follow_up="")
                ),
                violation_error_message=_(
                    "What was not in order is followed up with words, by somebody."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.get_control_display()}"

    def locked_reason(self):
        """What was followed up stays as it was noted."""
        if self.state == ControlState.FOLLOWED_UP:
            return _("It was followed up; what was noted stays.")
        return None
