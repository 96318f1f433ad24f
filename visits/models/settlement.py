"""Settlement: papers of the voucher pack, what guests paid, yearly ceilings."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from reception.accounts.models import Office
from reception.documents.files import PrivateFileField
from visits.models.visit import MOST_GUESTS, Visit


class Paper(models.TextChoices):
    """What a paper of the voucher pack is."""

    INVOICE = "invoice", _("invoice")
    APPROVAL_FORM = "approval_form", _("approval form")
    MENU = "menu", _("menu")
    CONSUMPTION = "consumption", _("itemised bill")
    TRANSFER = "transfer", _("transfer or card slip")
    VEHICLE_ORDER = "vehicle_order", _("vehicle order")
    EXPLANATION = "explanation", _("written explanation")
    OTHER = "other", _("other paper")


class VisitPaper(Record):
    """A paper kept with a visit: an invoice, a menu, a slip."""

    access_paths = ("visit",)
    business_key = ("visit", "line")

    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="papers", verbose_name=_("visit")
    )
    line = models.PositiveSmallIntegerField(_("line"), help_text=_("1, 2, 3 …"))
    kind = models.CharField(_("kind of paper"), max_length=14, choices=Paper)
    title = models.CharField(_("title"), max_length=120, blank=True)
    number = models.CharField(
        _("number of the paper"), max_length=60, blank=True, help_text=_("As printed.")
    )
    scan = PrivateFileField(
        _("scan"), blank=True, help_text=_("PDF or picture of the paper.")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
        null=True,
        editable=False,
    )

    class Meta(Record.Meta):
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ("visit", "line")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "line"],
                name="paper_line_once",
                violation_error_message=_(
                    "The visit already has a paper of this line."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.line}. {self.get_kind_display()} {self.title}".strip()

    def locked_reason(self):
        """Papers come until the visit is settled."""
        return self.visit.closed_reason()


class PaperRequirement(Record):
    """A paper that an office asks for beside invoice, letter and list."""

    access_paths = ("office",)
    business_key = ("office", "kind", "category")

    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="paper_requirements",
        verbose_name=_("office"),
    )
    kind = models.CharField(_("kind of paper"), max_length=14, choices=Paper)
    category = models.CharField(
        _("category"),
        max_length=12,
        choices=Visit.Category,
        blank=True,
        help_text=_("Only visits of this category; empty for all."),
    )
    source = models.CharField(
        _("source"),
        max_length=120,
        blank=True,
        help_text=_("The local document that asks for it."),
    )

    class Meta(Record.Meta):
        verbose_name = _("required paper")
        verbose_name_plural = _("required papers")
        ordering = ("office", "kind", "category")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "category"],
                name="requirement_once",
                violation_error_message=_("The office asks for this paper already."),
            ),
        ]

    def __str__(self):
        return f"{self.office}: {self.get_kind_display()}"


class GuestPayment(Record):
    """What guests paid for meals or cars that the host assisted with (2025)."""

    access_paths = ("visit",)
    business_key = ("visit", "line")

    class Purpose(models.TextChoices):
        """What the guests paid for."""

        MEALS = "meals", _("meal fee")
        TRANSPORT = "transport", _("local transport fee")
        LODGING = "lodging", _("lodging fee")

    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="guest_payments", verbose_name=_("visit")
    )
    line = models.PositiveSmallIntegerField(_("line"), help_text=_("1, 2, 3 …"))
    purpose = models.CharField(_("fee"), max_length=10, choices=Purpose)
    people = models.PositiveSmallIntegerField(_("people"))
    amount = models.DecimalField(
        _("amount"), max_digits=10, decimal_places=2, help_text=_("Yuan in all.")
    )
    paid_on = models.DateField(_("paid on"))
    receipt = models.CharField(
        _("receipt number"), max_length=60, help_text=_("Of the receipt handed out.")
    )

    class Meta(Record.Meta):
        verbose_name = _("payment by guests")
        verbose_name_plural = _("payments by guests")
        ordering = ("visit", "line")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "line"],
                name="guest_payment_line_once",
                violation_error_message=_("The visit already has this line."),
            ),
            models.CheckConstraint(
                name="guest_payment_counts_people",
                condition=Q(people__gte=1, people__lte=MOST_GUESTS),
                violation_error_message=_("1 to 9999 people pay."),
            ),
            models.CheckConstraint(
                name="guest_payment_above_nothing",
                condition=Q(amount__gt=0),
                violation_error_message=_("The amount must be more than nothing."),
            ),
        ]

    def __str__(self):
        return f"{self.line}. {self.get_purpose_display()} {self.amount}"

    def locked_reason(self):
        """Fees are noted like the meals they are for."""
        return self.visit.spending_locked_reason()


class YearBudget(Record):
    """What an office may spend on receptions in a year."""

    access_paths = ("office",)
    business_key = ("office", "year")

    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="year_budgets",
        verbose_name=_("office"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    ceiling = models.DecimalField(
        _("ceiling"), max_digits=12, decimal_places=2, help_text=_("Yuan in the year.")
    )
    source = models.CharField(
        _("source"),
        max_length=120,
        blank=True,
        help_text=_("The document that sets it."),
    )

    class Meta(Record.Meta):
        verbose_name = _("yearly budget")
        verbose_name_plural = _("yearly budgets")
        ordering = ("-year", "office")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year"],
                name="year_budget_once",
                violation_error_message=_("The office has its budget of this year."),
            ),
            models.CheckConstraint(
                name="year_budget_of_our_time",
                condition=Q(year__gte=2000, year__lte=2100),
                violation_error_message=_("Write the year with four digits."),
            ),
            models.CheckConstraint(
                name="year_budget_not_negative",
                condition=Q(ceiling__gte=0),
                violation_error_message=_("An amount of money cannot be negative."),
            ),
        ]

    def __str__(self):
        return f"{self.office} {self.year}"


class Disclosure(Record):
    """That an office published its yearly account of receptions, and where."""

    access_paths = ("office",)
    business_key = ("office", "year")

    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="disclosures",
        verbose_name=_("office"),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), help_text=_("The year that the account tells of.")
    )
    published_on = models.DateField(_("published on"))
    place = models.CharField(
        _("where"), max_length=200, help_text=_("Web address or bulletin.")
    )
    remarks = models.TextField(_("remarks"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("yearly disclosure")
        verbose_name_plural = _("yearly disclosures")
        ordering = ("-year", "office")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year"],
                name="disclosure_once",
                violation_error_message=_("The disclosure of this year is entered."),
            ),
        ]

    def __str__(self):
        return f"{self.office} {self.year}"

    def clean(self):
        """Refuse an account that is older than the year of which it tells."""
        if self.published_on and self.year and self.published_on.year < self.year:
            text = _("An account is published after its year.")
            raise ValidationError({"published_on": text})
