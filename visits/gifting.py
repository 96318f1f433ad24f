"""Gifts received: until when each is registered, and what becomes of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from compliance.months import months_from

# 国管财字〔1995〕158号 and 国务院令第133号 (1993), to be confirmed locally; yuan.
HAND_IN_FROM = Decimal(200)
REGISTER_FROM = Decimal(100)
MOST_IN_A_YEAR = Decimal(600)  # per person; what is above is handed in


def begun_before(on: date) -> date:
    """Return the last day whose month had ended before ``on``."""
    day = on - timedelta(days=28)
    while months_from(day, 1) >= on:
        day -= timedelta(days=1)
    return day


def advice(gift, total: Decimal | None) -> Iterator[str]:
    """Say what the rules expect of a gift received.

    ``total`` is what its receiver kept in the year, this gift included, in yuan.
    """
    source = _("(1995 rules of the central organs; to be confirmed locally)")
    if gift.kind in gift.NEVER_KEPT:
        yield _("Money, securities and valuables are always handed in.") + source
    elif gift.value is None:
        yield _("Estimate the value: it decides whether the gift is handed in.")
    elif gift.value >= HAND_IN_FROM:
        told = {"limit": HAND_IN_FROM}
        yield _("Gifts from %(limit)s yuan on are handed in.") % told + source
    if total is not None and total > MOST_IN_A_YEAR:
        told = {"total": total, "limit": MOST_IN_A_YEAR}
        yield (
            _(
                "What this person kept in the year comes to %(total)s yuan; what is "
                "above %(limit)s is handed in."
            )
            % told
            + source
        )
