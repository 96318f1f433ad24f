"""Panels of certificates: what has expired or ends, whose is next, who lacks some."""

from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.coverage_pages import may_open, places_on
from compliance.models import Certificate
from reception.access.scope import visible
from reception.dashboard import days
from reception.dashboard.cards import (
    Asked,
    Card,
    Cell,
    Chart,
    Figure,
    Link,
    Series,
    Table,
    headings,
    listed,
    opened,
)

TERMS = {30: "bad", 60: "warn", 90: "info"}  # days ahead, as the list's filter has them
MONTHS = 12
NEXT = 10  # rows
NAMED = 3  # people of a place


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
    held = Certificate.objects.current_holders(today).suspended(today)
    paused = visible(asked.user, "view", held).count()
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
        links=[_suspended(paused)] if paused else (),
        empty="" if any(ends) else _("No certificate ends in the next 12 months."),
        waiting=counts["expired"] + counts["within_30"],
    )


def _suspended(count: int) -> Link:
    """Return the way to the certificates that are suspended."""
    text = ngettext(
        "%(count)s certificate is suspended",
        "%(count)s certificates are suspended",
        count,
    )
    url = listed(Certificate, status="suspended")
    return Link(text % {"count": count}, url, "pause_circle")


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


def not_covered(asked: Asked) -> Card | None:
    """The offices and venues whose people lack what their posts require today."""
    if not may_open(asked.user):
        return None
    places = places_on(asked.user, asked.today)
    rows = [
        [
            Cell(place.name, url=place.url, detail=_people(place)),
            Cell(len(place.lacking), number=True, tone="bad"),
        ]
        for place in places[:NEXT]
    ]
    return Card(
        title=_("Places not covered"),
        icon="person_alert",
        table=Table(
            headings=[_("Place"), _("People")],
            rows=rows,
            more=reverse("coverage:places"),
        ),
        empty="" if rows else _("Everybody holds what his post requires."),
        waiting=sum(len(place.lacking) for place in places),
    )


def _people(place) -> str:
    """Return the first names of those who are not covered."""
    names = [member.name for member, _kinds in place.named[:NAMED]]
    return _(", ").join(names) + ("…" if len(place.lacking) > NAMED else "")


def _in_force(asked: Asked):
    """Return what is still to be renewed in reach, of people who have not left."""
    rows = Certificate.objects.current_holders(asked.today).to_renew()
    return visible(asked.user, "view", rows)


def _left(end: date, today: date) -> Cell:
    count = (end - today).days
    tone = next((tone for term, tone in TERMS.items() if count <= term), "plain")
    return Cell(days.left_text(end, today), tone=tone)
