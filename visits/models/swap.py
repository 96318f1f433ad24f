"""Swaps of shifts (调班): asked by one, agreed by another, approved by a third."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models import StaffMember
from reception.access.records import Record
from visits.models.shift import Shift
from visits.swap_states import MOVES, OPEN, SwapState


class SwapQuerySet(models.QuerySet):
    """Swaps by what waits."""

    def open(self):
        """Swaps that are neither approved nor given up."""
        return self.filter(state__in=OPEN)


class ShiftSwap(Record):
    """That a colleague takes over a shift, perhaps for one of his own."""

    access_paths = ("shift",)
    business_key = ("shift", "asked_at")
    searched = ("reason",)
    moves = MOVES
    State = SwapState

    shift = models.ForeignKey(
        Shift,
        models.PROTECT,
        related_name="swaps",
        verbose_name=_("shift"),
    )
    holder = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("a swap", "gives it"),
    )
    colleague = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="swaps_offered",
        verbose_name=pgettext_lazy("a swap", "takes it over"),
    )
    in_return = models.ForeignKey(
        Shift,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("a swap", "shift in return"),
        null=True,
        blank=True,
    )
    reason = models.CharField(pgettext_lazy("a swap", "reason"), max_length=200)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SwapState,
        default=SwapState.ASKED,
        editable=False,
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("a swap", "asked by"),
    )
    asked_at = models.DateTimeField(pgettext_lazy("a swap", "asked at"))
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("a swap", "agreed by"),
        null=True,
        editable=False,
    )
    agreed_at = models.DateTimeField(
        pgettext_lazy("a swap", "agreed at"), null=True, editable=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
        null=True,
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)

    objects = SwapQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("swap of shifts")
        verbose_name_plural = _("swaps of shifts")
        ordering = ("-asked_at", "-id")
        default_permissions = ("view", "export")
        permissions = [
            ("join_shiftswap", _("Asks for and agrees to swaps of own shifts")),
            ("approve_shiftswap", _("Approves swaps of shifts")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["shift"],
                condition=Q(state__in=OPEN),
                name="swap_one_open",
                violation_error_message=_("A swap of this shift is open already."),
            ),
            models.UniqueConstraint(
                fields=["shift", "asked_at"],
                name="swap_asked_once",
                violation_error_message=_(
                    "A swap of this shift was asked at this moment."
                ),
            ),
            models.CheckConstraint(
                name="swap_between_two",
                condition=~Q(holder=F("colleague")),
                violation_error_message=_("A swap is between two people."),
            ),
            models.CheckConstraint(
                name="swap_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                name="swap_agreed_iff_agreer",
                condition=Q(
                    state__in=(SwapState.AGREED, SwapState.APPROVED),
                    agreed_by__isnull=False,
                    agreed_at__isnull=False,
                )
                | Q(state=SwapState.ASKED, agreed_by__isnull=True)
                | Q(
                    state__in=(
                        SwapState.DECLINED,
                        SwapState.REFUSED,
                        SwapState.WITHDRAWN,
                    )
                ),
                violation_error_message=_("An agreed swap names who agreed, and when."),
            ),
            models.CheckConstraint(
                name="swap_decided_iff_decider",
                condition=Q(
                    state__in=(SwapState.APPROVED, SwapState.REFUSED),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | Q(
                    state__in=(*OPEN, SwapState.DECLINED, SwapState.WITHDRAWN),
                    decided_by__isnull=True,
                ),
                violation_error_message=_("A decision names who decided, and when."),
            ),
            models.CheckConstraint(
                name="swap_decided_by_another",
                condition=Q(decided_by__isnull=True)
                | (
                    ~Q(decided_by=F("asked_by"))
                    & (Q(agreed_by__isnull=True) | ~Q(decided_by=F("agreed_by")))
                ),
                violation_error_message=_(
                    "Whoever asked for a swap or agreed to it cannot decide on it."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.holder} → {self.colleague}"
