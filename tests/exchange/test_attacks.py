"""The malicious and the clumsy get words, never an exception, and nothing else."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.test import Client

from reception.exchange.models import Batch
from reception.ledger.models import Entry, Kind
from reception.workflow import move
from tests import doors
from tests.exchange.tables import csv_bytes, exported, send
from tests.records import make_guest, make_visit, moment
from visits.models import Guest, Visit

pytestmark = pytest.mark.django_db
GUESTS = csv_bytes([["number", "office", "name"], ["", "NORTH", "guest"]])
JUNK = [
    "?e=1",
    "?state__exact=%00",
    "?q=%00",
    "?o=x.y.z",
    "?p=99",
    "?p=-1",
    "?p=x",
    "?all=",
    "?guests__gte=" + "9" * 40,
    "?guests=many",
    "?id__in=1,x",
    "?id__in=" + "9" * 40,
    "?host_office__id__exact=x",
    "?host_office__id__exact=" + "9" * 40,
    "?arrives_at__year=" + "9" * 40,
    "?arrives_at__date=never",
    "?arrives_at_from_0=never&arrives_at_from_1=%00",
    "?nonsense=1",
    "?number__regex=(",
    "?number__isnull=perhaps",
    "?letter__content__startswith=a",
    "?_changelist_filters=%FF",
]


@pytest.fixture
def browser(client, clerk):
    client.force_login(clerk)
    return client


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("query", JUNK)
def test_a_filter_that_cannot_be_ends_in_words(query, method, browser, north):
    make_visit(north)
    data = {"kind": "csv", "columns": ["number"]} if method == "post" else {}
    if method == "get":
        answer = browser.get(doors.url(Visit, "export") + query)
    else:
        answer = browser.post(doors.url(Visit, "export") + query, data)
    assert answer.status_code in (200, 302, 400)
    if answer.status_code == 302:
        page = browser.get(answer["Location"])
        assert "filters by something that cannot be" in doors.page(page)


@pytest.mark.parametrize(
    "keys", [["9" * 31], ["²"], ["-1"], ["x"], ["1e3"], ["\x00"], ["٣"], ["1 OR 1=1"]]
)
def test_keys_that_cannot_be_select_nothing(keys, browser, north):
    make_visit(north)
    data = exported(browser, Visit, columns=["number"], keys=keys)
    assert data.count(b"\r\n") == 1


def test_as_many_keys_as_a_form_may_hold_are_taken(browser, north):
    visit = make_visit(north)
    keys = [*range(10**6, 10**6 + 4000), visit.pk]
    assert visit.number.encode() in exported(browser, Visit, keys=keys)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "csv"},
        {"kind": "exe", "columns": ["number"]},
        {"kind": "csv", "columns": ["password"]},
        {"kind": "csv", "columns": ["number", "host_office__users__password"]},
        {"kind": "csv", "columns": ["number"], "reason": "x" * 300},
        {"kind": "csv", "columns": ["number"], "reason": "\x00"},
    ],
)
def test_a_bent_form_exports_nothing(data, browser, north):
    answer = browser.post(doors.url(Visit, "export"), data)
    assert answer.status_code == 200
    assert not answer.streaming
    assert not Entry.objects.filter(kind=Kind.EXPORTED).exists()


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "a" * 400 + ".csv",
        "\x00.csv",
        "名单",
        ".",
    ],
)
def test_a_file_may_be_called_anything(name, browser):
    answer = send(browser, Guest, GUESTS, name)
    if answer.status_code == 302:  # a name that names nothing is no file
        assert browser.get(answer["Location"]).status_code == 200
        assert Batch.objects.get().file.name == f"imports/{Batch.objects.get().token}"
    else:
        assert answer.context["form"].errors["file"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"a,b\n1,2,3", b"\x00" * 50])
def test_a_bad_file_is_told_beside_the_field_and_not_kept(data, browser):
    answer = send(browser, Guest, data)
    assert answer.context["form"].errors["file"]
    assert not Batch.objects.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_read(browser, settings):
    settings.UPLOAD_LIMIT_MB = 0
    answer = send(browser, Guest, GUESTS)
    assert "larger than 0 MB" in str(answer.context["form"].errors)


def test_a_form_without_a_file_says_so(browser):
    answer = browser.post(doors.url(Guest, "import"), {})
    assert answer.context["form"].errors["file"]


@pytest.mark.parametrize("token", ["x", "%00", "..", "x" * 500, "名"])
def test_a_made_up_token_finds_nothing(token, browser):
    for answer in (browser.get, browser.post):
        address = f"{doors.url(Guest, 'import')}{token}/"
        assert answer(address).status_code in (302, 404)


def test_a_token_of_another_table_finds_nothing(browser):
    token = send(browser, Guest, GUESTS)["Location"].split("/")[-2]
    assert browser.post(doors.url(Visit, "preview", token)).status_code == 404
    assert not Guest.objects.exists()


def test_enormous_rows_are_shown_in_part(browser):
    rows = [["number", "office", "name"]] + [["", "NORTH", "x" * 5000]] * 500
    answer = browser.get(send(browser, Guest, csv_bytes(rows))["Location"])
    assert answer.context["shown"].counts["problem"] == 500
    assert len(answer.content) < 500_000


def test_markup_in_a_file_is_only_text(browser):
    bad = "<script>alert(1)</script>"
    rows = [["number", "office", "name", bad], ["", "NORTH", bad, bad]]
    for width in (3, 4):
        data = csv_bytes([row[:width] for row in rows])
        page = doors.page(browser.get(send(browser, Guest, data, bad)["Location"]))
        assert bad not in page


def test_two_tabs_import_two_files_and_the_second_sees_the_first(browser, north):
    guest = make_guest(north, name="old")
    files = [
        csv_bytes([["number", "name"], [guest.number, name]]) for name in ("a", "b")
    ]
    first, second = (send(browser, Guest, data)["Location"] for data in files)
    browser.post(first)
    (row,) = browser.get(second).context["found"].rows
    assert row.changed == {"name": ("a", "b")}


def at_once(*jobs) -> list:
    """Run the jobs at the same moment, each with a connection of its own."""
    results, start = [None] * len(jobs), Barrier(len(jobs))

    def run(at, job):
        start.wait()
        try:
            results[at] = job()
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def browser_of(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.mark.django_db(transaction=True)
def test_a_double_click_imports_once(clerk):
    browsers = [browser_of(clerk) for _ in range(4)]
    address = send(browsers[0], Guest, GUESTS)["Location"]
    jobs = [lambda b=b: b.post(address).status_code for b in browsers]
    assert at_once(*jobs) == [302] * 4
    assert Guest.objects.count() == 1
    assert Entry.objects.filter(kind=Kind.IMPORTED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_files_for_the_same_new_record_make_it_once(clerk, north):
    data = csv_bytes([["number", "office", "name"], ["NORTH-G-7", "NORTH", "guest"]])
    browsers = [browser_of(clerk) for _ in range(3)]
    addresses = [send(browser, Guest, data)["Location"] for browser in browsers]
    jobs = [
        lambda b=b, a=a: b.post(a).status_code
        for b, a in zip(browsers, addresses, strict=True)
    ]
    assert at_once(*jobs) == [302] * 3
    assert Guest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", [False, True])
def test_a_visit_that_moves_meanwhile_is_closed_to_the_file(clerk, north, part):
    visit = make_visit(north, category="business", title="as submitted")
    browser = browser_of(clerk)
    rows = [["number", "title"], [visit.number, "changed in secret"]]
    model = Visit
    if part:
        model = type(visit.itinerary.create(line=1, starts_at=visit.arrives_at))
        rows = [["visit", "line", "activity"], [visit.number, "1", "secret"]]
    address = send(browser, model, csv_bytes(rows))["Location"]
    job = Thread(target=lambda: (browser.post(address), connection.close()))
    with transaction.atomic():
        move(visit, "submit", by=clerk, at=moment(hour=8))
        job.start()
        job.join(0.5)  # it waits for the move, or has waited before its first look
    job.join()
    visit.refresh_from_db()
    assert (visit.state, visit.title) == ("submitted", "as submitted")
    assert visit.itinerary.filter(activity="secret").count() == 0
