"""How far a finding has been put right follows from its dates, and from them alone."""

from datetime import timedelta
from itertools import compress, product

import pytest
from django.db import IntegrityError, transaction

from compliance.models import Finding
from tests.records import DAY, make_finding, make_inspection, make_staff, make_venue

pytestmark = pytest.mark.django_db
State = Finding.State
STEPS = ("rectified", "rechecked", "closed")
# Fixed on the spot, rectified, rechecked, closed; the database refuses the others.
STATES = {
    (False, False, False, False): State.FOUND,
    (False, True, False, False): State.RECTIFIED,
    (False, True, True, False): State.RECHECKED,
    (False, True, True, True): State.CLOSED,
    (True, True, False, False): State.ON_THE_SPOT,
    (True, True, True, False): State.RECHECKED,
    (True, True, True, True): State.CLOSED,
}
DEADLINES = [None, DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)]
FOUND_ON = DAY - timedelta(days=7)


def finding_in(office, steps, **given):
    """Return a finding whose ``steps`` are all done on the day it was found."""
    on_the_spot, *done = steps
    days = [f"{step}_on" for step in compress(STEPS, done)]
    values = {"found_on": FOUND_ON, "is_fixed_on_the_spot": on_the_spot}
    return make_finding(office, **values, **dict.fromkeys(days, FOUND_ON), **given)


def told(steps) -> str:
    """Return the steps in words, to name a test."""
    return " ".join(compress(("on the spot", *STEPS), steps)) or "nothing"


every_state = pytest.mark.parametrize(
    "steps", [pytest.param(steps, id=told(steps)) for steps in STATES]
)


@every_state
def test_the_state_follows_from_the_dates(steps, north):
    finding = finding_in(north, steps)
    assert Finding.objects.get(pk=finding.pk).state == STATES[steps]


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param(steps, id=told(steps))
        for steps in product((False, True), repeat=4)
        if steps not in STATES
    ],
)
def test_no_step_comes_before_the_one_that_leads_to_it(steps, north):
    with pytest.raises(IntegrityError), transaction.atomic():
        finding_in(north, steps)


def test_nobody_writes_the_state(north):
    finding = make_finding(north)
    finding.state = State.CLOSED
    finding.save()
    assert Finding.objects.get(pk=finding.pk).state == State.FOUND


def test_a_step_moves_the_state_on(north):
    finding = make_finding(north, found_on=DAY)
    for step in STEPS:
        setattr(finding, f"{step}_on", DAY)
        finding.save()
        assert Finding.objects.get(pk=finding.pk).state == step


@every_state
def test_open_is_what_is_neither_closed_nor_fixed_on_the_spot(steps, north):
    finding = finding_in(north, steps)
    settled = STATES[steps] in (State.CLOSED, State.ON_THE_SPOT)
    assert (finding in Finding.objects.open()) is not settled


@pytest.mark.parametrize("deadline", DEADLINES, ids=str)
@every_state
def test_the_list_of_the_overdue_agrees_with_each_finding(steps, deadline, north):
    finding = finding_in(north, steps, deadline=deadline)
    late = deadline == DEADLINES[1]
    is_open = STATES[steps] in (State.FOUND, State.RECTIFIED, State.RECHECKED)
    assert (finding in Finding.objects.overdue(DAY)) is (late and is_open)
    assert finding.is_overdue(DAY) is (late and is_open)


def test_a_loaded_register_names_no_hands(north):
    finding = finding_in(north, (False, True, True, True))
    finding.full_clean()
    assert finding.state == State.CLOSED
    assert finding.closed_by is None


def test_whoever_is_responsible_may_rectify(north):
    hand = make_staff(north)
    finding = finding_in(
        north, (False, True, False, False), responsible=hand, rectified_by=hand
    )
    finding.full_clean()
    assert finding in Finding.objects.filter(rectified_by=hand)


@pytest.mark.parametrize("step", ["rechecked", "closed"])
def test_whoever_is_responsible_neither_rechecks_nor_closes(step, north):
    hand = make_staff(north)
    finding = finding_in(north, (False, True, True, True), responsible=hand)
    setattr(finding, f"{step}_by", hand)
    with pytest.raises(IntegrityError), transaction.atomic():
        finding.save()


def test_the_inspecting_office_numbers_a_finding_at_anothers_venue(north, south):
    inspection = make_inspection(north, venue=make_venue(south))
    finding = make_finding(north, inspection=inspection)
    assert finding.number_prefix(DAY) == "NORTH-F-2026-"
