"""The application of jobs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Long work outside the request."""

    name = "reception.jobs"
    verbose_name = _("jobs")
