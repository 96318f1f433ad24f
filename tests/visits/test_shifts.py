"""Shifts: never two at once for one person, none without a certificate; rest warns."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.models import CertificateRequirement
from reception.ledger.context import acting
from reception.ledger.models import Entry, Kind
from reception.workflow import MoveNotPossible, move
from tests.cast import person
from tests.doors import url
from tests.records import (
    DAY,
    make_certificate,
    make_kind,
    make_shift,
    make_staff,
    make_venue,
    moment,
    serial,
)
from visits import rostering
from visits.models import RestLimit, Shift
from visits.resting import PROPOSED, Diary, LimitBook, Rule, tired, warnings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client):
    """Compare what is said with the words of the source."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


def required(duty, **given):
    """Require a certificate for ``duty`` and return its kind."""
    kind = make_kind()
    told = {"code": f"r-{next(serial)}", "kind": kind, "duty": duty, **given}
    CertificateRequirement.objects.create(**told)
    return kind


def shift(member, day=DAY, hour=8, hours=8, **given):
    """Return a shift that is not stored."""
    begin = moment(day, hour)
    told = {"member": member, "office": member.office, "starts_at": begin}
    return Shift(**{**told, "ends_at": begin + timedelta(hours=hours), **given})


def said(*shifts):
    return [text for _shift, text in Shift.beside_others(list(shifts), set())]


class TestGate:
    """What the door of every shift asks."""

    def test_nobody_is_on_duty_twice_at_one_time(self, north):
        member = make_staff(north)
        make_shift(north, member=member)  # 9 to 17
        assert said(shift(member, hour=17)) == []
        assert "on duty already" in said(shift(member, hour=16))[0]
        one, other = shift(member, hour=17), shift(member, hour=20)
        assert len(said(one, other)) == 1

    def test_an_absence_holds_nothing(self, north):
        member = make_staff(north)
        make_shift(north, member=member, state="absent")
        assert said(shift(member, hour=10)) == []

    def test_a_shift_lasts_at_most_a_day(self, north):
        member = make_staff(north)
        assert said(shift(member, hours=24)) == []
        assert "24 hours" in said(shift(member, hours=25))[0]

    def test_only_whoever_is_employed_then(self, north):
        member = make_staff(north, left_on=DAY)
        assert said(shift(member)) == []
        assert "not employed" in said(shift(member, DAY + timedelta(1)))[0]

    def test_the_control_room_needs_its_certificate(self, north, clerk):
        kind = required("fire_control")
        member, able = make_staff(north), make_staff(north)
        make_certificate(north, holder=able, kind=kind, issued_on=DAY)
        with acting(clerk):
            (text,) = said(shift(member, duty="fire_control"))
        assert str(kind) in text
        assert f"Could do it instead: {able} ({north})." in text
        assert said(shift(able, duty="fire_control")) == []
        assert said(shift(member)) == []  # general duty needs nothing

    def test_who_could_instead_is_told_of_people_in_sight_alone(
        self, north, south, clerk
    ):
        kind = required("fire_control")
        hidden = make_staff(south)
        make_certificate(south, holder=hidden, kind=kind, issued_on=DAY)
        for actor in (clerk, None):
            with acting(actor):
                (text,) = said(shift(make_staff(north), duty="fire_control"))
            assert str(hidden) not in text
            assert "Nobody else" in text

    def test_whoever_is_busy_is_not_proposed(self, north, clerk):
        kind = required("fire_control")
        busy = make_staff(north)
        make_certificate(north, holder=busy, kind=kind, issued_on=DAY)
        make_shift(north, member=busy, starts_at=moment(hour=20))
        with acting(clerk):
            (text,) = said(shift(make_staff(north), duty="fire_control"))
        assert str(busy) not in text

    def test_what_is_stored_is_not_asked_anew_for_a_note(self, north):
        required("fire_control")
        stored = make_shift(north, duty="fire_control")
        stored.note = "bring the keys"
        assert said(stored) == []
        stored.ends_at += timedelta(hours=1)
        assert said(stored)

    def test_the_form_says_so(self, client, clerk, north):
        required("fire_control")
        member = make_staff(north)
        client.force_login(clerk)
        data = {
            "member": member.pk,
            "office": north.pk,
            "kind": "day",
            "duty": "fire_control",
            "starts_at": "2026-03-02T08:00",
            "ends_at": "2026-03-02T16:00",
        }
        body = client.post(url(Shift, "add"), data).content.decode()
        assert "cannot do this duty" in body
        client.post(url(Shift, "add"), {**data, "duty": ""})
        stored = Shift.objects.get()
        assert stored.entered_by == clerk
        assert stored.number.startswith("NORTH-W-")


steps = st.lists(
    st.tuples(
        st.integers(0, 1),  # which person
        st.integers(0, 30),  # starts at this hour from Monday on
        st.integers(1, 12),  # lasts so many hours
        st.sampled_from(("enter", "move", "absent", "reopen", "delete")),
    ),
    max_size=14,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=steps)
def test_whatever_is_done_nobody_is_on_duty_twice(steps, north, clerk):
    Shift.objects.all().delete()
    people = [make_staff(north), make_staff(north)]
    for who, hour, hours, what in steps:
        stored = list(Shift.objects.order_by("pk"))
        begin = moment(hour=hour)
        times = {"starts_at": begin, "ends_at": begin + timedelta(hours=hours)}
        if what == "enter":
            new = Shift(office=north, member=people[who], **times)
            rostering.enter(north, [new], by=clerk, on=DAY)
        elif not stored:
            continue
        elif what == "move":
            change(stored[hour % len(stored)], member=people[who], **times)
        elif what == "delete":
            stored[hour % len(stored)].delete()
        else:
            told = {"by": clerk, "at": moment(DAY + timedelta(days=9)), "reason": "x"}
            with suppress(MoveNotPossible):
                move(stored[hour % len(stored)], what, **told)
        held = list(Shift.objects.held().order_by("member", "starts_at"))
        for one, other in pairwise(held):
            if one.member_id == other.member_id:
                assert one.ends_at <= other.starts_at


def change(stored, **changes):
    """Change a shift as a form would."""
    for name, value in changes.items():
        setattr(stored, name, value)
    if not stored.locked_reason() and not said(stored):
        stored.save(update_fields=list(changes))


class TestMoves:
    """From planned to worked or absent."""

    def test_nobody_is_confirmed_whose_certificate_is_gone(self, north, clerk):
        made = make_shift(north, duty="fire_control")
        required("fire_control")
        with pytest.raises(MoveNotPossible, match="lacks a certificate now"):
            move(made, "confirm", by=clerk, at=moment())

    def test_its_page_says_what_stands_in_the_way(self, client, north, clerk):
        made = make_shift(north, duty="fire_control")
        required("fire_control")
        client.force_login(clerk)
        body = client.get(url(Shift, "move", made.pk, "confirm")).content.decode()
        assert "lacks a certificate now" in body

    def test_it_was_worked_when_it_is_over(self, north, clerk):
        made = make_shift(north)
        with pytest.raises(MoveNotPossible, match="not over yet"):
            move(made, "worked", by=clerk, at=moment(hour=16))
        assert move(made, "worked", by=clerk, at=moment(hour=17)).locked_reason()

    def test_an_absence_is_not_taken_back_into_another_shift(self, north, clerk):
        made = make_shift(north, state="absent")
        make_shift(north, member=made.member, starts_at=moment(hour=10))
        with pytest.raises(MoveNotPossible, match="on duty already"):
            move(made, "reopen", by=clerk, at=moment(), reason="was there")


class TestWeek:
    """The page of a week."""

    def address(self, place, first=DAY, **more):
        key = f"{'v' if hasattr(place, 'rooms') else 'o'}{place.pk}"
        query = {"place": key, "week": first.isoformat(), **more}
        return reverse("roster:week", query=query)

    def test_cells_are_entered_together_and_refusals_told(self, client, clerk, north):
        required("driver")
        driver, other = make_staff(north, post="driver"), make_staff(north)
        client.force_login(clerk)
        data = {
            f"c-{driver.pk}-2026-03-02": "day",
            f"c-{other.pk}-2026-03-02": "night",
            f"c-{other.pk}-2026-03-04": "day",
        }
        answer = client.post(self.address(north), data, follow=True)
        body = answer.content.decode()
        assert "2 shifts were entered" in body
        assert "cannot do this duty (driver)" in body
        assert set(Shift.objects.values_list("member", "kind")) == {
            (other.pk, "night"),
            (other.pk, "day"),
        }
        assert Entry.objects.filter(kind=Kind.CREATED, actor=clerk).count() == 2

    def test_a_copied_week_skips_what_clashes_and_is_copied_once(
        self, client, clerk, north
    ):
        one, other = make_shift(north), make_shift(north)
        make_shift(north, state="absent")
        later = {"starts_at": moment(DAY + timedelta(weeks=1), 12)}
        make_shift(north, member=other.member, **later)
        client.force_login(clerk)
        for expected in ("1 shift was copied", "0 shifts were copied"):
            answer = client.post(self.address(north), {"copy": "1"}, follow=True)
            body = answer.content.decode()
            assert expected in body
            assert "on duty already" in body
        copies = Shift.objects.filter(starts_at__gte=moment(DAY + timedelta(days=5)))
        assert copies.filter(member=one.member).count() == 1
        assert copies.count() == 2

    def test_who_may_not_enter_only_reads(self, client, north, south):
        butler = person("butler", north, "butler", reaches=[north])
        made = make_shift(north, member=make_staff(north, name="赵磊"))
        client.force_login(butler)
        body = client.get(self.address(north)).content.decode()
        assert "赵磊" in body
        assert "c-" + str(made.member.pk) not in body
        assert client.post(self.address(north), {"copy": "1"}).status_code == 403
        assert client.get(self.address(south)).status_code == 404

    def test_a_venues_contact_keeps_the_roster_of_his_venue_alone(self, client, north):
        venue, other = make_venue(north), make_venue(north)
        cook = make_staff(north, venue=venue, post="cook")
        contact = person("contact", north, "venue_contact", reaches=[venue])
        client.force_login(contact)
        data = {f"c-{cook.pk}-2026-03-02": "day"}
        client.post(self.address(venue), data)
        assert Shift.objects.get().venue == venue
        assert client.get(self.address(other)).status_code == 404
        assert client.get(self.address(north)).status_code == 404

    def test_nobody_enters_where_he_may_not(self, north, south, clerk):
        with pytest.raises(PermissionDenied):
            rostering.enter(south, [shift(make_staff(south))], by=clerk, on=DAY)

    def test_the_number_of_queries_does_not_grow(
        self, client, clerk, north, django_assert_max_num_queries
    ):
        client.force_login(clerk)

        def fill(count):
            for _n in range(count):
                make_shift(north, duty="driver")

        fill(2)
        client.get(self.address(north))
        with django_assert_max_num_queries(25):
            client.get(self.address(north))
        fill(20)
        with django_assert_max_num_queries(25):
            client.get(self.address(north))

    def test_it_is_printed_as_word_and_noted(self, client, clerk, north):
        make_shift(north, member=make_staff(north, name="沈若琳"), duty="driver")
        client.force_login(clerk)
        address = reverse("roster:word", query={"place": f"o{north.pk}", "week": DAY})
        answer = client.get(address)
        assert answer.content.startswith(b"PK")
        entry = Entry.objects.get(kind=Kind.EXPORTED)
        assert (entry.details["format"], entry.details["rows"]) == ("docx", 1)

    @pytest.mark.parametrize("week", ["", "nonsense", "9999-12-31", "0001-01-01"])
    def test_a_week_that_cannot_be_is_this_one(self, client, clerk, north, week):
        client.force_login(clerk)
        assert (
            client.get(reverse("roster:week", query={"week": week})).status_code == 200
        )


def at(day, hour=8, hours=9, kind="day"):
    """Return a shift for a diary, ``day`` days after Monday."""
    begin = moment(DAY + timedelta(days=day), hour)
    return Shift(kind=kind, starts_at=begin, ends_at=begin + timedelta(hours=hours))


def diary(*shifts):
    days = {DAY + timedelta(days=(s.starts_at - moment(hour=0)).days) for s in shifts}
    return Diary(sorted(shifts, key=lambda s: s.starts_at), days)


class TestRest:
    """Limits warn, at and beyond each of them."""

    def rules(self, *shifts):
        return {each.rule for each in warnings(diary(*shifts), PROPOSED)}

    def test_days_in_a_row(self):
        six = [at(day, hours=7) for day in range(6)]
        assert self.rules(*six) == set()
        assert self.rules(*six, at(6, hours=2)) == {Rule.DAYS}

    def test_hours_of_a_week_count_from_monday_and_without_stand_by(self):
        assert self.rules(*(at(day, hours=11) for day in range(4))) == set()
        long = [at(day, hours=11) for day in range(4)]
        assert self.rules(*long, at(5, hours=1)) == {Rule.HOURS}
        assert self.rules(*long, at(5, hours=8, kind="standby")) == set()

    def test_nights_in_a_row(self):
        nights = [at(day, 20, 10, "night") for day in range(4)]
        assert self.rules(*nights[:3]) == set()
        assert self.rules(*nights) == {Rule.NIGHTS}

    def test_hours_between(self):
        assert self.rules(at(0, 8, 9), at(1, 4, 4)) == set()
        assert self.rules(at(0, 8, 9), at(1, 3, 4)) == {Rule.BETWEEN}

    def test_an_offices_limits_hold_for_those_below(self, city, north):
        assert LimitBook.read().of(north.pk) == PROPOSED
        RestLimit.objects.create(office=city, days_in_a_row=5, document="1")
        found = LimitBook.read().of(north.pk)
        assert (found.days_in_a_row, found.is_confirmed) == (5, True)

    @pytest.mark.parametrize(("days", "is_told"), [(13, False), (14, True)])
    def test_the_head_is_told_of_whoever_had_no_free_day(self, north, days, is_told):
        member = make_staff(north)
        for day in range(days):
            begin = moment(DAY - timedelta(days=day))
            make_shift(north, member=member, starts_at=begin)
        found = tired([member], DAY)
        assert found == ([(member, days)] if is_told else [])

    def test_saving_warns_and_refuses_nothing(self, client, clerk, north):
        member = make_staff(north)
        for day in range(1, 7):
            begin = moment(DAY - timedelta(days=day))
            make_shift(north, member=member, starts_at=begin)
        client.force_login(clerk)
        data = {
            "member": member.pk,
            "office": north.pk,
            "kind": "day",
            "starts_at": "2026-03-02T08:00",
            "ends_at": "2026-03-02T16:00",
        }
        body = client.post(url(Shift, "add"), data, follow=True).content.decode()
        assert f"{member} needs rest" in body
        assert "7 days in a row, at most 6" in body
        assert Shift.objects.count() == 7

    def test_days_are_those_of_the_office(self):
        late = at(0, 23, 2)
        assert late.days == (DAY, DAY + timedelta(days=1))
        assert at(0, 16, 8).days == (DAY, date(2026, 3, 2))
