"""The application of the demonstration world."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SeedsConfig(AppConfig):
    """The demonstration world."""

    name = "seeds"
    verbose_name = _("demonstration world")
