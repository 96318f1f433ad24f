"""How to make one record of each kind, for tests that go through all of them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import cycle, product

from django.utils import timezone

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
    FindingPhoto,
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
from compliance.rules import RULES
from reception.accounts.models import Office, User
from reception.ledger.models import Entry, Kind
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
from visits.models.settlement import Paper

serial = cycle(range(1, 32_001))  # as far as the smallest of numbers goes
DAY = date(2026, 3, 2)  # a Monday


def moment(day=DAY, hour=9):
    """Return ``hour`` o'clock on the local day ``day``."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(
        hours=hour
    )


def make_office(code, parent=None, level="county"):
    return Office.objects.create(
        code=code, name=f"{code} office", level=level, parent=parent
    )


def make_letter(office, **given):
    n = next(serial)
    return Letter.objects.create(
        **{
            "number": f"{office.code}-L-2026-{n:04}",
            "office": office,
            "sending_unit": f"unit {n}",
            "document_number": f"{n}",
            "issued_on": DAY,
            "received_on": DAY,
            "content": "study",
            "itinerary": "one day",
            "persons": "five people",
            **given,
        }
    )


def make_phone_record(office, **given):
    n = next(serial)
    return PhoneRecord.objects.create(
        **{
            "number": f"{office.code}-T-2026-{n:04}",
            "office": office,
            "called_at": moment(),
            "caller_unit": f"unit {n}",
            "caller": f"caller {n}",
            "content": "study",
            "itinerary": "one day",
            "persons": "five people",
            "taken_by": "clerk",
            **given,
        }
    )


def make_level(office, *approvers, **given):
    n = next(serial)
    level = ApprovalLevel.objects.create(
        **{"office": office, "order": n, "name": f"level {n}", **given}
    )
    level.approvers.set(approvers)
    return level


def make_deputyship(office, **given):
    absent = given.pop("absent", None) or make_user(office)
    deputy = given.pop("deputy", None) or make_user(office)
    return Deputyship.objects.create(
        **{
            "office": office,
            "absent": absent,
            "deputy": deputy,
            "starts_on": DAY,
            "ends_on": DAY,
            **given,
        }
    )


def make_approval(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    return Approval.objects.create(
        **{
            "visit": visit,
            "level_order": 1,
            "word": "agreed",
            "said_by": make_user(office),
            "said_at": moment() + timedelta(seconds=next(serial)),
            "content": {"title": visit.title},
            "fingerprint": "0" * 64,
            **given,
        }
    )


def make_visit(office, **given):
    n = next(serial)
    return Visit.objects.create(
        **{
            "number": f"{office.code}-2026-{n:04}",
            "title": f"visit {n}",
            "category": "official",
            "host_office": office,
            "sending_unit": f"unit {n}",
            "head_name": f"head {n}",
            "rank": "division",
            "guests": 5,
            "arrives_at": moment(),
            "departs_at": moment(hour=17),
            "purpose": "study",
            **given,
        }
    )


def make_guest(office, **given):
    n = next(serial)
    return Guest.objects.create(
        **{
            "number": f"{office.code}-G-{n:04}",
            "office": office,
            "name": f"guest {n}",
            "phone": f"139{n:08}",
            "identity_number": f"4106{n:014}",
            **given,
        }
    )


def make_party(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    guest = given.pop("guest", None) or make_guest(office)
    return Party.objects.create(visit=visit, guest=guest, **given)


def make_place(office, **given):
    n = next(serial)
    return ActivityPlace.objects.create(
        **{"number": f"{office.code}-P-{n:04}", "office": office, "name": f"place {n}"},
        **given,
    )


def make_item(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    return ItineraryItem.objects.create(
        **{
            "visit": visit,
            "line": next(serial),
            "starts_at": moment(hour=10),
            "activity": "talk",
            **given,
        }
    )


def make_meal(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    return Meal.objects.create(
        **{
            "visit": visit,
            "line": next(serial),
            "on": DAY,
            "sitting": "lunch",
            "guests": 5,
            "companions": 2,
            **given,
        }
    )


def make_cost(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    return Cost.objects.create(
        **{
            "visit": visit,
            "line": next(serial),
            "category": "meals",
            "amount": Decimal("120.50"),
            **given,
        }
    )


def make_list(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    days = {"arrived_on": DAY, "left_on": DAY}
    return ReceptionList.objects.create(**{"visit": visit, **days, **given})


def make_paper(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    line = {"line": next(serial), "kind": "invoice", "number": "F1"}
    return VisitPaper.objects.create(**{"visit": visit, **line, **given})


def make_requirement(office, **given):
    kinds, categories = Paper.values, ["", *Visit.Category.values]
    pairs = [(kind, category) for kind in kinds for category in categories]
    taken = office.paper_requirements.count()
    kind, category = pairs[(pairs.index(("menu", "")) + taken) % len(pairs)]
    asked = {"kind": kind, "category": category}
    return PaperRequirement.objects.create(**{"office": office, **asked, **given})


def make_guest_payment(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    return GuestPayment.objects.create(
        **{
            "visit": visit,
            "line": next(serial),
            "purpose": "meals",
            "people": 5,
            "amount": Decimal("200.00"),
            "paid_on": DAY,
            "receipt": f"R{next(serial)}",
            **given,
        }
    )


def make_year_budget(office, **given):
    year = 2026 + office.year_budgets.count()
    figures = {"year": year, "ceiling": Decimal("100000.00")}
    return YearBudget.objects.create(**{"office": office, **figures, **given})


def make_disclosure(office, **given):
    year = 2025 - office.disclosures.count()
    told = {"year": year, "published_on": DAY, "place": "bulletin"}
    return Disclosure.objects.create(**{"office": office, **told, **given})


def make_closing(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    told = {"evaluation": "well", "lessons": "none", "retention": "10"}
    return Closing.objects.create(**{"visit": visit, **told, **given})


def make_meeting(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    told = {"held_at": moment(), "chair": "head", "attendees": "everybody"}
    return CoordinationMeeting.objects.create(**{"visit": visit, **told, **given})


def make_order(office, **given):
    n = next(serial)
    visit = given.pop("visit", None) or make_visit(office)
    receiver = {"to_office": office}
    if given.keys() & {"to_person", "to_venue", "to_office"}:
        receiver = {}
    return TaskOrder.objects.create(
        **{
            "number": f"{office.code}-R-2026-{n:04}",
            "visit": visit,
            "subject": f"task {n}",
            "requirements": "two cars",
            "due_at": moment(),
            **receiver,
            **given,
        }
    )


def make_waiver(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    told = {"name": "health", "reason": "a short visit", "given_at": moment()}
    told |= {"given_by": given.pop("given_by", None) or make_user(office)}
    return ReadinessWaiver.objects.create(**{"visit": visit, **told, **given})


def make_venue(office, **given):
    n = next(serial)
    return Venue.objects.create(
        **{
            "number": f"{office.code}-V-{n:04}",
            "name": f"venue {n}",
            "kind": "hotel",
            "office": office,
            **given,
        }
    )


def make_phone(office, **given):
    venue = given.pop("venue", None) or make_venue(office)
    return VenuePhone.objects.create(venue=venue, number=f"0392-{next(serial):07}")


def make_licence(office, **given):
    venue = given.pop("venue", None) or make_venue(office)
    told = {"kind": "food", "number": f"L{next(serial)}"}
    return VenueLicence.objects.create(**{"venue": venue, **told, **given})


def make_required_licence(office=None, **given):
    """A pair of kinds is required once; hotels, which tests use, come last."""
    kinds = sorted(Venue.Kind.values, key="hotel".__eq__)
    pairs = list(product(kinds, VenueLicence.Kind.values))
    venue, licence = pairs[LicenceRequirement.objects.count()]
    pair = {"venue_kind": venue, "licence_kind": licence, "basis": "article 1"}
    return LicenceRequirement.objects.create(**{**pair, **given})


def make_contact(office, **given):
    venue = given.pop("venue", None) or make_venue(office)
    n = next(serial)
    told = {"name": f"contact {n}", "phone": f"0392-{n:07}"}
    return VenueContact.objects.create(**{"venue": venue, **told, **given})


def make_space(office, **given):
    venue = given.pop("venue", None) or make_venue(office)
    n = next(serial)
    told = {"number": f"{venue.number}-{n:04}", "name": f"space {n}", "kind": "hall"}
    return Space.objects.create(**{"venue": venue, **told, **given})


def make_rate(office, **given):
    venue = given.pop("venue", None) or make_venue(office)
    told = {"unit": "night", "price": Decimal("280.00"), "valid_from": DAY}
    told |= {"source": "agreement"}
    return Rate.objects.create(**{"venue": venue, **told, **given})


def make_project(office, **given):
    n = next(serial)
    return UpgradeProject.objects.create(
        **{
            "number": f"{office.code}-U-2026-{n:04}",
            "venue": given.pop("venue", None) or make_venue(office),
            "name": f"project {n}",
            "goal": "quiet rooms",
            "starts_on": DAY,
            **given,
        }
    )


def make_period(office, **given):
    venue = given.pop("venue", None) or make_venue(office)
    days = {"starts_on": DAY, "ends_on": DAY}
    return ControlPeriod.objects.create(**{"venue": venue, **days, **given})


def make_control(office, **given):
    venue = given.pop("venue", None) or make_venue(office)
    told = {"day": DAY, "control": "staff", "result": "ok"}
    return DailyControl.objects.create(**{"venue": venue, **told, **given})


def make_sample(office, **given):
    n = next(serial)
    return FoodSample.objects.create(
        **{
            "number": f"{office.code}-FS-2026-{n:04}",
            "venue": given.pop("venue", None) or make_venue(office),
            "meal_on": DAY,
            "meal": "lunch",
            "dish": f"dish {n}",
            "kept_from": moment(hour=12),
            "fridge": "1",
            "keeper": "cook",
            **given,
        }
    )


def make_booking(office, **given):
    return Booking.objects.create(
        **{
            "visit": given.pop("visit", None) or make_visit(office),
            "line": next(serial),
            "kind": "meeting",
            "venue": given.pop("venue", None) or make_venue(office),
            "starts_at": moment(hour=9),
            "ends_at": moment(hour=12),
            "people": 5,
            **given,
        }
    )


def make_venue_waiver(office, **given):
    return VenueWaiver.objects.create(
        **{
            "visit": given.pop("visit", None) or make_visit(office),
            "venue": given.pop("venue", None) or make_venue(office),
            "reason": "no other hall is as large",
            "covers": [],
            "given_by": given.pop("given_by", None) or make_user(office),
            "given_at": moment() + timedelta(seconds=next(serial)),
            **given,
        }
    )


def make_staff(office, **given):
    n = next(serial)
    employer = {} if "venue" in given else {"office": office}
    return StaffMember.objects.create(
        **{
            "number": f"{office.code}-S-{n:04}",
            "name": f"staff {n}",
            "post": "clerk",
            **employer,
            **given,
        }
    )


def make_kind(office=None, **given):
    n = next(serial)
    return CertificateKind.objects.create(
        **{"code": f"kind-{n}", "name": f"kind {n}", **given}
    )


def make_required_certificate(anywhere=None, **given):
    n = next(serial)
    bound = {} if "duty" in given else {"post": "clerk"}
    return CertificateRequirement.objects.create(
        **{
            "code": f"required-{n}",
            "kind": given.pop("kind", None) or make_kind(),
            **bound,
            **given,
        }
    )


def make_certificate(office, **given):
    holder = given.pop("holder", None) or make_staff(office)
    kind = given.pop("kind", None) or make_kind()
    return Certificate.objects.create(
        **{
            "kind": kind,
            "number": f"N{next(serial)}",
            "holder": holder,
            "issued_on": DAY,
            "valid_until": DAY + timedelta(days=365),
            **given,
        }
    )


def make_course(office=None, **given):
    n = next(serial)
    told = {"name": f"course {n}", "topic": "etiquette", "hours": Decimal("4.0")}
    exam = {"theory_pass": 60, "practical_pass": 80}
    return Course.objects.create(**{"code": f"course-{n}", **told, **exam, **given})


def make_session(office, **given):
    n = next(serial)
    where = {} if {"place", "venue"} & given.keys() else {"place": "room 2"}
    who = {} if {"trainer", "trainer_name"} & given.keys() else {"trainer_name": "T"}
    return TrainingSession.objects.create(
        **{
            "number": f"{office.code}-K-2026-{n:04}",
            "course": given.pop("course", None) or make_course(),
            "office": office,
            "starts_at": moment(),
            "ends_at": moment(hour=12),
            **where,
            **who,
            **given,
        }
    )


def make_enrolment(office, **given):
    return Enrolment.objects.create(
        **{
            "session": given.pop("session", None) or make_session(office),
            "member": given.pop("member", None) or make_staff(office),
            **given,
        }
    )


def make_result(office, **given):
    """Make a result of somebody who has a place in the session."""
    session = given.pop("session", None) or make_session(office)
    member = given.pop("member", None) or make_staff(office)
    Enrolment.objects.get_or_create(session=session, member=member)
    told = {"held_on": DAY, "theory": 60, "practical": 80}
    return ExamResult.objects.create(
        **{"session": session, "member": member, **told, **given}
    )


def make_drill(office, **given):
    n = next(serial)
    return Drill.objects.create(
        **{
            "number": f"{office.code}-DR-2026-{n:04}",
            "name": f"drill {n}",
            "office": office,
            "held_on": DAY,
            **given,
        }
    )


def make_quiz(office, **given):
    n = next(serial)
    return Quiz.objects.create(
        **{
            "number": f"{office.code}-Q-{n:04}",
            "name": f"quiz {n}",
            "office": office,
            "topic": "history",
            "opens_on": DAY,
            **given,
        }
    )


def make_question(office, **given):
    n = next(serial)
    return Question.objects.create(
        **{
            "quiz": given.pop("quiz", None) or make_quiz(office),
            "line": n,
            "kind": "single",
            "text": f"question {n}",
            "choice_a": "yes",
            "choice_b": "no",
            "answer": "A",
            "source": "a book",
            **given,
        }
    )


def make_attempt(office, **given):
    return QuizAttempt.objects.create(
        **{
            "quiz": given.pop("quiz", None) or make_quiz(office),
            "member": given.pop("member", None) or make_staff(office),
            "started_at": moment(),
            "asked": 1,
            "needed": 60,
            **given,
        }
    )


def make_training_plan(office, **given):
    year = 2026 + office.training_plans.count()
    return TrainingPlan.objects.create(**{"office": office, "year": year, **given})


def make_target(office, **given):
    year = 2026 + office.training_targets.count()
    told = {"year": year, "hours": Decimal(40)}
    return TrainingTarget.objects.create(**{"office": office, **told, **given})


def make_campaign(office, **given):
    n = next(serial)
    return Campaign.objects.create(
        **{
            "number": f"{office.code}-C-2026-{n:04}",
            "name": f"campaign {n}",
            "office": office,
            "starts_on": DAY,
            **given,
        }
    )


def make_checklist(office=None, **given):
    n = next(serial)
    return Checklist.objects.create(
        **{"code": f"L{n}", "name": f"list {n}", "category": "food", **given}
    )


def make_checklist_version(office=None, **given):
    checklist = given.pop("checklist", None) or make_checklist()
    ordinal = given.pop("ordinal", 1)
    number = f"{checklist.code}-{ordinal}"
    return ChecklistVersion.objects.create(
        **{"number": number, "checklist": checklist, "ordinal": ordinal, **given}
    )


def make_checklist_item(office=None, **given):
    n = next(serial)
    version = given.pop("version", None) or make_checklist_version()
    return ChecklistItem.objects.create(
        **{
            "version": version,
            "line": n,
            "code": f"I{n}",
            "text": f"item {n}",
            "severity": "C",
            **given,
        }
    )


def make_inspection(office, **given):
    n = next(serial)
    return Inspection.objects.create(
        **{
            "number": f"{office.code}-I-2026-{n:04}",
            "office": office,
            "venue": given.pop("venue", None) or make_venue(office),
            "inspected_on": DAY,
            **given,
        }
    )


def make_finding(office, **given):
    """Make a finding with what its ``state`` wants, each hand another's."""
    n = next(serial)
    found = {
        "number": f"{office.code}-F-2026-{n:04}",
        "inspection": given.pop("inspection", None) or make_inspection(office),
        "category": "food",
        "item": f"FS{n}",
        "severity": "C",
        "found_on": DAY,
        **given,
    }
    return Finding.objects.create(**{**_steps_of(office, found), **found})


NOTICED = ("notified", "rectifying", "returned", "reported", "rechecked", "closed")


def _steps_of(office, found) -> dict:
    """Return what moves would have noted on the way to the finding's state."""
    state, day = found.get("state", "found"), found["found_on"]
    told = {}
    if state in NOTICED and not found.get("is_fixed_on_the_spot"):
        due = found.get("deadline") or day
        told |= {"notice_number": "N", "notified_on": day, "deadline": due}
        told |= {"notified_by": make_user(office), "first_deadline": due}
    if state in ("on_the_spot", "reported", "rechecked", "closed"):
        told |= {"rectified_on": day, "reported_on": day}
        told |= {"reported_by": make_user(office)}
    if state in ("rechecked", "closed"):
        told |= {"rechecked_on": day, "rechecked_by": make_user(office)}
    if state == "closed":
        told |= {"closed_on": day, "closed_by": make_user(office)}
    if state == "transferred":
        told |= {"transferred_to": "others", "transferred_on": day}
    if state == "on_the_spot":
        told["is_fixed_on_the_spot"] = True
    return told


def make_photo(office, **given):
    finding = given.pop("finding", None) or make_finding(office)
    facts = {"stage": "after", "picture": "compliance/findingphoto/none.jpg"}
    return FindingPhoto.objects.create(**{"finding": finding, **facts, **given})


def make_term(office, **given):
    """Make a term; without a severity that of an office below, which has none yet."""
    if "severity" not in given:
        office = make_office(f"{office.code}-{next(serial)}", parent=office)
    told = {"office": office, "severity": "A", "days": 5, **given}
    return RectificationTerm.objects.create(**told)


def make_standard(office, **given):
    day = DAY + timedelta(days=next(serial))
    return MoneyStandard.objects.create(
        **{"office": office, "category": "official", "valid_from": day, **given}
    )


def make_setting(office, **given):
    """An office has one setting of a rule; a lower office takes what does not fit."""
    held = set(office.rule_settings.values_list("rule", flat=True))
    free = [rule for rule in RULES if rule not in held]
    if not free and "rule" not in given:
        return make_setting(make_lower_office(office), **given)
    return RuleSetting.objects.create(
        **{"office": office, "rule": free[-1] if free else None, **given}
    )


def make_drive(office, **given):
    n = next(serial)
    return Drive.objects.create(
        **{
            "number": f"{office.code}-D-2026-{n:04}",
            "office": office,
            "name": f"drive {n}",
            "topic": "eating",
            "starts_on": DAY,
            **given,
        }
    )


def make_honour(office, **given):
    n = next(serial)
    held = {} if {"member", "venue"} & given.keys() else {"office": office}
    return Honour.objects.create(
        **{
            "number": f"{office.code}-H-2026-{n:04}",
            "name": f"honour {n}",
            "level": "municipal",
            "awarded_by": f"unit {n}",
            "awarded_on": DAY,
            **held,
            **given,
        }
    )


def make_gift(office, **given):
    n = next(serial)
    who = {} if "person" in given else {"person": make_staff(office)}
    return Gift.objects.create(
        **{
            "number": f"{office.code}-GR-2026-{n:04}",
            "office": office,
            "counterpart": "某公司",
            "kind": "other",
            "item": f"thing {n}",
            "happened_on": DAY,
            "registered_on": DAY,
            **who,
            **given,
        }
    )


def make_breach(office, **given):
    n = next(serial)
    return Breach.objects.create(
        **{
            "number": f"{office.code}-B-2026-{n:04}",
            "office": office,
            "subject": f"{office.code}-2026-{n:04}",
            "rule": "R13",
            "found_on": DAY,
            **given,
        }
    )


def make_user(office, **given):
    n = next(serial)
    return User.objects.create(
        **{"username": f"user{n}", "name": f"User {n}", "office": office, **given}
    )


def make_entry(office, **given):
    return Entry.objects.create(
        kind=Kind.LOGGED_IN, office=office, actor_name=f"actor {next(serial)}"
    )


def make_lower_office(office, **given):
    return make_office(f"{office.code}-{next(serial)}", parent=office)


def make_template(office, **given):
    n = next(serial)
    return PlanTemplate.objects.create(
        **{
            "number": f"{office.code}-PT-{n:04}",
            "name": f"template {n}",
            "office": office,
            **given,
        }
    )


def make_plan(office, **given):
    n = next(serial)
    return Plan.objects.create(
        **{
            "number": f"{office.code}-PL-2026-{n:04}",
            "visit": given.pop("visit", None) or make_visit(office),
            "title": f"plan {n}",
            **given,
        }
    )


def make_version(office, **given):
    plan = given.pop("plan", None) or make_plan(office)
    ordinal = given.pop("ordinal", 1)
    writer = given.pop("written_by", None) or make_user(office)
    return PlanVersion.objects.create(
        **{
            "number": f"{plan.number}-{ordinal}",
            "plan": plan,
            "ordinal": ordinal,
            "written_by": writer,
            **given,
        }
    )


def make_section(office, **given):
    version = given.pop("version", None) or make_version(office)
    n = next(serial)
    return PlanSection.objects.create(
        **{
            "number": f"{version.number}-{n:04}",
            "version": version,
            "line": 1,
            "heading": f"heading {n}",
            "body": "text",
            **given,
        }
    )


def make_review(office, **given):
    return Review.objects.create(
        **{
            "version": given.pop("version", None) or make_version(office),
            "round": 1,
            "reviewer": given.pop("reviewer", None) or make_user(office),
            **given,
        }
    )


def make_remark(office, **given):
    n = next(serial)
    section = given.pop("section", None)
    if section is None:
        version = make_version(office, state="in_review", round=1)
        section = make_section(office, version=version)
    return Remark.objects.create(
        **{
            "number": f"{office.code}-RM-2026-{n:04}",
            "section": section,
            "text": f"remark {n}",
            "written_by": given.pop("written_by", None) or make_user(office),
            **given,
        }
    )


def make_point(office=None, **given):
    n = next(serial)
    return RehearsalPoint.objects.create(
        **{"code": f"point-{n}", "name": f"point {n}", **given}
    )


def make_rehearsal(office, **given):
    n = next(serial)
    where = {} if {"place", "venue"} & given.keys() else {"place": make_place(office)}
    return Rehearsal.objects.create(
        **{
            "number": f"{office.code}-RH-2026-{n:04}",
            "visit": given.pop("visit", None) or make_visit(office),
            "title": f"rehearsal {n}",
            "planned_at": moment(hour=8),
            **where,
            **given,
        }
    )


def make_rehearsal_finding(office, **given):
    rehearsal = given.pop("rehearsal", None) or make_rehearsal(office)
    return RehearsalFinding.objects.create(
        **{"rehearsal": rehearsal, "line": next(serial), "what": "too dark", **given}
    )


def make_assignment(office, **given):
    visit = given.pop("visit", None) or make_visit(office)
    first, last = (
        timezone.localdate(visit.arrives_at),
        timezone.localdate(visit.departs_at),
    )
    return Assignment.objects.create(
        **{
            "visit": visit,
            "member": given.pop("member", None) or make_staff(office),
            "duty": "butler",
            "first_day": first,
            "last_day": last,
            **given,
        }
    )


def make_shift(office, **given):
    """Make a day shift of eight hours; at an office unless a venue is given."""
    n = next(serial)
    where = {} if "venue" in given else {"office": office}
    begin = given.get("starts_at") or moment()
    return Shift.objects.create(
        **{
            "number": f"{office.code}-W-2026-{n:04}",
            "member": given.pop("member", None) or make_staff(office),
            "starts_at": begin,
            "ends_at": begin + timedelta(hours=8),
            **where,
            **given,
        }
    )


def make_swap(office, **given):
    """Make a swap that its colleague has not answered."""
    shift = given.pop("shift", None) or make_shift(office)
    holder = given.pop("holder", None) or shift.member
    return ShiftSwap.objects.create(
        **{
            "shift": shift,
            "holder": holder,
            "colleague": given.pop("colleague", None) or make_staff(office),
            "reason": "a wedding",
            "asked_by": given.pop("asked_by", None) or make_user(office),
            "asked_at": moment(hour=8),
            **given,
        }
    )


def make_rest_limit(office, **given):
    """Make limits; an office has one row, so those of an office below."""
    return RestLimit.objects.create(
        **{"office": make_lower_office(office), "document": "x", **given}
    )


# One way to make each kind of record that has a screen. A new screen fails the
# access grid until it stands here.
MAKERS = {
    Office: make_lower_office,
    User: make_user,
    Entry: make_entry,
    Venue: make_venue,
    VenuePhone: make_phone,
    VenueLicence: make_licence,
    LicenceRequirement: make_required_licence,
    VenueContact: make_contact,
    Space: make_space,
    Rate: make_rate,
    UpgradeProject: make_project,
    ControlPeriod: make_period,
    DailyControl: make_control,
    FoodSample: make_sample,
    Booking: make_booking,
    VenueWaiver: make_venue_waiver,
    StaffMember: make_staff,
    CertificateKind: make_kind,
    CertificateRequirement: make_required_certificate,
    Certificate: make_certificate,
    Course: make_course,
    TrainingSession: make_session,
    Enrolment: make_enrolment,
    ExamResult: make_result,
    TrainingPlan: make_training_plan,
    TrainingTarget: make_target,
    Drill: make_drill,
    Quiz: make_quiz,
    Question: make_question,
    QuizAttempt: make_attempt,
    Campaign: make_campaign,
    Inspection: make_inspection,
    Finding: make_finding,
    Checklist: make_checklist,
    ChecklistVersion: make_checklist_version,
    ChecklistItem: make_checklist_item,
    MoneyStandard: make_standard,
    RectificationTerm: make_term,
    RuleSetting: make_setting,
    Breach: make_breach,
    Drive: make_drive,
    Honour: make_honour,
    Letter: make_letter,
    PhoneRecord: make_phone_record,
    ApprovalLevel: make_level,
    Deputyship: make_deputyship,
    Approval: make_approval,
    Visit: make_visit,
    Guest: make_guest,
    Party: make_party,
    ItineraryItem: make_item,
    ActivityPlace: make_place,
    Meal: make_meal,
    Cost: make_cost,
    ReceptionList: make_list,
    VisitPaper: make_paper,
    PaperRequirement: make_requirement,
    GuestPayment: make_guest_payment,
    YearBudget: make_year_budget,
    Disclosure: make_disclosure,
    Closing: make_closing,
    Gift: make_gift,
    CoordinationMeeting: make_meeting,
    TaskOrder: make_order,
    ReadinessWaiver: make_waiver,
    PlanTemplate: make_template,
    Plan: make_plan,
    PlanVersion: make_version,
    PlanSection: make_section,
    Review: make_review,
    Remark: make_remark,
    Rehearsal: make_rehearsal,
    RehearsalFinding: make_rehearsal_finding,
    RehearsalPoint: make_point,
    Assignment: make_assignment,
    Shift: make_shift,
    ShiftSwap: make_swap,
    RestLimit: make_rest_limit,
}
