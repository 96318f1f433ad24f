"""Inspections and findings; staff and certificates; standards and breaches."""

from compliance.models.breach import Breach
from compliance.models.certificate import Certificate, CertificateKind
from compliance.models.daily import ControlPeriod, DailyControl
from compliance.models.finding import Finding
from compliance.models.inspection import Campaign, Inspection
from compliance.models.regulation import MoneyStandard, RuleSetting
from compliance.models.sample import FoodSample
from compliance.models.staff import StaffMember

__all__ = [
    "Breach",
    "Campaign",
    "Certificate",
    "CertificateKind",
    "ControlPeriod",
    "DailyControl",
    "Finding",
    "FoodSample",
    "Inspection",
    "MoneyStandard",
    "RuleSetting",
    "StaffMember",
]
