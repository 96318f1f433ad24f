"""The venue's contact answers his findings, and does nothing else."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from compliance.models import Finding, FindingPhoto
from reception.ledger.models import Entry, Kind
from tests import doors
from tests.cast import person
from tests.documents.test_pictures import drawn
from tests.records import (
    DAY,
    make_finding,
    make_inspection,
    make_photo,
    make_staff,
    make_venue,
)

pytestmark = pytest.mark.django_db
State = Finding.State
ENGLISH = {"headers": {"accept-language": "en"}}


def picture(name="after.jpg", content=None) -> SimpleUploadedFile:
    """Return a picture as a phone sends it."""
    return SimpleUploadedFile(name, content or drawn(), "image/jpeg")


@pytest.fixture
def venue(north):
    """The venue of the contact."""
    return make_venue(north)


@pytest.fixture
def contact(north, venue, client):
    """The contact of the venue, logged in."""
    user = person("contact", north, "venue_contact", reaches=[venue])
    client.force_login(user)
    return user


@pytest.fixture
def finding(north, venue):
    """A critical finding of which the venue had notice."""
    inspection = make_inspection(north, venue=venue)
    return make_finding(north, inspection=inspection, state="notified", severity="A")


def page(finding, name="report") -> str:
    return doors.url(Finding, name, finding.pk)


def report(client, finding, **told):
    """Send the report form and return the answer."""
    sent = {"reason": "lock taken off", "rectified_on": DAY.isoformat(), **told}
    return client.post(page(finding), sent, **ENGLISH)


def stored(finding) -> Finding:
    return Finding.objects.get(pk=finding.pk)


def test_he_sees_his_findings_and_no_others(client, contact, finding, north):
    other = make_finding(north)
    listed = client.get(doors.url(Finding, "changelist")).context["cl"].result_list
    assert list(listed) == [finding]
    assert not doors.opened(client, other)
    assert not doors.change_form(client, finding)
    assert client.get(page(other)).status_code == 302


def test_he_reports_with_photographs_from_the_camera_and_the_files(
    client, contact, finding, venue
):
    hand = make_staff(venue.office, venue=venue)
    sent = {"camera": [picture()], "pictures": [picture("b.png", drawn("PNG"))]}
    answer = report(client, finding, rectified_by=hand.pk, **sent)
    assert answer.status_code == 302
    done = stored(finding)
    assert (done.state, done.measure, done.rectified_by) == (
        State.REPORTED,
        "lock taken off",
        hand,
    )
    assert [p.added_by for p in done.photos.filter(stage="after")] == [contact] * 2


def test_what_is_grave_is_not_reported_without_a_photograph(client, contact, finding):
    answer = report(client, finding)
    assert "attach a photograph" in answer.content.decode()
    assert stored(finding).state == State.NOTIFIED


@pytest.mark.parametrize(
    ("file", "said"),
    [
        pytest.param(picture("a.jpg", b"\xff\xd8\xffnothing"), "a.jpg", id="damaged"),
        pytest.param(picture("a.gif", b"GIF89a"), "a.gif", id="another kind"),
    ],
)
def test_what_is_no_picture_is_named_and_nothing_is_kept(
    file, said, client, contact, finding
):
    answer = report(client, finding, pictures=[picture(), file])
    file.seek(0)
    assert said in str(answer.context["form"].errors)
    assert stored(finding).state == State.NOTIFIED
    assert not FindingPhoto.objects.exists()


def test_a_refused_report_keeps_no_photographs(client, contact, finding):
    late = {"rectified_on": (DAY - timedelta(days=1)).isoformat()}
    folder = "compliance/findingphoto"
    before = default_storage.exists(folder) and default_storage.listdir(folder)[1]
    answer = report(client, finding, pictures=[picture()], **late)
    assert "Rectified on" in answer.content.decode()
    assert not FindingPhoto.objects.exists()
    assert (default_storage.listdir(folder)[1]) == (before or [])


def test_a_second_click_is_told_the_state(client, contact, finding):
    report(client, finding, pictures=[picture()])
    again = report(client, finding, pictures=[picture()])
    assert "This stands in the way" in again.content.decode()
    assert stored(finding).photos.count() == 1


def test_he_asks_for_more_time(client, contact, finding):
    until = finding.deadline + timedelta(days=40000)
    assert client.post(page(finding, "extend"), {"reason": "x"}).status_code == 200
    sent = {"asked_until": until.isoformat(), "reason": "no parts"}
    client.post(page(finding, "extend"), sent)
    assert (stored(finding).asked_until, stored(finding).state) == (until, "notified")


@pytest.mark.parametrize("name", ["transfer", "photos"])
def test_other_pages_are_not_his(name, client, contact, finding):
    assert client.get(page(finding, name)).status_code == 403


def test_moves_that_are_not_his_are_refused(client, contact, finding):
    for name in ("withdraw", "recheck_pass", "close", "transfer"):
        address = doors.url(Finding, "move", finding.pk, name)
        assert client.post(address, {"reason": "x"}).status_code == 403


def test_the_move_leads_to_its_page(client, contact, finding):
    shown = client.get(doors.url(Finding, "change", finding.pk))
    urls = {move["name"]: move["url"] for move in shown.context["moves"]}
    assert urls.keys() == {"begin", "report", "ask_extension"}
    assert urls["report"] == page(finding)
    move = client.get(doors.url(Finding, "move", finding.pk, "report"))
    assert move["Location"] == page(finding)


def test_the_inspector_adds_photographs_several_at_once(
    client, inspector, finding, north
):
    client.force_login(inspector)
    sent = {"stage": "before", "pictures": [picture("1.jpg"), picture("2.jpg")]}
    assert client.post(page(finding, "photos"), sent).status_code == 302
    assert finding.photos.filter(stage="before", added_by=inspector).count() == 2
    empty = client.post(page(finding, "photos"), {"stage": "before"}, **ENGLISH)
    assert "at least one picture" in empty.content.decode()


def test_photographs_are_seen_by_who_sees_the_finding(client, contact, finding, north):
    own, other = make_photo(north, finding=finding), make_photo(north)
    for photo in (own, other):
        photo.picture.save("a.jpg", picture())
    assert client.get(own.picture.url).status_code == 200
    assert client.get(other.picture.url).status_code == 404
    shown = client.get(doors.url(Finding, "change", finding.pk)).content.decode()
    assert own.picture.url in shown


def test_a_photograph_of_a_returned_finding_counts_for_its_attempt(
    client, contact, finding
):
    Finding.objects.filter(pk=finding.pk).update(state="returned", times_returned=2)
    report(client, finding, pictures=[picture()])
    assert finding.photos.get().attempt == 2
    assert stored(finding).state == State.REPORTED


def words_of(response) -> str:
    """Return the texts of a Word document."""
    paper = Document(BytesIO(response.content))
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def test_the_notice_is_a_word_document_about_what_is_open(
    client, inspector, finding, north
):
    second = make_finding(
        north, inspection=finding.inspection, item="dirty cups", basis="art. 56"
    )
    make_finding(north, inspection=finding.inspection, state="closed", item="done with")
    client.force_login(inspector)
    one = words_of(client.get(page(finding, "notice"), **ENGLISH))
    assert finding.item in one
    assert "dirty cups" not in one
    for scope in ("inspection", "venue"):
        all_ = words_of(client.get(page(finding, "notice"), {"of": scope}, **ENGLISH))
        assert second.item in all_
        assert "art. 56" in all_
        assert "done with" not in all_
    assert Entry.objects.filter(kind=Kind.EXPORTED, record_id=finding.pk).count() == 3


def test_a_notice_tells_nothing_out_of_reach(client, contact, finding, south):
    foreign = make_finding(south)
    assert client.get(page(foreign, "notice")).status_code == 302
