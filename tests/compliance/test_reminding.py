"""Who is reminded of what on which day, at home and by mail, and never twice."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from compliance.models import Reminder
from compliance.reminding import digest_of, digests, is_told
from reception.dashboard.panels import findings as panels
from tests.cast import person
from tests.dashboard.reading import asked, first_cells
from tests.records import (
    DAY,
    make_finding,
    make_inspection,
    make_staff,
    make_venue,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def venue(north):
    """The venue that is reminded."""
    return make_venue(north)


@pytest.fixture
def contact(north, venue):
    """The contact of that venue alone."""
    return person("contact", north, "venue_contact", reaches=[venue], email="c@x.cn")


@pytest.fixture
def due(north, venue):
    """Return how to make a finding at the venue with ``left`` days to its deadline."""

    def _due(left=0, **told):
        inspection = make_inspection(north, venue=venue)
        deadline = DAY + timedelta(days=left)
        told = {"found_on": DAY - timedelta(days=60), "state": "notified", **told}
        return make_finding(north, inspection=inspection, deadline=deadline, **told)

    return _due


@pytest.fixture
def mail(settings):
    """A mail server is configured."""
    settings.EMAIL_HOST = "mail.example"


def sent(on=DAY, **options) -> str:
    """Run the command and return what it said."""
    out = StringIO()
    call_command("remind", on=on, stdout=out, **options)
    return out.getvalue()


def told(user, on=DAY) -> list:
    """Return the findings a person is told of on a day."""
    return [line.finding for line in digest_of(user, on).due]


def test_the_ladder():
    assert [left for left in range(5, -30, -1) if is_told(left)] == [
        *(3, 1, 0),
        *(-7, -14, -21, -28),
    ]


@pytest.mark.parametrize(("left", "is_due"), [(4, False), (3, True), (2, False)])
def test_a_contact_is_told_on_the_steps_alone(left, is_due, contact, due):
    finding = due(left)
    assert told(contact) == ([finding] if is_due else [])


@pytest.mark.parametrize("state", ["reported", "rechecked", "closed", "on_the_spot"])
def test_what_was_answered_is_not_reminded_of(state, contact, due):
    day = {"found_on": DAY} if state == "on_the_spot" else {}
    due(0, state=state, **day)
    assert told(contact) == []


def test_responsible_supervisor_and_contact_are_told(north, contact, due):
    boss = person("boss", north, "clerk", reaches=[north])
    hand = person("hand", north, "clerk", reaches=[north])
    finding = due(responsible=make_staff(north, user=hand), supervisor=boss)
    assert {d.user for d in digests(DAY)} == {contact, boss, hand}
    assert all(told(user) == [finding] for user in (contact, boss, hand))


def test_nobody_is_told_of_what_he_may_not_see(north, south, due):
    outsider = person("outsider", south, "clerk", reaches=[south])
    due(supervisor=outsider)
    assert digests(DAY) == []


def test_the_inspector_is_told_which_reports_wait(inspector, due):
    finding = due(9, state="reported", notified_by=inspector)
    digest = digest_of(inspector, DAY)
    assert [line.finding for line in digest.rechecks] == [finding]
    assert digest_of(inspector, DAY - timedelta(days=99)).rechecks == []


def test_the_home_page_shows_the_same(contact, due):
    finding = due(-7)
    card = panels.reminders(asked(contact, moment(hour=9)))
    assert first_cells(card) == [finding.item]
    assert panels.reminders(asked(contact, moment(DAY + timedelta(1)))) is None


def test_each_gets_one_mail_with_all_of_it(contact, due, mail, mailoutbox):
    numbers = [due(left).number for left in (3, 0, -7)]
    assert sent() == f"{contact.username}\t3\tsent\n"
    (message,) = mailoutbox
    assert message.to == ["c@x.cn"]
    assert all(number in message.body for number in numbers)


def test_a_second_run_sends_nothing(contact, due, mail, mailoutbox):
    due()
    sent()
    assert "reminded already" in sent()
    assert len(mailoutbox) == Reminder.objects.count() == 1
    due(1)
    assert "sent" in sent(DAY + timedelta(days=1))
    assert len(mailoutbox) == 2


def test_a_mail_that_does_not_leave_is_sent_by_the_next_run(
    contact, due, mail, mailoutbox, settings
):
    due()
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.broken_mail.Backend"
    assert "not sent: no route" in sent()
    assert not Reminder.objects.exists()
    settings.EMAIL_BACKEND = works
    assert "\tsent" in sent()


def test_who_has_no_address_is_named(contact, due, mail, mailoutbox):
    contact.email = ""
    contact.save(update_fields=["email"])
    due()
    assert "no e-mail address" in sent()
    assert not mailoutbox


def test_without_a_mail_server_it_says_so(contact, due, settings):
    settings.EMAIL_HOST = ""
    with pytest.raises(CommandError, match="EMAIL_HOST"):
        sent()


def test_a_dry_run_sends_and_keeps_nothing(contact, due, mailoutbox):
    due()
    assert "to be sent" in sent(dry_run=True)
    assert not mailoutbox
    assert not Reminder.objects.exists()


def test_more_findings_take_no_more_queries(
    contact, due, django_assert_max_num_queries
):
    for _ in range(12):
        due()
    with django_assert_max_num_queries(12):
        digest_of(contact, DAY)
