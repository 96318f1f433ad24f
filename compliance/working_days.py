"""Working days of mainland China, with its holidays and the Saturdays made up for."""

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

from compliance.rules.words import Words

FALLBACK = Words(
    "（{years}年节假日安排未收录，按周一至周五计算）",
    "(The holidays of {years} are not known; Monday to Friday were counted.)",
)
WORK_WEEK = 5  # days, Monday first


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a term; ``note`` says if holidays were not known."""

    day: date
    note: Words | None = None


def is_known(day: date) -> bool:
    """Whether the State Council's holidays of the day's year are recorded."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date) -> bool:
    """Whether offices work on ``day``; Monday to Friday in a year not recorded."""
    if not is_known(day):
        return day.weekday() < WORK_WEEK
    return chinese_calendar.is_workday(day)


def after(day: date, count: int) -> Due:
    """Return the working day that is ``count`` working days after ``day``.

    The day itself does not count. Source of holidays: the package chinesecalendar,
    which follows the State Council's notices, year by year.
    """
    guessed, left, current = set(), count, day
    while left > 0:
        current += timedelta(days=1)
        if not is_known(current):
            guessed.add(current.year)
        left -= is_working_day(current)
    if not guessed:
        return Due(current)
    zh, en = "、".join(map(str, sorted(guessed))), ", ".join(map(str, sorted(guessed)))
    return Due(
        current,
        Words(FALLBACK.zh.format(years=zh), FALLBACK.en.format(years=en)),
    )
