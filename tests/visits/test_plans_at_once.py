"""Two people at the same moment: reviewers, an approver, and clerks who click twice."""

import pytest

from reception.accounts import roles
from reception.workflow import MoveNotPossible, move
from tests.cast import person
from tests.records import (
    make_office,
    make_plan,
    make_review,
    make_section,
    make_version,
    make_visit,
    moment,
)
from tests.test_workflow_concurrency import _unhurried, all_at_once
from visits.drafting import CannotWrite, begin, write_next
from visits.models import Plan, PlanVersion, Review
from visits.plan_states import Opinion, PlanState

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_unhurried"),
]
__all__ = ["_unhurried"]


@pytest.fixture
def office():
    """Return an office; the roles are made anew, for a flush takes them away."""
    roles.apply()
    return make_office("BUSY")


@pytest.fixture
def version(office):
    """Return a version in its first round."""
    made = make_version(office, state=PlanState.IN_REVIEW, round=1)
    make_section(office, version=made)
    return made


def reviewer(office, version, name, state=Opinion.WAITING):
    """Return somebody who is asked, with his review."""
    who = person(name, office, "approver", reaches=[office])
    said_at = None if state == Opinion.WAITING else moment()
    given = {"version": version, "reviewer": who, "state": state, "said_at": said_at}
    return who, make_review(office, **given)


def test_two_reviewers_agree_at_once(office, version):
    asked = [reviewer(office, version, name) for name in ("one", "two")]
    found = all_at_once(
        {
            who.pk: lambda who=who, review=review: move(
                review, "agree", by=who, at=moment()
            )
            for who, review in asked
        }
    )
    assert all(isinstance(each, Review) for each in found.values())
    assert version.reviews.filter(state=Opinion.AGREED).count() == 2


def test_an_objection_and_an_approval_do_not_pass_each_other(office, version):
    who, review = reviewer(office, version, "one", Opinion.AGREED)
    approver = person("approver", office, "approver", reaches=[office])
    found = all_at_once(
        {
            "object": lambda: move(review, "object", by=who, at=moment(), reason="x"),
            "approve": lambda: move(version, "approve", by=approver, at=moment()),
        }
    )
    refused = [each for each in found.values() if isinstance(each, MoveNotPossible)]
    assert len(refused) == 1
    approved = PlanVersion.objects.get().state == PlanState.APPROVED
    assert (Review.objects.get().state == Opinion.AGREED) is approved


def test_two_clicks_begin_one_next_version(office):
    clerk = person("clerk", office, "clerk", reaches=[office])
    plan = make_plan(office)
    found = all_at_once(
        {n: lambda: write_next(plan, by=clerk, at=moment()) for n in range(2)}
    )
    assert sum(isinstance(each, CannotWrite) for each in found.values()) == 1
    assert plan.versions.count() == 1


def test_two_clicks_begin_two_plans_of_different_titles(office):
    clerk = person("clerk", office, "clerk", reaches=[office])
    visit = make_visit(office)
    found = all_at_once(
        {n: lambda: begin(visit, None, by=clerk, at=moment()) for n in range(2)}
    )
    assert all(isinstance(each, PlanVersion) for each in found.values())
    assert Plan.objects.values("title").distinct().count() == 2
