"""The application of visits."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    """Letters, visits and guests."""

    name = "visits"
    verbose_name = _("Visits")

    def ready(self):
        """Let the console know the reports, and visits their moves.

        The moves ask the rules, which read every record of a visit: they stand above
        the models.
        """
        from reception.exchange import reports
        from visits import (
            pack,  # noqa: F401 its kind of job
            uncovered,  # noqa: F401 its checks
        )
        from visits import reports as own
        from visits.models import Visit
        from visits.moves import MOVES

        reports.register(_("Visits"), *own.REPORTS)
        reports.register(_("Gifts"), *own.GIFTS)
        reports.register(_("Duty roster"), *own.ROSTER)
        Visit.moves = MOVES
