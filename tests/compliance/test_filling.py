"""The page on which an inspection is filled in: as a form, and item by item."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from compliance.filling import page_of
from compliance.models import Finding, FindingPhoto, Inspection
from tests import doors
from tests.cast import person
from tests.compliance.round_rules import version_in
from tests.compliance.test_inspecting import picture
from tests.records import make_checklist_item, make_inspection, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    """Read what is said in English, whatever the office's language is."""
    with translation.override("en"):
        yield


@pytest.fixture
def inspection(north):
    """An inspection by a list of three items."""
    made, version = make_inspection(north), version_in("in_force")
    made.lists.add(version)
    for _n in range(3):
        make_checklist_item(version=version)
    return made


def browser_of(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def fill_url(inspection):
    return doors.url(Inspection, "fill", inspection.pk)


def form_of(inspection, user) -> dict:
    """Return what the page's form sends if nothing is touched."""
    data = {}
    for line in page_of(inspection, user).lines:
        key = line.item.pk
        for name in ("result", "note", "location"):
            data[f"{name}-{key}"] = getattr(line.said, name)
        data[f"severity-{key}"] = line.severity
        data |= {f"seen-{key}": line.edition, f"was-{key}": line.was}
    return data


def keys(inspection):
    return [line.item.pk for line in page_of(inspection, make_user(None)).lines]


def test_without_a_script_one_button_saves_the_page(inspection, inspector):
    browser, (a, b, _c) = browser_of(inspector), keys(inspection)
    data = form_of(inspection, inspector)
    data |= {f"result-{a}": "ok", f"result-{b}": "not_ok", f"note-{b}": "broken"}
    assert browser.post(fill_url(inspection), data).status_code == 302
    assert inspection.answers.count() == 2
    assert Finding.objects.get().description == "broken"
    page = browser.get(fill_url(inspection)).content.decode()
    assert "broken" in page


def test_a_page_that_nobody_touched_writes_nothing(inspection, inspector):
    browser = browser_of(inspector)
    browser.post(fill_url(inspection), form_of(inspection, inspector))
    assert not inspection.answers.exists()


def test_an_old_page_undoes_nothing_that_its_user_did_not_touch(inspection, inspector):
    (a, b, _c), browser = keys(inspection), browser_of(inspector)
    old = form_of(inspection, inspector)
    browser.post(fill_url(inspection), old | {f"result-{a}": "ok"})
    browser.post(fill_url(inspection), old | {f"result-{b}": "na"})
    found = dict(inspection.answers.values_list("item", "result"))
    assert found == {a: "ok", b: "na"}


def test_words_without_a_choice_are_kept_and_asked_about(inspection, inspector):
    a = keys(inspection)[0]
    data = form_of(inspection, inspector) | {f"note-{a}": "half a thought"}
    page = browser_of(inspector).post(fill_url(inspection), data)
    assert page.status_code == 200
    assert "half a thought" in page.content.decode()
    assert "Choose what you found." in page.content.decode()


def sent(browser, inspection, key, user, **said):
    """Send one item as the page's script does; return the answer."""
    data = form_of(inspection, user) | {f"{n}-{key}": v for n, v in said.items()}
    only = {name: v for name, v in data.items() if name.endswith(f"-{key}")}
    return browser.post(fill_url(inspection), only | {"only": key})


def test_an_item_is_saved_alone_and_comes_back_with_the_numbers(inspection, inspector):
    a = keys(inspection)[0]
    told = sent(browser_of(inspector), inspection, a, inspector, result="ok").json()
    assert told["saved"]
    assert f'id="item-{a}"' in told["html"]
    numbers = told["numbers"]
    assert (numbers["answered"], numbers["asked"], numbers["score"]) == (1, 3, "100.0")


def test_the_second_writer_keeps_his_words_and_reads_the_firsts(
    inspection, inspector, north
):
    other, a = person("other", north, "inspector", reaches=[north]), keys(inspection)[0]
    old = form_of(inspection, other)
    sent(browser_of(inspector), inspection, a, inspector, result="ok", note="fine")
    mine = old | {f"result-{a}": "not_ok", f"note-{a}": "dirty", "only": a}
    told = browser_of(other).post(fill_url(inspection), mine).json()
    assert not told["saved"]
    assert "dirty" in told["html"]
    assert "Inspector answered" in told["html"]
    assert f'name="seen-{a}" value="1"' in told["html"]
    assert inspection.answers.get().note == "fine"


def test_a_bad_picture_is_told_beside_the_item_and_the_rest_is_kept(
    inspection, inspector
):
    (a, b, _c), browser = keys(inspection), browser_of(inspector)
    sent(browser, inspection, a, inspector, result="not_ok")
    data = form_of(inspection, inspector) | {f"result-{b}": "ok"}
    bad = ContentFile(b"no picture", name="notes.jpg")
    files = {f"photos-{a}": [bad, picture("good.jpg")]}
    page = browser.post(fill_url(inspection), data | files).content.decode()
    assert "notes.jpg: " in page
    assert FindingPhoto.objects.count() == 1
    assert inspection.answers.filter(item=b).exists()


def test_photographs_are_served_to_whoever_sees_the_finding(
    inspection, inspector, southern_clerk
):
    a, browser = keys(inspection)[0], browser_of(inspector)
    sent(browser, inspection, a, inspector, result="not_ok")
    data = form_of(inspection, inspector) | {f"photos-{a}": picture()}
    browser.post(fill_url(inspection), data)
    url = FindingPhoto.objects.get().picture.url
    assert browser.get(url).status_code == 200
    assert browser_of(southern_clerk).get(url).status_code == 404


def test_a_reader_sees_the_page_and_cannot_write(inspection, auditor):
    browser = browser_of(auditor)
    page = browser.get(fill_url(inspection)).content.decode()
    assert "data-save" not in page
    assert browser.post(fill_url(inspection), {}).status_code == 403


def test_an_inspection_of_another_place_has_no_page(inspection, southern_clerk):
    browser = browser_of(southern_clerk)
    assert browser.get(fill_url(inspection)).status_code == 302


def test_an_item_that_is_none_of_its_own_is_refused(inspection, inspector):
    key = make_checklist_item().pk
    data = {"only": key, f"result-{key}": "ok", f"seen-{key}": 0}
    assert browser_of(inspector).post(fill_url(inspection), data).status_code == 404
    assert not inspection.answers.exists()


def queries(browser, inspection):
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(fill_url(inspection)).status_code == 200
    return len(caught)


def test_the_page_asks_as_much_for_sixty_items_as_for_three(inspection, inspector):
    browser = browser_of(inspector)
    for key in keys(inspection):
        sent(browser, inspection, key, inspector, result="not_ok")
    browser.get(fill_url(inspection))
    few = queries(browser, inspection)
    for _n in range(57):
        make_checklist_item(version=inspection.lists.get())
    for key in keys(inspection)[3:20]:
        sent(browser, inspection, key, inspector, result="not_ok")
    assert queries(browser, inspection) == few


def test_the_list_shows_progress_score_and_findings(inspection, inspector):
    (a, b, _c), browser = keys(inspection), browser_of(inspector)
    sent(browser, inspection, a, inspector, result="ok")
    sent(browser, inspection, b, inspector, result="not_ok")
    page = browser.get(doors.url(Inspection, "changelist")).content.decode()
    assert "2 / 3" in page
    assert "50.0" in page
