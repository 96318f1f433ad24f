"""Assignments: the duty gate at every door, and what a certificate uncovers later."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.models import Suspension
from reception.dashboard.panels import assignments as panels
from reception.dashboard.panels import roster
from reception.ledger.context import acting
from tests.cast import person
from tests.dashboard.reading import asked
from tests.doors import url
from tests.exchange.tables import csv_bytes, send
from tests.records import (
    DAY,
    make_assignment,
    make_certificate,
    make_item,
    make_shift,
    make_staff,
    make_user,
    make_visit,
    moment,
)
from tests.visits.test_shifts import required
from visits import readiness
from visits.models import Assignment, Visit
from visits.readiness import Answer

pytestmark = pytest.mark.django_db
AFTER = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english(client):
    """Compare what is said with the words of the source."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def visit(north):
    """A visit of two days."""
    times = {"arrives_at": moment(), "departs_at": moment(AFTER, 17)}
    return make_visit(north, **times)


def wanted(visit, member, duty="butler", first=DAY, last=AFTER) -> Assignment:
    told = {"duty": duty, "first_day": first, "last_day": last}
    return Assignment(visit=visit, member=member, **told)


def said(*records) -> list[str]:
    return [text for _each, text in Assignment.beside_others(list(records), set())]


def certified(office, kind, **given):
    """Return somebody who holds a certificate of ``kind``."""
    member = make_staff(office)
    make_certificate(office, holder=member, kind=kind, issued_on=DAY, **given)
    return member


class TestGate:
    """Who is refused, and in which words."""

    def test_without_the_certificate_on_each_day(self, visit, north, clerk):
        kind = required("butler")
        able = certified(north, kind)
        short = certified(north, kind, valid_until=DAY)
        assert said(wanted(visit, able)) == []
        assert said(wanted(visit, short, last=DAY)) == []
        with acting(clerk):
            (text,) = said(wanted(visit, short))
        assert f"{kind} from {AFTER.isoformat()} on (expired" in text
        assert f"Could do it instead: {able}" in text

    def test_days_outside_the_visit(self, visit, north):
        for days in ({"first": DAY - timedelta(1)}, {"last": AFTER + timedelta(1)}):
            (text,) = said(wanted(visit, make_staff(north), **days))
            assert "The visit is from 2026-03-02 to 2026-03-03" in text

    def test_one_host_looks_after_one_visit_at_a_time(self, visit, north):
        member = make_staff(north)
        times = {"arrives_at": moment(AFTER), "departs_at": moment(AFTER, 18)}
        other = make_visit(north, **times)
        make_assignment(north, visit=other, member=member)
        (text,) = said(wanted(visit, member))
        assert "one-to-one host of another visit from 2026-03-03" in text
        assert said(wanted(visit, member, last=DAY)) == []
        assert said(wanted(visit, member, duty="event")) == []
        Visit.objects.filter(pk=other.pk).update(state="cancelled")
        assert said(wanted(visit, member)) == []

    def test_twice_the_same_for_one_visit(self, visit, north):
        member = make_staff(north)
        one = wanted(visit, member, "driver", last=DAY)
        other = wanted(visit, member, "driver", first=DAY)
        assert len(said(one, other)) == 1

    def test_a_note_asks_nothing_anew(self, visit, north):
        made = make_assignment(north, visit=visit)
        required("butler")
        made.note = "the head of the delegation"
        assert said(made) == []
        made.duty = "guide"
        required("guide")
        assert said(made)


class TestDoors:
    """The gate stands at the form, at the visit's table, and at the import."""

    def test_the_form(self, client, clerk, visit, north):
        required("butler")
        client.force_login(clerk)
        data = {"visit": visit.pk, "member": make_staff(north).pk, "duty": "butler"}
        data |= {"first_day": DAY, "last_day": AFTER}
        body = client.post(url(Assignment, "add"), data).content.decode()
        assert "cannot do this duty" in body
        assert not Assignment.objects.exists()
        client.post(url(Assignment, "add"), {**data, "duty": "event"})
        assert Assignment.objects.get().entered_by == clerk

    def test_the_import(self, client, clerk, visit, north):
        kind = required("butler")
        member = make_staff(north)
        client.force_login(clerk)
        rows = [
            ["visit", "member", "duty", "first_day", "last_day"],
            [visit.number, member.number, "butler", DAY, AFTER],
        ]
        answer = send(client, Assignment, csv_bytes(rows))
        body = client.get(answer["Location"]).content.decode()
        assert "cannot do this duty" in body
        make_certificate(north, holder=member, kind=kind, issued_on=DAY)
        answer = send(client, Assignment, csv_bytes(rows))
        shown = client.get(answer["Location"]).context["shown"]
        assert shown.counts["new"] == 1

    def test_another_duty_at_that_time_is_told_after_saving(
        self, client, clerk, visit, north
    ):
        member = make_staff(north)
        other = make_visit(north, arrives_at=moment(), departs_at=moment(AFTER, 18))
        make_assignment(north, visit=other, member=member, duty="event")
        client.force_login(clerk)
        data = {"visit": visit.pk, "member": member.pk, "duty": "event"}
        data |= {"first_day": DAY, "last_day": AFTER}
        answer = client.post(url(Assignment, "add"), data, follow=True)
        body = answer.content.decode()
        assert "is also assigned from 2026-03-02" in body
        assert other.title in body


days = st.integers(0, 6)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    spans=st.lists(st.tuples(days, days), max_size=3),
    first=days,
    length=st.integers(0, 4),
)
def test_the_gate_says_what_a_plain_look_says(spans, first, length, north):
    """Refused is who on some day of the assignment has no certificate in force."""
    kind, member = required("guide"), make_staff(north)
    held = [tuple(sorted(span)) for span in spans]
    for begin, end in held:
        dates = {
            "issued_on": DAY + timedelta(begin),
            "valid_until": DAY + timedelta(end),
        }
        make_certificate(north, holder=member, kind=kind, **dates)
    last = min(first + length, 10)
    visit = make_visit(
        north, arrives_at=moment(), departs_at=moment(DAY + timedelta(days=10))
    )
    asked_for = [DAY + timedelta(first), DAY + timedelta(last)]
    covered = all(
        any(begin <= day <= end for begin, end in held)
        for day in range(first, last + 1)
    )
    found = said(wanted(visit, member, "guide", *asked_for))
    assert (found == []) is covered
    kind.requirements.all().delete()


@pytest.fixture
def uncovered(north, visit):
    """An assignment whose certificate was suspended afterwards."""
    kind = required("driver")
    member = certified(north, kind)
    made = make_assignment(north, visit=visit, member=member, duty="driver")
    told = {"since": AFTER, "reason": "points", "suspended_by": make_user(north)}
    Suspension.objects.create(certificate=member.certificates.get(), **told)
    return made


class TestUncovered:
    """What a certificate that goes afterwards does."""

    def test_the_visit_is_not_ready_until_it_is_waived(self, uncovered, visit, root):
        found = {c.name: f for c, f in readiness.missing(visit, DAY)}
        assert "from 2026-03-03 on" in found["certified"].told
        told = {"reason": "drives with an escort", "given_by": root}
        visit.readiness_waivers.create(name="certified", given_at=moment(), **told)
        assert "certified" not in {c.name for c, _f in readiness.missing(visit, DAY)}

    def test_nothing_stands_in_the_way_without_assignments(self, visit):
        found = {check.name: answer for check, answer in readiness.look(visit, DAY)}
        assert found["certified"].answer == Answer.NOT_NEEDED
        assert found["butler"].answer == Answer.NOT_NEEDED

    def test_the_host_is_there_on_each_day(self, visit, north):
        made = make_assignment(north, visit=visit, last_day=DAY)
        found = {check.name: answer for check, answer in readiness.look(visit, DAY)}
        assert found["butler"].answer == Answer.MISSING
        assert "from 2026-03-03 to 2026-03-03" in found["butler"].told
        made.last_day = AFTER
        made.save(update_fields=["last_day"])
        found = {check.name: answer for check, answer in readiness.look(visit, DAY)}
        assert found["butler"].answer == Answer.DONE

    def test_the_panel_tells_from_which_day(self, uncovered, clerk, southern_clerk):
        card = roster.lacking(asked(clerk))
        assert card.waiting == 1
        assert roster.lacking(asked(southern_clerk)) is None

    def test_the_page_says_who_could_instead(
        self, client, clerk, north, monkeypatch, uncovered
    ):
        kind = uncovered.member.certificates.get().kind
        able = certified(north, kind)
        monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kw: DAY)
        client.force_login(clerk)
        body = client.get(reverse("roster:uncovered")).content.decode()
        assert "2026-03-03" in body
        assert str(able) in body

    def test_a_page_for_those_who_see_assignments(self, client, inspector, visit):
        client.force_login(inspector)
        assert client.get(reverse("roster:uncovered")).status_code == 403


class TestPanels:
    """What people find at home."""

    def test_a_host_finds_the_guests_assigned_to_him(self, north, visit):
        butler = person("butler", north, "butler", reaches=[north])
        member = make_staff(north, user=butler)
        make_assignment(north, visit=visit, member=member)
        card = panels.guests(asked(butler))
        assert [row[0].text for row in card.table.rows] == [visit.title]
        mine = roster.mine(asked(butler))
        assert mine.waiting == 1

    def test_a_driver_who_is_assigned_finds_those_trips_alone(self, north, visit):
        driver = person("driver", north, "driver", reaches=[north])
        make_item(north, visit=visit, starts_at=moment(hour=10))
        other = make_item(north, starts_at=moment(hour=11))
        assert len(panels.trips(asked(driver)).table.rows) == 2
        member = make_staff(north, user=driver)
        make_assignment(north, visit=visit, member=member, duty="driver")
        rows = panels.trips(asked(driver)).table.rows
        assert len(rows) == 1
        assert other.visit.title not in str(rows)

    def test_the_clerk_is_told_of_days_with_nobody_on_duty(self, north, clerk):
        assert roster.gaps(asked(clerk)) is None  # nobody keeps a roster here
        for day in (0, 1, 3, 4, 5, 6):
            make_shift(north, starts_at=moment(DAY + timedelta(days=day)))
        card = roster.gaps(asked(clerk))
        assert card.waiting == 1

    def test_the_head_is_told_gently_who_needs_a_day_off(self, north, south, approver):
        for office in (north, south):
            member = make_staff(office)
            for day in range(14):
                begin = moment(DAY - timedelta(days=day))
                make_shift(office, member=member, starts_at=begin)
        card = roster.without_rest(asked(approver))
        (row,) = card.table.rows
        assert row[1].text == 14
