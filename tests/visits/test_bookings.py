"""Bookings and their gate: no door books an unfit venue or a taken space."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from reception.exchange.examining import examine
from reception.exchange.importing import Import, ImportRefused
from reception.workflow import MoveNotPossible
from tests import doors
from tests.cast import person
from tests.exchange.tables import table, text_row
from tests.records import (
    DAY,
    make_booking,
    make_finding,
    make_inspection,
    make_rate,
    make_required_licence,
    make_space,
    make_venue,
    make_visit,
    moment,
)
from visits import gate
from visits.exchange import BookingResource
from visits.models import Booking, VenueWaiver, Visit
from visits.models.venue_use import unfit, uses_of

pytestmark = pytest.mark.django_db
PARTS = ("party", "itinerary", "bookings", "meals", "costs", "approvals")


@pytest.fixture(autouse=True)
def _in_english(client):
    """Compare what is said with the words of the source."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def visit(north, clerk):
    """A visit that the clerk entered."""
    return make_visit(north, entered_by=clerk)


@pytest.fixture
def venue(north):
    """A hotel."""
    return make_venue(north)


def condemn(venue, **given):
    """Find something critical at the venue."""
    inspection = make_inspection(venue.office, venue=venue)
    return make_finding(venue.office, inspection=inspection, severity="A", **given)


def unlicensed(venue):
    """Ask for a licence that the venue does not hold."""
    return make_required_licence(venue_kind=venue.kind, licence_kind="food")


def row(visit, venue, **given):
    """Return a booking as a form sends it and a file says it."""
    return {
        "line": "1",
        "kind": "meeting",
        "starts_at": "2026-03-02 09:00",
        "ends_at": "2026-03-02 12:00",
        "people": "5",
        "quantity": "1",
        **given,
    }


def by_form(client, user, visit, venue, **given):
    """Book on the booking's own page; return what was said against it."""
    client.force_login(user)
    data = row(visit, venue, **given) | {"visit": visit.pk, "venue": venue.pk}
    response = client.post(doors.url(Booking, "add"), data)
    if response.status_code == 302:
        return ""
    return str(response.context["adminform"].form.errors)


def by_inline(client, user, visit, venue, **given):
    """Book on the visit's page."""
    client.force_login(user)
    page = client.get(doors.url(Visit, "change", visit.pk))
    data = {}
    for part in (page.context["adminform"].form, *formsets(page)):
        forms = getattr(part, "forms", None)
        for form in [part] if forms is None else [part.management_form]:
            for bound in form:
                value = bound.value()
                data[bound.html_name] = "" if value is None or value is False else value
    asked = row(visit, venue, **given) | {"venue": venue.pk}
    data |= {"bookings-TOTAL_FORMS": 1}
    data |= {f"bookings-0-{name}": value for name, value in asked.items()}
    data |= {"arrives_at": "2026-03-02T09:00", "departs_at": "2026-03-02T17:00"}
    response = client.post(doors.url(Visit, "change", visit.pk), data)
    if response.status_code == 302:
        return ""
    main = response.context["adminform"].form.errors
    return " ".join(
        str(each) for each in (main, *(f.errors for f in formsets(response)))
    )


def formsets(page):
    return [each.formset for each in page.context["inline_admin_formsets"]]


def by_file(client, user, visit, venue, **given):
    """Book by a file."""
    names = {"visit": visit.number, "venue": venue.number}
    asked = table([names | row(visit, venue, **given)])
    try:
        Import(BookingResource(), asked, user, moment(), {}).commit()
    except ImportRefused as refused:
        return str(refused)
    return ""


every_door = pytest.mark.parametrize("book", [by_form, by_inline, by_file])


@every_door
def test_a_fit_venue_is_booked(book, client, clerk, visit, venue):
    assert book(client, clerk, visit, venue) == ""
    assert visit.bookings.get().venue == venue


@every_door
@pytest.mark.parametrize("spoil", [condemn, unlicensed])
def test_an_unfit_venue_is_not_booked_through_any_door(
    book, spoil, client, clerk, approver, visit, venue
):
    spoil(venue)
    said = book(client, clerk, visit, venue)
    assert "approver" in said
    assert not Booking.objects.exists()
    gate.waive(visit, venue, "no other hall", by=approver, at=timezone.now())
    assert book(client, clerk, visit, venue) == ""


@every_door
def test_a_space_is_held_by_one_booking_at_a_time(book, client, clerk, visit, venue):
    space = make_space(venue.office, venue=venue)
    times = {"starts_at": moment(hour=11), "ends_at": moment(hour=14)}
    make_booking(venue.office, venue=venue, space=space, **times)
    key = space.number if book is by_file else space.pk
    assert "booked already" in book(client, clerk, visit, venue, space=key)
    earlier = {"starts_at": "2026-03-02 08:00", "ends_at": "2026-03-02 11:00"}
    assert book(client, clerk, visit, venue, space=key, **earlier) == ""


@every_door
def test_a_closed_space_is_not_booked(book, client, clerk, visit, venue):
    out = {"state": "closed", "out_from": DAY, "reason": "water"}
    space = make_space(venue.office, venue=venue, **out)
    key = space.number if book is by_file else space.pk
    assert "water" in book(client, clerk, visit, venue, space=key)


@every_door
def test_a_space_of_another_venue_is_not_booked(book, client, clerk, visit, venue):
    space = make_space(venue.office)
    key = space.number if book is by_file else space.pk
    assert "another venue" in book(client, clerk, visit, venue, space=key)


def test_a_cancelled_visit_holds_nothing(client, clerk, visit, venue, north):
    space = make_space(north, venue=venue)
    gone = make_visit(north, state="cancelled")
    make_booking(north, visit=gone, venue=venue, space=space)
    assert by_form(client, clerk, visit, venue, space=space.pk) == ""


def test_two_rows_of_one_file_do_not_take_one_space(everything, visit, venue):
    space = make_space(venue.office, venue=venue)
    names = {"visit": visit.number, "venue": venue.number, "space": space.number}
    rows = [names | row(visit, venue, line=str(n)) for n in (1, 2)]
    found = examine(BookingResource(), table(rows), everything)
    assert [bool(each.problems) for each in found.rows] == [False, True]


def test_what_was_booked_stays_when_the_venue_stops_being_fit(
    everything, visit, venue, north
):
    booking = make_booking(north, visit=visit, venue=venue)
    condemn(venue)
    same = text_row(booking) | {"remark": "by the window"}
    assert not examine(BookingResource(), table([same]), everything).rows[0].problems
    moved = text_row(booking) | {"ends_at": "2026-03-02 13:00"}
    assert examine(BookingResource(), table([moved]), everything).rows[0].problems


def test_files_of_many_bookings_ask_as_often_as_of_few(
    everything, visit, venue, django_assert_max_num_queries
):
    names = {"visit": visit.number, "venue": venue.number}
    rows = [names | row(visit, venue, line=str(n)) for n in range(1, 101)]
    with django_assert_max_num_queries(40):
        assert examine(BookingResource(), table(rows), everything).counts["new"] == 100


class TestWaivers:
    """An approver lets a venue pass, for what is known and for nothing else."""

    def waive(self, visit, venue, by, reason="no other hall"):
        return gate.waive(visit, venue, reason, by=by, at=timezone.now())

    def test_what_is_found_later_stops_again(self, approver, visit, venue):
        condemn(venue)
        self.waive(visit, venue, approver)
        assert gate.left_of(gate.use_of(visit, venue)) == []
        condemn(venue)
        assert len(gate.left_of(gate.use_of(visit, venue))) == 1

    def test_whoever_entered_the_visit_cannot_waive(self, north, visit, venue):
        both = person("both", north, "approver", "clerk", reaches=[north])
        Visit.objects.filter(pk=visit.pk).update(entered_by=both)
        condemn(venue)
        with pytest.raises(PermissionDenied):
            self.waive(visit, venue, both)

    @pytest.mark.parametrize("role", ["clerk", "butler", "inspector", "venue_contact"])
    def test_only_approvers_waive(self, role, north, visit, venue):
        condemn(venue)
        with pytest.raises(PermissionDenied):
            self.waive(visit, venue, person("x", north, role, reaches=[north]))

    def test_a_waiver_needs_a_reason_and_something_to_waive(
        self, approver, visit, venue
    ):
        with pytest.raises(MoveNotPossible, match="Nothing"):
            self.waive(visit, venue, approver)
        condemn(venue)
        with pytest.raises(MoveNotPossible, match="reason"):
            self.waive(visit, venue, approver, reason="  ")

    def test_the_page_of_the_visit_waives(self, client, approver, visit, venue):
        condemn(venue, item="locked exit")
        make_booking(venue.office, visit=visit, venue=venue)
        client.force_login(approver)
        url = doors.url(Visit, "venues", visit.pk)
        assert "locked exit" in client.get(url).content.decode()
        data = {"venue": venue.pk, "reason": "guarded all day"}
        assert client.post(url, data).status_code == 302
        assert VenueWaiver.objects.get().told.endswith("locked exit")

    def test_the_clerk_sees_the_page_and_cannot_waive(
        self, client, clerk, visit, venue
    ):
        condemn(venue)
        client.force_login(clerk)
        url = doors.url(Visit, "venues", visit.pk)
        assert client.get(url).status_code == 200
        assert client.post(url, {"venue": venue.pk, "reason": "x"}).status_code == 403


def test_visits_at_unfit_venues_are_listed_with_few_queries(
    north, venue, django_assert_max_num_queries
):
    condemn(venue)
    visits = [make_visit(north) for _each in range(5)]
    for visit in visits:
        make_booking(north, visit=visit, venue=venue)
    with django_assert_max_num_queries(16):
        found = unfit(uses_of(visits))
    assert [each.use.visit for each in found] == visits


def test_the_agreed_rate_is_that_of_the_day_and_the_space(client, clerk, north, venue):
    make_rate(north, venue=venue, price=200)
    make_rate(north, venue=venue, price=300, space_kind="hall")
    space = make_space(north, venue=venue)
    booking = make_booking(north, venue=venue, space=space, unit="night")
    client.force_login(clerk)
    page = client.get(doors.url(Booking, "change", booking.pk)).content.decode()
    assert "300.00" in page


class TestTheHost:
    """Whoever keeps a venue sees when it is booked, and nothing of the guests."""

    @pytest.fixture
    def contact(self, north, venue):
        return person("contact", north, "venue_contact", reaches=[venue])

    def test_he_sees_the_bookings_of_his_venue(
        self, client, contact, north, venue, visit
    ):
        tomorrow = timezone.now() + timedelta(days=1)
        until = tomorrow + timedelta(hours=2)
        times = {"starts_at": tomorrow, "ends_at": until, "people": 4321}
        make_booking(north, visit=visit, venue=venue, **times)
        client.force_login(contact)
        url = doors.url(type(venue), "bookings", venue.pk)
        body = client.get(url).content.decode()
        assert "4321" in body
        assert visit.title not in body
        assert visit.number not in body

    def test_he_opens_no_booking_and_no_other_venue(
        self, client, contact, north, venue
    ):
        booking = make_booking(north, venue=venue)
        other = make_venue(north)
        client.force_login(contact)
        assert not doors.opened(client, booking)
        page = client.get(doors.url(type(venue), "bookings", other.pk))
        assert page.status_code == 302
