"""The panel of the gift register: what is to be handed in, the latest first."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reception.access.scope import visible
from reception.dashboard import days
from reception.dashboard.cards import (
    Asked,
    Card,
    Cell,
    Table,
    first_of,
    headings,
    listed,
    opened,
)
from visits.models import Gift

MOST = 8  # rows
SOON = 7  # days before the month is over


def waiting(asked: Asked) -> Card:
    """Gifts received whose disposal nobody has confirmed, the oldest first."""
    rows = visible(asked.user, "view", Gift.objects.waiting())
    rows = rows.select_related("person").order_by("happened_on", "number")
    found, total = first_of(rows, MOST)
    return Card(
        title=_("Gifts to be handed in"),
        icon="redeem",
        wide=True,
        table=Table(
            headings=[
                *headings(Gift, "item", "person", "value"),
                _("Time left"),
            ],
            rows=[
                [
                    Cell(
                        gift.item,
                        opened(gift),
                        detail=f"{gift.number} {capfirst(gift.get_kind_display())}",
                    ),
                    Cell(gift.person),
                    Cell("—" if gift.value is None else str(gift.value), fixed=True),
                    _left(gift, asked.today),
                ]
                for gift in found
            ],
            more=listed(Gift, due="waiting") if total > MOST else "",
        ),
        empty=_("Every gift received has been settled."),
        waiting=total,
    )


def _left(gift: Gift, today) -> Cell:
    """Return what is left of the month: red when over, amber in its last week."""
    left = (gift.due_on - today).days
    tone = "bad" if left < 0 else "warn" if left <= SOON else "plain"
    return Cell(days.left_text(gift.due_on, today), tone=tone)
