"""Panels of the auditor: what happened, month by month, and what left the house."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from compliance.models import Certificate, Finding, Inspection, StaffMember
from reception.access.scope import may, visible
from reception.accounts.models import User
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
    first_of,
    heading,
    listed,
    opened,
    page,
)
from reception.ledger.history import model_of
from reception.ledger.models import Entry, Kind
from venues.models import Venue
from visits.models import Guest, Letter, Visit

MONTHS = 12
EXPORT_DAYS = 30
SHOWN = 10  # rows
EXPORTED = (
    Visit,
    Letter,
    Guest,
    Venue,
    Inspection,
    Finding,
    StaffMember,
    Certificate,
    User,
    Entry,
)


def months(asked: Asked) -> Card:
    """The visits of the last twelve months, this one included, by month of arrival."""
    edges = days.months(asked.today, 1 - MONTHS, MONTHS + 1)
    rows = visible(asked.user, "view", Visit.objects.order_by())
    in_span = rows.filter(
        arrives_at__gte=days.start(edges[0]), arrives_at__lt=days.start(edges[-1])
    )
    counts = in_span.aggregate(**days.tallies("arrives_at", edges, days.start))
    visits = days.tallied(counts, MONTHS)
    return Card(
        title=_("Visits by month of arrival"),
        icon="bar_chart",
        wide=True,
        figures=[
            Figure(_("Last 12 months"), sum(visits), listed(Visit)),
            Figure(_("This month"), visits[-1], listed(Visit)),
        ],
        chart=Chart(
            title=_("Visits by month of arrival"),
            labels=days.month_texts(edges[:-1]),
            series=[Series(capfirst(Visit._meta.verbose_name_plural), visits)],
        )
        if any(visits)
        else None,
        empty="" if any(visits) else _("No visits in the last 12 months."),
    )


def findings(asked: Asked) -> Card:
    """All findings, and how many of them are done with."""
    counts = visible(asked.user, "view", Finding.objects.order_by()).aggregate(
        total=Count("pk"),
        open=Count("pk", filter=Q(state__in=Finding.OPEN)),
        overdue=Count("pk", filter=Q(state__in=Finding.OPEN, deadline__lt=asked.today)),
    )
    closed = counts["total"] - counts["open"]
    share = f"{closed / counts['total']:.0%}" if counts["total"] else "—"
    return Card(
        title=capfirst(Finding._meta.verbose_name_plural),
        icon="rule",
        figures=[
            Figure(_("Found"), counts["total"], listed(Finding)),
            Figure(_("Done with"), closed, tone="good"),
            Figure(_("Open"), counts["open"], listed(Finding, due="open"), "info"),
            Figure(
                _("Overdue"),
                counts["overdue"],
                listed(Finding, due="overdue"),
                "bad" if counts["overdue"] else "plain",
            ),
        ],
        note=_("%(share)s done with") % {"share": share},
    )


def exports(asked: Asked) -> Card:
    """Who exported what in the last thirty days, the latest first."""
    since = asked.now - timedelta(days=EXPORT_DAYS)
    rows = visible(
        asked.user, "view", Entry.objects.filter(kind=Kind.EXPORTED, at__gte=since)
    )
    found, total = first_of(rows.order_by("-id"), SHOWN)
    return Card(
        title=_("Exports"),
        icon="file_export",
        note=_("Last 30 days"),
        table=Table(
            headings=[
                heading(Entry, "actor"),
                _("List"),
                _("Rows"),
                heading(Entry, "at"),
            ],
            rows=[_export(entry) for entry in found],
            more=listed(Entry, kind__exact=Kind.EXPORTED) if total > SHOWN else "",
        ),
        empty=_("Nothing was exported."),
        wide=True,
    )


def _export(entry: Entry) -> list[Cell]:
    model = model_of(entry)
    name = model._meta.verbose_name_plural if model else entry.record_type
    return [
        Cell(entry.actor_name or "—"),
        Cell(
            capfirst(name),
            url=opened(entry),
            detail=str(entry.details.get("format", "")).upper(),
        ),
        Cell(entry.details.get("rows", "—"), number=True),
        Cell(days.moment_text(entry.at), fixed=True),
    ]


def doors(asked: Asked) -> Card:
    """The exports that the auditor may make."""
    return Card(
        title=_("Export a list"),
        icon="download",
        links=[
            Link(capfirst(model._meta.verbose_name_plural), page(model, "export"))
            for model in EXPORTED
            if may(asked.user, "export", model)
        ],
        empty=_("Your role exports nothing."),
    )
