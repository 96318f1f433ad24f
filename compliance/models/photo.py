"""Photographs of findings: how it was found, and how it looks when put right."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from compliance.models.finding import Finding
from reception.access.records import Record
from reception.documents.files import PrivateFileField
from reception.documents.pictures import validate_picture


class FindingPhoto(Record):
    """One photograph of a finding, seen by whoever sees the finding."""

    access_paths = ("finding",)
    business_key = ("finding", "stage", "picture")

    class Stage(models.TextChoices):
        """When it was taken."""

        BEFORE = "before", _("before")
        AFTER = "after", _("after")

    finding = models.ForeignKey(
        Finding, models.CASCADE, related_name="photos", verbose_name=_("finding")
    )
    stage = models.CharField(
        _("stage"), max_length=8, choices=Stage, default=Stage.BEFORE
    )
    picture = PrivateFileField(_("picture"), validators=[validate_picture])
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("photograph of a finding")
        verbose_name_plural = _("photographs of findings")
        ordering = ("finding", "stage", "pk")

    def __str__(self):
        return f"{self.finding} {self.get_stage_display()}"
