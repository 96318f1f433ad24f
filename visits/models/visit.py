"""Visits: who comes, when, why, and how far the file has gone."""

from datetime import UTC, datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from reception.accounts.models import Office
from visits.models.letter import Letter, PhoneRecord
from visits.states import CLOSED, COMING, DECIDED, ENDED, GRANTED, State

MOST_GUESTS = 9999  # people; a larger number is a slip of the hand
# Other years are slips too, and terms and years counted from them leave the calendar.
FIRST_DAY = datetime(2000, 1, 1, tzinfo=UTC)
AFTER_LAST_DAY = datetime(2101, 1, 1, tzinfo=UTC)


class Rank(models.TextChoices):
    """Administrative ranks, highest first."""

    MINISTERIAL = "ministerial", _("provincial-ministerial level")
    BUREAU = "bureau", _("bureau level")
    DIVISION = "division", _("county-division level")
    SECTION = "section", _("township-section level")
    NONE = "none", _("no rank")


class PurposeKind(models.TextChoices):
    """What kind of business brings the guests; the last four are nobody's business."""

    STUDY = "study", _("field study")
    MEETING = "meeting", _("meeting")
    TASK = "task", _("assigned task")
    EXCHANGE = "exchange", _("learning and exchange")
    INSPECTION = "inspection", _("inspection and guidance")
    REPORT = "report", _("report and consultation")
    BUSINESS = "business", _("investment and business talks")
    OTHER = "other", _("other official business")
    LEAVE = "leave", _("leave")
    FAMILY = "family", _("family visit")
    TOURISM = "tourism", _("tourism")
    PERSONAL = "personal", _("other personal matter")


def _ceremony(label):
    """Return the column of one kind of ceremony; ticked means planned or held."""
    return models.BooleanField(label, default=False)


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
    phone_record = models.OneToOneField(
        PhoneRecord,
        models.PROTECT,
        related_name="visit",
        verbose_name=_("phone record"),
        null=True,
        blank=True,
        help_text=_("For an urgent visit whose letter is still to come."),
        error_messages={
            "unique": _("This phone record already announces another visit.")
        },
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
    budget = models.DecimalField(
        _("budget"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Yuan that the visit may cost the host unit."),
    )
    purpose_kind = models.CharField(
        _("kind of purpose"),
        max_length=12,
        choices=PurposeKind,
        blank=True,
        help_text=_("Personal trips are not received."),
    )
    same_city = models.BooleanField(_("guests of the same city"), null=True, blank=True)
    state_employees = models.BooleanField(
        _("guests are state employees"),
        null=True,
        blank=True,
        help_text=_("Asked of business visits: they are no cover for official ones."),
    )
    welcome_at_port = _ceremony(_("welcome at airport, station, dock or boundary"))
    cross_region_escort = _ceremony(_("escort across boundaries"))
    banner = _ceremony(_("banners or slogans"))
    crowd = _ceremony(_("crowds"))
    red_carpet = _ceremony(_("red carpet"))
    principal_leader_at_port = _ceremony(_("principal leaders at the welcome"))
    liaison = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="visits_as_liaison",
        verbose_name=_("liaison officer"),
        null=True,
        blank=True,
    )
    remarks = models.TextField(_("remarks"), blank=True)
    habits_asked_on = models.DateField(
        _("living habits asked on"),
        null=True,
        blank=True,
        help_text=_("The day on which the sender told diets, taboos and habits."),
    )
    health_protection = models.TextField(
        _("health protection"),
        blank=True,
        help_text=_("Hospital at hand, first aid, epidemic control; no names."),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        help_text=_("Visits of one sender at one time are received as one."),
    )
    level = models.ForeignKey(
        "visits.ApprovalLevel",
        models.PROTECT,
        related_name="waiting",
        verbose_name=_("level that decides now"),
        null=True,
        editable=False,
    )
    approved_print = models.CharField(
        _("print of what was approved"), max_length=64, blank=True, editable=False
    )
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
                name="visit_of_our_time",
                condition=Q(arrives_at__gte=FIRST_DAY, departs_at__lt=AFTER_LAST_DAY),
                violation_error_message=_("A visit is of the years 2000 to 2100."),
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
                | Q(state__in=ENDED)
                | Q(
                    state__in=(State.DRAFT, State.SUBMITTED),
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                ),
                violation_error_message=_("A decision names who decided, and when."),
            ),
            models.CheckConstraint(
                name="visit_submitted_iff_submitter",
                condition=Q(state=State.DRAFT, submitted_by__isnull=True)
                | Q(state__in=ENDED)
                | (~Q(state=State.DRAFT) & Q(submitted_by__isnull=False)),
                violation_error_message=_("A submission names who submitted."),
            ),
            models.CheckConstraint(
                name="visit_level_while_submitted",
                condition=Q(level__isnull=True) | Q(state=State.SUBMITTED),
                violation_error_message=_("Only a submitted visit waits for a level."),
            ),
            models.CheckConstraint(
                name="visit_print_iff_granted",
                condition=Q(state__in=(*GRANTED, *ENDED)) | Q(approved_print=""),
                violation_error_message=_("Only an approved file has its print."),
            ),
            models.CheckConstraint(
                name="visit_official_granted_on_paper",
                condition=~Q(state__in=GRANTED)
                | ~Q(category="official")
                | Q(letter__isnull=False)
                | Q(phone_record__isnull=False),
                violation_error_message=_("No letter, no reception."),
            ),
            models.CheckConstraint(
                name="visit_official_settled_on_letter",
                condition=~Q(state__in=(State.SETTLED, State.ARCHIVED))
                | ~Q(category="official")
                | Q(letter__isnull=False),
                violation_error_message=_("A phone record is no voucher."),
            ),
            models.CheckConstraint(
                name="visit_merged_into_another",
                condition=(~Q(state=State.MERGED) | Q(merged_into__isnull=False))
                & (Q(merged_into__isnull=True) | ~Q(merged_into=F("id"))),
                violation_error_message=_("A merged visit names the other one."),
            ),
            models.CheckConstraint(
                name="visit_budget_not_negative",
                condition=Q(budget__isnull=True) | Q(budget__gte=0),
                violation_error_message=_("An amount of money cannot be negative."),
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

    def locked_reason(self):
        """Say that the file may not change in its present state.

        An approved file may: its approval is then stale, and the move "ask again"
        leads back to whom the change concerns.
        """
        if self.state == State.SUBMITTED:
            return _(
                "The visit is %(state)s; take it back to draft before changing it."
            ) % {"state": self.get_state_display()}
        if self.state in CLOSED:
            return _("The visit is %(state)s and does not change any more.") % {
                "state": self.get_state_display()
            }
        return None

    def spending_locked_reason(self):
        """Say that what was done may not be noted now: not before, not after."""
        open_ = (State.DRAFT, *COMING, State.COMPLETED, State.REFUSED)
        return None if self.state in open_ else self.locked_reason()

    def closed_reason(self):
        """Say that the file is closed for good."""
        if self.state in (State.SETTLED, State.ARCHIVED, *ENDED):
            return self.locked_reason()
        return None

    @property
    def nights(self) -> int:
        """Nights between the local days of arrival and departure."""
        first = timezone.localdate(self.arrives_at)
        return (timezone.localdate(self.departs_at) - first).days
