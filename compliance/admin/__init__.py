"""The screens of inspections, findings, staff and certificates."""

from compliance.admin.certificate import CertificateAdmin, CertificateKindAdmin
from compliance.admin.finding import FindingAdmin
from compliance.admin.inspection import CampaignAdmin, InspectionAdmin
from compliance.admin.staff import StaffMemberAdmin

__all__ = [
    "CampaignAdmin",
    "CertificateAdmin",
    "CertificateKindAdmin",
    "FindingAdmin",
    "InspectionAdmin",
    "StaffMemberAdmin",
]
