"""The constraints of assignments, shifts, swaps and limits: at and beyond each."""

from datetime import timedelta

from tests.records import (
    DAY,
    make_assignment,
    make_rest_limit,
    make_shift,
    make_swap,
    make_user,
    make_venue,
    moment,
)

BEFORE = DAY - timedelta(days=1)


def first_of(record):
    """Return the record of the same kind that was made before."""
    return type(record)._default_manager.exclude(pk=record.pk).get()


def second_assignment(office):
    """Return another assignment of the same person to the same visit."""
    one = make_assignment(office, last_day=DAY)
    return make_assignment(office, visit=one.visit, member=one.member, duty="driver")


def second_shift(office):
    """Return another shift of the same person, later."""
    one = make_shift(office)
    return make_shift(office, member=one.member, starts_at=moment(hour=20))


def second_swap(office):
    """Return a swap of a shift whose first swap was declined."""
    one = make_swap(office, state="declined")
    told = {"colleague": one.colleague, "asked_at": moment(hour=7)}
    return make_swap(office, shift=one.shift, **told)


def agreed(office, **given):
    """Return a swap that its colleague agreed to."""
    told = {"agreed_by": make_user(office), "agreed_at": moment()}
    return make_swap(office, **{"state": "agreed", **told, **given})


def approved(office):
    """Return a swap that was approved."""
    told = {"decided_by": make_user(office), "decided_at": moment()}
    return agreed(office, state="approved", **told)


ROSTER_RULES = [
    ("assignment_once", second_assignment, lambda each: {"duty": "butler"}),
    (
        "assignment_ends_after_it_starts",
        lambda o: make_assignment(o, last_day=DAY),
        lambda each: {"last_day": BEFORE},
    ),
    ("shift_once", second_shift, lambda shift: {"starts_at": moment()}),
    ("shift_has_one_place", make_shift, lambda shift: {"office": None}),
    (
        "shift_has_one_place",
        lambda o: make_shift(o, venue=make_venue(o)),
        lambda shift: {"office": shift.venue.office},
    ),
    (
        "shift_ends_after_it_starts",
        make_shift,
        lambda shift: {"ends_at": shift.starts_at},
    ),
    (
        "swap_one_open",
        second_swap,
        lambda swap: {"shift": make_swap(swap.shift.office).shift},
    ),
    ("swap_asked_once", second_swap, lambda swap: {"asked_at": moment(hour=8)}),
    ("swap_between_two", make_swap, lambda swap: {"colleague": swap.holder}),
    ("swap_says_why", make_swap, lambda swap: {"reason": ""}),
    ("swap_agreed_iff_agreer", agreed, lambda swap: {"agreed_by": None}),
    ("swap_agreed_iff_agreer", agreed, lambda swap: {"agreed_at": None}),
    ("swap_decided_iff_decider", approved, lambda swap: {"decided_by": None}),
    ("swap_decided_iff_decider", approved, lambda swap: {"decided_at": None}),
    (
        "swap_decided_by_another",
        approved,
        lambda swap: {"decided_by": swap.agreed_by},
    ),
    ("swap_decided_by_another", approved, lambda swap: {"decided_by": swap.asked_by}),
    (
        "rest_limit_is_possible",
        lambda o: make_rest_limit(o, hours_a_week=168, hours_between=0),
        lambda limit: {"hours_a_week": 169},
    ),
    (
        "rest_limit_is_possible",
        lambda o: make_rest_limit(o, days_in_a_row=60, days_to_tell=1),
        lambda limit: {"days_in_a_row": 61},
    ),
]
# Where a field's own question comes first, in its own words.
ROSTER_SAID = {"swap_says_why": "This field cannot be blank."}
