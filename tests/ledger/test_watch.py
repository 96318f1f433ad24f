"""The watcher notes roles, relations and grants, and from where a request came."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group

from reception.access.granting import give_reach, share
from reception.accounts.models import Counter
from reception.ledger.models import Entry, Kind
from reception.ledger.watch import UNWATCHED, watched
from tests import doors
from tests.cast import person
from tests.records import MAKERS, make_inspection, make_place, make_staff, make_visit
from visits.models import ActivityPlace

pytestmark = pytest.mark.django_db
END = datetime(2026, 4, 1, tzinfo=UTC)


def noted(record, kind):
    """Return the entries of a kind about the record, the latest first."""
    return Entry.objects.filter(
        record_type=record._meta.label_lower, record_id=record.pk, kind=kind
    )


def test_everything_with_a_screen_is_watched():
    assert set(MAKERS) - set(watched()) == {Entry}
    assert {Entry, Counter} == UNWATCHED


def test_taking_all_roles_at_once_notes_each(north):
    user = person("busy", north, "clerk", "inspector")
    user.groups.clear()
    (entry,) = noted(user, Kind.REVOKED)
    before, after = entry.changes["groups"]
    assert sorted(before) == ["clerk", "inspector"]
    assert after is None


def test_who_has_no_roles_loses_none(roleless):
    roleless.groups.clear()
    assert not noted(roleless, Kind.REVOKED).exists()


def test_setting_roles_notes_what_came_and_what_went(clerk):
    clerk.groups.set(Group.objects.filter(name__in=["clerk", "auditor"]))
    assert noted(clerk, Kind.GRANTED)[0].changes == {"groups": [None, ["auditor"]]}
    clerk.groups.set(Group.objects.filter(name="auditor"))
    assert noted(clerk, Kind.REVOKED)[0].changes == {"groups": [["clerk"], None]}


def test_clearing_a_relation_is_a_change_and_no_revocation(north):
    inspection, inspector = make_inspection(north), make_staff(north)
    inspection.inspectors.add(inspector)
    inspection.inspectors.clear()
    before, after = noted(inspection, Kind.CHANGED)[0].changes["inspectors"]
    assert (len(before), after) == (1, None)
    assert not noted(inspection, Kind.REVOKED).exists()


def test_a_reach_given_is_noted_on_the_place(clerk, root, south):
    give_reach(clerk, south, by=root, until=END)
    entry = noted(south, Kind.GRANTED)[0]
    assert entry.details["right"] == "reach_office"
    assert (entry.details["to"], entry.details["holder"]) == ("Clerk", "accounts.user")
    assert datetime.fromisoformat(entry.details["until"]) == END


def test_a_changed_end_of_a_grant_is_noted(clerk, root, south):
    visit = make_visit(south)
    share(visit, clerk, "view", by=root)
    share(visit, clerk, "view", by=root, until=END)
    (given,) = noted(visit, Kind.GRANTED)
    (changed,) = noted(visit, Kind.CHANGED)
    assert given.details["until"] is None
    assert datetime.fromisoformat(changed.details["until"]) == END
    assert changed.details["to"] == "Clerk"


def test_the_same_share_again_is_not_noted_again(clerk, root, south):
    visit = make_visit(south)
    for _time in range(2):
        share(visit, clerk, "view", by=root, until=END)
    assert noted(visit, Kind.GRANTED).count() == 1
    assert not noted(visit, Kind.CHANGED).exists()


def add_place(client, office, name, **from_where):
    """Enter an activity place in the console, and return it."""
    data = {"office": office.pk, "name": name}
    response = client.post(doors.url(ActivityPlace, "add"), data, **from_where)
    assert response.status_code == 302
    return ActivityPlace.objects.get(name=name)


@pytest.fixture
def browser(client, clerk):
    """Return the browser of a clerk of the north."""
    client.force_login(clerk)
    return client


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::7"])
def test_an_entry_tells_who_asked_and_from_where(address, browser, clerk, north):
    place = add_place(browser, north, "works", REMOTE_ADDR=address)
    (entry,) = noted(place, Kind.CREATED)
    assert (entry.actor, entry.address) == (clerk, address)
    assert entry.actor_name == "Clerk (clerk)"


def test_entries_of_one_request_are_one_and_of_two_are_two(browser, clerk, north):
    first, second = (add_place(browser, north, name) for name in ("one", "two"))
    data = {
        "action": "delete_selected",
        "_selected_action": [first.pk, second.pk],
        "post": "yes",
    }
    browser.post(doors.url(ActivityPlace, "changelist"), data)
    made = Entry.objects.filter(actor=clerk, kind=Kind.CREATED)
    gone = Entry.objects.filter(actor=clerk, kind=Kind.DELETED)
    assert len(set(made.values_list("request", flat=True))) == 2
    assert len(set(gone.values_list("request", flat=True))) == 1
    assert gone.count() == 2


def test_what_nobody_asked_for_has_no_address(north):
    (entry,) = noted(make_place(north), Kind.CREATED)
    assert (entry.actor, entry.address, entry.request) == (None, None, "")


def test_a_login_tells_from_where(client, clerk):
    clerk.set_password("a long enough word")
    clerk.save()
    words = {"username": "clerk", "password": "a long enough word"}
    client.post("/admin/login/", words, REMOTE_ADDR="192.0.2.8")
    (entry,) = noted(clerk, Kind.LOGGED_IN)
    assert (entry.address, entry.actor) == ("192.0.2.8", clerk)
