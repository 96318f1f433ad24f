"""Reminders sent: one digest for each person and day, and never a second one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reminder(models.Model):
    """That somebody was reminded on a day, of how much, and when."""

    access_paths = ("user",)
    business_key = ("user", "on")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="reminders",
        verbose_name=_("user"),
    )
    on = models.DateField(_("day"))
    findings = models.PositiveIntegerField(_("number of findings"))
    certificates = models.PositiveIntegerField(_("number of certificates"), default=0)
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "on"],
                name="reminder_once_a_day",
                violation_error_message=_("This person was reminded on this day."),
            )
        ]

    def __str__(self):
        return f"{self.user} {self.on}"
