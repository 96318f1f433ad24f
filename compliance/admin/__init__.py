"""The screens of inspections, findings, staff, certificates and regulation."""

from compliance.admin.breach import BreachAdmin
from compliance.admin.campaign import CampaignAdmin
from compliance.admin.certificate import CertificateAdmin
from compliance.admin.checklist import (
    ChecklistAdmin,
    ChecklistItemAdmin,
    ChecklistVersionAdmin,
)
from compliance.admin.course import CourseAdmin
from compliance.admin.daily import ControlPeriodAdmin, DailyControlAdmin
from compliance.admin.drill import DrillAdmin
from compliance.admin.drive import DriveAdmin
from compliance.admin.finding import FindingAdmin
from compliance.admin.honour import HonourAdmin
from compliance.admin.inspection import InspectionAdmin
from compliance.admin.quiz import QuestionAdmin, QuizAdmin, QuizAttemptAdmin
from compliance.admin.regulation import MoneyStandardAdmin, RuleSettingAdmin
from compliance.admin.requirement import (
    CertificateKindAdmin,
    CertificateRequirementAdmin,
)
from compliance.admin.sample import FoodSampleAdmin
from compliance.admin.staff import StaffMemberAdmin
from compliance.admin.term import RectificationTermAdmin
from compliance.admin.training_plan import TrainingPlanAdmin, TrainingTargetAdmin
from compliance.admin.training_session import (
    EnrolmentAdmin,
    ExamResultAdmin,
    TrainingSessionAdmin,
)

__all__ = [
    "BreachAdmin",
    "CampaignAdmin",
    "CertificateAdmin",
    "CertificateKindAdmin",
    "CertificateRequirementAdmin",
    "ChecklistAdmin",
    "ChecklistItemAdmin",
    "ChecklistVersionAdmin",
    "ControlPeriodAdmin",
    "CourseAdmin",
    "DailyControlAdmin",
    "DrillAdmin",
    "DriveAdmin",
    "EnrolmentAdmin",
    "ExamResultAdmin",
    "FindingAdmin",
    "FoodSampleAdmin",
    "HonourAdmin",
    "InspectionAdmin",
    "MoneyStandardAdmin",
    "QuestionAdmin",
    "QuizAdmin",
    "QuizAttemptAdmin",
    "RectificationTermAdmin",
    "RuleSettingAdmin",
    "StaffMemberAdmin",
    "TrainingPlanAdmin",
    "TrainingSessionAdmin",
    "TrainingTargetAdmin",
]
