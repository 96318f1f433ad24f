"""What an office adds to the law: money standards, and rules confirmed or off."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import lazystr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from compliance.rules import RULES
from reception.access.records import Record
from reception.accounts.models import Office

SWITCHABLE = tuple(sorted(r.id for r in RULES.values() if r.to_be_confirmed))


class _RuleName:
    """A rule's id and title, in the language of whoever reads it."""

    def __init__(self, rule):
        self.rule = rule

    def __str__(self):
        title = self.rule.title.told(get_language() or settings.LANGUAGE_CODE)
        return f"{self.rule.id} {title}"


def rule_choices() -> list[tuple]:
    """Return the rules as choices, in the order of the catalogue."""
    return [(name, lazystr(_RuleName(rule))) for name, rule in RULES.items()]


class MoneyStandard(Record):
    """How much may be spent per person; without an amount it is not known yet."""

    access_paths = ("office",)
    business_key = ("office", "category", "rank", "sitting", "unit", "valid_from")

    class Category(models.TextChoices):
        """The category of visits that the standard is for."""

        OFFICIAL = "official", _("domestic official")
        BUSINESS = "business", _("business")
        FOREIGN = "foreign", _("foreign affairs")
        CONFERENCE = "conference", _("conference")

    class Rank(models.TextChoices):
        """The rank of the head of delegation."""

        ANY = "any", _("any rank")
        MINISTERIAL = "ministerial", _("provincial-ministerial level")
        BUREAU = "bureau", _("bureau level")
        DIVISION = "division", _("county-division level")
        SECTION = "section", _("township-section level")
        NONE = "none", _("no rank")

    class Sitting(models.TextChoices):
        """The meal of the day."""

        ANY = "any", _("any meal")
        BREAKFAST = "breakfast", _("breakfast")
        LUNCH = "lunch", _("lunch")
        DINNER = "dinner", _("dinner")

    class Unit(models.TextChoices):
        """What the amount is for; always for one person."""

        MEAL = "meal", _("per meal")
        DAY = "day", _("per day")
        NIGHT = "night", _("per night")
        PERSON = "person", _("per person, once")

    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="money_standards",
        verbose_name=_("office"),
        help_text=_(
            "Binds this office and those below it that have none of their own."
        ),
    )
    category = models.CharField(_("category of visit"), max_length=12, choices=Category)
    rank = models.CharField(_("rank"), max_length=12, choices=Rank, default=Rank.ANY)
    sitting = models.CharField(
        _("sitting"), max_length=10, choices=Sitting, default=Sitting.ANY
    )
    unit = models.CharField(
        _("unit of measure"), max_length=8, choices=Unit, default=Unit.MEAL
    )
    amount = models.DecimalField(
        _("amount per person"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Yuan; empty means to be confirmed locally."),
    )
    document = models.CharField(
        _("document"),
        max_length=120,
        blank=True,
        help_text=_("Number and title of the local document that sets it."),
    )
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(
        _("in force until"),
        null=True,
        blank=True,
        help_text=_("The first day on which it no longer binds; empty if it does."),
    )

    class Meta(Record.Meta):
        verbose_name = _("money standard")
        verbose_name_plural = _("money standards")
        ordering = ("office", "category", "unit", "rank", "sitting", "-valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "category", "rank", "sitting", "unit", "valid_from"],
                name="money_standard_once",
                violation_error_message=_(
                    "The office already has this standard from this day on."
                ),
            ),
            models.CheckConstraint(
                name="money_standard_ends_after_it_begins",
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                violation_error_message=_("A standard must end after it begins."),
            ),
            models.CheckConstraint(
                name="money_standard_is_above_nothing",
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                violation_error_message=_(
                    "Leave the amount empty while it is not known; 0 forbids all."
                ),
            ),
            models.CheckConstraint(
                name="money_standard_names_its_document",
                condition=Q(amount__isnull=True) | ~Q(document=""),
                violation_error_message=_(
                    "Name the document that sets the amount; it is shown with it."
                ),
            ),
        ]

    def __str__(self):
        told = (
            self.get_category_display(),
            self.get_rank_display(),
            self.get_sitting_display(),
            self.get_unit_display(),
        )
        return " · ".join(str(each) for each in told)


class RuleSetting(Record):
    """Whether an office has confirmed a rule, or does without it."""

    access_paths = ("office",)
    business_key = ("office", "rule")

    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="rule_settings",
        verbose_name=_("office"),
        help_text=_(
            "Binds this office and those below it that have none of their own."
        ),
    )
    rule = models.CharField(_("rule"), max_length=4, choices=rule_choices)
    is_on = models.BooleanField(
        _("on"),
        default=True,
        help_text=_("Only what is to be confirmed locally can be switched off."),
    )
    is_confirmed = models.BooleanField(
        _("confirmed locally"),
        default=False,
        help_text=_("Somebody has checked the rule against the local documents."),
    )
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        help_text=_("The local document, or why the rule does not bind here."),
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
        verbose_name = _("setting of a rule")
        verbose_name_plural = _("settings of rules")
        ordering = ("office", "rule")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "rule"],
                name="rule_setting_once",
                violation_error_message=_("The office has a setting for this rule."),
            ),
            models.CheckConstraint(
                name="rule_setting_off_only_if_uncertain",
                condition=Q(is_on=True) | Q(rule__in=SWITCHABLE),
                violation_error_message=_(
                    "This rule binds everywhere; only rules marked “to be confirmed” "
                    "can be switched off."
                ),
            ),
            models.CheckConstraint(
                name="rule_setting_says_why",
                condition=Q(is_on=True, is_confirmed=False) | ~Q(note=""),
                violation_error_message=_(
                    "Say in the note by which document it is confirmed or off."
                ),
            ),
        ]

    def __str__(self):
        return str(self.get_rule_display())
