"""How far a swap of shifts has gone, and the moves that take it further.

The approval changes the shifts in the same transaction, by the rules of the roster.
People are locked before shifts, everywhere in the same order.
"""

from django.db import connection, models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.ledger import writing
from reception.ledger.models import Kind
from reception.workflow import Move


class SwapState(models.TextChoices):
    """The states of a swap."""

    ASKED = "asked", pgettext_lazy("a swap", "asked")
    AGREED = "agreed", pgettext_lazy("a swap", "agreed")
    APPROVED = "approved", pgettext_lazy("a swap", "approved")
    DECLINED = "declined", pgettext_lazy("a swap", "declined")
    REFUSED = "refused", pgettext_lazy("a swap", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("a swap", "withdrawn")


OPEN = (SwapState.ASKED, SwapState.AGREED)


def exchanged(swap) -> list:
    """Return both shifts with their new people, locked and not stored.

    A shift that is not any more whose it was is not among them.
    """
    model = type(swap.shift)
    keys = [key for key in (swap.shift_id, swap.in_return_id) if key]
    model.lock_people({swap.holder_id, swap.colleague_id})
    rows = model.objects.filter(pk__in=keys).order_by("pk")
    if connection.in_atomic_block:  # a page that only asks holds nothing
        rows = rows.select_for_update(of=("self",))
    given = {each.pk: each for each in rows}
    found = []
    for key, old, new in (
        (swap.shift_id, swap.holder, swap.colleague),
        (swap.in_return_id, swap.colleague, swap.holder),
    ):
        if key in given and given[key].member_id == old.pk:
            given[key].member = new
            found.append(given[key])
    return found


def is_still_theirs(swap, by, at):
    """Shifts that were changed, begun or closed meanwhile are not swapped."""
    shifts = exchanged(swap)
    if len(shifts) < (1 if swap.in_return_id is None else 2):
        return _("The roster changed meanwhile: a shift is not any more whose it was.")
    if any(each.starts_at <= at for each in shifts):
        return _("The shift has begun; it cannot be swapped any more.")
    if any(each.locked_reason() for each in shifts):
        return _("The shift is closed; it cannot be swapped any more.")
    return None


def fits_the_roster(swap, by, at):
    """After the swap nobody is on duty twice or without his certificate."""
    shifts = exchanged(swap)
    told = [str(text) for _shift, text in type(swap.shift).beside_others(shifts, set())]
    return " ".join(told) or None


def by_colleague(swap, by, at):
    """Only the colleague says whether he takes the shift."""
    if by.pk != swap.colleague.user_id:
        return _("Only %(name)s says yes or no.") % {"name": swap.colleague}
    return None


def by_holder(swap, by, at):
    """Only whoever asked gives it up."""
    if by.pk != swap.asked_by_id:
        return _("Only %(name)s takes it back.") % {"name": swap.holder}
    return None


def by_neither(swap, by, at):
    """Neither of the two decides on their swap."""
    own = (swap.asked_by_id, swap.agreed_by_id)
    if by.pk in (*own, swap.holder.user_id, swap.colleague.user_id):
        return _("It is your own swap; somebody else decides.")
    return None


def stamp_agreed(swap, by, at, reason):
    """Note who agreed, and when."""
    swap.agreed_by, swap.agreed_at = by, at
    return ["agreed_by", "agreed_at"]


def stamp_decided(swap, by, at, reason):
    """Note who decided, and when."""
    swap.decided_by, swap.decided_at = by, at
    return ["decided_by", "decided_at"]


def stamp_approved(swap, by, at, reason):
    """Give each shift its new person, with an entry of its own."""
    for shift in exchanged(swap):
        before = {"member": shift._meta.model.objects.get(pk=shift.pk).member_id}
        shift.save(update_fields=["member"])
        writing.note(
            Kind.CHANGED,
            record=shift,
            changes=writing.difference(shift, before),
            details={"swap": swap.pk},
            by=by,
            at=at,
        )
    return stamp_decided(swap, by, at, reason)


MOVES = {
    "agree": Move(
        label=pgettext_lazy("a swap", "Agree"),
        sources={SwapState.ASKED},
        target=SwapState.AGREED,
        action="join",
        guards=(by_colleague, is_still_theirs, fits_the_roster),
        stamp=stamp_agreed,
    ),
    "decline": Move(
        label=pgettext_lazy("a swap", "Decline"),
        sources={SwapState.ASKED},
        target=SwapState.DECLINED,
        action="join",
        guards=(by_colleague,),
    ),
    "withdraw": Move(
        label=pgettext_lazy("a swap", "Take back"),
        sources=set(OPEN),
        target=SwapState.WITHDRAWN,
        action="join",
        guards=(by_holder,),
    ),
    "approve": Move(
        label=_("Approve the swap"),
        sources={SwapState.AGREED},
        target=SwapState.APPROVED,
        action="approve",
        guards=(by_neither, is_still_theirs, fits_the_roster),
        stamp=stamp_approved,
    ),
    "refuse": Move(
        label=_("Refuse the swap"),
        sources={SwapState.AGREED},
        target=SwapState.REFUSED,
        action="approve",
        guards=(by_neither,),
        stamp=stamp_decided,
        needs_reason=True,
    ),
}
