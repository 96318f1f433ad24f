"""Findings: what an inspection found, and how far it has been put right."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models.finding_rules import RULES
from compliance.models.inspection import Inspection
from compliance.models.staff import StaffMember
from reception.access.records import Record


class FindingQuerySet(models.QuerySet):
    """Findings by what is still to be done."""

    def open(self):
        """Findings that somebody here still has to do something about."""
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
        editable=name == "responsible",
    )


def _hand(label, **given):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=label,
        null=True,
        **{"editable": False, **given},
    )


def _day(label, **given):
    return models.DateField(label, null=True, **{"editable": False, **given})


class Finding(Record):
    """One problem found by an inspection.

    ``state`` and everything below it are written by moves alone
    (``compliance.finding_states``); the hands are logins, three different ones.
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
        """How grave it is; the terms to put it right are set locally."""

        A = "A", _("A critical")
        B = "B", _("B major")
        C = "C", _("C general")
        NA = "NA", _("not applicable")

    class State(models.TextChoices):
        """How far the problem has been put right."""

        FOUND = "found", _("found")
        NOTIFIED = "notified", _("notice issued")
        RECTIFYING = "rectifying", _("being rectified")
        REPORTED = "reported", pgettext_lazy("a finding", "reported as rectified")
        RECHECKED = "rechecked", _("rechecked")
        CLOSED = "closed", _("closed")
        RETURNED = "returned", _("returned for rectification")
        ON_THE_SPOT = "on_the_spot", _("fixed on the spot")
        TRANSFERRED = "transferred", _("transferred")

    OPEN = (
        State.FOUND,
        State.NOTIFIED,
        State.RECTIFYING,
        State.RETURNED,
        State.REPORTED,
        State.RECHECKED,
    )
    WITH_VENUE = (State.NOTIFIED, State.RECTIFYING, State.RETURNED)  # who has to act
    GRAVE = (Severity.A, Severity.B)  # which close with a photograph alone

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
    code = models.CharField(
        _("item code"), max_length=12, blank=True, help_text=_("Such as FS01.")
    )
    item = models.CharField(
        _("item"), max_length=200, help_text=_("The line of the checklist.")
    )
    basis = models.CharField(
        _("basis"),
        max_length=300,
        blank=True,
        help_text=_("The law or standard, with its article."),
    )
    location = models.CharField(
        _("location"), max_length=120, blank=True, help_text=_("Floor, room, kitchen …")
    )
    description = models.TextField(_("description"), blank=True)
    severity = models.CharField(_("severity"), max_length=2, choices=Severity)
    found_on = models.DateField(_("found on"))
    responsible_unit = models.CharField(
        _("responsible unit"),
        max_length=120,
        blank=True,
        help_text=_("Left empty, the inspected venue."),
    )
    responsible = _person(_("responsible person"), "responsible")
    supervisor = _hand(_("supervised by"), blank=True, editable=True)
    deadline = models.DateField(
        _("deadline"),
        null=True,
        blank=True,
        help_text=_("Left empty, it follows from the severity when notice is given."),
    )
    is_fixed_on_the_spot = models.BooleanField(_("fixed on the spot"), default=False)
    measure = models.TextField(
        _("measure taken"), blank=True, help_text=_("What was done to put it right.")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.FOUND, editable=False
    )
    repeat_of = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="repeats",
        verbose_name=_("repeats"),
        null=True,
        editable=False,
    )
    first_deadline = _day(_("first deadline"))
    notice_number = models.CharField(
        _("notice number"), max_length=40, blank=True, editable=False
    )
    notified_on = _day(_("notice issued on"))
    notified_by = _hand(_("notice issued by"))
    rectified_on = _day(_("rectified on"))
    rectified_by = _person(_("rectified by"), "rectified")
    reported_on = _day(_("reported on"))
    reported_by = _hand(_("reported by"))
    rechecked_on = _day(_("rechecked on"))
    rechecked_by = _hand(_("rechecked by"))
    closed_on = _day(_("closed on"))
    closed_by = _hand(_("closed by"))
    times_returned = models.PositiveSmallIntegerField(
        _("times returned"), default=0, editable=False
    )
    asked_until = _day(_("extension asked until"))
    extension_reason = models.TextField(
        _("reason of the extension"), blank=True, editable=False
    )
    transferred_to = models.CharField(
        _("transferred to"), max_length=120, blank=True, editable=False
    )
    transferred_on = _day(_("transferred on"))

    objects = FindingQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("-found_on", "-number")
        permissions = [
            ("notify_finding", _("Issues notices of rectification")),
            ("answer_finding", _("Answers findings for the venue")),
            ("recheck_finding", _("Rechecks what was rectified")),
            ("close_finding", _("Closes findings")),
            ("extend_finding", _("Decides on extensions")),
            ("transfer_finding", _("Transfers findings to others")),
        ]
        indexes = [
            models.Index(
                fields=["inspection", "category"], name="finding_by_inspection"
            ),
            models.Index(fields=["state", "deadline"], name="finding_by_state"),
            models.Index(fields=["-found_on", "-number"], name="finding_by_day"),
        ]
        constraints = RULES

    def __str__(self):
        return f"{self.number} {self.code} {self.item}".replace("  ", " ")

    def number_prefix(self, day):
        """Return what a finding entered on ``day`` begins its number with."""
        return f"{self.inspection.office.code}-F-{day.year}-"

    def clean(self):
        """What comes in as fixed on the spot begins there, on the day it was found."""
        if self._state.adding and self.is_fixed_on_the_spot:
            self.state = self.State.ON_THE_SPOT
            self.rectified_on = self.reported_on = self.found_on

    def is_overdue(self, on: date) -> bool:
        """Whether it is open and its deadline lay before ``on``."""
        return self.state in self.OPEN and bool(self.deadline) and self.deadline < on

    def unit(self) -> str:
        """Return who has to put it right: the unit that is named, or the venue."""
        return self.responsible_unit or self.inspection.venue.name

    def locked_reason(self):
        """What a notice says stays as it was said; so does what is done with."""
        if self._state.adding or self.state == self.State.FOUND:
            return None
        if self.state in self.WITH_VENUE:
            return _("The notice is out; withdraw it before changing what it says.")
        return _("The finding is “%(state)s”; what was found stays as it is.") % {
            "state": self.get_state_display()
        }
