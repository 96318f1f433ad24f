"""An import is undone as a whole, and what was touched since is listed and left."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from compliance.models import Inspection
from reception.access.granting import give_reach, share
from reception.exchange import batches
from reception.exchange.admin import imports
from reception.exchange.models import Batch
from reception.exchange.undoing import NotToBeUndone, forecast, undo
from reception.jobs.models import Job, State
from reception.ledger.models import Entry, Kind
from reception.workflow import move
from tests import doors
from tests.exchange.tables import csv_bytes, stored, text_row
from tests.records import (
    make_guest,
    make_inspection,
    make_item,
    make_letter,
    make_party,
    make_staff,
    make_visit,
    moment,
)
from visits.models import Guest, ItineraryItem, Visit

pytestmark = pytest.mark.django_db


def resource_of(model):
    return doors.screen(model).resource_class()


def imported(model, rows, user) -> Batch:
    """Import rows (dicts) as ``user``."""
    data = csv_bytes([list(rows[0]), *(list(row.values()) for row in rows)])
    label, now = model._meta.label_lower, timezone.now()
    batch = batches.keep(user, label, "rows.csv", data, at=now)
    batches.carry_out(resource_of(model), batch.token, user, at=now)
    batch.refresh_from_db()
    return batch


def undone(model, batch, user):
    """Undo, and return what became of it: it is what was foreseen."""
    foreseen = forecast(resource_of(model), batch, user)
    found = undo(resource_of(model), batch, user, at=timezone.now())
    assert (foreseen.deleted, foreseen.restored, foreseen.left) == (
        found.deleted,
        found.restored,
        found.left,
    )
    return found


def whys(found) -> list[str]:
    return [why for _line, _record, why in found.left]


def new_guest(**given):
    return {"number": "", "office": "NORTH", "name": "from the file", **given}


def test_everything_is_as_it_was_before(clerk, north):
    guests = [make_guest(north, name=f"old {n}", phone="13912345678") for n in range(3)]
    before = stored(Guest)
    rows = [
        new_guest(number=guest.number, name="new", phone="13700000000", rank="bureau")
        for guest in guests
    ]
    rows += [new_guest(phone="", rank="none")] * 2
    batch = imported(Guest, rows, clerk)
    assert Guest.objects.filter(name="new", phone="13700000000").count() == 3
    found = undone(Guest, batch, clerk)
    assert (found.restored, found.deleted, found.left) == (3, 2, [])
    assert stored(Guest) == before
    batch.refresh_from_db()
    assert batch.state == Batch.State.UNDONE


def test_each_step_has_its_entry_with_private_facts_masked(clerk, north):
    guest = make_guest(north, phone="13912345678")
    rows = [new_guest(number=guest.number, phone="13787654321"), new_guest(phone="")]
    batch = imported(Guest, rows, clerk)
    last = Entry.objects.latest("id").pk
    undone(Guest, batch, clerk)
    kinds = {e.kind: e for e in Entry.objects.filter(pk__gt=last)}
    assert set(kinds) == {Kind.CHANGED, Kind.DELETED, Kind.UNDONE}
    assert kinds["changed"].changes["phone"] == ["137****4321", "139****5678"]
    assert {each.actor for each in kinds.values()} == {clerk}
    assert "rows.csv" in kinds["changed"].reason
    assert "rows.csv" in kinds["deleted"].reason
    assert kinds["undone"].details["sha256"] == batch.sha256
    assert kinds["undone"].details["undone"] == 2


def test_a_visit_gets_back_its_times_numbers_and_references(everything, north):
    letter, other = make_letter(north), make_letter(north)
    visit = make_visit(north, letter=letter)
    before = stored(Visit)
    row = text_row(visit) | {
        "letter": other.number,
        "arrives_at": "2020-01-01 08:00",
        "guests": "77",
        "purpose": "other",
    }
    batch = imported(Visit, [row], everything)
    assert Visit.objects.get().letter == other
    assert undone(Visit, batch, everything).restored == 1
    assert stored(Visit) == before


def test_relations_are_as_they_were(everything, north):
    old, kept, new = (make_staff(north, number=n) for n in ("S-1", "S-2", "S-3"))
    inspection = make_inspection(north)
    inspection.inspectors.set([old, kept])
    row = text_row(inspection) | {"inspectors": "S-2;S-3"}
    batch = imported(Inspection, [row], everything)
    assert set(inspection.inspectors.all()) == {kept, new}
    undone(Inspection, batch, everything)
    assert set(inspection.inspectors.all()) == {old, kept}


def test_relations_changed_since_are_left(everything, north):
    old, new = (make_staff(north, number=n) for n in ("S-1", "S-2"))
    inspection = make_inspection(north)
    row = text_row(inspection) | {"inspectors": "S-1"}
    batch = imported(Inspection, [row], everything)
    inspection.inspectors.add(new)
    assert whys(undone(Inspection, batch, everything)) == ["It was changed since."]
    assert set(inspection.inspectors.all()) == {old, new}


def test_what_was_edited_since_is_listed_and_left(clerk, north):
    batch = imported(Guest, [new_guest(name=n) for n in "abc"], clerk)
    edited = Guest.objects.get(name="b")
    edited.remarks = "seen"
    edited.save()
    found = undone(Guest, batch, clerk)
    assert (found.deleted, whys(found)) == (2, ["It was changed since."])
    assert found.left[0][:2] == (3, "b")
    assert list(Guest.objects.all()) == [edited]
    batch.refresh_from_db()
    assert [list(each) for each in batch.kept] == [list(each) for each in found.left]


def test_what_another_import_changed_is_left(clerk):
    first = imported(Guest, [new_guest(number="NORTH-G-1")], clerk)
    again = imported(Guest, [new_guest(number="NORTH-G-1", name="second")], clerk)
    assert whys(undone(Guest, first, clerk)) == ["It was changed since."]
    assert undone(Guest, again, clerk).restored == 1
    assert Guest.objects.get().name == "from the file"


def test_what_is_gone_is_said(clerk):
    batch = imported(Guest, [new_guest()], clerk)
    Guest.objects.get().delete()
    assert whys(undone(Guest, batch, clerk)) == ["It is gone."]


@pytest.fixture
def visit_batch(clerk, north):
    """A visit that came in by a file."""
    row = text_row(make_visit(north, category="business")) | {"number": "NORTH-FILE"}
    return imported(Visit, [row], clerk)


def from_file():
    return Visit.objects.get(number="NORTH-FILE")


def test_what_moved_since_is_left(clerk, visit_batch):
    move(from_file(), "submit", by=clerk, at=moment(hour=8))
    assert whys(undone(Visit, visit_batch, clerk)) == ["It was changed since."]
    assert from_file().state == "submitted"


def test_what_is_locked_is_left(clerk, north):
    item = make_item(north, visit=make_visit(north, category="business"))
    row = text_row(item) | {"activity": "by the file"}
    batch = imported(ItineraryItem, [row], clerk)
    move(item.visit, "submit", by=clerk, at=moment(hour=8))
    (why,) = whys(undone(ItineraryItem, batch, clerk))
    assert "draft" in why
    assert ItineraryItem.objects.get().activity == "by the file"


@pytest.mark.parametrize("make", [make_item, make_party])
def test_what_was_given_parts_is_left(make, clerk, north, visit_batch):
    make(north, visit=from_file())
    assert whys(undone(Visit, visit_batch, clerk)) == ["It was given parts since."]
    assert from_file()


def test_a_changed_record_may_have_parts(clerk, north):
    visit = make_visit(north, title="old")
    make_item(north, visit=visit)
    batch = imported(Visit, [text_row(visit) | {"title": "new"}], clerk)
    make_party(north, visit=visit)
    assert undone(Visit, batch, clerk).restored == 1
    assert Visit.objects.get().title == "old"
    assert visit.itinerary.count() == visit.party.count() == 1


def test_what_was_shared_is_left(clerk, root, south, visit_batch):
    share(from_file(), south, "view", by=root)
    assert whys(undone(Visit, visit_batch, clerk)) == ["It was shared since."]
    assert from_file()


def test_what_others_refer_to_is_left_and_the_rest_goes(clerk, north):
    batch = imported(Guest, [new_guest(name=name) for name in "abc"], clerk)
    referred = Guest.objects.get(name="b")
    make_party(north, guest=referred)
    found = undo(resource_of(Guest), batch, clerk, at=timezone.now())
    assert (found.deleted, whys(found)) == (2, ["Other records refer to it."])
    assert list(Guest.objects.filter(name__in="abc")) == [referred]


def test_an_old_value_that_another_has_taken_stays_taken(everything, north):
    letters = [make_letter(north) for _ in range(3)]
    visits = [make_visit(north, letter=letter) for letter in letters[:2]]
    rows = [
        text_row(visit) | {"letter": "", "title": "by the file"} for visit in visits
    ]
    batch = imported(Visit, rows, everything)
    thief = make_visit(north, letter=letters[0])
    found = undo(resource_of(Visit), batch, everything, at=timezone.now())
    assert (found.restored, len(found.left)) == (1, 1)
    assert "taken by another record" in found.left[0][2]
    for visit in (*visits, thief):
        visit.refresh_from_db()
    assert [v.letter for v in (*visits, thief)] == [None, letters[1], letters[0]]
    assert visits[0].title == "by the file"


def test_an_old_reference_to_what_is_gone_is_not_restored(everything, north):
    letter = make_letter(north)
    visit = make_visit(north, letter=letter)
    batch = imported(Visit, [text_row(visit) | {"letter": ""}], everything)
    letter.delete()
    assert whys(undone(Visit, batch, everything)) == ["What it referred to is gone."]


def test_nothing_is_undone_out_of_reach(clerk, north):
    guest = make_guest(north, name="old")
    batch = imported(Guest, [new_guest(number=guest.number), new_guest()], clerk)
    north.user_grants.all().delete()
    clerk = type(clerk).objects.get(pk=clerk.pk)
    found = undone(Guest, batch, clerk)
    assert whys(found) == ["It is no longer within your reach."] * 2
    assert {record for _line, record, _why in found.left} == {"—"}
    assert Guest.objects.filter(name="from the file").count() == 2


def test_nothing_goes_back_to_a_place_out_of_reach(everything, north, south, root):
    give_reach(everything, south, by=root)
    everything = type(everything).objects.get(pk=everything.pk)
    guests = [make_guest(south, name="s"), make_guest(north, name="n")]
    rows = [new_guest(number=guest.number) for guest in guests]
    batch = imported(Guest, rows, everything)
    south.user_grants.all().delete()
    everything = type(everything).objects.get(pk=everything.pk)
    found = undo(resource_of(Guest), batch, everything, at=timezone.now())
    assert (found.restored, len(found.left)) == (1, 1)
    assert "old place" in found.left[0][2]
    for guest in guests:
        guest.refresh_from_db()
    assert [(g.name, g.office) for g in guests] == [
        ("from the file", north),
        ("n", north),
    ]


def test_it_is_undone_once(clerk):
    batch = imported(Guest, [new_guest()], clerk)
    undone(Guest, batch, clerk)
    with pytest.raises(NotToBeUndone, match="undone already"):
        undo(resource_of(Guest), batch, clerk, at=timezone.now())
    assert Entry.objects.filter(kind=Kind.UNDONE).count() == 1


def test_a_file_that_only_waits_is_not_undone(clerk):
    now = timezone.now()
    batch = batches.keep(clerk, "visits.guest", "a.csv", b"x", at=now)
    with pytest.raises(NotToBeUndone, match="not imported"):
        undo(resource_of(Guest), batch, clerk, at=now)


def test_without_its_trace_nothing_is_undone(client, clerk):
    batch = imported(Guest, [new_guest()], clerk)
    batch.outcome.storage.delete(batch.outcome.name)
    client.force_login(clerk)
    for address in ("import_undo", "preview"):
        at = doors.url(Guest, address, batch.token)
        answer = (
            client.get(at, follow=True)
            if address == "import_undo"
            else client.post(at, {"wish": "undo"}, follow=True)
        )
        assert "no longer known" in doors.page(answer)
    batch.refresh_from_db()
    assert (batch.state, Guest.objects.count()) == (Batch.State.DONE, 1)


# --- the pages


@pytest.fixture
def browser(client, clerk):
    client.force_login(clerk)
    return client


def test_the_page_says_what_will_happen_and_then_what_did(browser, clerk, north):
    guest = make_guest(north, name="old")
    rows = [new_guest(number=guest.number), *[new_guest()] * 2, new_guest(name="kept")]
    batch = imported(Guest, rows, clerk)
    Guest.objects.filter(name="kept").first().save()  # nothing changed by that
    kept = Guest.objects.get(name="kept")
    kept.remarks = "edited"
    kept.save()
    page = doors.page(browser.get(doors.url(Guest, "import_undo", batch.token)))
    for words in (
        "2 records that the file brought are deleted",
        "1 record gets back what it held before",
        "Row 5, kept: It was changed since.",
    ):
        assert words in page
    assert Guest.objects.count() == 4
    address = doors.url(Guest, "preview", batch.token)
    page = doors.page(browser.post(address, {"wish": "undo"}, follow=True))
    assert "Undone: 3 rows; left as they are: 1." in page
    assert "Row 5, kept: It was changed since." in page
    assert set(Guest.objects.values_list("name", flat=True)) == {"old", "kept"}
    again = browser.post(address, {"wish": "undo"}, follow=True)
    assert "undone already" in doors.page(again)
    assert browser.get(doors.url(Guest, "import_undo", batch.token)).status_code == 302


def test_nobody_undoes_for_another(client, clerk, approver, everything):
    batch = imported(Guest, [new_guest()], clerk)
    for user in (everything, approver):
        client.force_login(user)
        wanted = (403, 404)
        for name in ("import_undo", "import_file", "import_left"):
            address = doors.url(Guest, name, batch.token)
            assert client.get(address).status_code in wanted
        address = doors.url(Guest, "preview", batch.token)
        assert client.post(address, {"wish": "undo"}).status_code in wanted
    assert Guest.objects.count() == 1


def test_without_the_right_to_import_nothing_is_undone(browser, clerk):
    batch = imported(Guest, [new_guest()], clerk)
    clerk.groups.clear()
    address = doors.url(Guest, "preview", batch.token)
    assert browser.post(address, {"wish": "undo"}).status_code == 403
    assert Guest.objects.count() == 1


def test_a_large_import_is_undone_as_a_job(browser, clerk, monkeypatch):
    batch = imported(Guest, [new_guest()] * 3, clerk)
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    address = doors.url(Guest, "preview", batch.token)
    answer = browser.post(address, {"wish": "undo"})
    job = Job.objects.get()
    assert (job.kind, job.owner) == ("exchange.undo", clerk)
    assert answer["Location"] == job.get_absolute_url()


def test_auditors_find_the_import_and_its_undoing(client, clerk, auditor):
    batch = imported(Guest, [new_guest()], clerk)
    undone(Guest, batch, clerk)
    client.force_login(auditor)
    page = doors.page(client.get(doors.url(Entry, "changelist")))
    assert "import undone" in page
    entry = Entry.objects.get(kind=Kind.UNDONE)
    page = doors.page(client.get(doors.url(Entry, "change", entry.pk)))
    assert batch.sha256 in page
    assert "rows.csv" in page


@pytest.mark.django_db(transaction=True)
def test_two_windows_undo_once(clerk):
    batch = imported(Guest, [new_guest()] * 2, clerk)
    address = doors.url(Guest, "preview", batch.token)
    start, answers = Barrier(2), []

    def press(client):
        start.wait()
        answers.append(client.post(address, {"wish": "undo"}).status_code)
        connection.close()

    clients = [Client() for _ in range(2)]
    for client in clients:
        client.force_login(clerk)
    threads = [Thread(target=press, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302, 302]
    assert Entry.objects.filter(kind=Kind.UNDONE).count() == 1
    assert Entry.objects.filter(kind=Kind.DELETED).count() == 2


def test_undoing_costs_no_queries_of_its_own_for_each_changed_row(
    clerk, north, django_assert_max_num_queries
):
    guests = [make_guest(north) for _ in range(60)]
    batch = imported(Guest, [new_guest(number=g.number) for g in guests], clerk)
    with django_assert_max_num_queries(40):
        undo(resource_of(Guest), batch, clerk, at=timezone.now() + timedelta(1))


def test_the_job_of_a_large_undoing_does_the_same(
    browser, clerk, north, monkeypatch, django_capture_on_commit_callbacks
):
    guest = make_guest(north, name="old")
    batch = imported(Guest, [new_guest(number=guest.number), new_guest()], clerk)
    monkeypatch.setattr(imports, "AT_ONCE", 1)
    address = doors.url(Guest, "preview", batch.token)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address, {"wish": "undo"})
        browser.post(address, {"wish": "undo"})  # a second click
    first, second = Job.objects.order_by("pk")
    assert (first.state, second.state) == (State.DONE, State.FAILED)
    assert Guest.objects.get().name == "old"
    assert Entry.objects.filter(kind=Kind.UNDONE).count() == 1
    assert "undone" in doors.page(browser.get(address))
