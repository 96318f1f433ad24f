"""Two clerks book one hall at one moment: one of them is told."""

import threading

import pytest
from django.db import connection, transaction

from tests.records import make_office, make_space, make_venue, make_visit, moment
from visits.models import Booking

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_second_waits_and_is_told():
    office = make_office("X")
    venue = make_venue(office)
    space, visits = make_space(office, venue=venue), [make_visit(office) for _ in "12"]
    gate, refusals = threading.Barrier(2), []

    def book(visit):
        booking = Booking(visit=visit, line=1, kind="meeting", venue=venue, space=space)
        booking.starts_at, booking.ends_at = moment(hour=9), moment(hour=10)
        booking.people = 5
        gate.wait()
        try:
            with transaction.atomic():
                refused = Booking.beside_others([booking], set())
                refusals.append(bool(refused))
                if not refused:
                    booking.save()
        finally:
            connection.close()

    hands = [threading.Thread(target=book, args=[visit]) for visit in visits]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(refusals) == [False, True]
    assert Booking.objects.count() == 1
