"""The application of venues."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VenuesConfig(AppConfig):
    """Venues and their licences."""

    name = "venues"
    verbose_name = _("Venues")
