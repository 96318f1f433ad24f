"""Approval: the levels of an office, deputies for the absent, and what was said."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from reception.accounts.models import Office
from visits.approving import Word, is_stale
from visits.content import Aspect
from visits.models.visit import Rank, Visit
from visits.readiness import Answer, Area, Found, check
from visits.states import GRANTED

HIGHEST_FIRST = [rank.value for rank in Rank]


class ApprovalLevel(Record):
    """One step of an office's approval: who decides there, and on which visits.

    A level without conditions concerns every visit of its category; with several
    conditions, any of them suffices.
    """

    access_paths = ("office",)
    business_key = ("office", "order")

    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="approval_levels",
        verbose_name=_("office"),
    )
    order = models.PositiveSmallIntegerField(
        _("order of the level"), help_text=_("1 decides first.")
    )
    name = models.CharField(
        _("name of the level"), max_length=60, help_text=_("Such as “head of office”.")
    )
    approvers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="approval_levels",
        verbose_name=_("approvers"),
        help_text=_("Any one of them decides; each needs the role of an approver."),
    )
    category = models.CharField(
        _("category"),
        max_length=12,
        choices=Visit.Category,
        blank=True,
        help_text=_("Only visits of this category; empty for all."),
    )
    from_rank = models.CharField(
        _("from rank"),
        max_length=12,
        choices=Rank,
        blank=True,
        help_text=_("Visits of this rank or a higher one."),
    )
    from_budget = models.DecimalField(
        _("from budget"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Yuan; visits that cost as much or more."),
    )
    from_guests = models.PositiveSmallIntegerField(
        _("from number of guests"),
        null=True,
        blank=True,
        help_text=_("Visits of as many guests or more."),
    )
    looks_at_people = models.BooleanField(_("changes of people"), default=True)
    looks_at_programme = models.BooleanField(
        _("changes of the programme"), default=True
    )
    looks_at_money = models.BooleanField(_("changes of money"), default=True)

    class Meta(Record.Meta):
        verbose_name = _("level of approval")
        verbose_name_plural = _("levels of approval")
        ordering = ("office", "order")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "order"],
                name="level_order_once",
                violation_error_message=_(
                    "The office already has a level of this order."
                ),
            ),
            models.CheckConstraint(
                name="level_order_from_one",
                condition=Q(order__gte=1),
                violation_error_message=_("The order of levels begins with 1."),
            ),
        ]

    def __str__(self):
        return f"{self.order}. {self.name}"

    def concerns_visit(self, visit: Visit) -> bool:
        """Whether ``visit`` passes this level."""
        if self.category and self.category != visit.category:
            return False
        conditions = []
        if self.from_rank:
            at_most = HIGHEST_FIRST.index(self.from_rank)
            conditions.append(HIGHEST_FIRST.index(visit.rank) <= at_most)
        if self.from_budget is not None:
            conditions.append((visit.budget or 0) >= self.from_budget)
        if self.from_guests is not None:
            conditions.append(visit.guests >= self.from_guests)
        return not conditions or any(conditions)

    def looks_at(self, aspects: set[Aspect]) -> bool:
        """Whether a change in one of ``aspects`` concerns this level."""
        own = {
            Aspect.MATTER: True,
            Aspect.PEOPLE: self.looks_at_people,
            Aspect.PROGRAMME: self.looks_at_programme,
            Aspect.MONEY: self.looks_at_money,
        }
        return any(own[aspect] for aspect in aspects)


class Deputyship(Record):
    """Days on which somebody decides in the place of an absent approver."""

    access_paths = ("office",)
    business_key = ("absent", "starts_on")

    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="deputyships",
        verbose_name=_("office"),
    )
    absent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="absences",
        verbose_name=_("absent approver"),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="deputyships",
        verbose_name=_("deputy"),
        help_text=_("Needs the role of an approver."),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("deputyship")
        verbose_name_plural = _("deputyships")
        ordering = ("-starts_on", "absent")
        permissions = [("appoint_deputyship", _("Names deputies for other people"))]
        constraints = [
            models.UniqueConstraint(
                fields=["absent", "starts_on"],
                name="deputyship_begins_once",
                violation_error_message=_("That absence is entered already."),
            ),
            models.CheckConstraint(
                name="deputyship_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                name="deputy_is_another",
                condition=~Q(absent=F("deputy")),
                violation_error_message=_("Nobody is his own deputy."),
            ),
        ]

    def __str__(self):
        return f"{self.absent} → {self.deputy}"

    def is_on(self, day: date) -> bool:
        """Whether the deputy decides on ``day``."""
        return self.starts_on <= day <= self.ends_on


class Approval(Record):
    """What one level said of a visit, and the content of which it said so."""

    access_paths = ("visit",)
    business_key = ("visit", "said_at")

    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="approvals", verbose_name=_("visit")
    )
    level_order = models.PositiveSmallIntegerField(_("order of the level"))
    level_name = models.CharField(_("name of the level"), max_length=60, blank=True)
    word = models.CharField(_("decision"), max_length=10, choices=Word)
    is_last = models.BooleanField(_("the last word"), default=False)
    is_late = models.BooleanField(_("after the arrival"), default=False)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
    )
    in_place_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("in the place of"),
        null=True,
        blank=True,
    )
    said_at = models.DateTimeField(_("decided at"))
    reason = models.TextField(_("reason"), blank=True)
    content = models.JSONField(_("content decided on"), default=dict)
    fingerprint = models.CharField(_("print of the content"), max_length=64)

    class Meta(Record.Meta):
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ("-said_at", "-pk")
        default_permissions = ("view", "export")
        indexes = [
            models.Index(fields=["-said_at", "-id"], name="approval_by_moment"),
        ]
        constraints = [
            models.CheckConstraint(
                name="approval_late_says_why",
                condition=Q(is_late=False) | ~Q(reason=""),
                violation_error_message=_("A late decision says why."),
            ),
            models.CheckConstraint(
                name="approval_no_says_why",
                condition=Q(word=Word.AGREED) | ~Q(reason=""),
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self):
        return f"{self.visit} {self.get_word_display()}"


@check("approval", _("approval"), Area.FILE)
def is_approved(visit: Visit, on) -> Found:
    """Every level agreed to what the file says now."""
    if visit.state not in GRANTED:
        return Found(Answer.MISSING, visit.get_state_display())
    if is_stale(visit):
        return Found(Answer.MISSING, _("the file changed after its approval"))
    return Found(Answer.DONE)
