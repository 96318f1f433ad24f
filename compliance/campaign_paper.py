"""The summary of a campaign (专项检查总结): what was found and put right."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from compliance.models import Campaign, Finding
from compliance.rectification_reports import FIGURES, figures
from reception.documents.word import Paper, numeral

SHOWN = ("found", "closed", "rate", "open", "overdue", "days")
PLACES = [1 + [each.name for each in FIGURES].index(name) for name in SHOWN]
WIDTHS = (7, 3, 4, 4, 5, 5, 5)


def summary(campaign: Campaign, rows: QuerySet, author: str, at: datetime) -> bytes:
    """Return the Word document about ``rows``, the campaign's findings in reach."""
    today = timezone.localdate(at)
    paper = Paper(_("Summary of %(name)s") % {"name": campaign}, author, at)
    paper.title(_("Summary: %(name)s") % {"name": campaign})
    total = figures(rows, ["inspection__campaign"], today)
    if not total:
        paper.paragraph(_("This campaign has found nothing so far."))
        return paper.data()
    paper.paragraph(
        _opening(campaign, rows, dict(zip(SHOWN, _told(total[0]), strict=True)))
    )
    categories = dict(Finding.Category.choices)
    severities = dict(Finding.Severity.choices)
    for number, (title, heading, key, words) in enumerate(
        (
            (_("By round"), _("round"), "inspection__round", {}),
            (_("By category"), _("category"), "category", categories),
            (_("By severity"), _("severity"), "severity", severities),
            (_("By venue"), _("venue"), "inspection__venue__name", {}),
        ),
        start=1,
    ):
        told = {"number": numeral(number), "title": title}
        paper.heading(_("%(number)s. %(title)s") % told)
        paper.table(
            [heading, *(str(FIGURES[place - 1].label) for place in PLACES)],
            [
                [str(words.get(line[0], line[0])), *_told(line)]
                for line in figures(rows, [key], today)
            ],
            WIDTHS,
        )
    paper.signature(str(campaign.office), date_format(today, _day_format()))
    return paper.data()


def _opening(campaign: Campaign, rows: QuerySet, told: dict[str, str]) -> str:
    """Return the sentence that says it all, as an office would report it."""
    inspections = campaign.inspections.order_by()
    facts = {
        **told,
        "first": _text(campaign.starts_on),
        "last": _text(campaign.ends_on),
        "venues": inspections.values("venue").distinct().count(),
        "inspections": inspections.count(),
        "rounds": inspections.values("round").distinct().count(),
    }
    text = _(
        "From %(first)s to %(last)s, %(inspections)s inspections in %(rounds)s rounds "
        "at %(venues)s venues found %(found)s problems; %(closed)s have been put right "
        "and closed, %(rate)s per cent."
    )
    if rows.filter(state__in=Finding.OPEN).exists():
        text += _(" %(open)s are still open, %(overdue)s of them overdue.")
    else:
        text += _(" All of them have been dealt with.")
    return text % facts


def _told(line: Sequence) -> list[str]:
    """Return the figures of one line as texts, in the order of ``SHOWN``."""
    values = (line[place] for place in PLACES)
    return [
        "—" if v is None else f"{v:.1f}" if isinstance(v, float) else str(v)
        for v in values
    ]


def _text(day: date | None) -> str:
    return date_format(day, _day_format()) if day else _("today")


def _day_format() -> str:
    # Translators: a day in a document; in Chinese Y年n月j日
    return pgettext("date format", "j F Y")
