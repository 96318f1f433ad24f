"""Posts by day: who leaves, returns or takes another post keeps what he did before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from compliance.coverage import working
from compliance.models import EarlierPost, StaffMember
from compliance.posting import NotPossible, postings, take_post
from tests import doors
from tests.cast import person
from tests.compliance.staff_rules import make_post
from tests.records import DAY, make_staff, make_venue

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)


def history(member) -> list[tuple]:
    """Return post and days, counted from ``DAY``, of each of somebody's times."""
    return [
        (each.post, (each.first - DAY).days, (each.last - DAY).days)
        for each in postings([member.pk])[member.pk]
    ]


def test_another_post_keeps_the_one_before(north):
    member = make_staff(north, post="waiter", joined_on=DAY, left_on=None)
    venue = make_venue(north)
    take_post(member, DAY + 5 * ONE, post="cook", office=None, venue=venue)
    first, second = history(member)
    assert first == ("waiter", 0, 4)
    assert second[:2] == ("cook", 5)
    there = [each.venue for each in postings([member.pk])[member.pk]]
    assert there == [None, venue.pk]


def test_who_left_returns_under_the_same_number(north):
    member = make_staff(north, post="driver", joined_on=DAY, left_on=DAY + 3 * ONE)
    back = take_post(member, DAY + 9 * ONE, post="driver", office=north, venue=None)
    assert (back.pk, back.number, back.left_on) == (member.pk, member.number, None)
    assert [line[:2] for line in history(member)] == [("driver", 0), ("driver", 9)]
    on = {
        n: member in working(StaffMember.objects.all(), DAY + n * ONE)
        for n in (-1, 0, 3, 4, 8, 9)
    }
    assert on == {-1: False, 0: True, 3: True, 4: False, 8: False, 9: True}


@pytest.mark.parametrize(
    ("began", "ended", "on"),
    [
        pytest.param(None, None, 5, id="nobody knows when the present one began"),
        pytest.param(0, None, 0, id="the day it began"),
        pytest.param(0, 4, 4, id="the last day"),
    ],
)
def test_a_day_that_cannot_be_is_refused(began, ended, on, north):
    def day(n):
        return None if n is None else DAY + n * ONE

    member = make_staff(north, joined_on=day(began), left_on=day(ended))
    with pytest.raises(NotPossible):
        take_post(member, day(on), post="cook", office=north, venue=None)
    assert not EarlierPost.objects.exists()


@pytest.mark.parametrize(
    ("since", "until", "is_refused"),
    [
        pytest.param(-9, -1, False, id="before the other"),
        pytest.param(-9, 0, True, id="to the first day of the other"),
        pytest.param(0, 0, True, id="the same days"),
        pytest.param(1, 4, False, id="between the two"),
        pytest.param(1, 5, True, id="to the first day of the present one"),
    ],
)
def test_nobody_holds_two_posts_on_a_day(since, until, is_refused, north):
    member = make_staff(north, joined_on=DAY + 5 * ONE)
    make_post(north, member=member)
    days = {"since": DAY + since * ONE, "until": DAY + until * ONE}
    new = EarlierPost(member=member, post="cook", office=north, **days)
    assert bool(EarlierPost.beside_others([new], set())) is is_refused


def test_the_present_post_begins_after_the_earlier_ones(north):
    member = make_staff(north, joined_on=DAY + ONE)
    make_post(north, member=member)
    for day, is_refused in ((DAY + ONE, False), (DAY, True), (None, True)):
        member.joined_on = day
        assert bool(StaffMember.beside_others([member], set())) is is_refused


def test_the_page_moves_somebody_and_says_so(client, training_officer, north):
    member = make_staff(north, post="waiter", joined_on=DAY)
    client.force_login(training_officer)
    page = reverse("admin:compliance_staffmember_post", args=[member.pk])
    told = {"on": (DAY + ONE).isoformat(), "post": "cook", "office": north.pk}
    assert client.post(page, {**told, "on": DAY.isoformat()}).status_code == 200
    assert client.post(page, told).status_code == 302
    member.refresh_from_db()
    assert (member.post, member.joined_on) == ("cook", DAY + ONE)
    assert EarlierPost.objects.get().post == "waiter"
    assert "waiter" in client.get(doors.url(StaffMember, "change", member.pk)).text


def test_nobody_is_moved_out_of_reach(client, north, south):
    officer = person("officer", north, "training_officer", reaches=[north])
    member = make_staff(north, joined_on=DAY)
    client.force_login(officer)
    page = reverse("admin:compliance_staffmember_post", args=[member.pk])
    told = {"on": (DAY + ONE).isoformat(), "post": "cook", "office": south.pk}
    assert client.post(page, told).status_code in (200, 403)
    member.refresh_from_db()
    assert member.office == north
