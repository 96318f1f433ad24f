"""The ledger notes every write, masks what is private, and never forgets."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction

from reception.access.granting import share
from reception.ledger import guard, writing
from reception.ledger.context import acting
from reception.ledger.history import changes_of, entries_about
from reception.ledger.models import Entry, Kind
from tests.records import (
    MAKERS,
    make_finding,
    make_guest,
    make_inspection,
    make_party,
    make_staff,
    make_venue,
    make_visit,
)
from venues.models import Venue

pytestmark = pytest.mark.django_db


def latest(record, kind=None):
    rows = Entry.objects.filter(
        record_type=record._meta.label_lower, record_id=record.pk
    )
    return (rows.filter(kind=kind) if kind else rows).latest("id")


@pytest.mark.parametrize(
    "model", [m for m in MAKERS if m is not Entry], ids=lambda m: m.__name__
)
def test_every_record_leaves_a_trace_when_made_and_deleted(model, north):
    record = MAKERS[model](north)
    key = record.pk
    assert latest(record).kind == Kind.CREATED
    record.delete()
    record.pk = key
    assert latest(record).kind == Kind.DELETED


def test_a_change_tells_old_and_new_and_who(clerk, north):
    venue = make_venue(north, name="old")
    venue.name = "new"
    with acting(clerk, address="127.0.0.9", reason="renamed"):
        venue.save()
    entry = latest(venue)
    assert entry.changes == {"name": ["old", "new"]}
    assert (entry.actor, entry.office, entry.reason) == (clerk, north, "renamed")
    assert entry.address == "127.0.0.9"
    assert entry.request


def test_an_unchanged_save_is_not_noted(north):
    venue = make_venue(north)
    before = Entry.objects.count()
    venue.save()
    assert Entry.objects.count() == before


def test_only_written_columns_are_compared(north):
    venue = make_venue(north, name="old", address="here")
    venue.name = venue.address = "new"
    venue.save(update_fields=["name"])
    assert list(latest(venue).changes) == ["name"]


def test_private_facts_are_masked_in_the_ledger(north):
    guest = make_guest(north, phone="13912345678")
    assert latest(guest).changes["phone"] == [None, "139****5678"]


def test_passwords_are_never_in_the_ledger(clerk):
    clerk.set_password("secret-word")
    clerk.save()
    entry = latest(clerk)
    assert set(entry.changes) == {"password"}
    assert "md5" not in str(entry.changes)


def test_bulk_writes_bring_their_entries(north):
    venues = [
        Venue(number=f"B-{n}", name=f"b{n}", kind="hotel", office=north) for n in (1, 2)
    ]
    writing.create_all(venues)
    pairs = []
    for venue in venues:
        before = writing.snapshot(venue)
        venue.name += "!"
        pairs.append((venue, before))
    writing.change_all(pairs)
    for n, venue in enumerate(venues, start=1):
        assert latest(venue, Kind.CREATED)
        assert latest(venue, Kind.CHANGED).changes == {"name": [f"b{n}", f"b{n}!"]}
        assert Venue.objects.get(pk=venue.pk).name == f"b{n}!"


def test_roles_given_and_taken_are_noted(clerk):
    group = Group.objects.get(name="auditor")
    clerk.groups.add(group)
    assert latest(clerk, Kind.GRANTED).changes == {"groups": [None, ["auditor"]]}
    clerk.groups.remove(group)
    assert latest(clerk, Kind.REVOKED).changes == {"groups": [["auditor"], None]}


def test_relations_are_noted(north):
    inspection, inspector = make_inspection(north), make_staff(north)
    inspection.inspectors.set([inspector])
    assert latest(inspection).changes == {"inspectors": [None, [inspector.pk]]}


def test_shares_are_noted_on_the_shared_record(clerk, root, south):
    visit = make_visit(south)
    grant = share(visit, clerk, "view", by=root)
    entry = latest(visit, Kind.GRANTED)
    assert (entry.details["to"], entry.details["right"]) == (str(clerk), "view_visit")
    grant.delete()
    assert latest(visit, Kind.REVOKED)


def test_parts_stand_in_the_history_of_the_whole(root, north):
    party = make_party(north)
    party.position = "director"
    party.save()
    kinds = [entry.kind for entry in entries_about(party.visit)]
    assert kinds[:2] == [Kind.CHANGED, Kind.CREATED]


def test_history_names_no_record_out_of_reach(clerk, north, south):
    visit = make_visit(north)
    visit.host_office = south
    visit.save()
    (change,) = changes_of(latest(visit), clerk)
    assert (change.old, change.new) == (str(north), f"#{south.pk}")


def test_logins_and_failures_are_noted(client, clerk):
    clerk.set_password("right-word")
    clerk.save()
    for word in ("wrong-word", "right-word"):
        client.post("/admin/login/", {"username": "clerk", "password": word})
    assert Entry.objects.filter(kind=Kind.LOGGED_IN, actor=clerk).exists()
    failed = Entry.objects.get(kind=Kind.LOGIN_FAILED)
    assert failed.details == {"username": "clerk"}
    assert "wrong-word" not in str(failed.__dict__)


def test_each_look_at_private_facts_is_noted(client, clerk, approver, north):
    guest = make_guest(north)
    for user, looks in ((approver, 0), (clerk, 1)):
        client.force_login(user)
        body = client.get(f"/admin/visits/guest/{guest.pk}/change/").content.decode()
        assert (guest.identity_number in body) is bool(looks)
        assert Entry.objects.filter(kind=Kind.LOOKED, actor=user).count() == looks


@pytest.mark.parametrize("write", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete(north, write):
    make_venue(north)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(reason="x") if write == "update" else (
            Entry.objects.all()._raw_delete("default")
        )


def test_both_guards_are_there_after_all_migrations():
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert set(guard.NAMES.values()) <= {row[0] for row in cursor.fetchall()}


def make_venue_and_fail(office):
    with transaction.atomic():
        make_venue(office)
        raise ZeroDivisionError


def test_a_failed_transaction_leaves_no_entry(north):
    before = Entry.objects.count()
    with pytest.raises(ZeroDivisionError):
        make_venue_and_fail(north)
    assert Entry.objects.count() == before


def test_two_windows_the_second_is_told(client, clerk, north):
    guest = make_guest(north)
    client.force_login(clerk)
    address = f"/admin/visits/guest/{guest.pk}/change/"
    seen = client.get(address).context["ledger_seen"]
    guest.name = "changed elsewhere"
    guest.save()
    response = client.post(address, {"name": "mine", "ledger_seen": seen})
    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()
    guest.refresh_from_db()
    assert guest.name == "changed elsewhere"


def test_one_window_a_look_at_private_facts_does_not_stand_in_the_way(
    client, clerk, north
):
    guest = make_guest(north)
    client.force_login(clerk)
    address = f"/admin/visits/guest/{guest.pk}/change/"
    page = client.get(address).context
    data = {k: v or "" for k, v in page["adminform"].form.initial.items()}
    data |= {"visits-TOTAL_FORMS": 0, "visits-INITIAL_FORMS": 0}
    data |= {"name": "new", "ledger_seen": page["ledger_seen"]}
    assert client.post(address, data).status_code == 302
    guest.refresh_from_db()
    assert guest.name == "new"


def test_the_entry_stands_where_the_record_stands(root, south):
    with acting(root):
        assert latest(make_party(south)).office == south
        assert latest(make_finding(south)).office == south
