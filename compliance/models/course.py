"""Courses: what staff are taught, for how long, and what one must reach."""

from django.apps import apps
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models.certificate_kind import CertificateKind
from reception.access.records import Record

FULL = 100  # marks of an exam


class Level(models.TextChoices):
    """Who holds a training."""

    NATIONAL = "national", _("national")
    PROVINCIAL = "provincial", _("provincial")
    MUNICIPAL = "municipal", _("municipal")
    OWN = "own", _("the office's own")


class Course(Record):
    """A course, its hours, the certificate that it leads to and its pass marks."""

    access_paths = ()
    business_key = ("code",)

    class Topic(models.TextChoices):
        """What a course is about."""

        ETIQUETTE = "etiquette", _("etiquette")
        SECURITY = "security", _("security")
        ECONOMY = "economy", _("county economy")
        CUSTOMS = "customs", _("folk customs")
        HISTORY = "history", _("history")
        CONFIDENTIALITY = "confidentiality", _("confidentiality")
        FOOD = "food", _("food safety")
        FIRE = "fire", _("fire safety")
        SERVICE = "service", _("service skills")
        FIRST_AID = "first_aid", _("first aid")
        DRIVING = "driving", _("driving")
        LANGUAGES = "languages", _("languages")
        OTHER = "other", _("other")

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    topic = models.CharField(
        pgettext_lazy("a course", "topic"), max_length=16, choices=Topic
    )
    level = models.CharField(
        pgettext_lazy("a course", "level"),
        max_length=12,
        choices=Level,
        default=Level.OWN,
    )
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=2)
    kind = models.ForeignKey(
        CertificateKind,
        models.PROTECT,
        related_name="courses",
        verbose_name=_("leads to"),
        null=True,
        blank=True,
        help_text=_("The kind of certificate that whoever passes is given."),
    )
    theory_pass = models.PositiveSmallIntegerField(
        _("pass mark, theory"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(FULL)],
        help_text=_("Of 100; empty if there is no theory exam."),
    )
    practical_pass = models.PositiveSmallIntegerField(
        _("pass mark, practical"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(FULL)],
        help_text=_("Of 100; empty if there is no practical exam."),
    )
    content = models.TextField(pgettext_lazy("a course", "content"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta(Record.Meta):
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                name="course_takes_time",
                condition=Q(hours__gt=0),
                violation_error_message=_("A course takes more than no time."),
            ),
            models.CheckConstraint(
                name="course_pass_marks_of_a_hundred",
                condition=(Q(theory_pass__isnull=True) | Q(theory_pass__lte=FULL))
                & (Q(practical_pass__isnull=True) | Q(practical_pass__lte=FULL)),
                violation_error_message=_("Pass marks are out of 100."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def has_exam(self) -> bool:
        """Whether one is examined at all."""
        return self.theory_pass is not None or self.practical_pass is not None

    @classmethod
    def beside_others(cls, records: list, leaving: set) -> list[tuple]:
        """Refuse other pass marks once somebody was examined by the present ones."""
        names = ("theory_pass", "practical_pass")
        stored = cls.objects.in_bulk([each.pk for each in records if each.pk])
        other = [
            each
            for each in records
            if (old := stored.get(each.pk))
            and any(getattr(old, name) != getattr(each, name) for name in names)
        ]
        if not other:
            return []
        results = apps.get_model("compliance", "ExamResult").objects
        asked = results.filter(session__course__in=[each.pk for each in other])
        examined = set(asked.order_by().values_list("session__course", flat=True))
        text = _(
            "Somebody was examined by these pass marks already; enter a new course "
            "for other marks."
        )
        return [(each, text) for each in other if each.pk in examined]
