"""Snoozes: that nobody is reminded of a certificate for some days, and why."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.models.certificate import Certificate
from reception.access.records import Record


class Snooze(Record):
    """Days on which reminders of one certificate are silent."""

    access_paths = ("certificate",)
    business_key = ("certificate", "since")

    certificate = models.ForeignKey(
        Certificate,
        models.CASCADE,
        related_name="snoozes",
        verbose_name=_("certificate"),
    )
    since = models.DateField(_("silent from"))
    until = models.DateField(_("silent until"))
    reason = models.CharField(_("reason"), max_length=500)
    snoozed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
    )

    class Meta(Record.Meta):
        verbose_name = _("pause of reminders")
        verbose_name_plural = _("pauses of reminders")
        ordering = ("-since", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "since"],
                name="snooze_once_a_day",
                violation_error_message=_("Reminders of it were paused today already."),
            ),
            models.CheckConstraint(
                name="snooze_ends_after_it_begins",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("Choose a day that has not passed."),
            ),
            models.CheckConstraint(
                name="snooze_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why nobody is to be reminded."),
            ),
        ]

    def __str__(self):
        return f"{self.certificate}: {self.until}"
