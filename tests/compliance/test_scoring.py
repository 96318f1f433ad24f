"""Scores agree with plain arithmetic, in the database and in Python."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance import scoring
from compliance.filling import page_of
from compliance.models import Inspection
from tests.compliance.round_rules import make_answer, version_in
from tests.console.reading import rows
from tests.records import make_checklist_item, make_finding, make_inspection

ANSWERS = st.lists(
    st.tuples(st.integers(1, 100), st.sampled_from(["ok", "not_ok", "na", ""])),
    max_size=12,
)
# One decimal, half a tenth up, of exact fractions: not the way the code goes.
TENTH = Decimal("0.1")


def plainly(answers):
    """Return the score of (points, result)s by the definition."""
    applicable = [points for points, result in answers if result in ("ok", "not_ok")]
    if not applicable:
        return None
    reached = sum(points for points, result in answers if result == "ok")
    exact = Fraction(100 * reached, sum(applicable))
    told = Decimal(exact.numerator) / Decimal(exact.denominator)
    return told.quantize(TENTH, ROUND_HALF_UP)


@given(ANSWERS)
def test_the_score_is_what_the_definition_says(answers):
    reached = sum(p for p, result in answers if result == "ok")
    possible = sum(p for p, result in answers if result in ("ok", "not_ok"))
    assert scoring.score(reached, possible) == plainly(answers)


@pytest.mark.parametrize(
    ("reached", "possible", "told"),
    [(0, 0, None), (0, 3, "0.0"), (3, 3, "100.0"), (1, 3, "33.3"), (1, 2000, "0.1")],
)
def test_scores_at_the_edges(reached, possible, told):
    assert scoring.score(reached, possible) == (told and Decimal(told))


def inspected(office, version, answers):
    """Return an inspection by ``version`` whose items are answered so."""
    inspection = make_inspection(office)
    inspection.lists.add(version)
    for points, result in answers:
        item = make_checklist_item(version=version, points=points)
        if result:
            found = make_finding(office) if result == "not_ok" else None
            given = {"inspection": inspection, "item": item, "finding": found}
            make_answer(office, result=result, **given)
    return inspection


@pytest.mark.django_db
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(answers=ANSWERS)
def test_database_page_and_arithmetic_agree(north, root, answers):
    version = version_in("in_force")
    inspection = inspected(north, version, answers)
    held = scoring.with_progress(Inspection.objects.filter(pk=inspection.pk)).get()
    wanted = plainly(answers)
    page = page_of(inspection, root)
    assert scoring.score(held.reached, held.possible) == page.score == wanted
    assert scoring.by_list([inspection.pk]).get(version.pk) == wanted
    assert scoring.by_venue([inspection.pk]).get(inspection.venue_id) == wanted
    done = sum(bool(result) for _points, result in answers)
    assert (held.asked, held.answered) == (page.asked, page.answered)
    assert (page.asked, page.answered) == (len(answers), done)


@pytest.mark.django_db
def test_two_lists_of_one_inspection_have_their_own_scores(north):
    food, fire = version_in("in_force"), version_in("in_force")
    inspection = inspected(north, food, [(3, "ok"), (1, "not_ok")])
    inspection.lists.add(fire)
    item = make_checklist_item(version=fire, points=2)
    make_answer(north, inspection=inspection, item=item, result="ok")
    found = scoring.by_list([inspection.pk])
    assert found == {food.pk: Decimal("75.0"), fire.pk: Decimal("100.0")}


@pytest.mark.django_db
def test_the_report_tells_venues_by_list(north, auditor):
    version = version_in("in_force")
    inspection = inspected(north, version, [(3, "ok"), (1, "not_ok"), (9, "na")])
    asked = {"from": "2000-01-01", "to": "2099-12-31"}
    (row,) = rows("scores", auditor, **asked)
    assert row["venue_name"] == inspection.venue.name
    assert (row["inspections"], row["reached"], row["possible"]) == (1, 3, 4)
    assert row["score"] == "75.0"
