"""Answers: what inspectors found of each item of an inspection's checklists."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models.checklist import ChecklistItem
from compliance.models.finding import Finding
from compliance.models.inspection import Inspection
from reception.access.records import Record


class Answer(models.TextChoices):
    """What an inspector says of an item."""

    OK = "ok", pgettext_lazy("an item of a checklist", "in order")
    NOT_OK = "not_ok", pgettext_lazy("an item of a checklist", "not in order")
    NOT_APPLICABLE = "na", pgettext_lazy("an item of a checklist", "not applicable")


APPLICABLE = (Answer.OK, Answer.NOT_OK)


class InspectionAnswer(Record):
    """What one inspector found of one item: one row for each item of an inspection.

    ``edition`` counts how often it was written; whoever writes says which he saw.
    What is not in order has the finding that arose from it, and nothing else has.
    """

    access_paths = ("inspection",)
    business_key = ("inspection", "item")

    inspection = models.ForeignKey(
        Inspection,
        models.CASCADE,
        related_name="answers",
        verbose_name=_("inspection"),
    )
    item = models.ForeignKey(
        ChecklistItem,
        models.PROTECT,
        related_name="answers",
        verbose_name=_("checklist item"),
    )
    result = models.CharField(
        pgettext_lazy("an item of a checklist", "result"), max_length=8, choices=Answer
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    location = models.CharField(_("location"), max_length=120, blank=True)
    edition = models.PositiveIntegerField(_("edition"), default=1, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"))
    finding = models.OneToOneField(
        Finding,
        models.PROTECT,
        related_name="answer",
        verbose_name=_("finding"),
        null=True,
        editable=False,
    )

    class Meta(Record.Meta):
        verbose_name = _("answer of an inspection")
        verbose_name_plural = _("answers of inspections")
        ordering = ("inspection", "item")
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "item"],
                name="inspectionanswer_item_once",
                violation_error_message=_("This item is answered already."),
            ),
            models.CheckConstraint(
                name="inspectionanswer_finding_iff_not_ok",
                condition=Q(result="not_ok", finding__isnull=False)
                | (~Q(result="not_ok") & Q(finding__isnull=True)),
                violation_error_message=_(
                    "What is not in order has a finding, and nothing else has."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.item.code} {self.get_result_display()}"

    def locked_reason(self):
        """It is closed when its inspection is finished."""
        return self.inspection.locked_reason()
