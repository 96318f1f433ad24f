"""The application of people, offices and roles."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, offices and roles."""

    name = "reception.accounts"
    verbose_name = _("Administration")

    def ready(self):
        from reception.accounts import checks, roles

        checks.register()
        post_migrate.connect(roles.apply_after_migrate)
