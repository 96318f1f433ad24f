"""Justifications: why a visit goes on although a rule asks for a reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compliance.models.regulation import rule_choices
from reception.access.records import Record
from visits.models.visit import Visit


class Justification(Record):
    """A written reason for one finding of one rule, as the facts were then.

    ``fingerprint`` stands for those facts: when they change it no longer fits, and
    the reason is asked for again.
    """

    access_paths = ("visit",)
    business_key = ("visit", "rule", "detail", "fingerprint")

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="justifications", verbose_name=_("visit")
    )
    rule = models.CharField(_("rule"), max_length=4, choices=rule_choices)
    detail = models.CharField(_("line of the file"), max_length=60)
    fingerprint = models.CharField(_("fingerprint of the facts"), max_length=64)
    reason = models.TextField(_("reason"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("given by"),
    )
    given_at = models.DateTimeField(_("given at"))

    class Meta(Record.Meta):
        verbose_name = _("justification")
        verbose_name_plural = _("justifications")
        ordering = ("visit", "-given_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "rule", "detail", "fingerprint"],
                name="justification_once",
                violation_error_message=_("The reason for this has been given."),
            ),
            models.CheckConstraint(
                name="justification_is_written",
                condition=~Q(reason=""),
                violation_error_message=_("Write the reason."),
            ),
        ]

    def __str__(self):
        return f"{self.get_rule_display()}: {self.reason}"
