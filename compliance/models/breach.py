"""The breach register: what was found to be against a rule, and what followed."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.models.drive import Drive
from compliance.models.regulation import rule_choices
from reception.access.records import Record
from reception.accounts.models import Office
from reception.workflow import Move
from venues.models import Venue


class State(models.TextChoices):
    """How far a breach has been dealt with."""

    NOTED = "noted", _("noted")
    HANDLED = "handled", _("handled")
    DISMISSED = "dismissed", _("dismissed")


CLOSED = (State.HANDLED, State.DISMISSED)


def handling_is_told(breach, by, at):
    """What was done about a breach is written down before it counts as handled."""
    if not breach.handling.strip():
        return _("Write first what was done about it, in “handling”.")
    return None


def stamp_close(breach, by, at, reason):
    """Note who closed the breach, and when."""
    breach.closed_by, breach.closed_at = by, at
    return ["closed_by", "closed_at"]


def clear_close(breach, by, at, reason):
    """A breach that is open again was closed by nobody."""
    breach.closed_by = breach.closed_at = None
    return ["closed_by", "closed_at"]


MOVES = {
    "handle": Move(
        label=_("Mark as handled"),
        sources={State.NOTED},
        target=State.HANDLED,
        action="change",
        guards=(handling_is_told,),
        stamp=stamp_close,
    ),
    "dismiss": Move(
        label=_("Dismiss"),
        sources={State.NOTED},
        target=State.DISMISSED,
        action="change",
        stamp=stamp_close,
        needs_reason=True,
    ),
    "reopen": Move(
        label=_("Take up again"),
        sources={State.HANDLED, State.DISMISSED},
        target=State.NOTED,
        action="change",
        stamp=clear_close,
        needs_reason=True,
    ),
}


class BreachQuerySet(models.QuerySet):
    """Breaches by what is still to be done."""

    def open(self):
        """Breaches that nobody has handled or dismissed."""
        return self.filter(state=State.NOTED)


class Breach(Record):
    """A breach of a rule, found by judging a file, or of discipline, noted by hand.

    ``subject`` names the file, ``detail`` the line in it. ``state`` moves only through
    ``reception.workflow``. Restricted: clerks do not see it.
    """

    access_paths = ("office",)
    business_key = ("number",)
    searched = ("number", "subject", "responsible")
    moves = MOVES
    State = State

    class Source(models.TextChoices):
        """How it came to light."""

        RULES = "rules", _("judged by the rules")
        INSPECTION = "inspection", _("inspection")
        DRIVE = "drive", _("special rectification")
        AUDIT = "audit", _("audit")
        LETTER = "letter", _("letter or call from the public")
        HANDED = "handed", _("handed over by another unit")

    class Pattern(models.TextChoices):
        """The kind of misconduct, as published cases name it."""

        LETTERS = "letters", _("dining on official letters")
        CANTEEN = "canteen", _("dining in internal canteens")
        BOSSES = "bosses", _("dining at the expense of businesses")
        LOWER = "lower", _("dining at the expense of lower units")
        STANDARD = "standard", _("above the standard or the scope")
        INVOICES = "invoices", _("false or split bills")
        ALCOHOL = "alcohol", _("alcohol or cigarettes")
        GIFTS = "gifts", _("giving or taking gifts or money")
        POMP = "pomp", _("pomp: escort, banners, crowds")
        PRIVATE = "private", _("private matters as official ones")
        OTHER = "other", _("other misconduct")

    number = models.CharField(
        _("breach number"),
        max_length=40,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-B-2026-0001."),
    )
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="breaches", verbose_name=_("office")
    )
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="breaches",
        verbose_name=_("venue"),
        null=True,
        blank=True,
    )
    source = models.CharField(
        _("how it came to light"),
        max_length=10,
        choices=Source,
        default=Source.INSPECTION,
    )
    drive = models.ForeignKey(
        Drive,
        models.PROTECT,
        related_name="breaches",
        verbose_name=_("special rectification"),
        null=True,
        blank=True,
    )
    subject = models.CharField(
        _("case file"),
        max_length=60,
        blank=True,
        help_text=_("Such as the number of the visit; empty if there is none."),
    )
    rule = models.CharField(_("rule"), max_length=4, choices=rule_choices, blank=True)
    pattern = models.CharField(
        _("kind of misconduct"), max_length=10, choices=Pattern, blank=True
    )
    detail = models.CharField(
        _("line of the file"),
        max_length=60,
        blank=True,
        help_text=_("What in the file, such as meal-2; empty means the whole."),
    )
    description = models.TextField(_("what was found"), blank=True)
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    found_on = models.DateField(_("found on"))
    measured = models.DecimalField(
        _("measured"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    limit = models.DecimalField(
        _("limit"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(_("unit of measure"), max_length=20, blank=True)
    citation = models.CharField(_("provision"), max_length=300, blank=True)
    responsible = models.CharField(
        _("person or unit"),
        max_length=120,
        blank=True,
        help_text=_("Who answers for it."),
    )
    clause = models.CharField(
        _("clause of discipline"),
        max_length=200,
        blank=True,
        help_text=_("The article by which it is dealt with; to be confirmed locally."),
    )
    handling = models.TextField(_("handling"), blank=True)
    result = models.TextField(_("outcome"), blank=True)
    facts = models.JSONField(
        _("facts it was judged on"),
        default=dict,
        blank=True,
        editable=False,
        encoder=DjangoJSONEncoder,
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.NOTED, editable=False
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("dealt with by"),
        null=True,
        editable=False,
    )
    closed_at = models.DateTimeField(_("dealt with at"), null=True, editable=False)

    objects = BreachQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("breach")
        verbose_name_plural = _("breach register")
        ordering = ("-found_on", "-number")
        indexes = [
            models.Index(
                fields=["office", "-found_on", "-number"], name="breach_by_office"
            ),
            models.Index(fields=["-found_on", "-number"], name="breach_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "rule", "detail"],
                name="breach_entered_once",
                condition=~Q(rule="") & ~Q(subject=""),
                violation_error_message=_(
                    "This breach of the rule in this file is in the register."
                ),
            ),
            models.CheckConstraint(
                name="breach_of_a_rule_or_of_a_kind",
                condition=~Q(rule="") | ~Q(pattern=""),
                violation_error_message=_("Name the rule, or the kind of misconduct."),
            ),
            models.CheckConstraint(
                name="breach_judged_in_a_file",
                condition=~Q(source="rules") | (~Q(rule="") & ~Q(subject="")),
                violation_error_message=_(
                    "What the rules judge has a rule and a case file."
                ),
            ),
            models.CheckConstraint(
                name="breach_found_after_it_happened",
                condition=Q(happened_on__isnull=True)
                | Q(found_on__gte=F("happened_on")),
                violation_error_message=_(
                    "A breach cannot be found before it happened."
                ),
            ),
            models.CheckConstraint(
                name="breach_closed_iff_closer",
                condition=Q(
                    state__in=CLOSED,
                    closed_by__isnull=False,
                    closed_at__isnull=False,
                )
                | Q(state=State.NOTED, closed_by__isnull=True, closed_at__isnull=True),
                violation_error_message=_("A closed breach names who closed it."),
            ),
        ]

    def __str__(self):
        return " ".join(filter(None, (self.number, self.rule, self.subject)))

    def number_prefix(self, day):
        """Return what a breach entered on ``day`` begins its number with."""
        return f"{self.office.code}-B-{day.year}-"

    def locked_reason(self):
        """A closed breach does not change until it is taken up again."""
        if self.state in CLOSED:
            return _(
                "The breach is %(state)s; take it up again before changing it."
            ) % {"state": self.get_state_display()}
        return None
