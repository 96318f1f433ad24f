"""Checklists: what an inspection looks at and a service follows, in versions."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from compliance.checklist_states import MOVES, VersionState
from compliance.models.finding import Finding
from compliance.models.staff import StaffMember
from reception.access.records import Record

MOST_POINTS = 100  # of one item


def in_english() -> bool:
    """Whether the reader's language is English."""
    return (get_language() or "").startswith("en")


class Checklist(Record):
    """One list with a lasting name: what it is for, whatever its version says.

    It belongs to no office: all inspect by the same lists, and the role decides.
    """

    access_paths = ()
    business_key = ("code",)

    class Kind(models.TextChoices):
        """What a list is used for."""

        INSPECTION = "inspection", _("inspection checklist")
        PROCESS = "process", _("service standard")

    class Service(models.TextChoices):
        """What a service standard is the standard of."""

        CATERING = "catering", _("catering")
        LODGING = "lodging", _("lodging")
        MEETING = "meeting", _("large meetings and events")

    code = models.SlugField(
        _("code"), max_length=12, unique=True, help_text=_("Such as FS or ST-CATERING.")
    )
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    kind = models.CharField(
        _("use of the list"), max_length=12, choices=Kind, default=Kind.INSPECTION
    )
    category = models.CharField(
        _("category"),
        max_length=12,
        choices=Finding.Category,
        blank=True,
        help_text=_("Of the findings that arise from it; of inspection lists alone."),
    )
    service = models.CharField(
        _("service"),
        max_length=12,
        choices=Service,
        blank=True,
        help_text=_("What it is the standard of; of service standards alone."),
    )

    class Meta(Record.Meta):
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ("kind", "code")
        constraints = [
            models.CheckConstraint(
                name="checklist_says_what_for",
                condition=(Q(kind="inspection", service="") & ~Q(category=""))
                | (Q(kind="process", category="") & ~Q(service="")),
                violation_error_message=_(
                    "An inspection checklist has a category, a service standard a "
                    "service; neither has both."
                ),
            )
        ]

    def __str__(self):
        return self.name_en if in_english() and self.name_en else self.name


class ChecklistVersionQuerySet(models.QuerySet):
    """Versions by what they can be used for."""

    def in_force(self, kind: str):
        """The versions in force of lists of ``kind``, in the order of the lists."""
        found = self.filter(state=VersionState.IN_FORCE, checklist__kind=kind)
        return found.select_related("checklist").order_by("checklist__code")


class ChecklistVersion(Record):
    """One wording of a list; once in force it never changes again."""

    access_paths = ()
    business_key = ("number",)
    moves = MOVES

    number = models.CharField(
        _("version number"),
        max_length=30,
        unique=True,
        help_text=_("The list's code and the version's number, such as FS-1."),
    )
    checklist = models.ForeignKey(
        Checklist,
        models.PROTECT,
        related_name="versions",
        verbose_name=_("checklist"),
    )
    ordinal = models.PositiveSmallIntegerField(
        _("version"), default=1, validators=[MinValueValidator(1)]
    )
    note = models.CharField(_("what is new"), max_length=200, blank=True)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=VersionState,
        default=VersionState.DRAFT,
        editable=False,
    )
    valid_from = models.DateField(_("in force from"), null=True, editable=False)
    retired_on = models.DateField(_("retired on"), null=True, editable=False)

    objects = ChecklistVersionQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("checklist version")
        verbose_name_plural = _("checklist versions")
        ordering = ("checklist", "-ordinal")
        permissions = [
            ("enact_checklistversion", _("Puts checklists in force and retires them"))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist"],
                condition=Q(state=VersionState.IN_FORCE),
                name="checklistversion_one_in_force",
                violation_error_message=_(
                    "Another version of the checklist is in force."
                ),
            ),
            models.UniqueConstraint(
                fields=["checklist"],
                condition=Q(state=VersionState.DRAFT),
                name="checklistversion_one_draft",
                violation_error_message=_(
                    "Another version of the checklist is being written."
                ),
            ),
            models.CheckConstraint(
                name="checklistversion_dated_by_state",
                condition=Q(
                    state="draft", valid_from__isnull=True, retired_on__isnull=True
                )
                | Q(
                    state="in_force",
                    valid_from__isnull=False,
                    retired_on__isnull=True,
                )
                | Q(state="retired", retired_on__isnull=False),
                violation_error_message=_(
                    "A version says since when it is in force, and until when it was."
                ),
            ),
        ]

    def __str__(self):
        told = {"list": self.checklist, "ordinal": self.ordinal}
        return _("%(list)s, version %(ordinal)s") % told

    def clean(self):
        """The number says of which list the version is, and the how manieth."""
        if self.checklist_id and self.number != (right := self.right_number()):
            raise ValidationError(
                _("The version's number must be %(number)s.") % {"number": right}
            )

    def right_number(self) -> str:
        """Return the number that the version has to have."""
        return f"{self.checklist.code}-{self.ordinal}"

    def locked_reason(self):
        """What inspections were held by stays as it was."""
        if self.state == VersionState.DRAFT:
            return None
        return _("This version has been in force and never changes; write the next.")


class ChecklistItem(Record):
    """One line of a version: what is asked, on what basis, and what it weighs.

    Severities are proposals until an office has confirmed them (``is_confirmed``).
    """

    access_paths = ()
    # A file cannot take an item to another version, and holds the version still.
    business_key = ("code", "version")
    searched = ("code", "text")

    version = models.ForeignKey(
        ChecklistVersion,
        models.CASCADE,
        related_name="items",
        verbose_name=_("checklist version"),
    )
    line = models.PositiveSmallIntegerField(_("line"), help_text=_("1, 2, 3 …"))
    code = models.SlugField(
        _("item code"), max_length=12, db_index=False, help_text=_("Such as FS01.")
    )
    text = models.CharField(_("what is asked"), max_length=200)
    text_en = models.CharField(_("in English"), max_length=300, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    severity = models.CharField(
        _("proposed severity"), max_length=2, choices=Finding.Severity, blank=True
    )
    is_confirmed = models.BooleanField(
        _("confirmed locally"),
        default=False,
        help_text=_("The office has confirmed the basis and the severity."),
    )
    points = models.PositiveSmallIntegerField(
        _("points"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_POINTS)],
        help_text=_("What it weighs in the score."),
    )
    phase = models.CharField(
        _("phase"), max_length=40, blank=True, help_text=_("Before, during, after …")
    )
    post = models.CharField(
        _("responsible post"), max_length=16, choices=StaffMember.Post, blank=True
    )

    class Meta(Record.Meta):
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ("version", "line", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="checklistitem_code_once",
                violation_error_message=_("The version has an item of this code."),
            ),
            models.CheckConstraint(
                name="checklistitem_has_points",
                condition=Q(points__gte=1, points__lte=MOST_POINTS),
                violation_error_message=_("An item weighs from 1 to 100 points."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.told}"

    @property
    def told(self) -> str:
        """What is asked, in the reader's language if it is known in it."""
        return self.text_en if in_english() and self.text_en else self.text

    def locked_reason(self):
        """It changes while its version is a draft."""
        return self.version.locked_reason()
