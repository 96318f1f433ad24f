"""The application of visits."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    """Letters, visits and guests."""

    name = "visits"
    verbose_name = _("Visits")

    def ready(self):
        """Let the console know the reports."""
        from reception.exchange import reports
        from visits import reports as own

        reports.register(_("Visits"), *own.REPORTS)
