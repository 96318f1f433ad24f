"""Reports of visits, in the order in which the console lists them."""

from visits.reports.decisions import DECISIONS
from visits.reports.gifts import REPORTS as GIFTS
from visits.reports.money import DISCLOSURE, MEALS, SPENDING
from visits.reports.register import LETTERS, RECEPTIONS
from visits.reports.roster import REPORTS as ROSTER

__all__ = ["GIFTS", "REPORTS", "ROSTER"]

REPORTS = (RECEPTIONS, MEALS, SPENDING, LETTERS, DECISIONS, DISCLOSURE)
