"""Waivers: that something missing was let pass before arrival, by whom and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from visits.models.visit import Visit
from visits.readiness import CHECKS


class ReadinessWaiver(Record):
    """Lets a visit be ready although one check of readiness misses something."""

    access_paths = ("visit",)
    business_key = ("visit", "name")

    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="readiness_waivers", verbose_name=_("visit")
    )
    name = models.CharField(_("check"), max_length=30)
    reason = models.TextField(_("reason"), blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("waived by"),
    )
    given_at = models.DateTimeField(_("waived at"))

    class Meta(Record.Meta):
        verbose_name = _("waiver of readiness")
        verbose_name_plural = _("waivers of readiness")
        ordering = ("-given_at",)
        default_permissions = ("view", "export")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "name"],
                name="readiness_waived_once",
                violation_error_message=_("This check is waived already."),
            ),
            models.CheckConstraint(
                name="readiness_waiver_says_why",
                condition=~models.Q(reason=""),
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self):
        label = CHECKS[self.name].label if self.name in CHECKS else self.name
        return f"{self.visit}: {label}"
