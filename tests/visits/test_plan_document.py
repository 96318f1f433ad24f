"""An approved plan leaves as a Word document, noted; a draft does not."""

import hashlib
import io
from datetime import UTC, datetime

import pytest
from docx import Document

from reception.ledger.models import Entry, Kind
from tests.records import make_plan, make_section, make_user, make_version

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)  # already the 2nd here


@pytest.fixture
def version(north, root):
    """Return an approved version of two sections."""
    made = make_version(
        north,
        plan=make_plan(north, title="会务保障方案"),
        written_by=make_user(north),
        state="approved",
        round=1,
        approved_by=root,
        approved_at=NOW,
    )
    make_section(north, version=made, line=2, heading="要求", body="节俭。\n\n守纪。")
    make_section(
        north, version=made, line=1, heading="分工", body="（一）会务组\n布置会场。"
    )
    return made


def address(version):
    return f"/admin/visits/planversion/{version.pk}/word/"


def test_it_has_title_numbered_headings_text_and_signature(client, approver, version):
    client.force_login(approver)
    response = client.get(address(version))
    document = Document(io.BytesIO(response.content))
    said = [(line.text, line.style.name) for line in document.paragraphs if line.text]
    assert said == [
        ("会务保障方案", "Title"),
        ("一、分工", "Heading 1"),
        ("（一）会务组", "Heading 2"),
        ("布置会场。", "Normal"),
        ("二、要求", "Heading 1"),
        ("节俭。", "Normal"),
        ("守纪。", "Normal"),
        ("NORTH office", "Normal"),
        ("2026年3月2日", "Normal"),
    ]
    assert "filename*=utf-8''" in response["Content-Disposition"]


def test_the_ledger_knows_the_file(client, approver, version):
    client.force_login(approver)
    data = client.get(address(version)).content
    entry = Entry.objects.get(kind=Kind.EXPORTED)
    assert (entry.actor, entry.record_id) == (approver, version.pk)
    assert entry.details["sha256"] == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_what_is_not_approved_does_not_leave(client, approver, north, state):
    version = make_version(north, state=state, round=1)
    client.force_login(approver)
    assert client.get(address(version)).status_code == 404


def test_out_of_reach_it_is_not_there(client, southern_clerk, version):
    client.force_login(southern_clerk)
    assert client.get(address(version)).status_code == 404


def test_the_page_leads_to_it(client, approver, version):
    client.force_login(approver)
    page = f"/admin/visits/planversion/{version.pk}/change/"
    assert address(version) in client.get(page).content.decode()
