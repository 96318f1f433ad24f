"""Rehearsals: what is tried before the guests come, and what was found doing so."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from compliance.models import StaffMember
from reception.access.records import Record
from venues.models import Venue
from visits.models.itinerary import ActivityPlace
from visits.models.visit import Visit
from visits.readiness import Answer, Area, Found, check
from visits.rehearsal_states import MOVES, RehearsalState


class RehearsalPoint(Record):
    """One line of the list by which every rehearsal is checked."""

    access_paths = ()
    business_key = ("code",)

    code = models.SlugField(_("code"), max_length=30, unique=True)
    line = models.PositiveSmallIntegerField(_("line"), default=1)
    name = models.CharField(_("what is tried"), max_length=60)
    hint = models.CharField(_("hint"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta(Record.Meta):
        verbose_name = _("point of rehearsals")
        verbose_name_plural = _("points of rehearsals")
        ordering = ("line", "code")

    def __str__(self):
        return self.name


class Rehearsal(Record):
    """One rehearsal of a visit at one place."""

    access_paths = ("visit",)
    business_key = ("number",)
    searched = ("number", "title")
    moves = MOVES

    number = models.CharField(
        _("rehearsal number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-RH-2026-0001."),
    )
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="rehearsals", verbose_name=_("visit")
    )
    title = models.CharField(_("what is rehearsed"), max_length=120)
    planned_at = models.DateTimeField(_("planned for"))
    place = models.ForeignKey(
        ActivityPlace,
        models.PROTECT,
        related_name="rehearsals",
        verbose_name=_("activity place"),
        null=True,
        blank=True,
    )
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="rehearsals",
        verbose_name=_("venue"),
        null=True,
        blank=True,
    )
    led_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("led by"),
        null=True,
        blank=True,
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=RehearsalState,
        default=RehearsalState.PLANNED,
        editable=False,
    )
    held_at = models.DateTimeField(_("held at"), null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("rehearsal")
        verbose_name_plural = _("rehearsals")
        ordering = ("-planned_at", "-number")
        indexes = [
            models.Index(fields=["-planned_at", "-number"], name="rehearsal_by_day")
        ]
        constraints = [
            models.CheckConstraint(
                name="rehearsal_has_one_place",
                condition=Q(place__isnull=False, venue__isnull=True)
                | Q(place__isnull=True, venue__isnull=False),
                violation_error_message=_("Give an activity place or a venue."),
            ),
            models.CheckConstraint(
                name="rehearsal_held_iff_when",
                condition=Q(state=RehearsalState.PLANNED, held_at__isnull=True)
                | (~Q(state=RehearsalState.PLANNED) & Q(held_at__isnull=False)),
                violation_error_message=_("A rehearsal that was held has its time."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def number_prefix(self, day):
        """Return what a rehearsal planned on ``day`` begins its number with."""
        return f"{self.visit.host_office.code}-RH-{day.year}-"

    def locked_reason(self):
        """A closed rehearsal stays as it is until it is opened again."""
        if self.state == RehearsalState.CLOSED:
            return _("This rehearsal is closed; open it again before changing it.")
        return self.visit.closed_reason()


class RehearsalCheck(Record):
    """How one point went at one rehearsal."""

    access_paths = ("rehearsal",)
    business_key = ("rehearsal", "point")

    class Result(models.TextChoices):
        """How it went."""

        OK = "ok", _("in order")
        NOT_OK = "not_ok", _("not in order")
        NOT_APPLICABLE = "na", _("not applicable")

    rehearsal = models.ForeignKey(
        Rehearsal,
        models.CASCADE,
        related_name="checks",
        verbose_name=_("rehearsal"),
    )
    point = models.ForeignKey(
        RehearsalPoint,
        models.PROTECT,
        related_name="checks",
        verbose_name=_("point"),
    )
    result = models.CharField(
        _("how it went"), max_length=12, choices=Result, blank=True, default=""
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("checked point")
        verbose_name_plural = _("checked points")
        ordering = ("rehearsal", "point__line", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["rehearsal", "point"],
                name="rehearsalcheck_point_once",
                violation_error_message=_("The rehearsal has this point already."),
            ),
            models.CheckConstraint(
                name="rehearsalcheck_not_ok_says_what",
                condition=~Q(result="not_ok") | ~Q(note=""),
                violation_error_message=_("Note what is not in order."),
            ),
        ]

    def __str__(self):
        return str(self.point)

    def locked_reason(self):
        """It is closed when its rehearsal is."""
        return self.rehearsal.locked_reason()


class FindingQuerySet(models.QuerySet):
    """Findings by what is still to be done."""

    def open(self):
        """Findings that are neither fixed nor waived."""
        return self.filter(state=RehearsalFinding.State.OPEN)


class RehearsalFinding(Record):
    """What did not work, who puts it right until when, and how that went.

    ``state`` follows from the facts; nobody writes it.
    """

    access_paths = ("rehearsal",)
    business_key = ("rehearsal", "line")
    searched = ("what",)

    class State(models.TextChoices):
        """How far it has been put right."""

        OPEN = "open", _("open")
        ON_THE_SPOT = "on_the_spot", _("fixed on the spot")
        FIXED = "fixed", _("fixed")
        WAIVED = "waived", _("waived")

    rehearsal = models.ForeignKey(
        Rehearsal,
        models.CASCADE,
        related_name="findings",
        verbose_name=_("rehearsal"),
    )
    line = models.PositiveSmallIntegerField(_("line"), help_text=_("1, 2, 3 …"))
    what = models.CharField(_("what was found"), max_length=200)
    fixer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("fixed by a user"),
        null=True,
        blank=True,
    )
    staff = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="rehearsal_findings",
        verbose_name=_("fixed by staff"),
        null=True,
        blank=True,
    )
    due_at = models.DateTimeField(_("until"), null=True, blank=True)
    is_fixed_on_the_spot = models.BooleanField(_("fixed on the spot"), default=False)
    fixed_at = models.DateTimeField(_("fixed at"), null=True, blank=True)
    waiver = models.TextField(_("why it was waived"), blank=True, editable=False)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("waived by"),
        null=True,
        editable=False,
    )
    waived_at = models.DateTimeField(_("waived at"), null=True, editable=False)
    state = models.GeneratedField(
        verbose_name=_("state"),
        expression=Case(
            When(waived_at__isnull=False, then=Value("waived")),
            When(is_fixed_on_the_spot=True, then=Value("on_the_spot")),
            When(fixed_at__isnull=False, then=Value("fixed")),
            default=Value("open"),
            output_field=models.CharField(max_length=12),
        ),
        output_field=models.CharField(max_length=12),
        db_persist=True,
        choices=State,
    )

    objects = FindingQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("rehearsal finding")
        verbose_name_plural = _("rehearsal findings")
        ordering = ("rehearsal", "line")
        permissions = [("waive_rehearsalfinding", _("Waives findings of rehearsals"))]
        indexes = [
            models.Index(fields=["state", "due_at"], name="rehearsalfinding_by_state")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rehearsal", "line"],
                name="rehearsalfinding_line_once",
                violation_error_message=_("The rehearsal has a finding of this line."),
            ),
            models.CheckConstraint(
                name="rehearsalfinding_has_one_fixer",
                condition=Q(fixer__isnull=True) | Q(staff__isnull=True),
                violation_error_message=_("Name a user or a member of staff."),
            ),
            models.CheckConstraint(
                name="rehearsalfinding_on_the_spot_has_its_time",
                condition=Q(is_fixed_on_the_spot=False) | Q(fixed_at__isnull=False),
                violation_error_message=_("Give the time at which it was fixed."),
            ),
            models.CheckConstraint(
                name="rehearsalfinding_waived_iff_why",
                condition=Q(waiver="", waived_by__isnull=True, waived_at__isnull=True)
                | (
                    ~Q(waiver="")
                    & Q(
                        waived_by__isnull=False,
                        waived_at__isnull=False,
                        fixed_at__isnull=True,
                    )
                ),
                violation_error_message=_(
                    "What is waived is not fixed, and says who waived it and why."
                ),
            ),
            models.CheckConstraint(
                name="rehearsalfinding_waived_by_another",
                condition=Q(waived_by__isnull=True)
                | Q(fixer__isnull=True)
                | ~Q(waived_by=F("fixer")),
                violation_error_message=_("Whoever is to fix it cannot waive it."),
            ),
        ]

    def __str__(self):
        return f"{self.line}. {self.what}"

    def locked_reason(self):
        """It is closed when its rehearsal is."""
        return self.rehearsal.locked_reason()


@check("rehearsals", _("Rehearsals"), Area.FILE)
def rehearsals_are_done(visit: Visit, on: date) -> Found:
    """Every planned rehearsal was held, and nothing that it found is open."""
    rehearsals = list(visit.rehearsals.order_by("planned_at"))
    if not rehearsals:
        return Found(Answer.NOT_NEEDED, _("No rehearsal is planned."))
    states = RehearsalFinding.State
    found = list(
        RehearsalFinding.objects.filter(
            rehearsal__visit=visit, state__in=(states.OPEN, states.WAIVED)
        ).values_list("rehearsal", "state")
    )
    if waiting := [pk for pk, state in found if state == states.OPEN]:
        told = _("%(count)s findings of rehearsals are open.")
        return Found(Answer.MISSING, told % {"count": len(waiting)}, _page(waiting[0]))
    planned = [each for each in rehearsals if each.state == RehearsalState.PLANNED]
    if planned:
        told = _("%(count)s planned rehearsals have not been held.")
        return Found(
            Answer.MISSING, told % {"count": len(planned)}, _page(planned[0].pk)
        )
    if found:
        told = _("%(count)s findings of rehearsals were waived.")
        return Found(Answer.WAIVED, told % {"count": len(found)}, _page(found[0][0]))
    told = _("%(count)s rehearsals were held.") % {"count": len(rehearsals)}
    return Found(Answer.DONE, told)


def _page(pk: int) -> str:
    return reverse("admin:visits_rehearsal_change", args=[pk])
