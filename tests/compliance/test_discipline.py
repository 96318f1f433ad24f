"""The register of misconduct and special rectifications, and what a year held."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from compliance.models import Breach, Drive
from reception.workflow import move
from tests.cast import person
from tests.console.reading import rows
from tests.doors import url
from tests.records import DAY, make_breach, make_drive, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(north):
    return person("officer", north, "discipline_officer", reaches=[north])


def noted(office, **given):
    """Return a breach noted by hand, of no file."""
    told = {"rule": "", "subject": "", "pattern": "invoices", "source": "drive"}
    return make_breach(office, **{**told, **given})


def test_misconduct_without_a_file_is_noted_by_its_kind(north):
    first, second = noted(north), noted(north)
    for breach in (first, second):
        breach.full_clean()
    assert Breach.objects.count() == 2


def test_a_breach_names_a_rule_or_a_kind(north):
    breach = noted(north)
    breach.pattern = ""
    with pytest.raises(ValidationError, match=r"kind of misconduct|问题类型"):
        breach.full_clean()


def test_a_drive_shows_what_it_turned_up(client, north, officer):
    drive = make_drive(north)
    breach, other = noted(north, drive=drive), noted(north)
    client.force_login(officer)
    page = client.get(url(Drive, "change", drive.pk)).content.decode()
    assert breach.number in page
    assert other.number not in page


@pytest.mark.parametrize("role", ["clerk", "approver", "inspector", "administrator"])
def test_who_does_not_see_drives(client, north, role):
    client.force_login(person(role, north, role, reaches=[north]))
    drive = make_drive(north)
    for page in (url(Drive, "changelist"), url(Drive, "change", drive.pk)):
        assert client.get(page).status_code != 200


def test_a_year_is_counted_by_what_became_of_it(north, auditor, officer):
    for found_on in (DAY, DAY, date(2025, 12, 31)):
        noted(north, found_on=found_on)
    handled = noted(north, handling="谈话提醒")
    move(handled, "handle", by=officer, at=moment())
    told = rows("discipline-by-year", auditor)
    figures = [(r["year"], r["found"], r["handled"], r["open"]) for r in told]
    assert figures == [(2025, 1, 0, 1), (2026, 3, 1, 2)]
    assert len(rows("breaches", auditor)) == 4
