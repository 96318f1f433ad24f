"""How far a gift in the register has gone, and the moves that take it further."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.workflow import Move


class GiftState(models.TextChoices):
    """The states of an entry of the gift register."""

    REGISTERED = "registered", pgettext_lazy("a gift", "registered")
    SETTLED = "settled", pgettext_lazy("a gift", "settled")


def was_received(gift, by, at):
    """What was given away is with its guest."""
    if gift.direction == gift.Direction.GIVEN:
        return _("This gift was given away; there is nothing to hand in.")
    return None


def disposal_is_told(gift, by, at):
    """What became of it is written down first."""
    if gift.disposal and gift.disposed_on:
        return None
    return _("Write first what became of the gift, and on which day.")


def by_another(gift, by, at):
    """Whoever received or entered a gift does not settle it himself."""
    receiver = gift.person and gift.person.user_id
    if by.pk in (receiver, gift.entered_by_id):
        return _("You received or entered this gift; somebody else settles it.")
    return None


def stamp_settled(gift, by, at, reason):
    """Note who confirmed the disposal, and when."""
    gift.settled_by, gift.settled_at = by, at
    return ["settled_by", "settled_at"]


def clear_settled(gift, by, at, reason):
    """An entry that is open again was settled by nobody."""
    gift.settled_by = gift.settled_at = None
    return ["settled_by", "settled_at"]


MOVES = {
    "settle": Move(
        label=_("Confirm the disposal"),
        sources={GiftState.REGISTERED},
        target=GiftState.SETTLED,
        action="settle",
        guards=(was_received, disposal_is_told, by_another),
        stamp=stamp_settled,
    ),
    "reopen": Move(
        label=_("Take up again"),
        sources={GiftState.SETTLED},
        target=GiftState.REGISTERED,
        action="settle",
        stamp=clear_settled,
        needs_reason=True,
    ),
}
