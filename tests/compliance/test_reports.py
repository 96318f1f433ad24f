"""Figures of the reports of audits and staff, and the days on which they turn."""

from datetime import timedelta

import pytest
from django.utils import translation

from compliance.models import Certificate, Finding
from tests.console.reading import plain, rows
from tests.records import (
    DAY,
    make_certificate,
    make_finding,
    make_inspection,
    make_kind,
    make_staff,
    make_venue,
    moment,
)

pytestmark = pytest.mark.django_db
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.fixture
def inspections(north, south):
    """Two inspections with findings in the north, one without in the south."""
    first, second = make_inspection(north), make_inspection(north)
    make_inspection(south)
    first.inspectors.set([make_staff(north, name="乙"), make_staff(north, name="甲")])
    for inspection, severity, days in (
        (first, "A", {}),
        (first, "C", {"rectified_on": DAY}),
        (first, "C", {"rectified_on": DAY, "is_fixed_on_the_spot": True}),
        (second, "A", {"deadline": DAY}),
    ):
        make_finding(north, inspection=inspection, severity=severity, **days)
    return first, second


def test_inspections_count_their_findings(auditor, inspections):
    found = rows("inspections", auditor)
    assert len(found) == plain("SELECT count(*) FROM compliance_inspection")
    of_one = (
        "SELECT count(*) FROM compliance_finding f "
        "JOIN compliance_inspection i ON i.id = f.inspection_id WHERE i.number = %s"
    )
    counted = {
        "findings": of_one,
        "critical": f"{of_one} AND severity = 'A'",
        "open": f"{of_one} AND f.state IN ('found', 'rectified', 'rechecked')",
    }
    for name, sql in counted.items():
        for row in found:
            assert row[name] == plain(sql, row["number"]), name
    hands = {row["number"]: row["inspectors"] for row in found}
    assert hands[inspections[0].number] == "乙;甲"  # by staff number
    assert hands[inspections[1].number] == ""


def test_findings_by_venue_add_up_to_all_findings(auditor, inspections):
    found = rows("findings-by-venue", auditor)
    assert sum(row["findings"] for row in found) == plain(
        "SELECT count(*) FROM compliance_finding"
    )
    for grade in Finding.Severity.values:
        assert sum(row[f"severity_{grade}"] for row in found) == plain(
            "SELECT count(*) FROM compliance_finding WHERE severity = %s", grade
        )
    assert [row["findings"] for row in found] == [3, 1]


@pytest.mark.parametrize(
    ("today", "late"),
    [
        pytest.param(DAY, None, id="the last day is in time"),
        pytest.param(AFTER, 1, id="the day after is late"),
    ],
)
def test_a_finding_is_overdue_after_its_deadline(today, late, auditor, north):
    make_finding(north, deadline=DAY)
    make_finding(north, deadline=DAY, rectified_on=DAY, is_fixed_on_the_spot=True)
    found = rows("findings", auditor, at=moment(today))
    assert [row["days_overdue"] for row in found] == [late, None]
    summary = rows("findings-by-venue", auditor, at=moment(today))
    assert sum(row["overdue"] for row in summary) == (1 if late else 0)


def test_findings_are_those_found_in_the_period(auditor, north):
    for day in (BEFORE, DAY, AFTER):
        make_finding(north, found_on=day)
    (row,) = rows("findings", auditor, **{"from": DAY, "to": DAY})
    assert row["found_on"] == DAY


@pytest.mark.parametrize(
    ("as_of", "left", "status"),
    [
        pytest.param(DAY - timedelta(days=41), 41, "valid", id="before the window"),
        pytest.param(DAY - timedelta(days=40), 40, "expiring", id="window opens"),
        pytest.param(DAY, 0, "expiring", id="the last day still counts"),
        pytest.param(AFTER, -1, "expired", id="the day after"),
        pytest.param(DAY - timedelta(days=901), 901, "not_yet", id="before issue"),
    ],
)
def test_a_certificate_stands_as_of_the_day(as_of, left, status, auditor, north):
    kind = make_kind(renew_days=40)
    issued = DAY - timedelta(days=900)
    held = make_certificate(north, kind=kind, issued_on=issued, valid_until=DAY)
    (row,) = rows("certificates", auditor, as_of=as_of)
    assert row["days_left"] == left
    with translation.override("en"):
        assert row["standing"] == str(Certificate.Status(status).label)
    assert held.status(as_of) == status


def test_a_certificate_without_a_term_ends_last_and_never(auditor, north):
    endless = make_certificate(north, valid_until=None)
    ends = make_certificate(north)
    found = rows("certificates", auditor, as_of=DAY + timedelta(days=9999))
    assert [row["number"] for row in found] == [ends.number, endless.number]
    assert (found[1]["days_left"], found[1]["standing"]) == (None, "valid")


def test_whoever_has_left_is_not_told_from_the_day_after(auditor, north):
    make_certificate(north, holder=make_staff(north, left_on=DAY))
    assert len(rows("certificates", auditor, as_of=DAY)) == 1
    assert rows("certificates", auditor, as_of=AFTER) == []


def test_certificates_of_a_venues_staff_stand_at_its_office(auditor, north, south):
    venue = make_venue(north, name="guesthouse")
    make_certificate(north, holder=make_staff(north, venue=venue))
    make_certificate(south)
    (row,) = rows("certificates", auditor, office="NORTH")
    assert row["employer"] == "guesthouse"
