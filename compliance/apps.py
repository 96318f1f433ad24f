"""The application of compliance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplianceConfig(AppConfig):
    """Inspections, findings, staff and certificates."""

    name = "compliance"
    verbose_name = _("compliance")
