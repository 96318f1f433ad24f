"""Meals and costs: what a visit ate and what it cost, as it was done.

Unlike the rest of the file they are entered while and after the guests are here, so
an approved visit takes them; only while somebody decides on the file it stands still.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from visits.models.itinerary import ActivityPlace
from visits.models.visit import MOST_GUESTS, Visit


def _not_negative(name: str, column: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gte": 0}),
        violation_error_message=_("An amount of money cannot be negative."),
    )


class Meal(Record):
    """One meal of a visit: who sat at the table, and what it cost."""

    access_paths = ("visit",)
    business_key = ("visit", "line")

    class Sitting(models.TextChoices):
        """Which meal of the day."""

        BREAKFAST = "breakfast", _("breakfast")
        LUNCH = "lunch", _("lunch")
        DINNER = "dinner", _("dinner")

    class Kind(models.TextChoices):
        """In which form the meal is given."""

        WORKING = "working", _("working meal")
        BUFFET = "buffet", _("buffet")
        BANQUET = "banquet", _("banquet")
        COCKTAIL = "cocktail", _("cocktail reception")

    class Alcohol(models.TextChoices):
        """Whether alcohol stood on the table."""

        NONE = "none", _("no alcohol")
        SERVED = "served", _("alcohol")
        HIGH_GRADE = "high_grade", _("high-grade alcohol")

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="meals", verbose_name=_("visit")
    )
    line = models.PositiveSmallIntegerField(_("line"), help_text=_("1, 2, 3 …"))
    on = models.DateField(_("day of the meal"))
    sitting = models.CharField(_("sitting"), max_length=10, choices=Sitting)
    kind = models.CharField(
        _("kind of meal"), max_length=10, choices=Kind, default=Kind.WORKING
    )
    place = models.ForeignKey(
        ActivityPlace,
        models.PROTECT,
        related_name="meals",
        verbose_name=_("place of the meal"),
        null=True,
        blank=True,
    )
    guests = models.PositiveSmallIntegerField(
        _("guests at the table"), help_text=_("People of the delegation who ate.")
    )
    companions = models.PositiveSmallIntegerField(
        _("accompanying diners"),
        default=0,
        help_text=_("Officials of the host side who ate with them."),
    )
    alcohol = models.CharField(
        _("alcohol"),
        max_length=10,
        choices=Alcohol,
        blank=True,
        help_text=_("Empty means not recorded."),
    )
    cigarettes = models.BooleanField(
        _("cigarettes"),
        null=True,
        blank=True,
        help_text=_("Whether the host offered any."),
    )
    amount = models.DecimalField(
        _("amount"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Yuan, for everybody together; empty until it is known."),
    )
    standard = models.DecimalField(
        _("standard per head"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Yuan per person; empty means to be confirmed locally."),
    )
    standard_source = models.CharField(
        _("source of the standard"),
        max_length=120,
        blank=True,
        help_text=_("The local document that sets it."),
    )

    class Meta(Record.Meta):
        verbose_name = _("meal")
        verbose_name_plural = _("meals")
        ordering = ("visit", "line")
        indexes = [models.Index(fields=["on", "visit"], name="meal_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "line"],
                name="meal_line_once",
                violation_error_message=_("The visit already has a meal of this line."),
            ),
            models.CheckConstraint(
                name="meal_has_guests",
                condition=Q(guests__gte=1, guests__lte=MOST_GUESTS),
                violation_error_message=_("A meal has 1 to 9999 guests."),
            ),
            models.CheckConstraint(
                name="meal_companions_are_countable",
                condition=Q(companions__lte=MOST_GUESTS),
                violation_error_message=_("A meal has at most 9999 companions."),
            ),
            _not_negative("meal_amount_not_negative", "amount"),
            _not_negative("meal_standard_not_negative", "standard"),
        ]

    def __str__(self):
        return f"{self.line}. {self.on} {self.get_sitting_display()}"

    def locked_reason(self):
        """What was done may be noted unless somebody decides on the file."""
        return self.visit.spending_locked_reason()


class Cost(Record):
    """One expense of a visit: for what, how much, who paid it and how."""

    access_paths = ("visit",)
    business_key = ("visit", "line")

    class Category(models.TextChoices):
        """What the money was for."""

        LODGING = "lodging", _("lodging")
        MEALS = "meals", _("catering")
        TRANSPORT = "transport", _("transport")
        VENUE_HIRE = "venue_hire", _("venue hire")
        ADMISSION = "admission", _("admission and guiding")
        OTHER = "other", _("other expense")

    class Payer(models.TextChoices):
        """Who bears the expense."""

        HOST = "host", _("host unit")
        SENDER = "sender", _("sending unit")
        GUESTS = "guests", _("the guests themselves")
        OTHER = "other", _("another party")

    class Payment(models.TextChoices):
        """How it was paid; the host unit pays by card or transfer."""

        CARD = "card", _("official card")
        TRANSFER = "transfer", _("bank transfer")
        TREASURY = "treasury", _("treasury payment")
        CASH = "cash", _("cash")

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="costs", verbose_name=_("visit")
    )
    line = models.PositiveSmallIntegerField(_("line"), help_text=_("1, 2, 3 …"))
    category = models.CharField(_("category of cost"), max_length=12, choices=Category)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, help_text=_("Yuan.")
    )
    budgeted = models.DecimalField(
        _("budgeted"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Yuan that were planned for it."),
    )
    payer = models.CharField(
        _("payer"), max_length=10, choices=Payer, default=Payer.HOST
    )
    paid_on = models.DateField(
        _("paid on"), null=True, blank=True, help_text=_("Empty until it is paid.")
    )
    payment = models.CharField(
        _("way of payment"),
        max_length=10,
        choices=Payment,
        blank=True,
        help_text=_("The host unit pays by official card or transfer, not in cash."),
    )
    voucher = models.CharField(
        _("voucher number"),
        max_length=60,
        blank=True,
        help_text=_("Number of the invoice or receipt."),
    )
    remarks = models.CharField(_("remarks"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        ordering = ("visit", "line")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "line"],
                name="cost_line_once",
                violation_error_message=_("The visit already has a cost of this line."),
            ),
            _not_negative("cost_amount_not_negative", "amount"),
            _not_negative("cost_budgeted_not_negative", "budgeted"),
            models.CheckConstraint(
                name="cost_paid_says_how",
                condition=Q(paid_on__isnull=True) | ~Q(payment=""),
                violation_error_message=_("Say how it was paid."),
            ),
        ]

    def __str__(self):
        return f"{self.line}. {self.get_category_display()} {self.amount}"

    def locked_reason(self):
        """What was paid may be noted unless somebody decides on the file."""
        return self.visit.spending_locked_reason()
