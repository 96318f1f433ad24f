"""The application of import and export."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Files in and files out."""

    name = "reception.exchange"
    verbose_name = _("import and export")

    def ready(self):
        """Register the jobs of this application."""
        from reception.exchange import work  # noqa: F401
