"""The constraints of venues, daily controls and bookings: rows at and beyond each."""

from datetime import timedelta
from decimal import Decimal

from compliance.models import FoodSample
from tests.records import (
    DAY,
    make_booking,
    make_contact,
    make_control,
    make_period,
    make_project,
    make_rate,
    make_required_licence,
    make_sample,
    make_space,
    make_user,
    make_venue_waiver,
    moment,
)
from venues.models import UpgradeProject, UpgradeStage

BEFORE = DAY - timedelta(days=1)
LATER = moment() + timedelta(seconds=1)
OUT = {"state": "closed", "out_from": DAY, "out_until": DAY, "reason": "new carpet"}


def second(make, **changes):
    """Return what makes another record beside the first one of the same place."""

    def made(office):
        one = make(office)
        whole = "visit" if hasattr(one, "visit_id") else "venue"
        return make(office, **{whole: getattr(one, whole), **changes})

    return made


def first_of(record):
    """Return the record of the same kind that was made before."""
    return type(record)._default_manager.exclude(pk=record.pk).get()


def stage(office):
    """Return the second stage of a project."""
    project = make_project(office)
    for line in (1, 2):
        made = UpgradeStage.objects.create(project=project, line=line, name="stage")
    return made


def followed_up(office):
    """Return a control that was not in order and was followed up."""
    return make_control(
        office,
        result="not_ok",
        note="a fever",
        state="followed_up",
        follow_up="sent home",
        followed_up_by=make_user(office),
        followed_up_at=moment(),
    )


def disposed(office):
    """Return a sample that somebody has thrown away."""
    hand = {"disposed_by": make_user(office), "disposed_at": moment()}
    return make_sample(office, state="disposed", **hand)


def purchase(office, **given):
    """Return a purchase of the day."""
    lot = {"control": "purchases", "supplier": "a farm", "lot": "beef 12 kg"}
    return make_control(office, **{**lot, **given})


HOUSE_RULES = [
    (
        "licence_required_once",
        lambda o: (make_required_licence(), make_required_licence())[1],
        lambda each: {"licence_kind": first_of(each).licence_kind},
    ),
    (
        "licence_required_by_something",
        lambda o: make_required_licence(is_confirmed=True),
        lambda each: {"basis": ""},
    ),
    (
        "venue_contact_once",
        second(make_contact),
        lambda each: {"name": first_of(each).name},
    ),
    ("space_once", second(make_space), lambda each: {"name": first_of(each).name}),
    (
        "space_area_above_nothing",
        lambda o: make_space(o, area=Decimal("0.1")),
        lambda space: {"area": 0},
    ),
    (
        "space_out_of_use_says_since_when_and_why",
        lambda o: make_space(o, **OUT),
        lambda space: {"reason": ""},
    ),
    (
        "space_out_of_use_says_since_when_and_why",
        lambda o: make_space(o, **OUT),
        lambda space: {"state": "usable"},
    ),
    (
        "space_out_of_use_ends_after_it_begins",
        lambda o: make_space(o, **OUT),
        lambda space: {"out_until": BEFORE},
    ),
    ("space_usable_has_no_end", make_space, lambda space: {"out_until": DAY}),
    (
        "rate_once",
        second(make_rate, valid_from=DAY + timedelta(days=1)),
        lambda rate: {"valid_from": DAY},
    ),
    (
        "rate_ends_after_it_begins",
        lambda o: make_rate(o, valid_until=DAY),
        lambda rate: {"valid_until": BEFORE},
    ),
    (
        "rate_above_nothing",
        lambda o: make_rate(o, price=Decimal("0.01")),
        lambda rate: {"price": Decimal("0.00")},
    ),
    (
        "project_budget_not_negative",
        lambda o: make_project(o, budget=0),
        lambda project: {"budget": Decimal("-0.01")},
    ),
    (
        "project_spent_not_negative",
        lambda o: make_project(o, spent=0),
        lambda project: {"spent": Decimal("-0.01")},
    ),
    (
        "project_ends_after_it_starts",
        lambda o: make_project(o, ends_on=DAY),
        lambda project: {"ends_on": BEFORE},
    ),
    (
        "project_done_says_when",
        lambda o: make_project(o, state="done", ended_on=DAY, spent=1),
        lambda project: {"spent": None},
    ),
    ("project_stage_once", stage, lambda each: {"line": 1}),
    (
        "control_period_once",
        second(make_period, starts_on=BEFORE),
        lambda period: {"starts_on": DAY},
    ),
    (
        "control_period_ends_after_it_starts",
        make_period,
        lambda period: {"ends_on": BEFORE},
    ),
    (
        "daily_control_once",
        second(make_control, control="cleaned"),
        lambda control: {"control": "staff"},
    ),
    (
        "daily_control_lines_are_of_purchases",
        lambda o: purchase(o, line=2),
        lambda control: {"line": 0},
    ),
    (
        "daily_control_lines_are_of_purchases",
        make_control,
        lambda control: {"line": 2},
    ),
    (
        "daily_control_not_ok_says_what",
        lambda o: make_control(o, result="not_ok", note="x"),
        lambda control: {"note": ""},
    ),
    (
        "daily_control_purchase_names_its_lot",
        purchase,
        lambda control: {"lot": ""},
    ),
    (
        "daily_control_purchase_names_its_lot",
        lambda o: purchase(o, supplier="", lot="", note="nothing bought"),
        lambda control: {"note": ""},
    ),
    (
        "daily_control_purchase_names_its_lot",
        make_control,
        lambda control: {"supplier": "a farm"},
    ),
    (
        "daily_control_followed_up_says_how",
        followed_up,
        lambda control: {"follow_up": ""},
    ),
    (
        "daily_control_followed_up_says_how",
        followed_up,
        lambda control: {"state": "noted"},
    ),
    (
        "sample_is_large_enough",
        lambda o: make_sample(o, grams=125),
        lambda sample: {"grams": 124},
    ),
    (
        "sample_is_kept_long_enough",
        lambda o: make_sample(o, kept_hours=48),
        lambda sample: {"kept_hours": 47},
    ),
    ("sample_disposed_iff_by_whom", disposed, lambda sample: {"disposed_by": None}),
    ("sample_disposed_iff_by_whom", disposed, lambda sample: {"state": "kept"}),
    ("booking_line_once", second(make_booking), lambda b: {"line": first_of(b).line}),
    (
        "booking_ends_after_it_starts",
        lambda o: make_booking(o, ends_at=LATER),
        lambda booking: {"ends_at": moment()},
    ),
    (
        "booking_is_for_somebody",
        lambda o: make_booking(o, people=1),
        lambda booking: {"people": 0},
    ),
    (
        "venue_waiver_says_why",
        lambda o: make_venue_waiver(o, covers=["licence:food"]),
        lambda waiver: {"reason": ""},
    ),
]
HOUSE_PREFIXES = {UpgradeProject: "NORTH-U-2026-", FoodSample: "NORTH-FS-2026-"}
HOUSE_SAID = {"venue_waiver_says_why": "This field cannot be blank."}
