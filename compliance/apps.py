"""The application of compliance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplianceConfig(AppConfig):
    """Inspections, findings, staff and certificates."""

    name = "compliance"
    verbose_name = _("compliance")

    def ready(self):
        """Let the console know the reports, venues what inspections say of them.

        The moves of findings ask what was found before, and so stand above the models.
        """
        from compliance import (
            certificate_states,
            coverage_reports,
            discipline_reports,
            fitness,  # noqa: F401 its questions
            honour_reports,
            rectification_reports,
            score_reports,
        )
        from compliance import reports as own
        from compliance.finding_states import MOVES
        from compliance.models import Certificate, Finding
        from compliance.training import reports as training
        from compliance.training import result_reports
        from reception.exchange import reports

        Finding.moves = MOVES
        Certificate.moves = certificate_states.MOVES

        reports.register(_("Audits"), *own.AUDITS, *score_reports.SCORES)
        reports.register(_("Rectification"), *rectification_reports.REPORTS)
        reports.register(_("Discipline"), *discipline_reports.REPORTS)
        reports.register(_("Staff"), *coverage_reports.REPORTS, *own.STAFF)
        reports.register(_("Training"), *training.REPORTS, *result_reports.REPORTS)
        reports.register(_("Honours"), *honour_reports.REPORTS)
