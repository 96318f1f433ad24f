"""Inspections and findings; staff and certificates; standards and breaches."""

from compliance.models.breach import Breach
from compliance.models.certificate import Certificate, CertificateKind
from compliance.models.drive import Drive
from compliance.models.finding import Finding
from compliance.models.finding_photo import FindingPhoto
from compliance.models.inspection import Campaign, Inspection
from compliance.models.regulation import MoneyStandard, RuleSetting
from compliance.models.reminder import Reminder
from compliance.models.staff import StaffMember
from compliance.models.term import RectificationTerm

__all__ = [
    "Breach",
    "Campaign",
    "Certificate",
    "CertificateKind",
    "Drive",
    "Finding",
    "FindingPhoto",
    "Inspection",
    "MoneyStandard",
    "RectificationTerm",
    "Reminder",
    "RuleSetting",
    "StaffMember",
]
