"""The board of daily controls: which venue and day must have them, and has them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from compliance.models import ControlPeriod, DailyControl
from compliance.models.daily import ControlState

CONTROLS = tuple(DailyControl.Control.values)
MOST_DAYS = 366  # of one board


@dataclass(slots=True)
class Day:
    """The controls of one venue on one day.

    ``is_asked`` says that they must be kept; ``missing`` are those without an entry.
    """

    venue: int
    day: date
    is_asked: bool = False
    entries: list[DailyControl] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """The controls that have no entry, in the order of the day."""
        held = {each.control for each in self.entries}
        return [each for each in CONTROLS if each not in held] if self.is_asked else []

    @property
    def unsettled(self) -> list[DailyControl]:
        """Entries that were not in order and that nobody has followed up."""
        return [
            each
            for each in self.entries
            if each.result == DailyControl.Result.NOT_OK
            and each.state != ControlState.FOLLOWED_UP
        ]

    def gaps(self, on: date) -> list[str]:
        """The controls that are missing although the day is over on ``on``."""
        return self.missing if self.day < on else []


def days_of(first: date, last: date) -> Iterator[date]:
    """Yield the days of a period, at most a year of them."""
    for number in range(min((last - first).days + 1, MOST_DAYS)):
        yield first + timedelta(days=number)


def board(venues: Iterable, first: date, last: date) -> dict[tuple[int, date], Day]:
    """Return every venue and day of the period, in two queries.

    ``venues`` are records or keys.
    """
    keys = [getattr(each, "pk", each) for each in venues]
    days = list(days_of(first, last))
    found = {(key, day): Day(key, day) for key in keys for day in days}
    for venue, day in asked(keys, first, last):
        found[venue, day].is_asked = True
    rows = DailyControl.objects.filter(venue__in=keys, day__range=(first, last))
    for entry in rows.select_related("done_by").order_by("control", "line"):
        if (entry.venue_id, entry.day) in found:
            found[entry.venue_id, entry.day].entries.append(entry)
    return found


def asked(venues: Iterable[int], first: date, last: date) -> set[tuple[int, date]]:
    """Return the venues and days of the period for which controls must be kept."""
    open_end = Q(ends_on__isnull=True) | Q(ends_on__gte=first)
    rows = ControlPeriod.objects.filter(open_end, venue__in=venues, starts_on__lte=last)
    found = defaultdict(list)
    for venue, *span in rows.values_list("venue", "starts_on", "ends_on"):
        found[venue].append(span)
    return {
        (venue, day)
        for venue, spans in found.items()
        for day in days_of(first, last)
        if any(begin <= day and (end is None or day <= end) for begin, end in spans)
    }


@dataclass(frozen=True, slots=True)
class Loop:
    """How far the controls of an event have come: asked, missing, not followed up."""

    asked: int
    gaps: int
    unsettled: int
    is_over: bool

    @property
    def is_closed(self) -> bool:
        """Whether every day is over, nothing is missing and all is followed up."""
        return bool(self.asked and self.is_over) and not (self.gaps or self.unsettled)


def loop(days: Iterable[Day], on: date) -> Loop:
    """Return how far the loop of these days is closed on ``on``."""
    days = [each for each in days if each.is_asked]
    return Loop(
        asked=len(days),
        gaps=sum(len(each.gaps(on)) for each in days),
        unsettled=sum(len(each.unsettled) for each in days),
        is_over=all(each.day < on or not each.missing for each in days),
    )
