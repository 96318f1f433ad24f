"""Certificates that are suspended, count again, or are revoked; past days stay true."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from compliance.models import Certificate, Suspension
from compliance.models.certificate import COUNTING
from compliance.standing import held_by
from reception.workflow import MoveNotPossible, move
from tests import doors
from tests.cast import make_office
from tests.compliance.staff_rules import make_suspension
from tests.records import DAY, make_certificate, make_kind, make_user, moment

pytestmark = pytest.mark.django_db
Status = Certificate.Status
ONE = timedelta(days=1)


def at(days: int):
    """Return the morning of a day, counted from the day of issue."""
    return moment(hour=9) + days * ONE


def make(certificate, name, by, days, **facts):
    """Make a move on a day."""
    told = {"by": by, "at": at(days), "reason": "as decided", "facts": facts}
    return move(certificate, name, **told)


def statuses(certificate, last=12) -> list[str]:
    """Return how it stands on each day from its issue."""
    found = Certificate.objects.get(pk=certificate.pk)
    return [str(found.status(DAY + n * ONE).value) for n in range(last)]


def test_what_was_suspended_counts_again_and_the_past_stays(training_officer, north):
    held = make_certificate(north, kind=make_kind(renew_days=0))
    make(held, "suspend", training_officer, 3)
    make(held, "reinstate", training_officer, 5)
    make(held, "suspend", training_officer, 7, document="letter 12")
    wanted = ["valid"] * 3 + ["suspended"] * 2 + ["valid"] * 2 + ["suspended"] * 5
    assert statuses(held) == wanted
    make(held, "revoke", training_officer, 9)
    assert statuses(held) == wanted[:9] + ["revoked"] * 3
    last = held.suspensions.first()
    assert (last.document, last.reason, last.lifted_by) == (
        "letter 12",
        "as decided",
        training_officer,
    )


def test_a_move_holds_from_the_day_that_the_paper_says(training_officer, north):
    held = make_certificate(north, kind=make_kind(renew_days=0))
    make(held, "revoke", training_officer, 9, day=DAY + 2 * ONE)
    assert statuses(held, 4) == ["valid", "valid", "revoked", "revoked"]


@pytest.mark.parametrize(
    ("name", "day", "why"),
    [
        pytest.param("suspend", 6, "ahead", id="a day to come"),
        pytest.param("suspend", -1, "only issued", id="before it was issued"),
        pytest.param(
            "reinstate", 2, "choose a later day", id="before it was suspended"
        ),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(
    name, day, why, training_officer, north
):
    held = make_certificate(north)
    if name == "reinstate":
        make(held, "suspend", training_officer, 3)
    with pytest.raises(MoveNotPossible, match=why):
        make(held, name, training_officer, 5, day=DAY + day * ONE)


def test_a_reason_is_wanted(training_officer, north):
    with pytest.raises(MoveNotPossible, match="reason"):
        move(make_certificate(north), "revoke", by=training_officer, at=at(1))


def test_who_may_only_read_withdraws_nothing(auditor, north):
    with pytest.raises(PermissionDenied):
        make(make_certificate(north), "suspend", auditor, 1)
    assert not Suspension.objects.exists()


def test_a_revoked_certificate_is_not_changed_any_more(training_officer, north):
    held = make_certificate(north)
    assert make(held, "revoke", training_officer, 1).locked_reason()
    with pytest.raises(MoveNotPossible):
        make(held, "suspend", training_officer, 2)


def test_the_page_asks_for_day_and_document(client, training_officer, north):
    held = make_certificate(north)
    client.force_login(training_officer)
    page = reverse("admin:compliance_certificate_suspend", args=[held.pk])
    assert client.get(page).status_code == 200
    told = {"day": DAY.isoformat(), "document": "letter 7", "reason": "under review"}
    assert client.post(page, {**told, "reason": ""}).status_code == 200
    assert not Suspension.objects.exists()
    assert client.post(page, told).status_code == 302
    assert client.post(page, told).status_code == 200  # it is suspended already
    (suspension,) = Suspension.objects.all()
    assert (suspension.since, suspension.document) == (DAY, "letter 7")
    shown = client.get(doors.url(Certificate, "change", held.pk))
    assert "letter 7" in shown.text


def test_who_may_not_change_it_has_no_such_page(client, auditor, north):
    client.force_login(auditor)
    page = reverse(
        "admin:compliance_certificate_revoke", args=[make_certificate(north).pk]
    )
    assert client.get(page).status_code == 403


days = st.integers(-2, 14)
spans = st.lists(st.tuples(days, days).map(sorted), max_size=3)


class Counting(TestCase):
    """One certificate under any suspensions: four ways to ask say the same."""

    @settings(max_examples=60)
    @given(issued=days, lasts=st.none() | days, revoked=st.none() | days, paused=spans)
    def test_facts_rows_and_stretches_agree(self, issued, lasts, revoked, paused):
        north = make_office(f"N{Certificate.objects.count()}")
        user = make_user(north)
        end = None if lasts is None else DAY + max(lasts, issued) * ONE
        told = {}
        if revoked is not None:
            told = {"state": "revoked", "revoked_on": DAY + revoked * ONE}
            told |= {"revoked_by": user, "revoked_reason": "x"}
        dates = {"issued_on": DAY + issued * ONE, "valid_until": end}
        held = make_certificate(north, **dates, **told)
        for first, last in paused:
            span = {"since": DAY + first * ONE, "lifted_on": DAY + last * ONE}
            make_suspension(north, certificate=held, lifted_by=user, **span)
        fact = held_by([held.holder_id], [held.kind_id])[held.holder_id][held.kind_id][
            0
        ]
        for n in range(-3, 16):
            day = DAY + n * ONE
            counts = held.status(day) in COUNTING
            assert (fact.status(day) in COUNTING) is counts
            rows = Certificate.objects.filter(pk=held.pk)
            assert rows.counting(day).exists() is counts
            assert any(a <= day <= b for a, b in fact.days()) is counts
