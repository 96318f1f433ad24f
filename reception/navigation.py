"""The sidebar: the screens a user may open, by subject."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from compliance.coverage_pages import may_open as holds_what
from compliance.models import (
    Breach,
    Campaign,
    Certificate,
    CertificateKind,
    CertificateRequirement,
    Checklist,
    ChecklistItem,
    ChecklistVersion,
    ControlPeriod,
    Course,
    DailyControl,
    Drill,
    Drive,
    Enrolment,
    ExamResult,
    Finding,
    FoodSample,
    Honour,
    Inspection,
    MoneyStandard,
    Question,
    Quiz,
    QuizAttempt,
    RectificationTerm,
    RuleSetting,
    StaffMember,
    TrainingPlan,
    TrainingSession,
    TrainingTarget,
)
from compliance.risk_page import may_open
from compliance.training import desk_page, mine_page
from reception.access.scope import may
from reception.accounts.models import Office, User
from reception.exchange.reports import offered
from reception.jobs.models import Job
from reception.ledger.models import Entry
from venues.models import (
    LicenceRequirement,
    Rate,
    Space,
    UpgradeProject,
    Venue,
    VenueContact,
    VenueLicence,
    VenuePhone,
)
from visits.models import (
    ActivityPlace,
    Approval,
    ApprovalLevel,
    Assignment,
    Booking,
    Closing,
    CoordinationMeeting,
    Cost,
    Deputyship,
    Disclosure,
    Gift,
    Guest,
    GuestPayment,
    ItineraryItem,
    Letter,
    Meal,
    PaperRequirement,
    Party,
    PhoneRecord,
    Plan,
    PlanSection,
    PlanTemplate,
    PlanVersion,
    ReadinessWaiver,
    ReceptionList,
    Rehearsal,
    RehearsalFinding,
    RehearsalPoint,
    Remark,
    RestLimit,
    Review,
    Shift,
    ShiftSwap,
    TaskOrder,
    VenueWaiver,
    Visit,
    VisitPaper,
    YearBudget,
)


@dataclass(frozen=True, eq=False, slots=True)
class Page:
    """A page that is no list of records: its address, title, and who may open it."""

    name: str
    title: str | Promise
    opens_to: Callable[[User], bool]


def sees(model) -> Callable[[User], bool]:
    """Return a question: may he see records of ``model`` at all?"""
    return partial(_may_see, model)


def _may_see(model, user: User) -> bool:
    return may(user, "view", model)


def takes_part(user: User) -> bool:
    """Whether somebody swaps shifts of his own: whoever may be on a roster."""
    return user.has_perm("visits.join_shiftswap")


# Sections with their screens in order, each with the name of a Material symbol.
MENU = (
    (
        _("Visits"),
        {
            Visit: "luggage",
            Letter: "mail",
            PhoneRecord: "phone_in_talk",
            Approval: "approval",
            CoordinationMeeting: "groups_3",
            TaskOrder: "assignment",
            Booking: "book_online",
            ReadinessWaiver: "do_not_disturb_on",
            VenueWaiver: "domain_disabled",
            Guest: "badge",
            Party: "groups",
            ItineraryItem: "route",
            Meal: "restaurant",
            ActivityPlace: "location_on",
        },
    ),
    (
        _("Plans and rehearsals"),
        {
            Plan: "description",
            PlanVersion: "edit_note",
            PlanSection: "subject",
            Review: "how_to_reg",
            Remark: "comment",
            PlanTemplate: "content_paste",
            Rehearsal: "theater_comedy",
            RehearsalFinding: "build",
            RehearsalPoint: "checklist",
        },
    ),
    (
        _("Settlement"),
        {
            ReceptionList: "receipt_long",
            Cost: "payments",
            GuestPayment: "account_balance_wallet",
            VisitPaper: "attach_file",
            Closing: "rate_review",
            YearBudget: "savings",
            Disclosure: "campaign",
            PaperRequirement: "checklist",
        },
    ),
    (
        _("Venues"),
        {
            Venue: "hotel",
            Space: "meeting_room",
            Rate: "sell",
            VenueLicence: "verified",
            LicenceRequirement: "policy",
            VenueContact: "contacts",
            VenuePhone: "call",
            UpgradeProject: "construction",
        },
    ),
    (
        _("Daily controls"),
        {
            Page("controls:month", _("The month"), sees(DailyControl)): (
                "calendar_month"
            ),
            DailyControl: "checklist",
            FoodSample: "kitchen",
            ControlPeriod: "date_range",
        },
    ),
    (
        _("Compliance"),
        {
            Breach: "gavel",
            Drive: "policy",
            Gift: "redeem",
            MoneyStandard: "price_check",
            RectificationTerm: "timer",
            RuleSetting: "toggle_on",
            Page("rules", _("The rules"), sees(RuleSetting)): "menu_book",
        },
    ),
    (
        _("Audits"),
        {
            Campaign: "flag",
            Inspection: "fact_check",
            Finding: "rule",
            Page("risk", _("Venues by risk"), may_open): "crisis_alert",
        },
    ),
    (
        _("Checklists and standards"),
        {
            Checklist: "checklist",
            ChecklistVersion: "history",
            ChecklistItem: "format_list_numbered",
        },
    ),
    (
        _("Staff"),
        {
            Page("coverage:matrix", _("Who holds what"), holds_what): "grid_on",
            Page("coverage:places", _("Places not covered"), holds_what): (
                "person_alert"
            ),
            Page("coverage:expiries", _("Calendar of expiries"), holds_what): (
                "event_busy"
            ),
            StaffMember: "group",
            Certificate: "workspace_premium",
            CertificateKind: "category",
            CertificateRequirement: "assignment_ind",
        },
    ),
    (
        _("Duty roster"),
        {
            Page("roster:mine", _("My shifts"), takes_part): "event_available",
            Page("roster:week", _("The week"), sees(Shift)): "calendar_view_week",
            Shift: "schedule",
            ShiftSwap: "swap_horiz",
            Assignment: "person_pin",
            Page("roster:uncovered", _("Uncovered assignments"), sees(Assignment)): (
                "gpp_maybe"
            ),
            RestLimit: "bedtime",
        },
    ),
    (_("Honours"), {Honour: "military_tech"}),
    (
        _("Training"),
        {
            Page("training:desk", _("Training today"), desk_page.may_open): "today",
            Page("training:mine", _("My training"), mine_page.is_on_the_staff): (
                "backpack"
            ),
            TrainingSession: "school",
            TrainingPlan: "event_note",
            Course: "menu_book",
            Enrolment: "how_to_reg",
            ExamResult: "grading",
            Drill: "military_tech",
            Quiz: "quiz",
            Question: "help",
            QuizAttempt: "checklist_rtl",
            TrainingTarget: "flag",
        },
    ),
    (
        _("Administration"),
        {
            User: "manage_accounts",
            Office: "apartment",
            ApprovalLevel: "stairs",
            Deputyship: "swap_horiz",
            Entry: "history_edu",
            Page("origin", _("Where a file comes from"), sees(Entry)): "fingerprint",
        },
    ),
)

address = cache(reverse)  # of these pages it never changes


def sections(request) -> list[dict]:
    """Return the sidebar; a section with nothing to open is left out."""
    home = {"title": _("Home"), "icon": "home", "link": address("admin:index")}
    shown = [{"items": [home, _jobs(request), *_reports(request)]}]
    for title, screens in MENU:
        items = [
            item
            for screen, icon in screens.items()
            if (item := _item(screen, icon, request.user))
        ]
        if items:
            shown.append({"title": title, "items": items})
    return shown


def _jobs(request) -> dict:
    """Return the way to the user's own jobs, with how many are under way."""
    under_way = Job.objects.of(request.user).open().count()
    badge = {"badge": under_way, "badge_variant": "info"} if under_way else {}
    link = address("jobs:list")
    return {"title": _("My jobs"), "icon": "hourglass_top", "link": link, **badge}


def _reports(request) -> list[dict]:
    """Return the way to the reports, if the user may run any."""
    link = address("reports:list")
    item = {"title": _("Reports"), "icon": "table_chart", "link": link}
    return [item] if offered(request.user) else []


def _item(screen, icon: str, user: User) -> dict | None:
    """Return the line of a page or of a model's list; None if he may not open it."""
    if isinstance(screen, Page):
        shown = screen.opens_to(user)
        title, name = screen.title, screen.name
    else:
        meta = screen._meta
        shown = may(user, "view", screen)
        title = capfirst(meta.verbose_name_plural)
        name = f"admin:{meta.app_label}_{meta.model_name}_changelist"
    return {"title": title, "icon": icon, "link": address(name)} if shown else None
