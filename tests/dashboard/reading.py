"""How the tests of the home page read its cards, and what they fill it with."""

from datetime import timedelta

from django.utils import timezone

from reception.dashboard.cards import Asked
from tests.records import (
    DAY,
    make_certificate,
    make_finding,
    make_inspection,
    make_item,
    make_licence,
    make_order,
    make_phone_record,
    make_user,
    make_venue,
    make_visit,
    moment,
)

NOON = moment(hour=12)  # of DAY, a Monday


def asked(user, now=NOON):
    return Asked(user, now)


def figures(card):
    return [figure.value for figure in card.figures]


def first_cells(card):
    return [row[0].text for row in card.table.rows]


def on(day, **given):
    """Return the times of a visit that arrives ``day`` days after ``DAY``."""
    then = DAY + timedelta(days=day)
    return {"arrives_at": moment(then), "departs_at": moment(then, 17), **given}


def submitted(office, by, **given):
    stamps = {"submitted_by": by, "submitted_at": NOON - timedelta(days=3)}
    return make_visit(office, state="submitted", entered_by=by, **stamps, **given)


def ending(office, day, **given):
    """Return a certificate that ends ``day`` days after ``DAY``."""
    dates = {"issued_on": DAY - timedelta(99), "valid_until": DAY + timedelta(day)}
    return make_certificate(office, **dates, **given)


def fill(office, user, visits=3):
    """Give ``office`` something for every panel of ``user``, dated about now."""
    today = timezone.localdate()
    venue = make_venue(office)
    inspection = make_inspection(office, venue=venue, inspected_on=today)
    for number in range(visits):
        day = today + timedelta(days=number % 5)
        times = {"arrives_at": moment(day), "departs_at": moment(day, 17)}
        visit = make_visit(office, entered_by=user, liaison=user, **times)
        submitted(office, make_user(office), **times)
        make_item(office, visit=visit, starts_at=moment(day, 10))
        issued = {"visit": visit, "state": "issued", "due_at": moment(day, 9)}
        make_order(office, to_person=user, **issued)
        make_order(office, to_venue=venue, shown_to_venue=venue, **issued)
        called = make_phone_record(office)
        submitted(office, make_user(office), phone_record=called, **times)
        old = {"found_on": today - timedelta(days=9), "deadline": today - timedelta(2)}
        make_finding(office, inspection=inspection, **old)
        make_licence(office, venue=venue, valid_until=day)
        make_certificate(
            office, issued_on=today - timedelta(days=9), valid_until=day + timedelta(9)
        )
