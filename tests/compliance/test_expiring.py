"""Who is reminded of a certificate that ends, when, and until when nobody is."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from compliance import shipped
from compliance.expiring import LONGEST_PAUSE, due_on, is_told
from compliance.models import (
    CertificateKind,
    CertificateRequirement,
    Reminder,
    Snooze,
)
from compliance.reminding import digest_of, digests
from tests.cast import person
from tests.compliance.staff_rules import make_suspension
from tests.records import DAY, make_certificate, make_staff, make_venue, moment

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)


def ending(office, left=0, **given):
    """Return a certificate that ends ``left`` days after ``DAY``."""
    end = DAY + left * ONE
    days = {"issued_on": DAY - 900 * ONE, "valid_until": end}
    return make_certificate(office, **{**days, **given})


def told(user, on=DAY) -> list:
    """Return the certificates of which somebody is told."""
    return [line.certificate for line in digest_of(user, on).certificates]


@pytest.fixture
def officer(north):
    """Return the training officer of the north."""
    given = {"reaches": [north], "email": "t@x.cn"}
    return person("officer", north, "training_officer", **given)


def test_the_ladder():
    steps = {left for left in range(-60, 121) if is_told(left)}
    assert steps == {90, 60, 30, 7, 0, -14, -28, -42, -56}


@pytest.mark.parametrize("left", [90, 60, 30, 7, 0, -14, -28])
def test_each_step_is_told_on_its_day_alone(left, officer, north):
    held = ending(north, left)
    days = [DAY + n * ONE for n in (-1, 0, 1)]
    assert [told(officer, day) for day in days] == [[], [held], []]


def test_holder_head_and_training_officer_are_told(officer, north, south):
    holder = person("holder", north, "butler", reaches=[north])
    head = person("head", north, "approver", reaches=[north])
    foreign = person("foreign", south, "training_officer", reaches=[south])
    make_staff(north, user=head, post="head")
    held = ending(north, holder=make_staff(north, user=holder))
    for user in (officer, holder, head):
        assert told(user) == [held]
    assert told(foreign) == []
    assert {d.user for d in digests(DAY)} == {officer, holder, head}


def test_a_venue_is_headed_by_its_manager_and_its_office(officer, north):
    venue = make_venue(north)
    manager = person("manager", north, "training_officer", reaches=[venue])
    other = person("other", north, "approver", reaches=[north])
    head = person("head", north, "approver", reaches=[north])
    make_staff(north, venue=venue, user=manager, post="manager")
    make_staff(north, venue=make_venue(north), user=other, post="manager")
    make_staff(north, user=head, post="head")
    held = ending(north, holder=make_staff(north, venue=venue))
    assert told(manager) == told(head) == [held]
    assert told(other) == []


def test_nobody_is_told_what_he_may_not_see(north):
    blind = person("blind", north, "venue_contact", reaches=[])
    make_staff(north, user=blind, post="head")
    ending(north)
    assert told(blind) == []


@pytest.mark.parametrize(
    ("later", "is_renewed"),
    [
        pytest.param({"valid_until": DAY + 300 * ONE}, True, id="a later one"),
        pytest.param({"valid_until": None}, True, id="one without an end"),
        pytest.param({"valid_until": DAY}, False, id="one that ends as early"),
    ],
)
def test_what_is_renewed_is_not_told_any_more(later, is_renewed, officer, north):
    held = ending(north)
    new = make_certificate(north, holder=held.holder, kind=held.kind, **later)
    assert (held in told(officer)) is not is_renewed
    new.state, new.revoked_on, new.revoked_reason = "revoked", DAY, "x"
    new.revoked_by = officer
    new.save()
    assert held in told(officer)


def test_who_has_left_and_what_is_revoked_are_not_told(officer, north):
    gone = make_staff(north, left_on=DAY - ONE)
    ending(north, holder=gone)
    revoked = {"revoked_on": DAY, "revoked_by": officer, "revoked_reason": "x"}
    ending(north, state="revoked", **revoked)
    make_suspension(north, certificate=ending(north, 7))
    assert len(told(officer)) == 1  # what is suspended still has to be renewed


def test_a_pause_silences_and_the_day_after_tells(officer, north):
    held = ending(north)
    span = {"since": DAY - ONE, "until": DAY + 2 * ONE}
    Snooze.objects.create(
        certificate=held, reason="exam on the 4th", snoozed_by=officer, **span
    )
    days = {n for n in range(-1, 16) if held in due_on(DAY + n * ONE)}
    assert days == {3, 14}


@pytest.mark.parametrize("ahead", [0, LONGEST_PAUSE])
def test_a_pause_is_entered_with_a_reason(ahead, client, officer, north):
    held = ending(north)
    client.force_login(officer)
    page = reverse("admin:compliance_certificate_snooze", args=[held.pk])
    today = timezone.localdate()
    until = (today + ahead * ONE).isoformat()
    assert client.get(page).status_code == 200
    for wrong in (
        {"until": until, "reason": ""},
        {"until": (today - ONE).isoformat(), "reason": "x"},
        {"until": (today + (LONGEST_PAUSE + 1) * ONE).isoformat(), "reason": "x"},
    ):
        assert client.post(page, wrong).status_code == 200
        assert not Snooze.objects.exists()
    for _twice in range(2):
        told = {"until": until, "reason": "the exam is booked"}
        assert client.post(page, told).status_code == 302
    assert Snooze.objects.get().snoozed_by == officer
    back = reverse("admin:compliance_certificate_change", args=[held.pk])
    assert "the exam is booked" in client.get(back).text


def test_who_may_only_read_pauses_nothing(client, auditor, north):
    client.force_login(auditor)
    page = reverse("admin:compliance_certificate_snooze", args=[ending(north).pk])
    assert client.get(page).status_code == 403


def test_one_mail_tells_of_findings_and_certificates(
    settings, mailoutbox, officer, north
):
    settings.EMAIL_HOST = "mail.example"
    held = ending(north)
    for _twice in range(2):
        call_command("remind", on=DAY, stdout=StringIO())
    (mail,) = mailoutbox
    assert held.number in mail.body
    assert Reminder.objects.get().certificates == 1


def test_many_certificates_cost_no_more_queries(officer, north):
    seen = []
    for count in (1, 9):
        for _n in range(count):
            ending(north)
        fresh = type(officer).objects.get(pk=officer.pk)
        with CaptureQueriesContext(connection) as queries:
            assert len(told(fresh)) >= count
        seen.append(len(queries))
    assert seen[0] == seen[1]


# --- the kinds that come with the product


def test_kinds_and_requirements_come_with_the_product(db):
    call_command("load_certificate_kinds", stdout=StringIO())
    kinds = {kind.code: kind for kind in CertificateKind.objects.all()}
    assert len(kinds) == 24
    assert kinds["health-food"].term_months == 12
    assert kinds["driving"].term_kind == "paper"
    assert kinds["fire-operator"].term_kind == "none"
    assert CertificateRequirement.objects.filter(duty="driver").exists()


def test_loading_again_leaves_alone_what_an_office_made(root):
    shipped.load_kinds(root, moment())
    CertificateRequirement.objects.filter(kind__code="docent").delete()
    CertificateKind.objects.filter(code="docent").update(term_months=36)
    CertificateKind.objects.filter(code="tea-art").delete()
    counts = shipped.load_kinds(root, moment())
    assert counts["certificate_kinds"] == {
        "new": 1,
        "changed": 0,
        "same": 0,
        "problem": 0,
    }
    assert CertificateKind.objects.get(code="docent").term_months == 36
    assert not CertificateRequirement.objects.filter(kind__code="docent").exists()
