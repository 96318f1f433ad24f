"""How far a task order has gone, and the moves that take it further.

Who gives an order reaches its visit; who gets it reaches the office or the venue that
it is given to, or is the person himself. Each moves only his own side.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reception.access.scope import can_at_place, reach_of
from reception.workflow import Move


class OrderState(models.TextChoices):
    """The states of a task order."""

    DRAFT = "draft", _("draft")
    ISSUED = "issued", _("issued")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    REPORTED = "reported", _("reported done")
    DONE = "done", _("done")
    WITHDRAWN = "withdrawn", _("withdrawn")


WAITING = (OrderState.ISSUED, OrderState.ACKNOWLEDGED)  # for whoever got it


def by_the_giver(order, by, at):
    """Only those who work on the visit give, accept and withdraw its orders."""
    if can_at_place(by, "change", order.visit):
        return None
    return _("This order was given by %(office)s; its people decide on it.") % {
        "office": order.visit.host_office
    }


def by_the_receiver(order, by, at):
    """Only those to whom an order was given answer it."""
    reach = reach_of(by)
    if order.to_person_id:
        is_his = order.to_person_id == by.pk
    elif order.to_office_id:
        is_his = order.to_office_id in reach.offices or reach.everything
    else:
        is_his = can_at_place(by, "view", order.to_venue)
    if is_his:
        return None
    return _("This order was given to %(receiver)s.") % {"receiver": order.receiver()}


def visit_is_open(order, by, at):
    """No orders are given for a visit that is over."""
    return order.visit.closed_reason()


def stamp_issue(order, by, at, reason):
    """Note who gives the order, and let its receiver see it."""
    order.issued_by, order.issued_at = by, at
    order.shown_to_office, order.shown_to_venue = order.to_office, order.to_venue
    return ["issued_by", "issued_at", "shown_to_office", "shown_to_venue"]


def stamp_acknowledgement(order, by, at, reason):
    """Note who took the order."""
    order.acknowledged_by, order.acknowledged_at = by, at
    return ["acknowledged_by", "acknowledged_at"]


def stamp_report(order, by, at, reason):
    """Note who reports the order done, and what was done."""
    columns = (
        [] if order.acknowledged_by_id else stamp_acknowledgement(order, by, at, "")
    )
    order.reported_by, order.reported_at, order.report = by, at, reason
    return [*columns, "reported_by", "reported_at", "report"]


def clear_report(order, by, at, reason):
    """What was not done well is not reported."""
    order.reported_by = order.reported_at = None
    return ["reported_by", "reported_at"]


MOVES = {
    "issue": Move(
        label=_("Issue"),
        sources={OrderState.DRAFT},
        target=OrderState.ISSUED,
        action="change",
        guards=(visit_is_open, by_the_giver),
        stamp=stamp_issue,
    ),
    "acknowledge": Move(
        label=_("Acknowledge receipt"),
        sources={OrderState.ISSUED},
        target=OrderState.ACKNOWLEDGED,
        action="answer",
        guards=(by_the_receiver,),
        stamp=stamp_acknowledgement,
    ),
    "report": Move(
        label=_("Report done"),
        sources=set(WAITING),
        target=OrderState.REPORTED,
        action="answer",
        guards=(by_the_receiver,),
        stamp=stamp_report,
        needs_reason=lambda order, at: _("Say what was done."),
    ),
    "accept": Move(
        label=_("Accept as done"),
        sources={OrderState.REPORTED},
        target=OrderState.DONE,
        action="change",
        guards=(by_the_giver,),
    ),
    "return": Move(
        label=_("Return to be done better"),
        sources={OrderState.REPORTED},
        target=OrderState.ACKNOWLEDGED,
        action="change",
        guards=(by_the_giver,),
        stamp=clear_report,
        needs_reason=True,
    ),
    "withdraw": Move(
        label=_("Withdraw"),
        sources=set(WAITING),
        target=OrderState.WITHDRAWN,
        action="change",
        guards=(by_the_giver,),
        needs_reason=True,
    ),
}
