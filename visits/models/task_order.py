"""Coordination meetings (任务协调会) and the task orders (任务下达单) of a visit."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from reception.access.records import Record
from reception.accounts.models import Office
from venues.models import Venue
from visits.models.visit import Visit
from visits.order_states import MOVES, WAITING, OrderState
from visits.readiness import Answer, Area, Found, check


class CoordinationMeeting(Record):
    """A meeting at which the tasks of a visit are agreed on, with its minutes."""

    access_paths = ("visit",)
    business_key = ("visit", "held_at")

    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="meetings", verbose_name=_("visit")
    )
    held_at = models.DateTimeField(_("held at"))
    place = models.CharField(_("meeting place"), max_length=120, blank=True)
    chair = models.CharField(_("chaired by"), max_length=60)
    attendees = models.TextField(
        _("attendees"), help_text=_("Units and names, one unit a line.")
    )
    minutes = models.TextField(
        _("minutes"), blank=True, help_text=_("What was agreed on; tasks stand below.")
    )

    class Meta(Record.Meta):
        verbose_name = _("coordination meeting")
        verbose_name_plural = _("coordination meetings")
        ordering = ("-held_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "held_at"],
                name="meeting_once",
                violation_error_message=_("This meeting is entered already."),
            ),
        ]

    def __str__(self):
        return _("Meeting on %(visit)s") % {"visit": self.visit}

    def locked_reason(self):
        """A closed visit keeps its minutes."""
        return self.visit.closed_reason()


class TaskOrder(Record):
    """What one person, office or venue is to do for a visit, until when.

    ``shown_to_…`` are set when the order is issued: through them the receiver sees
    the order, and of the visit only what is shared with him.
    """

    access_paths = ("visit", "shown_to_office", "shown_to_venue")
    business_key = ("number",)
    searched = ("number", "subject")
    moves = MOVES

    number = models.CharField(
        _("number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-R-2026-0001."),
    )
    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="orders", verbose_name=_("visit")
    )
    meeting = models.ForeignKey(
        CoordinationMeeting,
        models.PROTECT,
        related_name="orders",
        verbose_name=_("agreed on at"),
        null=True,
        blank=True,
    )
    subject = models.CharField(
        _("task"), max_length=120, help_text=_("In a line; the receiver reads it.")
    )
    requirements = models.TextField(
        _("requirements"),
        help_text=_("Time, number of people, rooms, meals, cars: what is needed."),
    )
    to_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="task_orders",
        verbose_name=_("to a colleague"),
        null=True,
        blank=True,
    )
    to_office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="task_orders",
        verbose_name=_("to an office"),
        null=True,
        blank=True,
    )
    to_venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="task_orders",
        verbose_name=_("to a venue"),
        null=True,
        blank=True,
    )
    due_at = models.DateTimeField(_("due at"))
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=OrderState,
        default=OrderState.DRAFT,
        editable=False,
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("issued by"),
        null=True,
        editable=False,
    )
    issued_at = models.DateTimeField(_("issued at"), null=True, editable=False)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("acknowledged by"),
        null=True,
        editable=False,
    )
    acknowledged_at = models.DateTimeField(
        _("acknowledged at"), null=True, editable=False
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("reported by"),
        null=True,
        editable=False,
    )
    reported_at = models.DateTimeField(_("reported at"), null=True, editable=False)
    report = models.TextField(_("report"), blank=True, editable=False)
    shown_to_office = models.ForeignKey(
        Office, models.PROTECT, related_name="+", null=True, editable=False
    )
    shown_to_venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="+", null=True, editable=False
    )

    class Meta(Record.Meta):
        verbose_name = _("task order")
        verbose_name_plural = _("task orders")
        ordering = ("-due_at", "-number")
        permissions = [("answer_taskorder", _("Acknowledges and reports task orders"))]
        indexes = [
            models.Index(fields=["state", "due_at"], name="order_by_state"),
            models.Index(fields=["-due_at", "-number"], name="order_by_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="order_to_one_receiver",
                condition=Q(
                    to_person__isnull=False,
                    to_office__isnull=True,
                    to_venue__isnull=True,
                )
                | Q(
                    to_person__isnull=True,
                    to_office__isnull=False,
                    to_venue__isnull=True,
                )
                | Q(
                    to_person__isnull=True,
                    to_office__isnull=True,
                    to_venue__isnull=False,
                ),
                violation_error_message=_(
                    "An order goes to one receiver: a colleague, an office or a venue."
                ),
            ),
            models.CheckConstraint(
                name="order_draft_is_unseen",
                condition=~Q(state=OrderState.DRAFT)
                | Q(
                    issued_by__isnull=True,
                    shown_to_office__isnull=True,
                    shown_to_venue__isnull=True,
                ),
                violation_error_message=_("Nobody sees an order that is not issued."),
            ),
            models.CheckConstraint(
                name="order_reported_iff_reporter",
                condition=Q(
                    state__in=(OrderState.REPORTED, OrderState.DONE),
                    reported_by__isnull=False,
                    reported_at__isnull=False,
                )
                | Q(
                    state__in=(OrderState.DRAFT, *WAITING, OrderState.WITHDRAWN),
                    reported_by__isnull=True,
                    reported_at__isnull=True,
                ),
                violation_error_message=_("A report names who reports, and when."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.subject}"

    def clean(self):
        """Refuse an order that was agreed on at the meeting of another visit."""
        if self.meeting_id and self.visit_id != self.meeting.visit_id:
            text = _("This meeting was about another visit.")
            raise ValidationError({"meeting": text})

    def number_prefix(self, day):
        """Return what an order of ``day`` begins its number with."""
        return f"{self.visit.host_office.code}-R-{day.year}-"

    def receiver(self):
        """Return the person, office or venue that the order is given to."""
        return self.to_person or self.to_office or self.to_venue

    def is_overdue(self, at: datetime) -> bool:
        """Whether it should have been reported done by ``at``."""
        return self.state in WAITING and self.due_at < at

    def locked_reason(self):
        """An issued order does not change; it is withdrawn and given anew."""
        if self.state != OrderState.DRAFT:
            return _("The order is issued; withdraw it and give another one.")
        return self.visit.closed_reason()


@check("orders", _("task orders acknowledged"), Area.FILE)
def orders_are_taken(visit: Visit, on) -> Found:
    """Every order of the visit has been issued and acknowledged."""
    orders = visit.orders.exclude(state=OrderState.WITHDRAWN)
    if not orders.exists():
        return Found(Answer.NOT_NEEDED, _("no orders"))
    pending = orders.filter(state__in=(OrderState.DRAFT, OrderState.ISSUED)).count()
    if not pending:
        return Found(Answer.DONE)
    text = ngettext(
        "%(count)s order is not acknowledged",
        "%(count)s orders are not acknowledged",
        pending,
    )
    return Found(Answer.MISSING, text % {"count": pending})
