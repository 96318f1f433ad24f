"""The application of access."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Who may do what to which record."""

    name = "reception.access"
    verbose_name = _("access")
