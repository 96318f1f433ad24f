"""The application of the ledger."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """What happened, kept for ever."""

    name = "reception.ledger"
    verbose_name = _("Administration")

    def ready(self):
        from reception.ledger import watch

        watch.start()
