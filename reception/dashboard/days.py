"""Local days: where weeks and months begin, and when."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def start(day: date) -> datetime:
    """Return the instant at which the local day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def within(column: str, first: date, last: date) -> Q:
    """Return the condition that the instant lies in the local days first … last.

    A comparison of instants, unlike one of days, can use an index.
    """
    end = start(last + timedelta(days=1))
    return Q(**{f"{column}__gte": start(first), f"{column}__lt": end})


def week(day: date) -> tuple[date, date]:
    """Return the Monday and the Sunday of the day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def months(day: date, first: int, count: int) -> list[date]:
    """Return the first days of ``count`` months, ``first`` months from now."""
    number = day.year * 12 + day.month - 1 + first
    return [date(n // 12, n % 12 + 1, 1) for n in range(number, number + count)]


def tallies(column: str, edges: list, edge: Callable = lambda day: day) -> dict:
    """Return an aggregate for each span between two neighbours of ``edges``.

    ``edge`` makes of a day what the column holds: ``start`` if that is an instant.
    """
    spans = pairwise(edges)
    return {
        f"span_{number}": Count(
            "pk",
            filter=Q(
                **{f"{column}__gte": edge(first), f"{column}__lt": edge(following)}
            ),
        )
        for number, (first, following) in enumerate(spans)
    }


def tallied(found: dict, count: int) -> list[int]:
    """Return the values of the first ``count`` tallies, in order."""
    return [found[f"span_{number}"] for number in range(count)]


def day_text(day: date) -> str:
    """Return a day of about now, without its year."""
    # Translators: a day without its year; in Chinese such as n月j日 D
    return date_format(day, pgettext("date format", "D j M"))


def date_text(day: date) -> str:
    """Return a day with its year."""
    return date_format(day, "DATE_FORMAT")


def time_text(at: datetime) -> str:
    """Return the local time of day."""
    return date_format(timezone.localtime(at), "H:i")


def moment_text(at: datetime) -> str:
    """Return an instant of about now: its local day and time."""
    return f"{day_text(timezone.localdate(at))} {time_text(at)}"


def month_texts(starts: list[date]) -> list[list[str]]:
    """Return labels of months for a chart; the first and each January name the year."""
    # Translators: the name of a month below a bar; in Chinese such as n月
    form = pgettext("date format of a month", "M")
    return [
        [date_format(month, form), str(month.year)]
        if number == 0 or month.month == 1
        else [date_format(month, form)]
        for number, month in enumerate(starts)
    ]


def left_text(end: date, today: date) -> str:
    """Return how many days are left until ``end``, or how many it has been over."""
    count = (end - today).days
    if count == 0:
        return _("today")
    if count < 0:
        text = ngettext("%(count)s day over", "%(count)s days over", -count)
    else:
        text = ngettext("%(count)s day left", "%(count)s days left", count)
    return text % {"count": abs(count)}
