"""Readiness: what is missing before arrival, seen, mended or waived by an approver."""

from datetime import timedelta

import pytest

from reception.workflow import MoveNotPossible, move
from tests.cast import person
from tests.doors import url
from tests.records import (
    DAY,
    make_finding,
    make_inspection,
    make_item,
    make_letter,
    make_licence,
    make_phone_record,
    make_place,
    make_required_licence,
    make_user,
    make_venue,
    make_visit,
    moment,
)
from visits import readiness
from visits.content import fingerprint_of
from visits.models import ReadinessWaiver, Visit
from visits.readiness import CHECKS, Answer

pytestmark = pytest.mark.django_db
LATER = moment(DAY + timedelta(days=1), 9)


@pytest.fixture
def venue(north):
    """A guesthouse of the north."""
    return make_venue(north)


@pytest.fixture
def visit(north, clerk, venue):
    """An approved visit over one night, in every respect ready."""
    hands = {"entered_by": clerk, "submitted_by": clerk, "decided_by": make_user(north)}
    visit = make_visit(
        north,
        state="approved",
        letter=make_letter(north),
        departs_at=LATER,
        decided_at=moment(),
        habits_asked_on=DAY,
        health_protection="市人民医院",
        **hands,
    )
    make_item(north, visit=visit, place=make_place(north, venue=venue))
    Visit.objects.filter(pk=visit.pk).update(approved_print=fingerprint_of(visit))
    return Visit.objects.get(pk=visit.pk)


def missing(visit):
    return [check.name for check, _found in readiness.missing(visit, DAY)]


def test_a_visit_with_everything_in_place_is_ready(visit, clerk):
    assert missing(visit) == []
    assert move(visit, "make_ready", by=clerk, at=moment()).state == "ready"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"habits_asked_on": None}, "habits"),
        ({"health_protection": " "}, "health"),
        ({"guests": 77}, "approval"),
        ({"state": "submitted", "decided_by": None, "decided_at": None}, "approval"),
    ],
)
def test_each_thing_that_lacks_is_missing(visit, change, name):
    change |= {"approved_print": ""} if "state" in change else {}
    Visit.objects.filter(pk=visit.pk).update(**change)
    assert name in missing(Visit.objects.get(pk=visit.pk))


def test_without_a_programme_there_is_no_lodging_either(visit):
    visit.itinerary.all().delete()
    assert {"programme", "lodging"} <= set(missing(visit))


def test_nobody_sleeps_in_a_conference_hall(visit, venue):
    type(venue).objects.filter(pk=venue.pk).update(kind="conference_hall")
    assert "lodging" in missing(visit)


@pytest.mark.parametrize(
    ("paper", "answer"),
    [("letter", "done"), ("phone", "done"), ("none", "missing")],
)
def test_an_official_visit_is_announced_on_paper(north, paper, answer):
    made = {
        "letter": {"letter": make_letter(north)},
        "phone": {"phone_record": make_phone_record(north)},
        "none": {},
    }
    visit = make_visit(north, **made[paper])
    assert CHECKS["paper"].look(visit, DAY).answer == answer


@pytest.mark.parametrize(
    ("finding", "answer"),
    [
        pytest.param({"severity": "A"}, "missing", id="critical and open"),
        pytest.param({"severity": "B"}, "done", id="major and open"),
        pytest.param(
            {"severity": "A", "state": "on_the_spot"},
            "done",
            id="critical, fixed on the spot",
        ),
    ],
)
def test_a_venue_with_an_open_critical_finding_is_not_fit(
    visit, venue, finding, answer
):
    inspection = make_inspection(venue.office, venue=venue)
    make_finding(venue.office, inspection=inspection, **finding)
    assert CHECKS["venues"].look(visit, DAY).answer == answer


@pytest.mark.parametrize(
    ("days", "answer"),
    [
        pytest.param([0], "missing", id="ends on the day of arrival"),
        pytest.param([1], "done", id="ends on the day of departure"),
        pytest.param([-30, 300], "done", id="ended and renewed"),
        pytest.param([None], "done", id="has no term"),
        pytest.param([-30, None], "done", id="ended, renewed without a term"),
    ],
)
def test_licences_hold_until_the_guests_leave(visit, venue, days, answer):
    make_required_licence(venue_kind="hotel", licence_kind="food")
    for day in days:
        until = None if day is None else DAY + timedelta(days=day)
        make_licence(venue.office, venue=venue, valid_until=until)
    assert CHECKS["venues"].look(visit, DAY).answer == answer


def test_what_is_missing_stands_in_the_way_in_words(visit, clerk):
    Visit.objects.filter(pk=visit.pk).update(health_protection="")
    with pytest.raises(MoveNotPossible, match=str(CHECKS["health"].label)):
        move(visit, "make_ready", by=clerk, at=moment())


# --- waivers


def waived(client, user, visit, name="health", reason="two hours only"):
    client.force_login(user)
    data = {"check": name, "reason": reason}
    return client.post(url(Visit, "readiness", visit.pk), data)


@pytest.fixture
def lacking(visit):
    """The same visit without health protection."""
    Visit.objects.filter(pk=visit.pk).update(health_protection="")
    return Visit.objects.get(pk=visit.pk)


def test_an_approver_lets_it_pass_with_a_reason(client, lacking, approver, clerk):
    assert waived(client, approver, lacking).status_code == 302
    waiver = ReadinessWaiver.objects.get()
    assert (waiver.given_by, waiver.reason) == (approver, "two hours only")
    assert missing(lacking) == []
    assert move(lacking, "make_ready", by=clerk, at=moment()).state == "ready"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("health", ""), ("habits", "not missing"), ("nonsense", "made up")],
)
def test_nothing_is_waived_without_a_reason_or_need(
    client, lacking, approver, name, reason
):
    assert waived(client, approver, lacking, name, reason).status_code == 302
    assert not ReadinessWaiver.objects.exists()


@pytest.mark.parametrize("role", ["clerk", "auditor", "butler"])
def test_others_waive_nothing(client, lacking, north, role):
    user = person(f"a-{role}", north, role, reaches=[north])
    assert waived(client, user, lacking).status_code == 403


def test_the_author_waives_nothing_of_his_own(client, lacking, approver):
    Visit.objects.filter(pk=lacking.pk).update(entered_by=approver)
    assert waived(client, approver, lacking).status_code == 403


def test_what_is_mended_after_a_waiver_is_in_place(client, lacking, approver):
    waived(client, approver, lacking)
    Visit.objects.filter(pk=lacking.pk).update(health_protection="市人民医院")
    found = dict(readiness.look(Visit.objects.get(pk=lacking.pk), DAY))
    assert found[CHECKS["health"]].answer == Answer.DONE


def test_the_board_shows_every_check_once(client, visit, clerk):
    client.force_login(clerk)
    page = client.get(url(Visit, "readiness", visit.pk))
    shown = [row[0].name for _area, rows in page.context["areas"] for row in rows]
    assert sorted(shown) == sorted(CHECKS)


def test_whoever_submitted_the_visit_waives_nothing(client, visit, north):
    both = person("both", north, "clerk", "approver", reaches=[north])
    told = {"submitted_by": both, "health_protection": ""}
    Visit.objects.filter(pk=visit.pk).update(**told)
    client.force_login(both)
    sent = {"check": "health", "reason": "a short visit"}
    assert client.post(url(Visit, "readiness", visit.pk), sent).status_code == 403
    assert not ReadinessWaiver.objects.exists()
