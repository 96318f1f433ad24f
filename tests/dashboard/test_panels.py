"""Panels of findings, certificates, counts and people: figures that agree."""

from datetime import timedelta

from django.utils import timezone

from compliance.models import Certificate, Finding
from reception.dashboard.panels import (
    breaches,
    certificates,
    findings,
    overview,
    people,
)
from tests.cast import person
from tests.dashboard.reading import NOON, asked, ending, figures, first_cells, on
from tests.exchange.tables import export
from tests.records import (
    DAY,
    make_breach,
    make_finding,
    make_inspection,
    make_licence,
    make_staff,
    make_venue,
    make_visit,
)
from visits.exchange import VisitResource
from visits.models import Visit


def test_findings_agree_with_a_plain_count(inspector, north):
    due = {"deadline": DAY, "found_on": DAY}
    done = {"state": "closed"}
    for given in (due, {**due, "category": "fire"}, {}, done):
        make_finding(north, **given)
    at = asked(inspector, NOON + timedelta(days=1))
    assert figures(findings.rectification(at)) == [
        Finding.objects.open().count(),
        Finding.objects.overdue(at.today).count(),
    ]
    assert figures(findings.rectification(at)) == [3, 2]


def test_the_longest_overdue_come_first(inspector, north):
    for day in range(12):
        made = {"found_on": DAY, "deadline": DAY + timedelta(days=day)}
        make_finding(north, item=f"day {day}", **made)
    card = findings.overdue(asked(inspector, NOON + timedelta(days=12)))
    assert first_cells(card) == [f"day {day}" for day in range(10)]
    assert card.waiting == 12
    assert card.table.more


def test_a_venue_contact_sees_the_findings_of_his_venue(north):
    venue = make_venue(north)
    contact = person("contact", north, "venue_contact", reaches=[venue])
    make_finding(north)
    make_finding(north, inspection=make_inspection(north, venue=venue), item="ours")
    assert first_cells(findings.to_rectify(asked(contact))) == ["ours"]


def test_a_venue_contact_sees_which_licences_end(north):
    venue = make_venue(north)
    contact = person("contact", north, "venue_contact", reaches=[venue])
    for kind, days in (("food", -1), ("lift", 90), ("boiler", 91)):
        until = DAY + timedelta(days=days)
        make_licence(north, venue=venue, kind=kind, valid_until=until)
    make_licence(north, valid_until=DAY)
    assert len(findings.licences(asked(contact)).table.rows) == 2


def test_certificates_agree_with_the_filters_of_their_list(training_officer, north):
    for day in (-1, 0, 30, 31, 60, 90, 91):
        ending(north, day)
    card = certificates.due(asked(training_officer))
    last = [DAY + timedelta(days=term) for term in (30, 60, 90)]
    assert figures(card) == [
        Certificate.objects.expired(DAY).count(),
        *(Certificate.objects.ending(DAY, day).count() for day in last),
    ]
    assert figures(card) == [1, 2, 4, 5]


def test_certificates_are_counted_by_month_of_expiry(training_officer, north):
    for day in (-1, 0, 29, 30, 400):  # DAY is the second of March
        ending(north, day)
    chart = certificates.due(asked(training_officer)).chart
    assert list(chart.series[0].values) == [2, 1] + [0] * 10


def test_who_has_left_needs_no_certificate(training_officer, north):
    gone = make_staff(north, left_on=DAY - timedelta(days=1))
    ending(north, 0, holder=gone)
    assert figures(certificates.due(asked(training_officer))) == [0, 0, 0, 0]
    assert first_cells(certificates.next_to_expire(asked(training_officer))) == []


def test_the_next_ten_to_expire(training_officer, north):
    for day in range(-1, 12):
        ending(north, day)
    rows = certificates.next_to_expire(asked(training_officer)).table.rows
    assert len(rows) == 10
    assert [row[0].text.certificates.get().valid_until for row in rows] == [
        DAY + timedelta(days=days) for days in range(10)
    ]


def test_the_auditor_counts_twelve_months(auditor, north):
    for day in (-365, -350, -31, 0, 29, 30):  # 2 March 2025 … 1 April 2026
        make_visit(north, **on(day))
    card = overview.months(asked(auditor))
    assert list(card.chart.series[0].values) == [0] * 9 + [1, 0, 2]
    assert figures(card) == [3, 2]


def test_the_auditor_counts_findings(auditor, north):
    make_finding(north, state="closed")
    make_finding(north, state="on_the_spot")
    make_finding(north, deadline=DAY)
    card = overview.findings(asked(auditor, NOON + timedelta(days=1)))
    assert figures(card) == [3, 2, 1, 1]


def test_the_auditor_sees_who_exported_what(auditor, clerk, north):
    make_visit(north)
    resource = VisitResource()
    rows = Visit.objects.all()
    export(resource, rows, clerk)
    (row,) = overview.exports(asked(auditor, timezone.now())).table.rows
    assert clerk.username in row[0].text
    assert row[2].text == 1
    assert not overview.exports(
        asked(auditor, timezone.now() + timedelta(31))
    ).table.rows


def test_the_administrator_sees_who_cannot_work(administrator, north):
    person("ready", north, "clerk", reaches=[north])
    person("no-role", north, reaches=[north])
    person("no-place", north, "clerk")
    person("nothing", north)
    person("gone", north, is_active=False)
    found = people.unplaced(asked(administrator, timezone.now())).table.rows
    assert [row[0].detail for row in found] == ["no-place", "no-role", "nothing"]


def test_failed_logins_are_for_readers_of_the_ledger(client, administrator, root):
    client.login(username="mallory", password="wrong")
    now = timezone.now()
    assert people.failed_logins(asked(administrator, now)) is None
    assert first_cells(people.failed_logins(asked(root, now))) == ["mallory"]


def test_a_discipline_officer_sees_what_nobody_has_dealt_with(north, south, root):
    officer = person("officer", north, "discipline_officer", reaches=[north])
    done = {"state": "handled", "closed_by": root, "closed_at": NOON}
    make_breach(north, **done)
    make_breach(south)
    waiting = [make_breach(north).number for _n in range(9)]
    card = breaches.noted(asked(officer))
    assert first_cells(card) == waiting[:8]
    assert card.waiting == 9
    assert card.table.more
