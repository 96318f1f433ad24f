"""Hours trained, the targets that hold for somebody, and the plan of a year."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.training.hours import Targets, by_year
from compliance.training.planning import progress
from tests.console.reading import rows
from tests.records import (
    make_course,
    make_enrolment,
    make_session,
    make_staff,
    make_target,
    make_training_plan,
    make_venue,
    moment,
)

pytestmark = pytest.mark.django_db
THERE = {"attended_at": moment(), "proof": "list"}


def trained(office, member, hours, **given):
    """Let ``member`` be at a session of so many hours."""
    session = make_session(office, hours=hours, **{"state": "held", **given})
    return make_enrolment(office, session=session, member=member, **THERE)


class TestTargets:
    def test_the_nearest_office_and_the_post_decide(self, city, north, south):
        make_target(city, hours=10)
        make_target(city, year=2026, post="cook", hours=40)
        make_target(north, hours=20)
        targets = Targets.of(2026)
        assert targets.of_post(south.pk, "clerk") == 10
        assert targets.of_post(north.pk, "clerk") == 20
        assert targets.of_post(north.pk, "cook") == 40
        assert Targets.of(2025).of_post(city.pk, "cook") is None

    @given(
        st.dictionaries(
            st.tuples(st.integers(1, 6), st.sampled_from(["", "cook"])),
            st.integers(1, 90).map(Decimal),
        ),
        st.integers(1, 6),
    )
    def test_it_is_the_first_row_on_the_way_up(self, held, office):
        above = {n: n - 1 if n > 1 else None for n in range(1, 7)}
        found = Targets(held, above).of_post(office, "cook")
        way = [(n, post) for post in ("cook", "") for n in range(office, 0, -1)]
        assert found == next((held[key] for key in way if key in held), None)


class TestHours:
    def test_only_what_was_attended_and_held_counts(self, north):
        member = make_staff(north)
        trained(north, member, Decimal("2.5"))
        course = make_course(hours=4)
        session = make_session(north, course=course, state="closed")
        make_enrolment(north, session=session, member=member, **THERE)
        trained(north, member, 8, state="open")
        make_enrolment(north, member=member, session=make_session(north, state="held"))
        assert by_year(member) == {2026: Decimal("6.5")}

    def test_the_report_tells_them_beside_the_target(self, north, auditor):
        make_target(north, year=2026, hours=10)
        cook = make_staff(north, venue=make_venue(north), post="cook")
        trained(north, cook, 4)
        clerk = make_staff(north)
        trained(north, clerk, 12)
        period = {"from": "2026-01-01", "to": "2026-12-31"}
        told = {row["number"]: row for row in rows("training-hours", auditor, **period)}
        assert told[cook.number]["missing"] == 6
        assert told[clerk.number]["missing"] == 0
        (line,) = rows("training-hours-by-office", auditor, **period)
        assert (line["people"], line["hours"], line["met"], line["short"]) == (
            2,
            16,
            1,
            1,
        )


def test_a_plan_is_compared_with_what_was_held(north):
    plan, course = make_training_plan(north, year=2026), make_course()
    plan.lines.create(line=1, course=course, sessions=2, month=3)
    plan.lines.create(line=2, course=course, sessions=1, month=9)
    make_session(north, course=course, state="held")
    make_session(north, course=course)
    assert progress(plan) == [(course, 3, 1)]
