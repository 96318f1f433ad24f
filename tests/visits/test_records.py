"""What the database refuses, how numbers begin, and when a visit's file is closed."""

import re
from datetime import UTC, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint
from django.utils import translation

from compliance.models import (
    Breach,
    Campaign,
    Drive,
    Finding,
    Honour,
    Inspection,
    StaffMember,
)
from tests.cast import person
from tests.compliance.finding_rules import FINDING_RULES
from tests.compliance.round_rules import ROUND_RULES, ROUND_SAID_BEFORE
from tests.compliance.staff_rules import STAFF_RULES, STAFF_SAID
from tests.compliance.training_rules import (
    TRAINING_PREFIXES,
    TRAINING_RULES,
    TRAINING_SAID,
)
from tests.records import (
    DAY,
    MAKERS,
    make_approval,
    make_breach,
    make_campaign,
    make_certificate,
    make_closing,
    make_cost,
    make_deputyship,
    make_disclosure,
    make_drive,
    make_gift,
    make_guest_payment,
    make_honour,
    make_item,
    make_letter,
    make_level,
    make_licence,
    make_list,
    make_lower_office,
    make_meal,
    make_meeting,
    make_order,
    make_paper,
    make_party,
    make_phone,
    make_phone_record,
    make_requirement,
    make_setting,
    make_staff,
    make_standard,
    make_user,
    make_venue,
    make_visit,
    make_waiver,
    make_year_budget,
    moment,
    serial,
)
from tests.visits.house_rules import HOUSE_PREFIXES, HOUSE_RULES, HOUSE_SAID
from tests.visits.plan_rules import PLAN_PREFIXES, PLAN_RULES
from tests.visits.roster_rules import ROSTER_RULES, ROSTER_SAID
from venues.models import Space, Venue
from visits.models import (
    ActivityPlace,
    Gift,
    Guest,
    Justification,
    Letter,
    PhoneRecord,
    PlanSection,
    Shift,
    TaskOrder,
    Visit,
)
from visits.models.visit import AFTER_LAST_DAY, FIRST_DAY
from visits.states import State

pytestmark = pytest.mark.django_db
APPS = ("visits", "venues", "compliance", "accounts")
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
UNDECIDED = {"state": "submitted", "decided_by": None, "decided_at": None}
LATER = moment() + timedelta(microseconds=1)


def submitted(office, **given):
    """Return a visit that somebody submitted."""
    hand = make_user(office)
    return make_visit(office, **{"state": "submitted", "submitted_by": hand, **given})


def approved(office, **given):
    """Return a visit that one entered, another submitted and a third approved."""
    hands = {"entered_by": make_user(office), "decided_by": make_user(office)}
    hands |= {"category": "business", "decided_at": moment()}
    return submitted(office, **{"state": "approved", **hands, **given})


def allowed_deputyship(office, **given):
    """Return an absence whose deputy may approve."""
    deputy = person(f"deputy-{next(serial)}", office, "approver")
    return make_deputyship(office, **{"deputy": deputy, **given})


def second_deputyship(office):
    """Return a later absence of somebody who was absent before."""
    absent = allowed_deputyship(office).absent
    days = {"starts_on": AFTER, "ends_on": AFTER}
    return allowed_deputyship(office, absent=absent, **days)


def signed_list(office):
    """Return a list that somebody else has signed."""
    hands = {"entered_by": make_user(office), "signed_by": make_user(office)}
    return make_list(office, state="signed", signed_at=moment(), **hands)


def second_paper(office):
    """Return the second paper of a visit."""
    return make_paper(office, visit=make_paper(office, line=1).visit, line=2)


def second_payment(office):
    """Return the second fee of a visit."""
    visit = make_guest_payment(office, line=1).visit
    return make_guest_payment(office, visit=visit, line=2)


def second_meeting(office):
    """Return the second meeting on a visit."""
    return make_meeting(office, visit=make_meeting(office).visit, held_at=LATER)


def second_letter(office):
    """Return a letter from a unit that has sent one before."""
    return make_letter(office, sending_unit=make_letter(office).sending_unit)


def second_guest(office):
    """Return a member of a visit that has its head."""
    return make_party(office, visit=make_party(office, role="head").visit)


def second_item(office):
    """Return the second line of an itinerary."""
    return make_item(office, visit=make_item(office, line=1).visit, line=2)


def second_meal(office):
    """Return the second meal of a visit."""
    return make_meal(office, visit=make_meal(office, line=1).visit, line=2)


def second_cost(office):
    """Return the second cost of a visit."""
    return make_cost(office, visit=make_cost(office, line=1).visit, line=2)


def second_phone(office):
    """Return another phone of the same venue."""
    return make_phone(office, venue=make_phone(office).venue)


def second_licence(office):
    """Return another licence of the same venue and kind."""
    return make_licence(office, venue=make_licence(office).venue)


def second_certificate(office):
    """Return another certificate of the same kind."""
    return make_certificate(office, kind=make_certificate(office).kind)


def second_standard(office):
    """Return a standard that took the place of another."""
    make_standard(office, valid_from=DAY)
    return make_standard(office, valid_from=AFTER)


def second_setting(office):
    """Return another setting of the same office."""
    make_setting(office, rule="R29")
    return make_setting(office, rule="R30")


def second_breach(office):
    """Return another breach of the same file and rule."""
    breach = make_breach(office, detail="meal-1")
    return make_breach(office, subject=breach.subject, detail="meal-2")


def settled_gift(office):
    told = {"disposal": "handed_in", "disposed_on": DAY, "state": "settled"}
    hands = {"entered_by": make_user(office), "settled_by": make_user(office)}
    return make_gift(office, **told, **hands, settled_at=moment())


def handled(office):
    """Return a breach that somebody has dealt with."""
    hand = {"closed_by": make_user(office), "closed_at": moment()}
    return make_breach(office, state="handled", **hand)


def justified(office):
    """Return the second reason that somebody gave for a visit."""
    about = {"visit": make_visit(office), "given_by": make_user(office)}
    about |= {"rule": "R06", "detail": "visit", "given_at": moment(), "reason": "x"}
    Justification.objects.create(fingerprint="a" * 64, **about)
    return Justification.objects.create(fingerprint="b" * 64, **about)


def first(record):
    """Return the record of the same kind that was made before."""
    return type(record)._default_manager.exclude(pk=record.pk).get()


# The constraint, how to make a row that just fits, and the change that breaks it.
RULES = [
    (
        "visit_ends_after_it_starts",
        lambda o: make_visit(o, departs_at=LATER),
        lambda visit: {"departs_at": visit.arrives_at},
    ),
    (
        "visit_of_our_time",
        lambda o: make_visit(o, arrives_at=FIRST_DAY),
        lambda visit: {"arrives_at": FIRST_DAY - timedelta(microseconds=1)},
    ),
    (
        "visit_of_our_time",
        lambda o: make_visit(o, departs_at=AFTER_LAST_DAY - timedelta(microseconds=1)),
        lambda visit: {"departs_at": AFTER_LAST_DAY},
    ),
    ("visit_has_guests", lambda o: make_visit(o, guests=1), lambda v: {"guests": 0}),
    (
        "visit_has_guests",
        lambda o: make_visit(o, guests=9999),
        lambda visit: {"guests": 10000},
    ),
    ("visit_decided_iff_decider", approved, lambda visit: {"decided_by": None}),
    ("visit_decided_iff_decider", approved, lambda visit: {"decided_at": None}),
    ("visit_decided_iff_decider", approved, lambda visit: {"state": "submitted"}),
    ("visit_decided_iff_decider", submitted, lambda v: {"decided_at": moment()}),
    ("visit_decided_iff_decider", submitted, lambda visit: {"state": "refused"}),
    ("visit_submitted_iff_submitter", submitted, lambda v: {"submitted_by": None}),
    ("visit_submitted_iff_submitter", submitted, lambda visit: {"state": "draft"}),
    (
        "visit_decided_by_another",
        approved,
        lambda visit: {"decided_by": visit.submitted_by},
    ),
    (
        "visit_decided_by_another",
        approved,
        lambda visit: {"decided_by": visit.entered_by},
    ),
    (
        "visit_level_while_submitted",
        lambda o: submitted(o, level=make_level(o)),
        lambda visit: {"state": "draft", "submitted_by": None},
    ),
    (
        "visit_print_iff_granted",
        lambda o: approved(o, approved_print="0" * 64),
        lambda visit: UNDECIDED,
    ),
    (
        "visit_official_granted_on_paper",
        lambda o: approved(o, category="official", letter=make_letter(o)),
        lambda visit: {"letter": None},
    ),
    (
        "visit_official_settled_on_letter",
        lambda o: approved(
            o,
            category="official",
            phone_record=make_phone_record(o),
            state="completed",
        ),
        lambda visit: {"state": "settled"},
    ),
    (
        "visit_merged_into_another",
        lambda o: make_visit(o, state="merged", merged_into=make_visit(o)),
        lambda visit: {"merged_into": None},
    ),
    (
        "visit_merged_into_another",
        lambda o: make_visit(o, merged_into=make_visit(o)),
        lambda visit: {"merged_into": visit},
    ),
    (
        "visit_budget_not_negative",
        lambda o: make_visit(o, budget=0),
        lambda visit: {"budget": Decimal("-0.01")},
    ),
    (
        "level_order_once",
        lambda o: make_level(make_level(o, order=1).office, order=2),
        lambda level: {"order": 1},
    ),
    (
        "level_order_from_one",
        lambda o: make_level(o, order=1),
        lambda level: {"order": 0},
    ),
    (
        "deputyship_begins_once",
        second_deputyship,
        lambda deputyship: {"starts_on": DAY},
    ),
    (
        "deputyship_ends_after_it_starts",
        allowed_deputyship,
        lambda deputyship: {"ends_on": BEFORE},
    ),
    (
        "deputy_is_another",
        allowed_deputyship,
        lambda deputyship: {"absent": deputyship.deputy},
    ),
    (
        "approval_late_says_why",
        lambda o: make_approval(o, is_late=True, reason="called at night"),
        lambda approval: {"reason": ""},
    ),
    (
        "approval_no_says_why",
        lambda o: make_approval(o, word="refused", reason="no letter"),
        lambda approval: {"reason": ""},
    ),
    (
        "cost_budgeted_not_negative",
        lambda o: make_cost(o, budgeted=0),
        lambda cost: {"budgeted": Decimal("-0.01")},
    ),
    (
        "list_left_after_arrival",
        make_list,
        lambda record: {"left_on": BEFORE},
    ),
    (
        "list_signed_iff_signer",
        signed_list,
        lambda record: {"signed_by": None},
    ),
    (
        "list_signed_iff_signer",
        signed_list,
        lambda record: {"state": "draft"},
    ),
    (
        "list_signed_by_another",
        signed_list,
        lambda record: {"entered_by": record.signed_by},
    ),
    ("paper_line_once", second_paper, lambda paper: {"line": 1}),
    (
        "requirement_once",
        lambda o: make_requirement(make_requirement(o, kind="menu").office),
        lambda requirement: {"category": first(requirement).category},
    ),
    ("guest_payment_line_once", second_payment, lambda payment: {"line": 1}),
    (
        "guest_payment_counts_people",
        lambda o: make_guest_payment(o, people=1),
        lambda payment: {"people": 0},
    ),
    (
        "guest_payment_above_nothing",
        lambda o: make_guest_payment(o, amount=Decimal("0.01")),
        lambda payment: {"amount": 0},
    ),
    (
        "year_budget_once",
        lambda o: make_year_budget(make_year_budget(o).office, year=2027),
        lambda budget: {"year": 2026},
    ),
    (
        "year_budget_of_our_time",
        lambda o: make_year_budget(o, year=2000),
        lambda budget: {"year": 1999},
    ),
    (
        "year_budget_not_negative",
        lambda o: make_year_budget(o, ceiling=0),
        lambda budget: {"ceiling": Decimal("-0.01")},
    ),
    (
        "disclosure_once",
        lambda o: make_disclosure(make_disclosure(o).office, year=2024),
        lambda disclosure: {"year": 2025},
    ),
    (
        "closing_rating_one_to_five",
        lambda o: make_closing(o, satisfaction=5),
        lambda closing: {"satisfaction": 6},
    ),
    (
        "meeting_once",
        second_meeting,
        lambda meeting: {"held_at": first(meeting).held_at},
    ),
    ("order_to_one_receiver", make_order, lambda order: {"to_office": None}),
    (
        "order_to_one_receiver",
        make_order,
        lambda order: {"to_venue": make_venue(order.visit.host_office)},
    ),
    (
        "order_draft_is_unseen",
        make_order,
        lambda order: {"shown_to_office": order.to_office},
    ),
    (
        "order_reported_iff_reporter",
        make_order,
        lambda order: {"state": "reported"},
    ),
    (
        "readiness_waived_once",
        lambda o: make_waiver(o, visit=make_waiver(o).visit, name="habits"),
        lambda waiver: {"name": "health"},
    ),
    ("readiness_waiver_says_why", make_waiver, lambda waiver: {"reason": ""}),
    (
        "letter_registered_once",
        second_letter,
        lambda letter: {"document_number": first(letter).document_number},
    ),
    (
        "letter_received_after_issue",
        lambda o: make_letter(o, issued_on=DAY, received_on=DAY),
        lambda letter: {"received_on": BEFORE},
    ),
    ("party_guest_once", second_guest, lambda party: {"guest": first(party).guest}),
    ("party_one_head", second_guest, lambda party: {"role": "head"}),
    ("itinerary_line_once", second_item, lambda item: {"line": 1}),
    (
        "itinerary_item_ends_after_it_starts",
        lambda o: make_item(o, starts_at=moment(), ends_at=LATER),
        lambda item: {"ends_at": item.starts_at},
    ),
    ("venue_phone_once", second_phone, lambda phone: {"number": first(phone).number}),
    (
        "venue_licence_once",
        second_licence,
        lambda licence: {"number": first(licence).number},
    ),
    (
        "venue_licence_ends_after_issue",
        lambda o: make_licence(o, issued_on=DAY, valid_until=DAY),
        lambda licence: {"valid_until": BEFORE},
    ),
    (
        "staff_has_one_employer",
        make_staff,
        lambda staff: {"venue": make_venue(staff.office)},
    ),
    ("staff_has_one_employer", make_staff, lambda staff: {"office": None}),
    (
        "staff_left_after_joining",
        lambda o: make_staff(o, joined_on=DAY, left_on=DAY),
        lambda staff: {"left_on": BEFORE},
    ),
    (
        "certificate_number_once",
        second_certificate,
        lambda certificate: {"number": first(certificate).number},
    ),
    (
        "certificate_ends_after_issue",
        lambda o: make_certificate(o, issued_on=DAY, valid_until=DAY),
        lambda certificate: {"valid_until": BEFORE},
    ),
    (
        "campaign_ends_after_it_starts",
        lambda o: make_campaign(o, starts_on=DAY, ends_on=DAY),
        lambda campaign: {"ends_on": BEFORE},
    ),
    *FINDING_RULES,
    ("meal_line_once", second_meal, lambda meal: {"line": 1}),
    ("meal_has_guests", lambda o: make_meal(o, guests=1), lambda m: {"guests": 0}),
    (
        "meal_has_guests",
        lambda o: make_meal(o, guests=9999),
        lambda meal: {"guests": 10000},
    ),
    (
        "meal_companions_are_countable",
        lambda o: make_meal(o, companions=9999),
        lambda meal: {"companions": 10000},
    ),
    (
        "meal_amount_not_negative",
        lambda o: make_meal(o, amount=0),
        lambda meal: {"amount": Decimal("-0.01")},
    ),
    (
        "meal_standard_not_negative",
        lambda o: make_meal(o, standard=0),
        lambda meal: {"standard": Decimal("-0.01")},
    ),
    ("cost_line_once", second_cost, lambda cost: {"line": 1}),
    (
        "cost_amount_not_negative",
        lambda o: make_cost(o, amount=0),
        lambda cost: {"amount": Decimal("-0.01")},
    ),
    (
        "cost_paid_says_how",
        lambda o: make_cost(o, paid_on=DAY, payment="card"),
        lambda cost: {"payment": ""},
    ),
    (
        "money_standard_once",
        second_standard,
        lambda standard: {"valid_from": DAY},
    ),
    (
        "money_standard_ends_after_it_begins",
        lambda o: make_standard(o, valid_from=DAY, valid_until=AFTER),
        lambda standard: {"valid_until": DAY},
    ),
    (
        "money_standard_is_above_nothing",
        lambda o: make_standard(o, amount=Decimal("0.01"), document="x"),
        lambda standard: {"amount": Decimal(0)},
    ),
    (
        "money_standard_names_its_document",
        lambda o: make_standard(o, amount=Decimal(1), document="x"),
        lambda standard: {"document": ""},
    ),
    ("rule_setting_once", second_setting, lambda setting: {"rule": "R29"}),
    (
        "rule_setting_off_only_if_uncertain",
        lambda o: make_setting(o, rule="R29", is_on=False, note="x"),
        lambda setting: {"rule": "R12"},
    ),
    (
        "rule_setting_says_why",
        lambda o: make_setting(o, rule="R29", is_on=False, note="x"),
        lambda setting: {"note": ""},
    ),
    (
        "rule_setting_says_why",
        lambda o: make_setting(o, is_confirmed=True, note="x"),
        lambda setting: {"note": ""},
    ),
    ("breach_entered_once", second_breach, lambda breach: {"detail": "meal-1"}),
    (
        "breach_found_after_it_happened",
        lambda o: make_breach(o, happened_on=DAY, found_on=DAY),
        lambda breach: {"found_on": BEFORE},
    ),
    ("breach_closed_iff_closer", handled, lambda breach: {"closed_by": None}),
    ("breach_closed_iff_closer", handled, lambda breach: {"closed_at": None}),
    ("breach_closed_iff_closer", handled, lambda breach: {"state": "noted"}),
    (
        "breach_of_a_rule_or_of_a_kind",
        make_breach,
        lambda breach: {"rule": "", "pattern": ""},
    ),
    (
        "breach_judged_in_a_file",
        lambda o: make_breach(o, source="rules", pattern="gifts"),
        lambda breach: {"subject": ""},
    ),
    (
        "drive_ends_after_it_starts",
        lambda o: make_drive(o, ends_on=DAY),
        lambda drive: {"ends_on": BEFORE},
    ),
    *(
        (f"gift_{name}", make_gift, lambda gift, change=change: change)
        for name, change in (
            ("registered_after_it_changed_hands", {"registered_on": BEFORE}),
            ("back_after_it_changed_hands", {"returned_on": BEFORE}),
            ("disposed_after_it_changed_hands", {"disposed_on": BEFORE}),
            ("counts_and_is_worth", {"value": -1}),
            ("counts_and_is_worth", {"quantity": 0}),
            ("received_by_somebody", {"person": None}),
            ("given_is_not_disposed_of", {"direction": "given", "disposal": "kept"}),
            ("valuables_are_not_kept", {"kind": "money", "disposal": "kept"}),
            ("settled_iff_settler", {"state": "settled"}),
        )
    ),
    (
        "gift_settled_by_another",
        settled_gift,
        lambda gift: {"entered_by": gift.settled_by},
    ),
    ("honour_has_one_holder", make_honour, lambda honour: {"office": None}),
    (
        "honour_has_one_holder",
        lambda o: make_honour(o, member=make_staff(o)),
        lambda honour: {"venue": make_venue(honour.member.office)},
    ),
    ("justification_once", justified, lambda reason: {"fingerprint": "a" * 64}),
    ("justification_is_written", justified, lambda reason: {"reason": ""}),
    (
        "office_is_not_its_own_parent",
        make_lower_office,
        lambda office: {"parent": office},
    ),
    *PLAN_RULES,
    *ROUND_RULES,
    *HOUSE_RULES,
    *ROSTER_RULES,
    *STAFF_RULES,
    *TRAINING_RULES,
]
# Where a field's own question comes first, in its own words.
SAID_BEFORE = {
    ("visit_has_guests", 0): "Ensure this value is greater than or equal to 1.",
    "justification_is_written": "This field cannot be blank.",
    **HOUSE_SAID,
    **STAFF_SAID,
    **ROSTER_SAID,
    ("visit_has_guests", 10000): "Ensure this value is less than or equal to 9999.",
    "closing_rating_one_to_five": "Ensure this value is less than or equal to 5.",
    "office_is_not_its_own_parent": (
        "This office stands below the one you are editing."
    ),
    **ROUND_SAID_BEFORE,
    **TRAINING_SAID,
}


def named() -> dict:
    """Return each named constraint of our records with its model, by name."""
    return {
        constraint.name: (model, constraint)
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


def as_reported(name: str) -> str:
    """Return what the database calls a constraint; SQLite names a key's columns."""
    model, constraint = named()[name]
    if connection.vendor != "sqlite" or isinstance(constraint, CheckConstraint):
        return name
    columns = [model._meta.get_field(each).column for each in constraint.fields]
    return ", ".join(f"{model._meta.db_table}.{column}" for column in columns)


def changed(record, changes: dict):
    """Return the record with the changes, not stored."""
    for name, value in changes.items():
        setattr(record, name, value)
    return record


every_rule = pytest.mark.parametrize(
    ("name", "fits", "breaks"),
    [pytest.param(*rule, id=f"{rule[0]}-{n}") for n, rule in enumerate(RULES)],
)


def test_every_constraint_stands_in_the_table():
    assert {name for name, _fits, _breaks in RULES} == set(named())


@every_rule
def test_a_row_at_the_boundary_is_stored(name, fits, breaks, north):
    record = fits(north)
    record.full_clean()
    assert isinstance(record, named()[name][0])
    assert type(record)._default_manager.filter(pk=record.pk).exists()


@every_rule
def test_the_database_refuses_a_row_beyond_it_by_name(name, fits, breaks, north):
    record = fits(north)
    changed(record, breaks(record))
    reported = re.escape(as_reported(name)) + r'("|$)'
    with pytest.raises(IntegrityError, match=reported), transaction.atomic():
        record.save()


@every_rule
def test_a_form_says_so_before_the_database(name, fits, breaks, north):
    record = fits(north)
    changes = breaks(record)
    own = named()[name][1].violation_error_message
    value = next(iter(changes.values()))
    said = SAID_BEFORE.get(name) or SAID_BEFORE.get((name, value)) or own
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            changed(record, changes).full_clean()
        assert refused.value.messages == [said]


def test_letters_without_a_document_number_are_not_taken_for_one(north):
    letters = [
        make_letter(north, sending_unit="unit", document_number="") for _ in range(2)
    ]
    for letter in letters:
        letter.full_clean()
    assert Letter.objects.count() == 2


def test_another_office_registers_the_same_letter(north, south):
    here = make_letter(north, sending_unit="unit", document_number="12")
    there = make_letter(south, sending_unit="unit", document_number="12")
    there.full_clean()
    assert set(Letter.objects.all()) == {here, there}


PREFIXES = {
    Visit: "NORTH-2026-",
    Letter: "NORTH-L-2026-",
    PhoneRecord: "NORTH-T-2026-",
    TaskOrder: "NORTH-R-2026-",
    Guest: "NORTH-G-",
    ActivityPlace: "NORTH-P-",
    Venue: "NORTH-V-",
    StaffMember: "NORTH-S-",
    Campaign: "NORTH-C-2026-",
    Inspection: "NORTH-I-2026-",
    Finding: "NORTH-F-2026-",
    Breach: "NORTH-B-2026-",
    Drive: "NORTH-D-2026-",
    Gift: "NORTH-GR-2026-",
    Honour: "NORTH-H-2026-",
    Shift: "NORTH-W-2026-",
    **PLAN_PREFIXES,
    **HOUSE_PREFIXES,
    **TRAINING_PREFIXES,
}


def test_every_kind_with_numbers_stands_in_the_table():
    # A section's number begins with that of its version, a space's with its venue's.
    numbered = {model for model in MAKERS if hasattr(model, "number_prefix")}
    assert numbered - {PlanSection, Space} == set(PREFIXES)


@pytest.mark.parametrize("model", PREFIXES, ids=lambda model: model.__name__)
def test_a_number_begins_with_office_kind_and_year(model, north):
    assert MAKERS[model](north).number_prefix(DAY) == PREFIXES[model]


@pytest.mark.parametrize(
    ("arrives", "departs", "nights"),
    [
        pytest.param(9, 17, 0, id="a day"),
        pytest.param(7, 9, 0, id="one local day that is two in Greenwich"),
        pytest.param(0, 23.99, 0, id="from midnight to midnight"),
        pytest.param(23.5, 24, 1, id="half an hour across midnight"),
        pytest.param(23.5, 24.5, 1, id="an hour across midnight, one day in Greenwich"),
        pytest.param(9, 24 * 3 + 8, 3, id="three nights, less than 72 hours"),
    ],
)
def test_nights_are_counted_between_local_days(arrives, departs, nights):
    first, last = (moment(hour=hour).astimezone(UTC) for hour in (arrives, departs))
    assert Visit(arrives_at=first, departs_at=last).nights == nights


OPEN = (State.DRAFT, State.REFUSED, State.APPROVED, State.READY, State.UNDER_WAY)


@pytest.mark.parametrize("state", State)
def test_a_file_and_its_parts_are_closed_under_decision_and_afterwards(state, north):
    is_closed = state not in OPEN
    letter = make_letter(north)
    visit = make_visit(north, letter=letter)
    visit.state = state
    parts = [letter, make_party(north, visit=visit), make_item(north, visit=visit)]
    said = visit.locked_reason()
    assert bool(said) is is_closed
    assert not is_closed or str(state.label) in said
    assert {bool(part.locked_reason()) for part in parts} == {is_closed}
