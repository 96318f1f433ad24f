"""A clerk fills in the week of her office; the one on duty looks at it on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from compliance.models import CertificateRequirement
from tests.browser.conftest import PHONE
from tests.browser.steps import fits
from tests.cast import person
from tests.records import make_certificate, make_kind, make_shift, make_staff
from visits.models import Shift, ShiftSwap
from visits.resting import monday


@pytest.fixture
def next_monday():
    """The Monday of the week to be planned."""
    return monday(timezone.localdate()) + timedelta(weeks=1)


@pytest.fixture
def guard(north):
    """Holds what the control room needs; his colleague does not."""
    kind = make_kind(name="fire certificate")
    told = {"code": "fire", "kind": kind, "duty": "fire_control"}
    CertificateRequirement.objects.create(**told)
    able = make_staff(north, name="Hong", post="fire_control")
    make_certificate(north, holder=able, kind=kind)
    make_staff(north, name="Ming", post="fire_control")
    return able


def test_a_week_is_filled_in_by_its_cells(desk, clerk, north, guard, next_monday):
    """Chosen cells are entered together; who lacks a certificate is refused in words,
    with who could do it instead; the next click copies the week.
    """
    address = f"/admin/roster/?place=o{north.pk}&week={next_monday}"
    page = desk(clerk, address, lang="en-US")
    day = f"{next_monday:%m-%d}"
    page.get_by_label(f"Hong {day}").select_option(label="day")
    tuesday = f"{next_monday + timedelta(days=1):%m-%d}"
    page.get_by_label(f"Ming {tuesday}").select_option(label="night")
    page.get_by_role("button", name="Enter the chosen shifts").click()
    expect(page.get_by_text("1 shift was entered")).to_be_visible()
    refused = page.get_by_text("Ming cannot do this duty (fire control room)")
    expect(refused).to_contain_text("Could do it instead: Hong")
    expect(page.get_by_role("link", name="day, 08:00–17:00")).to_be_visible()
    assert Shift.objects.get().member == guard

    page.get_by_role("button", name="Copy this week to the next").click()
    expect(page.get_by_text("1 shift was copied")).to_be_visible()
    later = Shift.objects.order_by("starts_at").last()
    assert timezone.localdate(later.starts_at) == next_monday + timedelta(weeks=1)
    page.set_viewport_size(PHONE["viewport"])
    fits(page)


def test_a_shift_is_swapped_on_the_phone(desk, north, next_monday):
    """One asks and gives a reason, the other takes it, both on a phone."""
    users = [person(each, north, "butler", reaches=[north]) for each in ("ann", "bob")]
    anna, bob = (make_staff(north, user=each, name=each.name) for each in users)
    begin = timezone.now() + timedelta(days=3)
    shift = make_shift(north, member=anna, starts_at=begin)
    page = desk(users[0], "/admin/roster/mine/", lang="en-US")
    page.set_viewport_size(PHONE["viewport"])
    fits(page)
    page.get_by_role("link", name="Ask for a swap").click()
    page.get_by_label("Takes it over").select_option(label="Bob")
    page.get_by_label("Reason").fill("a wedding")
    fits(page)
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("Bob is asked")).to_be_visible()

    page = desk(users[1], "/admin/roster/mine/", lang="en-US")
    page.set_viewport_size(PHONE["viewport"])
    expect(page.get_by_text("asks you to take over")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="I take it").click()
    expect(page.get_by_text("is now “agreed”")).to_be_visible()
    assert ShiftSwap.objects.get(shift=shift).agreed_by == users[1]
    assert ShiftSwap.objects.get().colleague == bob
