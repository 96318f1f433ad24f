"""Inspections and findings; staff, certificates, training; standards and breaches."""

from compliance.models.answer import APPLICABLE, Answer, InspectionAnswer
from compliance.models.breach import Breach
from compliance.models.campaign import Campaign, CampaignRound, CampaignTeam
from compliance.models.certificate import Certificate
from compliance.models.certificate_kind import CertificateKind
from compliance.models.checklist import Checklist, ChecklistItem, ChecklistVersion
from compliance.models.course import Course, Level
from compliance.models.daily import ControlPeriod, DailyControl
from compliance.models.drill import (
    Drill,
    DrillDiscipline,
    DrillJudge,
    DrillParticipant,
    DrillScore,
)
from compliance.models.drive import Drive
from compliance.models.earlier_post import EarlierPost
from compliance.models.enrolment import Enrolment
from compliance.models.exam_result import ExamResult
from compliance.models.finding import Finding
from compliance.models.finding_photo import FindingPhoto
from compliance.models.honour import Honour
from compliance.models.inspection import Inspection
from compliance.models.quiz import Question, Quiz
from compliance.models.quiz_attempt import AttemptAnswer, QuizAttempt
from compliance.models.regulation import MoneyStandard, RuleSetting
from compliance.models.reminder import Reminder
from compliance.models.requirement import CertificateRequirement, Duty
from compliance.models.sample import FoodSample
from compliance.models.snooze import Snooze
from compliance.models.staff import StaffMember
from compliance.models.suspension import Suspension
from compliance.models.term import RectificationTerm
from compliance.models.training_feedback import TrainingFeedback
from compliance.models.training_plan import (
    TrainingPlan,
    TrainingPlanLine,
    TrainingTarget,
)
from compliance.models.training_session import TrainingSession

__all__ = [
    "APPLICABLE",
    "Answer",
    "AttemptAnswer",
    "Breach",
    "Campaign",
    "CampaignRound",
    "CampaignTeam",
    "Certificate",
    "CertificateKind",
    "CertificateRequirement",
    "Checklist",
    "ChecklistItem",
    "ChecklistVersion",
    "ControlPeriod",
    "Course",
    "DailyControl",
    "Drill",
    "DrillDiscipline",
    "DrillJudge",
    "DrillParticipant",
    "DrillScore",
    "Drive",
    "Duty",
    "EarlierPost",
    "Enrolment",
    "ExamResult",
    "Finding",
    "FindingPhoto",
    "FoodSample",
    "Honour",
    "Inspection",
    "InspectionAnswer",
    "Level",
    "MoneyStandard",
    "Question",
    "Quiz",
    "QuizAttempt",
    "RectificationTerm",
    "Reminder",
    "RuleSetting",
    "Snooze",
    "StaffMember",
    "Suspension",
    "TrainingFeedback",
    "TrainingPlan",
    "TrainingPlanLine",
    "TrainingSession",
    "TrainingTarget",
]
