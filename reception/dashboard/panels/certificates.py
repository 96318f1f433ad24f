"""Panels of certificates: which have expired, which end soon, whose is next."""

from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from compliance.models import Certificate
from reception.access.scope import visible
from reception.dashboard import days
from reception.dashboard.cards import (
    Asked,
    Card,
    Cell,
    Chart,
    Figure,
    Series,
    Table,
    headings,
    listed,
    opened,
)

TERMS = {30: "bad", 60: "warn", 90: "info"}  # days ahead, as the list's filter has them
MONTHS = 12
NEXT = 10  # rows


def due(asked: Asked) -> Card:
    """How many certificates have expired or end soon, and in which months they end."""
    today = asked.today
    edges = [today, *days.months(today, 1, MONTHS)]
    counts = _in_force(asked).aggregate(
        expired=Count("pk", filter=Q(valid_until__lt=today)),
        **{
            f"within_{term}": Count(
                "pk",
                filter=Q(
                    valid_until__gte=today,
                    valid_until__lte=today + timedelta(days=term),
                ),
            )
            for term in TERMS
        },
        **days.tallies("valid_until", edges),
    )
    ends = days.tallied(counts, MONTHS)
    return Card(
        title=_("Certificates to renew"),
        icon="workspace_premium",
        figures=_figures(counts),
        chart=Chart(
            title=_("Certificates by month of expiry"),
            labels=days.month_texts(days.months(today, 0, MONTHS)),
            series=[Series(_("Certificates"), ends)],
        )
        if any(ends)
        else None,
        empty="" if any(ends) else _("No certificate ends in the next 12 months."),
        waiting=counts["expired"] + counts["within_30"],
    )


def _figures(counts: dict) -> list[Figure]:
    """Return how many have expired and how many end within each term."""
    expired = Figure(
        _("Expired"),
        counts["expired"],
        listed(Certificate, status="expired"),
        "bad" if counts["expired"] else "plain",
    )
    soon = [
        Figure(
            _("Due in %(count)s days") % {"count": term},
            counts[f"within_{term}"],
            listed(Certificate, status=term),
            tone if counts[f"within_{term}"] else "plain",
        )
        for term, tone in TERMS.items()
    ]
    return [expired, *soon]


def next_to_expire(asked: Asked) -> Card:
    """The certificates that end next, with their holders."""
    rows = _in_force(asked).filter(valid_until__gte=asked.today)
    related = ("kind", "holder__office", "holder__venue")
    found = rows.select_related(*related).order_by("valid_until", "pk")[:NEXT]
    return Card(
        title=_("Next to expire"),
        icon="event_upcoming",
        table=Table(
            headings=[
                *headings(Certificate, "holder", "kind", "valid_until"),
                _("Time left"),
            ],
            rows=[
                [
                    Cell(
                        each.holder, url=opened(each), detail=str(each.holder.employer)
                    ),
                    Cell(each.kind),
                    Cell(days.date_text(each.valid_until), fixed=True),
                    _left(each.valid_until, asked.today),
                ]
                for each in found
            ],
        ),
        empty=_("No certificate is about to end."),
    )


def _in_force(asked: Asked):
    """Return the certificates in reach of people who have not left."""
    return visible(asked.user, "view", Certificate.objects.current_holders(asked.today))


def _left(end: date, today: date) -> Cell:
    count = (end - today).days
    tone = next((tone for term, tone in TERMS.items() if count <= term), "plain")
    return Cell(days.left_text(end, today), tone=tone)
