"""The application of compliance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplianceConfig(AppConfig):
    """Inspections, findings, staff and certificates."""

    name = "compliance"
    verbose_name = _("compliance")

    def ready(self):
        """Let the console know the reports, and venues what inspections say."""
        from compliance import fitness  # noqa: F401 its questions
        from compliance import reports as own
        from reception.exchange import reports

        reports.register(_("Audits"), *own.AUDITS)
        reports.register(_("Staff"), *own.STAFF)
