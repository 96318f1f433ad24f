"""The application of venues."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VenuesConfig(AppConfig):
    """Venues and their licences."""

    name = "venues"
    verbose_name = _("Venues")

    def ready(self):
        """Let the console know the reports."""
        from reception.exchange import reports
        from venues import reports as own

        reports.register(_("Venues"), *own.REPORTS)
