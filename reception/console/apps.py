"""The application of the console."""

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _


class ConsoleConfig(AppConfig):
    """The screens of what the concerns share."""

    default = True
    name = "reception.console"
    verbose_name = _("console")

    def ready(self):
        """Let the console know the reports."""
        from reception.console import reports as own
        from reception.console import work  # noqa: F401 - registers its jobs
        from reception.exchange import reports

        reports.register(_("Administration"), *own.REPORTS)


class ConsoleAdminConfig(SimpleAdminConfig):
    """The admin with our site, and the screens of every application."""

    default = False
    default_site = "reception.console.site.ConsoleSite"

    def ready(self):
        """Find the screens."""
        super().ready()
        self.module.autodiscover()


def favicon(request) -> str:
    """Return the address of the console's icon."""
    return static("console/icon.svg")


def stylesheet(request) -> str:
    """Return the address of the console's own style sheet."""
    return static("console/console.css")
