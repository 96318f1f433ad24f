"""The application of visits."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    """Letters, visits and guests."""

    name = "visits"
    verbose_name = _("Visits")
