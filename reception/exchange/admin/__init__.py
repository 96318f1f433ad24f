"""Screens with an export and an import."""

from reception.exchange.admin.exports import ExportAdmin
from reception.exchange.admin.imports import ImportAdmin


class ExchangeAdmin(ImportAdmin, ExportAdmin):
    """A screen whose list can be exported, and filled from a file."""
