"""Service standards: steps noted before a visit, and taken as points of a rehearsal."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import translation

from reception.workflow import MoveNotPossible
from tests import doors
from tests.compliance.round_rules import version_in
from tests.records import (
    DAY,
    make_checklist,
    make_checklist_item,
    make_rehearsal,
    make_visit,
    moment,
)
from visits import readiness, standards
from visits.models import Rehearsal, RehearsalPoint, Visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    """Read what is said in English, whatever the office's language is."""
    with translation.override("en"):
        yield


@pytest.fixture
def lodging():
    """The standard of lodging, in force, with two steps."""
    listed = make_checklist(kind="process", category="", service="lodging")
    version = version_in("in_force", checklist=listed)
    for text in ("check each room", "x" * 90):
        make_checklist_item(version=version, text=text, severity="", phase="before")
    return version


@pytest.fixture
def visit(north):
    """A visit that stays for a night."""
    return make_visit(north, departs_at=moment(DAY + timedelta(days=1)))


def look(visit):
    """Return what readiness says of standards."""
    return next(f for c, f in readiness.look(visit, DAY) if c.name == "standards")


def note(visit, wanted, shown, by):
    return standards.note_steps(visit, set(wanted), set(shown), by=by, at=moment())


def steps(version):
    return list(version.items.values_list("pk", flat=True))


def test_a_visit_that_stays_needs_the_standard_of_lodging(visit, lodging):
    found = look(visit)
    assert found.answer == "missing"
    assert "0/2" in found.told


def test_a_visit_of_a_day_needs_none(north, lodging):
    assert look(make_visit(north)).answer == "not_needed"


def test_what_misses_is_shown_and_does_not_stand_in_the_way(visit, lodging):
    assert "standards" not in {c.name for c, _f in readiness.missing(visit, DAY)}


def test_it_is_in_place_when_every_step_was_taken(visit, lodging, clerk):
    note(visit, steps(lodging), steps(lodging), clerk)
    assert look(visit).answer == "done"
    note(visit, steps(lodging)[:1], steps(lodging), clerk)
    assert look(visit).answer == "missing"


def test_noting_again_keeps_who_noted_first(visit, lodging, clerk, root):
    note(visit, steps(lodging), steps(lodging), clerk)
    note(visit, steps(lodging), steps(lodging), root)
    assert {each.taken_by for each in visit.standard_steps.all()} == {clerk}


def test_what_a_page_did_not_show_it_does_not_undo(visit, lodging, clerk):
    first, second = steps(lodging)
    note(visit, [first], [first], clerk)
    note(visit, [second], [second], clerk)
    assert visit.standard_steps.count() == 2


def test_a_new_version_does_not_take_the_steps_away(visit, lodging, clerk):
    note(visit, steps(lodging), steps(lodging), clerk)
    type(lodging).objects.filter(pk=lodging.pk).update(state="retired", retired_on=DAY)
    version_in("in_force", checklist=lodging.checklist, ordinal=2)
    assert look(visit).answer == "done"


def test_a_reader_notes_nothing(visit, lodging, auditor):
    with pytest.raises(PermissionDenied):
        note(visit, steps(lodging), steps(lodging), auditor)


def test_the_page_shows_the_steps_by_phase_and_notes_them(visit, lodging, clerk):
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(clerk)
    url = doors.url(Visit, "standards", visit.pk)
    assert "check each room" in browser.get(url).content.decode()
    shown = steps(lodging)
    browser.post(url, {"shown": shown, "taken": shown[:1]})
    assert visit.standard_steps.get().item_id == shown[0]


def test_a_rehearsal_takes_the_steps_as_its_own_points(north, lodging, clerk):
    rehearsal, another = make_rehearsal(north), make_rehearsal(north)
    assert standards.rehearse_by(rehearsal, lodging, by=clerk) == 2
    assert standards.rehearse_by(rehearsal, lodging, by=clerk) == 0
    assert rehearsal.checks.count() == 2
    assert not another.checks.exists()
    points = RehearsalPoint.objects.filter(checks__rehearsal=rehearsal)
    assert not points.filter(is_active=True).exists()
    for point in points:
        point.full_clean()
    assert points.get(name__startswith="x").hint == "x" * 90


def test_a_closed_rehearsal_takes_no_points(north, lodging, clerk):
    closed = make_rehearsal(north, state="closed", held_at=moment())
    with pytest.raises(MoveNotPossible, match="closed"):
        standards.rehearse_by(closed, lodging, by=clerk)


def test_the_page_of_a_rehearsal_offers_the_standards_in_force(north, lodging, clerk):
    rehearsal, browser = (
        make_rehearsal(north),
        Client(headers={"accept-language": "en"}),
    )
    browser.force_login(clerk)
    url = doors.url(Rehearsal, "points", rehearsal.pk)
    assert str(lodging) in browser.get(url).content.decode()
    assert browser.post(url, {"standard": lodging.pk}).status_code == 302
    assert rehearsal.checks.count() == 2
