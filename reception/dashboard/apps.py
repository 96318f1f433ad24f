"""The application of home."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardConfig(AppConfig):
    """What waits for whom today."""

    name = "reception.dashboard"
    verbose_name = _("home")
