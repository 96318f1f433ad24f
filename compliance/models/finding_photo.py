"""Photographs of findings: how it was before, and how it is after."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models.finding import Finding
from reception.access.records import Record
from reception.documents.pictures import PictureField


class FindingPhoto(Record):
    """One photograph of a finding; ``attempt`` counts the returns before it.

    A finding that was returned needs a new photograph: an old one shows what did
    not pass.
    """

    access_paths = ("finding",)
    business_key = ("finding", "picture")
    stamped = ("attempt", "added_by", "added_at")

    class Stage(models.TextChoices):
        """Whether it shows the problem or what was done about it."""

        BEFORE = "before", pgettext_lazy("a photograph", "before")
        AFTER = "after", pgettext_lazy("a photograph", "after")

    finding = models.ForeignKey(
        Finding, models.CASCADE, related_name="photos", verbose_name=_("finding")
    )
    stage = models.CharField(_("stage"), max_length=6, choices=Stage)
    picture = PictureField(_("picture"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("added by"),
        null=True,
        editable=False,
    )
    added_at = models.DateTimeField(_("added at"), null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("photograph of a finding")
        verbose_name_plural = _("photographs of findings")
        ordering = ("finding", "pk")

    def __str__(self):
        return f"{self.finding.number} {self.get_stage_display()}"

    def locked_reason(self):
        """What was checked by its photographs keeps them."""
        states = Finding.State
        if self.finding.state in (states.FOUND, *Finding.WITH_VENUE):
            return None
        return _("The finding is “%(state)s”; its photographs stay as they are.") % {
            "state": self.finding.get_state_display()
        }
