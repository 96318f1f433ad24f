"""The panel of the breach register: what a discipline officer has to deal with."""

from django.utils.translation import gettext as _

from compliance.models import Breach
from reception.access.scope import visible
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

MOST = 8  # rows


def noted(asked: Asked) -> Card:
    """Breaches that nobody has handled or dismissed, the oldest first."""
    rows = visible(asked.user, "view", Breach.objects.open())
    found, total = first_of(rows.order_by("found_on", "number"), MOST)
    return Card(
        title=_("Breaches to deal with"),
        icon="gavel",
        wide=True,
        table=Table(
            headings=headings(Breach, "number", "rule", "happened_on", "description"),
            rows=[
                [
                    Cell(
                        breach.number,
                        opened(breach),
                        detail=breach.subject,
                        fixed=True,
                    ),
                    Cell(breach.get_rule_display() or breach.get_pattern_display()),
                    Cell(str(breach.happened_on or ""), fixed=True),
                    Cell(breach.description),
                ]
                for breach in found
            ],
            more=listed(Breach, state__exact=Breach.State.NOTED)
            if total > MOST
            else "",
        ),
        empty=_("No breach waits to be dealt with."),
        waiting=total,
    )
