"""The base of every record's screen, and the screens of what the concerns share."""

from reception.console.admin.base import Notice, RecordAdmin, RecordInline
from reception.console.admin.ledger import EntryAdmin
from reception.console.admin.offices import OfficeAdmin
from reception.console.admin.told import ToldAdmin, ToldInline
from reception.console.admin.users import UserAdmin

__all__ = [
    "EntryAdmin",
    "Notice",
    "OfficeAdmin",
    "RecordAdmin",
    "RecordInline",
    "ToldAdmin",
    "ToldInline",
    "UserAdmin",
]
