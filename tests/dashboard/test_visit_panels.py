"""Panels of visits: what a clerk, an approver, a butler and a driver see."""

from datetime import timedelta

from reception.dashboard.panels import assignments, visits
from tests.cast import person
from tests.dashboard.reading import NOON, asked, figures, first_cells, on, submitted
from tests.records import DAY, make_item, make_visit, moment
from visits.models import Visit


def test_a_clerk_counts_what_he_entered(clerk, north):
    other = person("other", north, "clerk", reaches=[north])
    make_visit(north, entered_by=clerk)
    make_visit(north, entered_by=other)
    submitted(north, clerk)
    card = visits.mine(asked(clerk))
    own = Visit.objects.filter(entered_by=clerk)
    states = ("draft", "submitted", "approved", "refused")
    states += ("ready", "under_way", "completed")
    assert figures(card) == [own.filter(state=state).count() for state in states]


def test_the_list_behind_a_figure_has_as_many_rows(client, clerk, north):
    make_visit(north, entered_by=clerk)
    make_visit(north)
    client.force_login(clerk)
    drafts = visits.mine(asked(clerk)).figures[0]
    page = client.get(drafts.url)
    assert drafts.value == page.context["cl"].result_count == 1


def test_the_week_begins_on_monday_and_ends_on_sunday(clerk, north):
    for day in (-1, 0, 6, 7):
        make_visit(north, title=f"day {day}", **on(day))
    assert first_cells(visits.arrivals(asked(clerk))) == ["day 0", "day 6"]


def test_the_week_is_counted_in_local_days(clerk, north):
    """Monday 0:30 in Shanghai is Sunday in Greenwich."""
    night = {"arrives_at": moment(hour=0.5), "departs_at": moment(hour=9)}
    make_visit(north, title="night", **night)
    assert first_cells(visits.arrivals(asked(clerk))) == ["night"]
    assert first_cells(visits.arrivals(asked(clerk, moment(hour=0.1)))) == ["night"]


def test_a_refused_visit_does_not_arrive(clerk, approver, north):
    decided = {"decided_by": approver, "decided_at": NOON}
    visit = submitted(north, clerk)
    Visit.objects.filter(pk=visit.pk).update(state="refused", **decided)
    assert first_cells(visits.arrivals(asked(clerk))) == []


def test_drafts_that_arrive_soon_are_urgent(clerk, north):
    for day in (-1, 0, 7, 8):
        make_visit(north, title=f"day {day}", **on(day))
    submitted(north, clerk, **on(1))
    card = visits.drafts(asked(clerk))
    assert first_cells(card) == ["day 0", "day 7"]
    assert card.waiting == 2


def test_the_inbox_begins_with_the_first_to_arrive(approver, clerk, north):
    submitted(north, clerk, title="later", **on(5))
    submitted(north, clerk, title="sooner", **on(2))
    make_visit(north, title="draft")
    card = visits.inbox(asked(approver))
    assert first_cells(card) == ["sooner", "later"]
    assert card.table.rows[0][-1].text.startswith("3")
    assert card.waiting == 2


def test_own_visits_in_the_inbox_wait_for_somebody_else(north):
    user = person("both", north, "clerk", "approver", reaches=[north])
    submitted(north, user)
    card = visits.inbox(asked(user))
    assert card.table.rows[0][-1].detail
    assert card.waiting == 0


def test_a_long_inbox_is_counted_whole(approver, clerk, north):
    for _each in range(visits.SHOWN + 5):
        submitted(north, clerk)
    card = visits.inbox(asked(approver))
    assert len(card.table.rows) == visits.SHOWN
    assert card.waiting == visits.SHOWN + 5
    assert card.table.more


def test_a_butler_sees_his_guests_of_two_weeks(north):
    butler = person("butler", north, "butler", reaches=[north])
    for day in (-1, 0, 14, 15):
        make_visit(north, title=f"day {day}", liaison=butler, **on(day))
    make_visit(north, title="somebody else's")
    card = assignments.guests(asked(butler))
    assert first_cells(card) == ["day 0", "day 14"]
    assert card.waiting == 1


def test_a_driver_sees_the_trips_of_the_week(north):
    driver = person("driver", north, "driver", reaches=[north])
    for day in (-1, 0, 7, 8):
        then = DAY + timedelta(days=day)
        make_item(north, activity=f"day {day}", starts_at=moment(then))
    card = assignments.trips(asked(driver))
    assert [row[1].text for row in card.table.rows] == ["day 0", "day 7"]
    assert card.waiting == 1
