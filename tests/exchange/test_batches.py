"""A file is kept from its preview on: read, corrected and imported as its user says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reception.exchange import batches, previewing
from reception.exchange.admin import imports
from reception.exchange.models import Batch
from reception.jobs.models import Job
from reception.ledger.models import Entry, Kind
from tests import doors
from tests.exchange.tables import csv_bytes, send, xlsx_bytes
from tests.records import make_guest
from visits.models import Guest, Letter, Visit

pytestmark = pytest.mark.django_db
HEADINGS = ["number", "office", "name", "phone"]
GOOD = ["", "NORTH", "good", "13800000000"]
BAD = ["", "NORTH", "bad", "nobody knows"]


@pytest.fixture
def browser(client, clerk):
    client.force_login(clerk)
    return client


def upload(browser, *rows, model=Guest, name="rows.csv", data=None) -> str:
    """Upload rows below the headings and return the address of their preview."""
    return send(browser, model, data or csv_bytes([HEADINGS, *rows]), name)["Location"]


def seen(browser, address):
    """Return the page of a preview and what it shows."""
    answer = browser.get(address)
    return doors.page(answer), answer.context["shown"], answer.context["found"]


def understand(browser, address, **ways):
    return browser.post(address, {"wish": "understand", **ways}, follow=True)


# --- how the file is read


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (csv_bytes([HEADINGS, GOOD]), ("UTF-8", "comma", "headings in row 1")),
        (
            csv_bytes(
                [["来宾编号", "姓名", "接待办"], ["", "张伟", "NORTH"]], "gb18030"
            ),
            ("GB18030",),
        ),
        (csv_bytes([HEADINGS, GOOD], "utf-16"), ("UTF-16",)),
        (csv_bytes([HEADINGS, GOOD], delimiter=";"), ("semicolon",)),
        (csv_bytes([HEADINGS, GOOD], delimiter="\t"), ("tabulator",)),
        (xlsx_bytes([["来宾名单"], [], HEADINGS, GOOD]), ("XLSX", "headings in row 3")),
        (csv_bytes([["来宾名单", "", "", ""], HEADINGS, GOOD]), ("headings in row 2",)),
    ],
)
def test_what_was_recognised_is_said(data, words, browser):
    address = upload(browser, data=data)
    page, _shown, found = seen(browser, address)
    assert found.counts["new"] == 1
    summary = page.split("<summary>")[1].split("</summary>")[0]
    for word in words:
        assert word in summary
    browser.post(address)
    assert Guest.objects.count() == 1


def test_a_wrong_encoding_says_so_and_leads_back(browser):
    data = csv_bytes([["姓名", "接待办"], ["张伟", "NORTH"]], "gb18030")
    address = upload(browser, data=data)
    page = doors.page(understand(browser, address, encoding="utf-8-sig"))
    assert "The characters cannot be read" in page
    assert 'name="encoding"' in page
    assert "Import all rows" not in page
    said = browser.post(address, follow=True)
    assert "Nothing was imported" in doors.page(said)
    understand(browser, address, encoding="")
    assert seen(browser, address)[2].is_clean


def test_utf_8_read_as_gb18030_shows_nonsense_and_leads_back(browser):
    data = csv_bytes([["姓名", "接待办"], ["张伟", "NORTH"]])
    address = upload(browser, data=data)
    understand(browser, address, encoding="gb18030")
    assert not seen(browser, address)[2].is_clean
    understand(browser, address, encoding="")
    assert seen(browser, address)[2].is_clean


def test_a_delimiter_inside_quotes_is_none(browser):
    rows = [["name", "office", "unit"], ["a", "NORTH", "one, two, three, four, five"]]
    for sign in ";\t|":
        address = upload(browser, data=csv_bytes(rows, delimiter=sign))
        shown = seen(browser, address)[1]
        assert shown.table.delimiter == sign
        assert shown.table.rows[0][1] == rows[1]


def test_the_row_of_the_headings_can_be_said(browser):
    rows = [
        ["name", "office"],
        ["old name", "NORTH"],
        ["name", "office"],
        ["a", "NORTH"],
    ]
    address = upload(browser, data=csv_bytes(rows))
    assert seen(browser, address)[2].counts["new"] == 2
    understand(browser, address, headed_at="3")
    found = seen(browser, address)[2]
    assert [row.line for row in found.rows] == [4]
    assert "0" not in Batch.objects.get().chosen
    for wrong in ("0", "-1", "x", "9999", ""):
        assert understand(browser, address, headed_at=wrong).status_code == 200


def test_a_row_of_headings_past_the_end_is_told(browser):
    address = upload(browser, GOOD)
    page = doors.page(understand(browser, address, headed_at="50"))
    assert "The file is empty" in page
    assert 'name="headed_at"' in page


@pytest.mark.parametrize("ways", [{"encoding": "koi8-r"}, {"delimiter": "x"}])
def test_what_is_not_offered_is_refused_in_words(ways, browser):
    address = upload(browser, GOOD)
    page = doors.page(understand(browser, address, **ways))
    assert "is not one of the available choices" in page
    assert seen(browser, address)[2].is_clean


def letters(*days):
    rows = [["number", "office", "sending_unit", "document_number", "issued_on"]]
    rows += [[f"L-{day}", "NORTH", "unit", "1", day] for day in days]
    return csv_bytes(rows)


def test_a_date_that_can_be_read_in_two_ways_is_asked_for(browser):
    address = upload(browser, model=Letter, data=letters("05/01/2026", "25/03/2026"))
    page, _shown, found = seen(browser, address)
    assert "“05/01/2026” can be read in two ways" in page
    assert "“25/03/2026” in the same file begins with the day" in page
    assert "two ways" in found.rows[0].problems["issued_on"]
    assert "issued_on" not in found.rows[1].problems
    browser.post(address, {"wish": "dates", "dates": "dmy"})
    page, _shown, found = seen(browser, address)
    assert "issued_on" not in found.rows[0].problems
    assert "What comes first" not in page
    assert "day/month/year" in page[page.index("<summary>") :]
    browser.post(address, {"wish": "dates", "dates": "mdy"})
    assert "issued_on" in seen(browser, address)[2].rows[1].problems
    browser.post(address, {"wish": "dates", "dates": "ymd"})
    assert Batch.objects.get().dates == "mdy"


def test_dates_of_one_order_are_not_asked_for(browser):
    _page, shown, _found = seen(
        browser, upload(browser, model=Letter, data=letters("25/03/2026", "2026-01-05"))
    )
    assert (shown.asks_for_dates, str(shown.date_order)) == ("", "day/month/year")


# --- corrections


def correct(browser, address, **more):
    return browser.post(address, {"wish": "correct", **more}, follow=True)


def test_only_changed_cells_are_kept(browser):
    address = upload(browser, GOOD, BAD)
    typed = {"cell-3-0": "", "cell-3-1": "NORTH", "cell-3-2": "bad", "cell-3-3": "110"}
    page = doors.page(correct(browser, address, **typed))
    assert Batch.objects.get().edits == {"3": {"3": "110"}}
    assert "corrected" in page
    found = seen(browser, address)[2]
    assert (found.counts["new"], found.is_clean) == (2, True)
    browser.post(address, {"rows": "all"})
    assert Guest.objects.get(name="bad").phone == "110"


def test_a_corrected_cell_is_put_back(browser):
    address = upload(browser, BAD)
    correct(browser, address, **{"cell-2-3": "110", "cell-2-2": "better"})
    typed = {"cell-2-3": "110", "cell-2-2": "best", "back": "2-3"}
    correct(browser, address, **typed)
    assert Batch.objects.get().edits == {"2": {"2": "best"}}
    correct(browser, address, **{"cell-2-2": "bad"})
    assert Batch.objects.get().edits == {}


@pytest.mark.parametrize(
    "name", ["cell-99-0", "cell-2-99", "cell-1-0", "cell-x-0", "cell--1-0", "cell-2"]
)
def test_cells_that_are_none_are_no_corrections(name, browser):
    address = upload(browser, GOOD)
    assert correct(browser, address, **{name: "typed"}).status_code == 200
    assert Batch.objects.get().edits == {}


def test_corrections_end_where_the_file_had_better_be_corrected(browser, monkeypatch):
    monkeypatch.setattr(batches, "MOST_EDITS", 1)
    address = upload(browser, BAD, BAD)
    answer = correct(browser, address, **{"cell-2-3": "110", "cell-3-3": "110"})
    assert "correct the file itself" in doors.page(answer)
    assert Batch.objects.get().edits == {}


def test_what_was_typed_is_never_imported_unseen_nor_lost(browser):
    address = upload(browser, GOOD, BAD)
    answer = browser.post(address, {"rows": "good", "cell-3-3": "110"}, follow=True)
    assert "Your corrections were kept" in doors.page(answer)
    assert not Guest.objects.exists()
    assert seen(browser, address)[2].is_clean


def test_another_way_to_read_the_file_drops_corrections_and_says_so(browser):
    address = upload(browser, BAD)
    correct(browser, address, **{"cell-2-3": "110"})
    understand(browser, address, dates="dmy")
    assert Batch.objects.get().edits != {}
    answer = understand(browser, address, delimiter=";")
    assert "corrections were dropped" in doors.page(answer)
    assert Batch.objects.get().edits == {}


def test_a_page_holds_no_more_fields_than_a_form_may_send(browser, settings):
    address = upload(browser, *[BAD] * 1000)
    page = doors.page(browser.get(address))
    assert 0 < page.count("<textarea") <= previewing.MOST_FIELDS
    assert previewing.MOST_FIELDS < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    typed = {f"cell-{line}-3": "110" for line in range(2, 202)}
    correct(browser, address, **typed)
    found = seen(browser, address)[2]
    assert (found.counts["new"], found.counts["problem"]) == (200, 800)


def test_what_changes_is_shown_from_where_it_differs(browser, north):
    same = "x" * 200
    guest = make_guest(north, remarks=f"{same} old")
    data = csv_bytes([["number", "remarks"], [guest.number, f"{same} new"]])
    page, shown, _found = seen(browser, upload(browser, data=data))
    (cell,) = [c for c in shown.lines[0]["cells"] if c["old"] is not None]
    assert cell["old"].endswith(" old")
    assert cell["new"].endswith(" new")
    assert cell["old"].startswith("…")
    assert f"<ins>{cell['new']}</ins>" in page


# --- only the good rows, or all or nothing


def test_only_the_good_rows_come_in_and_the_others_go_back(browser):
    address = upload(browser, GOOD, BAD, ["", "NORTH", "=SUM(1)", "nor this"])
    page = doors.page(browser.get(address))
    assert "Import only the 1 good row" in page
    assert "Import all rows" not in page
    assert "2 rows with problems are left out" in page
    refused = browser.post(address, {"rows": "all"}, follow=True)
    assert "Nothing was imported. Row 3" in doors.page(refused)
    assert not Guest.objects.exists()

    page = doors.page(browser.post(address, {"rows": "good"}, follow=True))
    assert Guest.objects.get().name == "good"
    batch = Batch.objects.get()
    assert (batch.state, batch.counts["problem"]) == (Batch.State.DONE, 2)
    for words in ("Row 3: phone", "Row 4: phone", batch.sha256):
        assert words in page
    left = browser.get(doors.url(Guest, "import_left", batch.token))
    assert "attachment" in left["Content-Disposition"]
    data = doors.page(left)
    assert "# problem" in data
    assert "'=SUM(1)" in data  # no formula runs in it

    again = data.replace("nobody knows", "110").replace("nor this", "120")
    address = upload(browser, data=again.encode())
    found = seen(browser, address)[2]
    assert found.counts == {"new": 2, "changed": 0, "same": 0, "problem": 0}
    browser.post(address, {"rows": "all"})
    assert set(Guest.objects.values_list("name", "phone")) == {
        ("good", "13800000000"),
        ("bad", "110"),
        ("=SUM(1)", "120"),
    }


def test_rows_left_out_keep_their_corrections(browser):
    address = upload(browser, GOOD, BAD)
    correct(browser, address, **{"cell-3-2": "better name"})
    browser.post(address, {"rows": "good"})
    left = browser.get(doors.url(Guest, "import_left", Batch.objects.get().token))
    assert "better name" in doors.page(left)


def test_every_row_left_out_is_in_the_table(browser, monkeypatch):
    monkeypatch.setattr(batches, "MOST_TOLD", 3)
    address = upload(browser, GOOD, *[BAD] * 20)
    page = doors.page(browser.post(address, {"rows": "good"}, follow=True))
    batch = Batch.objects.get()
    assert len(batch.left) == 3
    assert "The table has all of them." in page
    left = browser.get(doors.url(Guest, "import_left", batch.token))
    assert len(doors.table(doors.page(left))) == 20


def test_a_file_that_says_nothing_new_offers_nothing(browser, north):
    guest = make_guest(north)
    data = csv_bytes([["number", "name"], [guest.number, guest.name]])
    page = seen(browser, upload(browser, data=data))[0]
    assert "there is nothing to import" in page
    assert "Import all rows" not in page


# --- what became of it


def test_the_owner_gets_the_file_back_as_it_came(browser):
    data = csv_bytes([HEADINGS, GOOD], "gb18030")
    address = upload(browser, data=data, name="名单.csv")
    browser.post(address)
    batch = Batch.objects.get()
    answer = browser.get(doors.url(Guest, "import_file", batch.token))
    assert b"".join(answer.streaming_content) == data
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in answer["Content-Disposition"]
    assert "text/html" not in answer["Content-Type"]
    noted = Entry.objects.get(kind=Kind.IMPORTED)
    assert noted.details["sha256"] == batch.sha256


def test_the_last_imports_are_listed_to_their_owner_alone(browser, clerk, everything):
    browser.post(upload(browser, GOOD, BAD, name="mine.csv"), {"rows": "good"})
    page = doors.page(browser.get(doors.url(Guest, "import")))
    assert "mine.csv" in page
    assert "1 new, 0 changed" in page
    assert "1 left out" in page
    browser.force_login(everything)
    assert "mine.csv" not in doors.page(browser.get(doors.url(Guest, "import")))


@pytest.mark.parametrize(
    "name", ["preview", "import_file", "import_left", "import_undo"]
)
def test_a_token_opens_nothing_to_others(name, client, browser, everything, roleless):
    upload(browser, GOOD)
    token = Batch.objects.get().token
    for user, status in ((everything, 404), (roleless, 403)):
        client.force_login(user)
        assert client.get(doors.url(Guest, name, token)).status_code == status
    client.force_login(everything)
    assert client.get(doors.url(Visit, name, token)).status_code == 404


# --- two windows, lost rights, a power cut


def test_a_right_lost_between_preview_and_import_stops_it(browser, clerk, north):
    address = upload(browser, GOOD)
    north.user_grants.all().delete()
    said = doors.page(browser.post(address, {"rows": "all"}, follow=True))
    assert "Nothing was imported" in said
    clerk.groups.clear()
    assert browser.post(address, {"rows": "all"}).status_code == 403
    assert not Guest.objects.exists()


def test_a_kept_file_that_is_gone_is_told(browser):
    address = upload(browser, GOOD)
    batch = Batch.objects.get()
    batch.file.storage.delete(batch.file.name)
    for answer in (
        browser.get(address),
        browser.post(address, {"rows": "all"}, follow=True),
        correct(browser, address, **{"cell-2-2": "x"}),
    ):
        assert "Choose the file once more" in doors.page(answer)
    assert browser.get(doors.url(Guest, "import_file", batch.token)).status_code == 404


def test_a_second_window_cannot_change_what_was_imported(browser):
    address = upload(browser, GOOD)
    browser.post(address, {"rows": "all"})
    before = Batch.objects.values().get()
    for wish in (
        {"rows": "all"},
        {"wish": "correct", "cell-2-2": "other"},
        {"wish": "understand", "dates": "dmy"},
        {"wish": "dates", "dates": "dmy"},
    ):
        answer = browser.post(address, wish, follow=True)
        assert "imported already" in doors.page(answer)
    assert Batch.objects.values().get() == before
    assert Guest.objects.count() == 1


def test_two_windows_keep_both_corrections(browser, clerk):
    address = upload(browser, BAD, BAD)
    stale = Batch.objects.get()
    correct(browser, address, **{"cell-2-3": "110"})
    resource = doors.screen(Guest).resource_class()
    assert batches.correct(stale, resource, {(3, 3): "120"})
    assert Batch.objects.get().edits == {"2": {"3": "110"}, "3": {"3": "120"}}


def test_the_import_does_as_was_said_last(browser):
    address = upload(browser, model=Letter, data=letters("05/01/2026"))
    browser.post(address, {"wish": "dates", "dates": "dmy"})
    browser.get(address)
    browser.post(address, {"wish": "dates", "dates": "mdy"})  # in the other window
    found = seen(browser, address)[2]
    assert "issued_on" not in found.rows[0].problems
    assert Batch.objects.get().dates == "mdy"


def test_what_was_abandoned_is_forgotten(clerk):
    now = timezone.now()
    old = batches.keep(clerk, "visits.guest", "a.csv", b"x", at=now - timedelta(days=2))
    stays = batches.keep(clerk, "visits.guest", "b.csv", b"x", at=now)
    assert list(Batch.objects.all()) == [stays]
    assert not old.file.storage.exists(f"imports/{old.token}")


def test_a_large_file_is_imported_as_a_job(browser, clerk, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 1)
    answer = browser.post(upload(browser, GOOD, BAD), {"rows": "good"})
    job = Job.objects.get()
    assert answer["Location"] == job.get_absolute_url()
    assert (job.kind, job.params["only_good"]) == ("exchange.import", True)
