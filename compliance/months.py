"""Months of the calendar: the same day of another month, or its last one."""

from calendar import monthrange
from datetime import date


def months_from(day: date, months: int) -> date:
    """Return the same day ``months`` later (< 0: earlier), or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
