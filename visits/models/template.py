"""Plan templates: the sections with which a plan of a kind begins."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from reception.accounts.models import Office
from visits.models.visit import Visit


class PlanTemplate(Record):
    """What a plan of a kind has to speak of, for one category of visits or for any."""

    access_paths = ("office",)
    business_key = ("number",)

    number = models.CharField(
        _("template number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-PT-0001."),
    )
    name = models.CharField(
        _("name"), max_length=60, help_text=_("It ends the titles of its plans.")
    )
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="plan_templates", verbose_name=_("office")
    )
    category = models.CharField(
        _("category"),
        max_length=12,
        choices=Visit.Category,
        blank=True,
        help_text=_("Of the visits it serves; empty for any."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta(Record.Meta):
        verbose_name = _("plan template")
        verbose_name_plural = _("plan templates")
        ordering = ("office", "number")

    def __str__(self):
        return self.name

    def number_prefix(self, day):
        """Return what the template's number begins with."""
        return f"{self.office.code}-PT-"


class TemplateSection(Record):
    """One section of the plans made from a template."""

    access_paths = ("template",)
    business_key = ("template", "line")

    template = models.ForeignKey(
        PlanTemplate,
        models.CASCADE,
        related_name="sections",
        verbose_name=_("plan template"),
    )
    line = models.PositiveSmallIntegerField(_("line"), help_text=_("1, 2, 3 …"))
    heading = models.CharField(
        _("heading"), max_length=120, help_text=_("Without its number.")
    )
    hint = models.TextField(
        _("hint"), blank=True, help_text=_("What the writer has to think of.")
    )

    class Meta(Record.Meta):
        verbose_name = _("section of a template")
        verbose_name_plural = _("sections of templates")
        ordering = ("template", "line")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "line"],
                name="templatesection_line_once",
                violation_error_message=_("The template has a section of this line."),
            )
        ]

    def __str__(self):
        return f"{self.line}. {self.heading}"
