"""Upgrade projects: begun, done stage by stage, or abandoned with a reason."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from reception.workflow import MoveNotPossible, move
from tests.cast import person
from tests.records import DAY, make_project, moment
from venues.models import UpgradeStage
from venues.project_states import MOVES, ProjectState

pytestmark = pytest.mark.django_db
OVER = {"ended_on": DAY, "spent": 1}


@pytest.fixture(autouse=True)
def _in_english(client):
    """Compare what is said with the words of the source."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.mark.parametrize("role", ["clerk", "venue_contact", "inspector", "auditor"])
@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", ProjectState)
def test_every_move_from_every_state_by_every_role(state, name, role, north):
    user = person("x", north, role, reaches=[north])
    project, step = make_project(north, state=state, **OVER), MOVES[name]
    if role == "clerk" and state in step.sources:
        moved = move(project, name, by=user, at=moment(), reason="x")
        assert moved.state == step.target
        return
    expected = MoveNotPossible if role == "clerk" else PermissionDenied
    with pytest.raises(expected):
        move(project, name, by=user, at=moment(), reason="x")


def test_it_is_done_when_every_stage_is(north, clerk):
    project = make_project(north, state="under_way", **OVER)
    stage = UpgradeStage.objects.create(project=project, line=1, name="wiring")
    with pytest.raises(MoveNotPossible, match="1 stages"):
        move(project, "finish", by=clerk, at=moment())
    stage.done_on = DAY
    stage.save()
    assert move(project, "finish", by=clerk, at=moment()).state == "done"


def test_what_is_done_says_when_and_what_it_cost(north, clerk):
    project = make_project(north, state="under_way")
    with pytest.raises(MoveNotPossible, match="spent"):
        move(project, "finish", by=clerk, at=moment())


def test_nobody_abandons_without_a_reason(north, clerk):
    with pytest.raises(MoveNotPossible, match="reason"):
        move(make_project(north), "abandon", by=clerk, at=moment(), reason=" ")


def test_a_project_that_is_over_is_closed_with_its_stages(north):
    project = make_project(north, state="abandoned")
    stage = UpgradeStage(project=project, line=1, name="wiring")
    assert project.locked_reason()
    assert stage.locked_reason() == project.locked_reason()
