"""Visits: who comes, when, why, and how far the file has gone."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reception.access.models import OfficeShare, RoleGrant, UserGrant
from reception.access.records import Record
from reception.accounts.models import Office
from visits.models.letter import Letter
from visits.states import DECIDED, MOVES, State

MOST_GUESTS = 9999  # people; a larger number is a slip of the hand


class Rank(models.TextChoices):
    """Administrative ranks, highest first."""

    MINISTERIAL = "ministerial", _("provincial-ministerial level")
    BUREAU = "bureau", _("bureau level")
    DIVISION = "division", _("county-division level")
    SECTION = "section", _("township-section level")
    NONE = "none", _("no rank")


class VisitQuerySet(models.QuerySet):
    """Visits by what waits for them."""

    def awaiting_decision(self):
        """Visits that an approver has to decide."""
        return self.filter(state=State.SUBMITTED)


class Visit(Record):
    """One reception: a delegation on one matter.

    ``state`` moves only through ``reception.workflow``; forms and imports
    treat it as read-only.
    """

    access_paths = ("host_office",)
    business_key = ("number",)
    searched = ("number", "title", "sending_unit", "head_name")
    moves = MOVES

    class Category(models.TextChoices):
        """Which body of rules binds the visit."""

        OFFICIAL = "official", _("domestic official")
        BUSINESS = "business", _("business")
        FOREIGN = "foreign", _("foreign affairs")
        CONFERENCE = "conference", _("conference")

    number = models.CharField(
        _("number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-2026-0001."),
    )
    title = models.CharField(
        _("title"), max_length=120, help_text=_("Who comes for what, in a line.")
    )
    category = models.CharField(_("category"), max_length=12, choices=Category)
    host_office = models.ForeignKey(
        Office, models.PROTECT, related_name="visits", verbose_name=_("host office")
    )
    letter = models.OneToOneField(
        Letter,
        models.PROTECT,
        related_name="visit",
        verbose_name=_("letter"),
        null=True,
        blank=True,
        help_text=_("One letter announces one visit."),
        error_messages={"unique": _("This letter already announces another visit.")},
    )
    sending_unit = models.CharField(_("sending unit"), max_length=120)
    head_name = models.CharField(_("head of delegation"), max_length=60)
    head_position = models.CharField(
        _("position of the head"), max_length=120, blank=True
    )
    rank = models.CharField(
        _("rank"),
        max_length=12,
        choices=Rank,
        help_text=_("Of the head of delegation."),
    )
    guests = models.PositiveSmallIntegerField(
        _("number of guests"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_GUESTS)],
        help_text=_("People who come, the head included."),
    )
    companions = models.PositiveSmallIntegerField(
        _("accompanying officials"),
        default=0,
        validators=[MaxValueValidator(MOST_GUESTS)],
        help_text=_("People of the host side who accompany the guests."),
    )
    support_staff = models.PositiveSmallIntegerField(
        _("support staff"),
        default=0,
        validators=[MaxValueValidator(MOST_GUESTS)],
        help_text=_("Drivers, waiters and others who work for the visit."),
    )
    arrives_at = models.DateTimeField(_("arrival"))
    departs_at = models.DateTimeField(_("departure"))
    purpose = models.TextField(_("purpose"))
    liaison = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="visits_as_liaison",
        verbose_name=_("liaison officer"),
        null=True,
        blank=True,
    )
    remarks = models.TextField(_("remarks"), blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
        null=True,
        editable=False,
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("submitted by"),
        null=True,
        editable=False,
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
        null=True,
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ("-arrives_at", "-number")
        permissions = [
            ("approve_visit", _("Approves or refuses visits")),
            ("share_visit", _("Shares single visits with users and offices")),
        ]
        indexes = [
            # With what lists are filtered by, so that pages are found and counted in
            # it alone. A shorter index for a filter would be taken for pages too, and
            # all that it finds sorted.
            models.Index(
                fields=[
                    *("host_office", "-arrives_at", "-number"),
                    *("state", "category", "rank"),
                ],
                name="visit_by_office",
            ),
            models.Index(fields=["-arrives_at", "-number"], name="visit_by_arrival"),
            models.Index(
                fields=["state", "-arrives_at", "-number"], name="visit_by_state_day"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="visit_ends_after_it_starts",
                condition=Q(departs_at__gt=F("arrives_at")),
                violation_error_message=_("A visit must end after it starts."),
            ),
            models.CheckConstraint(
                name="visit_has_guests",
                condition=Q(guests__gte=1, guests__lte=MOST_GUESTS),
                violation_error_message=_("A visit has 1 to 9999 guests."),
            ),
            models.CheckConstraint(
                name="visit_decided_iff_decider",
                condition=Q(
                    state__in=DECIDED,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | (
                    ~Q(state__in=DECIDED)
                    & Q(decided_by__isnull=True, decided_at__isnull=True)
                ),
                violation_error_message=_("A decision names who decided, and when."),
            ),
            models.CheckConstraint(
                name="visit_submitted_iff_submitter",
                condition=Q(state=State.DRAFT, submitted_by__isnull=True)
                | (~Q(state=State.DRAFT) & Q(submitted_by__isnull=False)),
                violation_error_message=_("A submission names who submitted."),
            ),
            models.CheckConstraint(
                name="visit_decided_by_another",
                condition=Q(decided_by__isnull=True)
                | (
                    ~Q(decided_by=F("submitted_by"))
                    & (Q(entered_by__isnull=True) | ~Q(decided_by=F("entered_by")))
                ),
                violation_error_message=_(
                    "Whoever entered or submitted a visit cannot decide on it."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def number_prefix(self, day):
        """Return what a visit entered on ``day`` begins its number with."""
        return f"{self.host_office.code}-{day.year}-"

    def decision_pending(self):
        """Say that what is submitted stands still until somebody has decided on it."""
        return self.locked_reason() if self.state == State.SUBMITTED else None

    def locked_reason(self):
        """Say that a submitted or approved file is closed to changes."""
        if self.state in (State.SUBMITTED, State.APPROVED):
            return _(
                "The visit is %(state)s; take it back to draft before changing it."
            ) % {"state": self.get_state_display()}
        return None

    @property
    def nights(self) -> int:
        """Nights between the local days of arrival and departure."""
        first = timezone.localdate(self.arrives_at)
        return (timezone.localdate(self.departs_at) - first).days


class VisitUserGrant(UserGrant):
    """Shares one visit with a user."""

    content_object = models.ForeignKey(
        Visit, models.CASCADE, related_name="user_grants", verbose_name=_("visit")
    )

    class Meta(UserGrant.Meta):
        verbose_name = _("share with a user")
        verbose_name_plural = _("shares with users")


class VisitRoleGrant(RoleGrant):
    """Shares one visit with everybody in a role."""

    content_object = models.ForeignKey(
        Visit, models.CASCADE, related_name="role_grants", verbose_name=_("visit")
    )

    class Meta(RoleGrant.Meta):
        verbose_name = _("share with a role")
        verbose_name_plural = _("shares with roles")


class VisitOfficeShare(OfficeShare):
    """Shares one visit with another office."""

    content_object = models.ForeignKey(
        Visit, models.CASCADE, related_name="office_shares", verbose_name=_("visit")
    )

    class Meta(OfficeShare.Meta):
        verbose_name = _("share with an office")
        verbose_name_plural = _("shares with offices")
