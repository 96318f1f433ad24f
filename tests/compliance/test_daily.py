"""Daily controls: the board, its gaps, the closed loop, and the page of a day."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from compliance.daily import CONTROLS, board, loop
from compliance.models import ControlPeriod, DailyControl
from compliance.models.daily import CONTROL_MOVES
from reception.workflow import MoveNotPossible, move
from tests import doors
from tests.cast import person
from tests.records import (
    DAY,
    make_booking,
    make_control,
    make_office,
    make_period,
    make_venue,
    make_visit,
    moment,
)
from visits.models import Visit

pytestmark = pytest.mark.django_db
AFTER = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english(client):
    """Compare what is said with the words of the source."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def venue(north):
    """A hotel that keeps controls on one day."""
    venue = make_venue(north)
    make_period(north, venue=venue)
    return venue


@pytest.fixture
def contact(north, venue):
    """Keeps the hotel."""
    return person("contact", north, "venue_contact", reaches=[venue])


def day_of(venue, day=DAY):
    return board([venue], day, day)[venue.pk, day]


def test_what_is_asked_and_not_entered_is_a_gap_when_the_day_is_over(venue):
    make_control(venue.office, venue=venue)
    assert day_of(venue).gaps(DAY) == []
    assert day_of(venue).gaps(AFTER) == list(CONTROLS[1:])


def test_days_outside_the_period_have_no_gaps(venue):
    assert day_of(venue, AFTER).gaps(AFTER + timedelta(days=9)) == []


periods = st.lists(st.tuples(st.integers(0, 6), st.none() | st.integers(0, 6)))
entries = st.sets(st.tuples(st.integers(0, 9), st.sampled_from(CONTROLS)))


class TestAnyBoard(TestCase):
    """Gaps are what a plain recomputation, day by day, finds."""

    @given(periods, entries, st.integers(0, 10))
    @settings(max_examples=50, deadline=None)
    def test_gaps_are_what_they_are_plainly(self, asked, entered, on):
        venue = make_venue(make_office("X"))
        days = [DAY + timedelta(n) for n in range(10)]
        spans = {}
        for begin, length in asked:
            end = None if length is None else days[begin] + timedelta(length)
            spans[days[begin]] = end
        for begin, end in spans.items():
            ControlPeriod.objects.create(venue=venue, starts_on=begin, ends_on=end)
        for number, control in entered:
            told = {"day": days[number], "control": control, "note": "nothing bought"}
            make_control(None, venue=venue, **told)
        today = DAY + timedelta(on)
        found = board([venue], days[0], days[-1])
        gaps = {(d.day, c) for d in found.values() for c in d.gaps(today)}
        assert gaps == {
            (day, control)
            for number, day in enumerate(days)
            for control in CONTROLS
            if day < today
            and any(b <= day and (e is None or day <= e) for b, e in spans.items())
            and (number, control) not in entered
        }


def test_a_board_costs_two_queries(venue, north, django_assert_num_queries):
    others = [make_venue(north) for _each in range(10)]
    with django_assert_num_queries(2):
        board([venue, *others], DAY, DAY + timedelta(days=30))


class TestTheLoop:
    """An event's loop is closed when nothing lacks and all is followed up."""

    def entered(self, venue, **given):
        return [
            make_control(venue.office, venue=venue, control=each, **given)
            for each in CONTROLS
            if each != "purchases"
        ] + [
            make_control(
                venue.office,
                venue=venue,
                control="purchases",
                supplier="a farm",
                lot="beef",
            )
        ]

    def state(self, venue, on=AFTER):
        return loop(board([venue], DAY, DAY).values(), on)

    def test_it_is_open_while_something_lacks(self, venue):
        assert not self.state(venue).is_closed
        assert self.state(venue).gaps == 5

    def test_it_is_closed_when_all_is_entered(self, venue):
        self.entered(venue)
        assert self.state(venue).is_closed
        assert self.state(venue, DAY).is_closed

    def test_what_was_not_in_order_must_be_followed_up(self, venue, contact):
        self.entered(venue)[0].delete()
        wrong = make_control(venue.office, venue=venue, result="not_ok", note="fever")
        assert self.state(venue).unsettled == 1
        move(wrong, "follow_up", by=contact, at=moment(), reason="sent home")
        assert self.state(venue).is_closed

    def test_nothing_is_closed_where_nothing_was_asked(self, north):
        assert not self.state(make_venue(north)).is_closed


@pytest.mark.parametrize("role", ["clerk", "inspector", "auditor", "venue_contact"])
@pytest.mark.parametrize("result", ["ok", "not_ok"])
@pytest.mark.parametrize("state", ["noted", "followed_up"])
def test_every_move_from_every_state_by_every_role(role, result, state, north):
    user = person("a", north, role, reaches=[north])
    control = make_control(north, result="not_ok", note="x")
    told = {"follow_up": "x", "followed_up_by": user, "followed_up_at": moment()}
    if state == "followed_up":
        DailyControl.objects.filter(pk=control.pk).update(state=state, **told)
    elif result == "ok":
        DailyControl.objects.filter(pk=control.pk).update(result="ok")
    possible = state == "noted" and result == "not_ok"
    if role == "venue_contact" and possible:
        moved = move(control, "follow_up", by=user, at=moment(), reason="sent home")
        assert moved.follow_up == "sent home"
        return
    expected = MoveNotPossible if role == "venue_contact" else PermissionDenied
    with pytest.raises(expected):
        move(control, "follow_up", by=user, at=moment(), reason="sent home")
    assert set(CONTROL_MOVES) == {"follow_up"}


class TestThePageOfADay:
    """Five ticks on a phone; what is entered stays, what is wrong is told."""

    def url(self, venue, day=None):
        day = day or timezone.localdate()
        return reverse("controls:day", args=[venue.pk, day.isoformat()])

    def ticked(self, **given):
        four = {f"{each}-result": "ok" for each in CONTROLS if each != "purchases"}
        lot = {"result": "ok", "supplier": "a farm", "lot": "beef 12 kg"}
        return {**four, **{f"purchases-{k}": v for k, v in lot.items()}, **given}

    def test_all_five_are_entered_at_once(self, client, contact, venue):
        client.force_login(contact)
        assert client.post(self.url(venue), self.ticked()).status_code == 302
        rows = DailyControl.objects.values_list("control", "done_by")
        assert dict(rows) == dict.fromkeys(CONTROLS, contact.pk)

    def test_nothing_is_stored_if_one_lacks_its_note(self, client, contact, venue):
        client.force_login(contact)
        data = self.ticked(**{"staff-result": "not_ok"})
        page = client.post(self.url(venue), data)
        assert "Note what is not in order." in page.content.decode()
        assert not DailyControl.objects.exists()

    def test_a_purchase_names_supplier_and_lot(self, client, contact, venue):
        client.force_login(contact)
        data = {"purchases-result": "ok", "purchases-supplier": "a farm"}
        page = client.post(self.url(venue), data)
        assert "names supplier and lot" in page.content.decode()
        assert not DailyControl.objects.exists()

    def test_a_second_purchase_gets_the_next_line(self, client, contact, venue):
        client.force_login(contact)
        for _each in range(2):
            lot = {"purchases-supplier": "a farm", "purchases-lot": "beef"}
            client.post(self.url(venue), {"purchases-result": "ok", **lot})
        lines = DailyControl.objects.order_by("line").values_list("line", flat=True)
        assert list(lines) == [1, 2]

    def test_what_somebody_entered_meanwhile_is_kept(self, client, contact, venue):
        client.force_login(contact)
        client.post(self.url(venue), {"staff-result": "ok"})
        data = {"staff-result": "not_ok", "staff-note": "x", "cleaned-result": "ok"}
        client.post(self.url(venue), data)
        rows = DailyControl.objects.values_list("control", "result")
        assert dict(rows) == {"staff": "ok", "cleaned": "ok"}

    def test_an_empty_form_says_so(self, client, contact, venue):
        client.force_login(contact)
        assert "ticked" in client.post(self.url(venue), {}).content.decode()

    def test_tomorrow_cannot_be_entered(self, client, contact, venue):
        client.force_login(contact)
        tomorrow = timezone.localdate() + timedelta(days=1)
        answer = client.post(self.url(venue, tomorrow), self.ticked())
        assert answer.status_code == 403

    def test_who_may_only_read_enters_nothing(self, client, inspector, venue):
        client.force_login(inspector)
        assert client.get(self.url(venue)).status_code == 200
        assert client.post(self.url(venue), self.ticked()).status_code == 403

    @pytest.mark.parametrize("day", ["2026-02-30", "today", "1"])
    def test_a_day_that_is_none_is_not_found(self, client, contact, venue, day):
        client.force_login(contact)
        url = f"/admin/controls/{venue.pk}/{day}/"
        assert client.get(url).status_code == 404

    def test_another_venue_is_not_found(self, client, contact, north):
        client.force_login(contact)
        assert client.get(self.url(make_venue(north))).status_code == 404


class TestTheMonth:
    """Venue × day, gaps in red, only of venues in reach."""

    def test_it_shows_gaps_of_venues_in_reach(self, client, contact, venue, south):
        hidden = make_period(south).venue
        client.force_login(contact)
        page = client.get(reverse("controls:month"), {"month": f"{DAY:%Y-%m}"})
        body = page.content.decode()
        assert page.context["gaps"] == 5
        assert venue.name in body
        assert hidden.name not in body

    @pytest.mark.parametrize("month", ["", "x", "2026-13", "2026-03"])
    def test_any_month_is_answered(self, client, contact, venue, month):
        client.force_login(contact)
        page = client.get(reverse("controls:month"), {"month": month})
        assert page.status_code == 200

    def test_who_has_no_right_is_refused(self, client, roleless):
        client.force_login(roleless)
        assert client.get(reverse("controls:month")).status_code == 403


def test_a_visit_asks_its_venues_for_controls(client, clerk, north):
    visit = make_visit(north)
    booking = make_booking(north, visit=visit)
    client.force_login(clerk)
    url = doors.url(Visit, "loop", visit.pk)
    assert client.get(url).status_code == 200
    client.post(url)
    period = ControlPeriod.objects.get()
    assert (period.venue, period.event) == (booking.venue, visit.number)
    assert client.get(url).context["to_ask"] == []
