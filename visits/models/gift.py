"""The gift register (礼品登记): what was received and what was given."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from compliance.models import StaffMember
from compliance.months import months_from
from reception.access.records import Record
from reception.accounts.models import Office
from visits.gift_states import MOVES, GiftState
from visits.gifting import begun_before
from visits.models.visit import Visit


class GiftQuerySet(models.QuerySet):
    """Gifts by what is still to be done."""

    def waiting(self):
        """Gifts received whose disposal nobody has confirmed."""
        return self.filter(
            direction=Gift.Direction.RECEIVED, state=GiftState.REGISTERED
        )

    def overdue(self, on: date):
        """Waiting gifts whose month had ended before ``on``."""
        begun = Coalesce("returned_on", "happened_on")
        return self.waiting().alias(begun=begun).filter(begun__lte=begun_before(on))


class Gift(Record):
    """A gift that somebody of the office received, or that a guest was given.

    A gift received is registered and handed in within a month of the receipt, or of
    the return to the unit (中办发〔1995〕7号; 国务院令第133号).
    """

    access_paths = ("office",)
    business_key = ("number",)
    searched = ("number", "item", "counterpart", "occasion")
    moves = MOVES
    State = GiftState

    class Direction(models.TextChoices):
        """Whether it came or went."""

        RECEIVED = "received", _("received")
        GIVEN = "given", _("given")

    class Kind(models.TextChoices):
        """What it is; the rules look at that first."""

        MONEY = "money", _("money or electronic money")
        SECURITIES = "securities", _("securities, cards and vouchers")
        VALUABLES = "valuables", _("jewellery and valuables")
        SOUVENIR = "souvenir", _("souvenir")
        SPECIALTY = "specialty", _("local specialty")
        DAILY_GOODS = "daily_goods", _("daily goods")
        FLOWERS = "flowers", _("flowers, cake or card")
        OTHER = "other", _("another thing")

    class Disposal(models.TextChoices):
        """What became of a gift received."""

        SENT_BACK = "sent_back", _("sent back to the giver")
        HANDED_IN = "handed_in", _("handed in")
        TREASURY = "treasury", _("paid into the treasury")
        OFFICE_USE = "office_use", _("used by the office")
        KEPT = "kept", _("left to the person")

    NEVER_KEPT = (Kind.MONEY, Kind.SECURITIES, Kind.VALUABLES)

    number = models.CharField(
        _("number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-GR-2026-0001."),
    )
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="gifts", verbose_name=_("office")
    )
    direction = models.CharField(
        _("received or given"),
        max_length=8,
        choices=Direction,
        default=Direction.RECEIVED,
    )
    person = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="gifts",
        verbose_name=_("staff member"),
        null=True,
        blank=True,
        help_text=_("Who received it, or who handed it over."),
    )
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        related_name="gifts",
        verbose_name=_("visit"),
        null=True,
        blank=True,
        help_text=_("If it changed hands on a visit."),
    )
    counterpart = models.CharField(
        _("giver or receiver"), max_length=120, help_text=_("Unit and name.")
    )
    country = models.CharField(
        _("country"), max_length=60, blank=True, help_text=_("If from abroad.")
    )
    occasion = models.CharField(_("occasion"), max_length=200, blank=True)
    kind = models.CharField(_("kind of gift"), max_length=12, choices=Kind)
    item = models.CharField(_("gift"), max_length=120)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    value = models.DecimalField(
        _("estimated value"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Yuan in all; empty if nobody can say yet."),
    )
    happened_on = models.DateField(_("day of the gift"))
    returned_on = models.DateField(
        _("back at the unit on"),
        null=True,
        blank=True,
        help_text=_("If it was received on a journey: the month begins then."),
    )
    registered_on = models.DateField(_("registered on"))
    disposal = models.CharField(
        _("disposal"), max_length=10, choices=Disposal, blank=True
    )
    disposed_on = models.DateField(_("disposed of on"), null=True, blank=True)
    taken_by = models.CharField(
        _("taken over by"),
        max_length=120,
        blank=True,
        help_text=_("Unit and name of who signed for it; number of the receipt."),
    )
    published_on = models.DateField(
        _("made public on"), null=True, blank=True, help_text=_("Within the unit.")
    )
    remarks = models.TextField(_("remarks"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
        null=True,
        editable=False,
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=GiftState,
        default=GiftState.REGISTERED,
        editable=False,
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("disposal confirmed by"),
        null=True,
        editable=False,
    )
    settled_at = models.DateTimeField(
        _("disposal confirmed at"), null=True, editable=False
    )

    objects = GiftQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("gift")
        verbose_name_plural = _("gift register")
        ordering = ("-happened_on", "-number")
        permissions = [("settle_gift", _("Confirms what became of gifts"))]
        indexes = [
            models.Index(
                fields=["office", "-happened_on", "-number"], name="gift_by_office"
            ),
            models.Index(fields=["-happened_on", "-number"], name="gift_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="gift_registered_after_it_changed_hands",
                condition=Q(registered_on__gte=F("happened_on")),
                violation_error_message=_(
                    "A gift cannot be registered before it changed hands."
                ),
            ),
            models.CheckConstraint(
                name="gift_back_after_it_changed_hands",
                condition=Q(returned_on__isnull=True)
                | Q(returned_on__gte=F("happened_on")),
                violation_error_message=_("The return comes after the gift."),
            ),
            models.CheckConstraint(
                name="gift_disposed_after_it_changed_hands",
                condition=Q(disposed_on__isnull=True)
                | Q(disposed_on__gte=F("happened_on")),
                violation_error_message=_("The disposal comes after the gift."),
            ),
            models.CheckConstraint(
                name="gift_counts_and_is_worth",
                condition=Q(quantity__gte=1)
                & (Q(value__isnull=True) | Q(value__gte=0)),
                violation_error_message=_(
                    "At least one thing, of a value that is not negative."
                ),
            ),
            models.CheckConstraint(
                name="gift_received_by_somebody",
                condition=Q(direction="given") | Q(person__isnull=False),
                violation_error_message=_("Say who received the gift."),
            ),
            models.CheckConstraint(
                name="gift_given_is_not_disposed_of",
                condition=Q(direction="received")
                | Q(disposal="", disposed_on__isnull=True),
                violation_error_message=_("What was given away is not disposed of."),
            ),
            models.CheckConstraint(
                name="gift_valuables_are_not_kept",
                condition=~Q(disposal="kept")
                | ~Q(kind__in=("money", "securities", "valuables")),
                violation_error_message=_(
                    "Money, securities and valuables are not left to the person."
                ),
            ),
            models.CheckConstraint(
                name="gift_settled_iff_settler",
                condition=Q(
                    state="settled",
                    direction="received",
                    disposed_on__isnull=False,
                    settled_by__isnull=False,
                    settled_at__isnull=False,
                )
                & ~Q(disposal="")
                | Q(
                    state="registered",
                    settled_by__isnull=True,
                    settled_at__isnull=True,
                ),
                violation_error_message=_(
                    "A settled gift says what became of it and who confirmed that."
                ),
            ),
            models.CheckConstraint(
                name="gift_settled_by_another",
                condition=Q(settled_by__isnull=True)
                | Q(entered_by__isnull=True)
                | ~Q(settled_by=F("entered_by")),
                violation_error_message=_(
                    "Whoever entered a gift cannot confirm its disposal."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.item}"

    def clean(self):
        """Refuse a gift of a visit that another office receives."""
        if self.visit_id and self.office_id not in (None, self.visit.host_office_id):
            text = _("Another office receives this visit.")
            raise ValidationError({"visit": text})

    def number_prefix(self, day):
        """Return what a gift entered on ``day`` begins its number with."""
        return f"{self.office.code}-GR-{day.year}-"

    @property
    def due_on(self) -> date:
        """The last day for registering a gift received and handing it in."""
        return months_from(self.returned_on or self.happened_on, 1)

    def is_overdue(self, on: date) -> bool:
        """Whether its disposal should have been confirmed before ``on``."""
        waits = self.state == GiftState.REGISTERED
        return waits and self.direction == self.Direction.RECEIVED and self.due_on < on

    def locked_reason(self):
        """A settled entry does not change until it is taken up again."""
        if self.state == GiftState.SETTLED:
            return _("The gift is settled; take it up again before changing it.")
        return None
