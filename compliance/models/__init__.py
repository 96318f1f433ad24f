"""Inspections and findings; staff and certificates."""

from compliance.models.certificate import Certificate, CertificateKind
from compliance.models.finding import Finding
from compliance.models.inspection import Campaign, Inspection
from compliance.models.staff import StaffMember

__all__ = [
    "Campaign",
    "Certificate",
    "CertificateKind",
    "Finding",
    "Inspection",
    "StaffMember",
]
