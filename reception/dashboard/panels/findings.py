"""Panels of findings and licences: the inspector's, the venue contact's."""

from datetime import date, timedelta

from django.db.models import Count, F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from compliance.admin.finding import SEVERITY_TONES, TONES
from compliance.models import Finding, Inspection
from compliance.reminding import Line, due_of
from reception.access.scope import placed, visible
from reception.dashboard import days
from reception.dashboard.cards import (
    Asked,
    Card,
    Cell,
    Chart,
    Figure,
    Series,
    Table,
    first_of,
    heading,
    headings,
    listed,
    opened,
)
from venues.models import VenueLicence

OLDEST = 10  # rows
SHOWN = 20  # rows


def rectification(asked: Asked) -> Card:
    """How many findings are open and overdue, by category."""
    rows = visible(asked.user, "view", Finding.objects.open()).order_by()
    counts = rows.values_list("category").annotate(
        total=Count("pk"), late=Count("pk", filter=Q(deadline__lt=asked.today))
    )
    found = {category: (total, late) for category, total, late in counts}
    pairs = [found.get(category, (0, 0)) for category in Finding.Category]
    total, overdue = sum(t for t, _late in pairs), sum(late for _t, late in pairs)
    return Card(
        title=_("Findings to be put right"),
        icon="rule",
        figures=[
            Figure(_("Open"), total, listed(Finding, due="open"), "info"),
            Figure(
                _("Overdue"),
                overdue,
                listed(Finding, due="overdue"),
                "bad" if overdue else "plain",
            ),
        ],
        chart=_by_category(pairs) if total else None,
        empty="" if total else _("Every finding has been put right."),
    )


def _by_category(pairs: list[tuple[int, int]]) -> Chart:
    """Return the bars of open findings; ``pairs`` are totals and those overdue."""
    return Chart(
        title=_("Open findings by category"),
        labels=[capfirst(category.label).split() for category in Finding.Category],
        series=[
            Series(_("Overdue"), [late for _total, late in pairs]),
            Series(_("In time"), [t - late for t, late in pairs], "--color-base-400"),
        ],
    )


def overdue(asked: Asked) -> Card:
    """The findings that have been overdue longest."""
    rows = visible(asked.user, "view", Finding.objects.overdue(asked.today))
    rows = rows.select_related("inspection__venue").order_by("deadline", "pk")
    found, total = first_of(rows, OLDEST)
    return Card(
        title=_("Longest overdue"),
        icon="hourglass_disabled",
        wide=True,
        table=Table(
            headings=[
                heading(Finding, "item"),
                heading(Inspection, "venue"),
                heading(Finding, "severity"),
                _("Overdue"),
            ],
            rows=[
                [
                    _item(finding),
                    Cell(finding.inspection.venue),
                    _severity(finding),
                    _left(finding.deadline, asked.today),
                ]
                for finding in found
            ],
            more=listed(Finding, due="overdue") if total > OLDEST else "",
        ),
        empty=_("Nothing is overdue."),
        waiting=total,
    )


def to_rectify(asked: Asked) -> Card:
    """The open findings of the contact's venues, the most urgent first."""
    rows = visible(asked.user, "view", Finding.objects.open())
    urgent = F("deadline").asc(nulls_last=True)
    rows = rows.select_related("inspection__venue").order_by(urgent, "pk")
    found, total = first_of(rows, SHOWN)
    names = ("category", "severity", "deadline", "state")
    return Card(
        title=_("Open findings of my venues"),
        icon="build",
        table=Table(
            headings=headings(Finding, "item", *names),
            rows=[
                [
                    _item(finding, finding.inspection.venue),
                    Cell(finding.get_category_display()),
                    _severity(finding),
                    _left(finding.deadline, asked.today),
                    Cell(finding.get_state_display(), tone=TONES[finding.state]),
                ]
                for finding in found
            ],
            more=listed(Finding, due="open") if total > SHOWN else "",
        ),
        empty=_("Every finding has been put right."),
        wide=True,
        waiting=total,
    )


def to_recheck(asked: Asked) -> Card:
    """What was reported as rectified and waits for the inspector, the oldest first."""
    rows = Finding.objects.filter(state=Finding.State.REPORTED)
    mine = placed(asked.user, "recheck", rows.exclude(reported_by=asked.user))
    rows = mine.select_related("inspection__venue").order_by("reported_on", "pk")
    found, total = first_of(rows, OLDEST)
    return Card(
        title=_("To be rechecked"),
        icon="published_with_changes",
        wide=True,
        table=Table(
            headings=headings(Finding, "item", "severity", "reported_on"),
            rows=[
                [
                    _item(finding, finding.inspection.venue),
                    _severity(finding),
                    Cell(days.date_text(finding.reported_on), fixed=True),
                ]
                for finding in found
            ],
            more=listed(Finding, state__exact=Finding.State.REPORTED.value)
            if total > OLDEST
            else "",
        ),
        empty=_("No report waits for a recheck."),
        waiting=total,
    )


def to_decide(asked: Asked) -> Card:
    """What passed its recheck and waits to be closed, and what wants more time."""
    checked = Finding.objects.filter(state=Finding.State.RECHECKED)
    own = Q(reported_by=asked.user) | Q(rechecked_by=asked.user)
    wishes = Finding.objects.filter(asked_until__isnull=False)
    rows = placed(asked.user, "close", checked.exclude(own)) | placed(
        asked.user, "extend", wishes
    )
    rows = rows.select_related("inspection__venue").order_by("deadline", "pk")
    found, total = first_of(rows, OLDEST)
    return Card(
        title=_("Findings to decide on"),
        icon="task_alt",
        wide=True,
        table=Table(
            headings=[*headings(Finding, "item", "severity"), _("What waits")],
            rows=[
                [
                    _item(finding, finding.inspection.venue),
                    _severity(finding),
                    _waits(finding),
                ]
                for finding in found
            ],
            more=listed(Finding, due="decide") if total > OLDEST else "",
        ),
        empty=_("No finding waits to be closed or for more time."),
        waiting=total,
    )


def _waits(finding: Finding) -> Cell:
    if finding.asked_until is None:
        day = days.date_text(finding.rechecked_on)
        return Cell(_("to be closed, rechecked %(day)s") % {"day": day})
    day = days.date_text(finding.asked_until)
    return Cell(_("extension until %(day)s") % {"day": day}, tone="warn")


def reminders(asked: Asked) -> Card | None:
    """What the reader is reminded of today; nothing if it is no day of the ladder."""
    due = due_of(asked.user, asked.today)  # rechecks have their own panel
    if not due:
        return None
    return Card(
        title=_("Reminders of today"),
        icon="notifications_active",
        table=Table(
            headings=[heading(Finding, "item"), _("Reminder")],
            rows=[_reminder(line) for line in due[:SHOWN]],
        ),
    )


def _reminder(line: Line) -> list[Cell]:
    item = _item(line.finding, line.finding.inspection.venue)
    return [item, Cell(line.text, tone="bad" if line.is_late else "warn")]


def licences(asked: Asked) -> Card:
    """The licences that have ended or end soon."""
    rows = visible(asked.user, "view", VenueLicence.objects.ending(asked.today))
    found = rows.select_related("venue").order_by("valid_until", "pk")[:OLDEST]
    return Card(
        title=_("Licences that end"),
        icon="verified",
        note=_("Ended, or ending within 90 days"),
        table=Table(
            headings=[*headings(VenueLicence, "kind", "valid_until"), _("Time left")],
            rows=[
                [
                    Cell(
                        capfirst(licence.get_kind_display()),
                        url=opened(licence),
                        detail=licence.venue.name,
                    ),
                    Cell(days.date_text(licence.valid_until), fixed=True),
                    _left(licence.valid_until, asked.today),
                ]
                for licence in found
            ],
        ),
        empty=_("No licence ends within 90 days."),
    )


def _item(finding: Finding, venue=None) -> Cell:
    detail = f"{finding.number} {venue or ''}".strip()
    text = f"{finding.code} {finding.item}".strip()
    return Cell(text, url=opened(finding), detail=detail)


def _severity(finding: Finding) -> Cell:
    text = finding.get_severity_display()
    return Cell(text, tone=SEVERITY_TONES[finding.severity])


def _left(end: date | None, today: date) -> Cell:
    """Return what is left until ``end``: red when over, amber in the last week."""
    if end is None:
        return Cell("—")
    soon = "warn" if end <= today + timedelta(days=7) else "plain"
    return Cell(days.left_text(end, today), tone="bad" if end < today else soon)
