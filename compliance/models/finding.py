"""Findings: what an inspection found, and how it was put right."""

from datetime import date

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from compliance.models.inspection import Inspection
from compliance.models.staff import StaffMember
from reception.access.records import Record

STEPS = ("rectified", "rechecked", "closed")


class FindingQuerySet(models.QuerySet):
    """Findings by what is still to be done."""

    def open(self):
        """Findings that are neither closed nor fixed on the spot."""
        return self.filter(state__in=Finding.OPEN)

    def overdue(self, on: date):
        """Open findings whose deadline lay before ``on``."""
        return self.open().filter(deadline__lt=on)


def _person(label, name):
    return models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name=f"findings_{name}",
        verbose_name=label,
        null=True,
        blank=True,
    )


def _after(later, earlier, message):
    return models.CheckConstraint(
        name=f"finding_{later}_after_{earlier}",
        condition=Q(**{f"{later}_on__isnull": True})
        | Q(**{f"{later}_on__gte": F(f"{earlier}_on"), f"{earlier}_on__isnull": False}),
        violation_error_message=message,
    )


def _dated(step, message):
    return models.CheckConstraint(
        name=f"finding_{step}_by_has_a_date",
        condition=Q(**{f"{step}_by__isnull": True})
        | Q(**{f"{step}_on__isnull": False}),
        violation_error_message=message,
    )


def _another(later, earlier, message):
    hands = later.removesuffix("_by"), earlier.removesuffix("_by")
    return models.CheckConstraint(
        name="finding_{}_not_by_{}_hand".format(*hands),
        condition=Q(**{f"{later}__isnull": True})
        | Q(**{f"{earlier}__isnull": True})
        | ~Q(**{later: F(earlier)}),
        violation_error_message=message,
    )


class Finding(Record):
    """One problem found by an inspection.

    ``state`` follows from the dates; nobody writes it.
    """

    access_paths = ("inspection",)
    business_key = ("number",)
    searched = ("number", "item", "description")

    class Category(models.TextChoices):
        """Which checklist the problem belongs to."""

        FOOD = "food", _("food safety")
        FIRE = "fire", _("fire safety")
        SANITATION = "sanitation", _("environmental sanitation")
        ETIQUETTE = "etiquette", _("reception etiquette")

    class Severity(models.TextChoices):
        """How grave it is; deadlines are set locally."""

        A = "A", _("A critical")
        B = "B", _("B major")
        C = "C", _("C general")
        NA = "NA", _("not applicable")

    class State(models.TextChoices):
        """How far the problem has been put right."""

        FOUND = "found", _("found")
        RECTIFIED = "rectified", _("rectified")
        RECHECKED = "rechecked", _("rechecked")
        CLOSED = "closed", _("closed")
        ON_THE_SPOT = "on_the_spot", _("fixed on the spot")

    OPEN = (State.FOUND, State.RECTIFIED, State.RECHECKED)

    number = models.CharField(
        _("finding number"),
        max_length=40,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-F-2026-0001."),
    )
    inspection = models.ForeignKey(
        Inspection,
        models.PROTECT,
        related_name="findings",
        verbose_name=_("inspection"),
    )
    category = models.CharField(_("category"), max_length=12, choices=Category)
    code = models.CharField(_("item code"), max_length=12, blank=True)
    item = models.CharField(
        _("item"), max_length=200, help_text=_("The line of the checklist.")
    )
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    location = models.CharField(
        _("location"), max_length=120, blank=True, help_text=_("Floor, room, kitchen …")
    )
    description = models.TextField(_("description"), blank=True)
    severity = models.CharField(_("severity"), max_length=2, choices=Severity)
    responsible = _person(_("responsible person"), "responsible")
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    found_on = models.DateField(_("found on"))
    is_fixed_on_the_spot = models.BooleanField(_("fixed on the spot"), default=False)
    measure = models.TextField(_("measure taken"), blank=True)
    rectified_on = models.DateField(_("rectified on"), null=True, blank=True)
    rectified_by = _person(_("rectified by"), "rectified")
    rechecked_on = models.DateField(_("rechecked on"), null=True, blank=True)
    rechecked_by = _person(_("rechecked by"), "rechecked")
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by = _person(_("closed by"), "closed")
    state = models.GeneratedField(
        verbose_name=_("state"),
        expression=Case(
            When(closed_on__isnull=False, then=Value("closed")),
            When(rechecked_on__isnull=False, then=Value("rechecked")),
            When(is_fixed_on_the_spot=True, then=Value("on_the_spot")),
            When(rectified_on__isnull=False, then=Value("rectified")),
            default=Value("found"),
            output_field=models.CharField(max_length=12),
        ),
        output_field=models.CharField(max_length=12),
        db_persist=True,
        choices=State,
    )

    objects = FindingQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("-found_on", "-number")
        indexes = [
            models.Index(
                fields=["inspection", "category"], name="finding_by_inspection"
            ),
            models.Index(fields=["state", "deadline"], name="finding_by_state"),
            models.Index(fields=["-found_on", "-number"], name="finding_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="finding_deadline_after_found",
                condition=Q(deadline__isnull=True) | Q(deadline__gte=F("found_on")),
                violation_error_message=_(
                    "The deadline cannot lie before the day it was found."
                ),
            ),
            models.CheckConstraint(
                name="finding_on_the_spot_is_rectified_that_day",
                condition=Q(is_fixed_on_the_spot=False)
                | Q(rectified_on__isnull=False, rectified_on=F("found_on")),
                violation_error_message=_(
                    "Fixed on the spot means rectified on the day it was found."
                ),
            ),
            _after("rectified", "found", _("It is rectified after it is found.")),
            _after(
                "rechecked", "rectified", _("It is rechecked after it is rectified.")
            ),
            _after("closed", "rechecked", _("It is closed after it is rechecked.")),
            _dated("rectified", _("Give the day on which it was rectified.")),
            _dated("rechecked", _("Give the day on which it was rechecked.")),
            _dated("closed", _("Give the day on which it was closed.")),
            _another(
                "rechecked_by", "rectified_by", _("Whoever rectified cannot recheck.")
            ),
            _another(
                "rechecked_by",
                "responsible",
                _("Whoever is responsible cannot recheck."),
            ),
            _another(
                "closed_by", "responsible", _("Whoever is responsible cannot close.")
            ),
            _another("closed_by", "rectified_by", _("Whoever rectified cannot close.")),
            _another(
                "closed_by",
                "rechecked_by",
                _("Whoever rechecked cannot close as well."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.item}"

    def number_prefix(self, day):
        """Return what a finding entered on ``day`` begins its number with."""
        return f"{self.inspection.office.code}-F-{day.year}-"

    def is_overdue(self, on: date) -> bool:
        """Whether it is open and its deadline lay before ``on``."""
        return self.state in self.OPEN and bool(self.deadline) and self.deadline < on
