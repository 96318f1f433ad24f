"""The screens of inspections, findings, staff, certificates and regulation."""

from compliance.admin.breach import BreachAdmin
from compliance.admin.certificate import CertificateAdmin, CertificateKindAdmin
from compliance.admin.daily import ControlPeriodAdmin, DailyControlAdmin
from compliance.admin.finding import FindingAdmin
from compliance.admin.inspection import CampaignAdmin, InspectionAdmin
from compliance.admin.regulation import MoneyStandardAdmin, RuleSettingAdmin
from compliance.admin.sample import FoodSampleAdmin
from compliance.admin.staff import StaffMemberAdmin

__all__ = [
    "BreachAdmin",
    "CampaignAdmin",
    "CertificateAdmin",
    "CertificateKindAdmin",
    "ControlPeriodAdmin",
    "DailyControlAdmin",
    "FindingAdmin",
    "FoodSampleAdmin",
    "InspectionAdmin",
    "MoneyStandardAdmin",
    "RuleSettingAdmin",
    "StaffMemberAdmin",
]
