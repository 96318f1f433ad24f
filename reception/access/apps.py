"""The application of access."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Who may do what to which record."""

    name = "reception.access"
    verbose_name = _("access")

    def ready(self):
        from reception.access import search_index

        post_migrate.connect(search_index.look_after)
