"""Panels of task orders and of what is due after a visit."""

from datetime import timedelta

from reception.dashboard.panels import tasks
from tests.cast import person
from tests.dashboard.reading import NOON, asked, first_cells, on, submitted
from tests.records import (
    make_list,
    make_order,
    make_phone_record,
    make_user,
    make_venue,
    make_visit,
)
from visits.models import ReceptionList

ISSUED = {"state": "issued", "due_at": NOON + timedelta(days=1)}
LATE = {"state": "issued", "due_at": NOON - timedelta(days=1)}


def completed(office, **given):
    hands = {"submitted_by": make_user(office), "decided_by": make_user(office)}
    at = {"submitted_at": NOON, "decided_at": NOON}
    paperless = {"state": "completed", "category": "business"}
    return make_visit(office, **paperless, **hands, **at, **given)


def test_a_clerk_sees_what_is_under_way_and_what_is_overdue(clerk, north, south):
    make_order(north, subject="in time", **ISSUED)
    make_order(north, subject="late", **LATE)
    make_order(north, subject="not given yet", state="draft")
    make_order(south, subject="another's", **ISSUED)
    card = tasks.given(asked(clerk))
    assert first_cells(card) == ["late", "in time"]
    assert [row[-1].tone for row in card.table.rows] == ["bad", "info"]
    assert card.waiting == 1


def test_what_another_office_ordered_of_ours_is_seen_too(clerk, north, south):
    make_order(south, to_office=north, shown_to_office=north, **ISSUED)
    assert len(first_cells(tasks.given(asked(clerk)))) == 1


def test_a_butler_sees_the_orders_that_he_got(north):
    butler = person("butler", north, "butler", reaches=[north])
    make_order(north, subject="his", to_person=butler, **ISSUED)
    make_order(north, subject="taken", to_person=butler, state="acknowledged")
    make_order(north, subject="the office's", **ISSUED)
    card = tasks.mine(asked(butler))
    assert sorted(first_cells(card)) == ["his", "taken"]
    assert card.waiting == 1


def test_a_venue_contact_sees_the_orders_of_his_venue(north):
    venue, other = make_venue(north), make_venue(north)
    contact = person("contact", north, "venue_contact", reaches=[venue])
    make_order(north, subject="ours", to_venue=venue, shown_to_venue=venue, **ISSUED)
    make_order(north, to_venue=other, shown_to_venue=other, **ISSUED)
    card = tasks.of_venue(asked(contact))
    assert first_cells(card) == ["ours"]
    assert card.waiting == 1


def test_lists_are_due_until_they_are_signed(clerk, approver, north):
    overdue = completed(north, title="overdue", **on(-30))
    completed(north, title="no list yet", **on(-1))
    make_list(north, visit=overdue)
    card = tasks.papers(asked(clerk))
    assert first_cells(card) == ["overdue", "no list yet"]
    assert [row[-1].tone for row in card.table.rows] == ["bad", ""]
    assert card.waiting == 1
    signed = {"state": "signed", "signed_by": approver, "signed_at": NOON}
    ReceptionList.objects.filter(visit=overdue).update(**signed)
    assert first_cells(tasks.papers(asked(clerk))) == ["no list yet"]


def test_a_letter_is_due_after_a_call(clerk, north):
    record = make_phone_record(north)
    submitted(north, clerk, title="called", phone_record=record, **on(-20))
    submitted(north, clerk, title="on paper", **on(-20))
    card = tasks.papers(asked(clerk))
    assert first_cells(card) == ["called"]
    assert card.table.rows[0][-1].tone == "bad"


def test_each_panel_takes_few_queries(clerk, north, django_assert_max_num_queries):
    make_order(north, **ISSUED)
    completed(north, **on(-1))
    tasks.given(asked(clerk))  # reads the reach
    for panel in (tasks.given, tasks.papers, tasks.mine):
        with django_assert_max_num_queries(2):
            panel(asked(clerk))
