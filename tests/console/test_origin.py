"""A file is found again by its hash, its number, or itself."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from reception.ledger.models import Entry, Kind
from tests.exchange.tables import exported, xlsx_bytes
from tests.records import make_visit
from visits.models import Visit

pytestmark = pytest.mark.django_db
URL = "/admin/origin/"


def found(client, **data) -> list:
    """Return what the page finds."""
    answer = client.post(reverse("origin"), data)
    assert answer.status_code == 200
    return answer.context["found"]


@pytest.fixture
def file(client, clerk, north) -> bytes:
    """Return what the clerk exported; she stays logged in."""
    make_visit(north)
    client.force_login(clerk)
    return exported(client, Visit, reason="for the meeting")


def test_by_hash_number_or_the_file_itself(client, file):
    number = Entry.objects.get(kind=Kind.EXPORTING).pk
    sha256 = hashlib.sha256(file).hexdigest()
    for data in (
        {"told": sha256},
        {"told": f" {sha256.upper()} "},
        {"told": str(number)},
        {"file": ContentFile(file, name="x.csv")},
    ):
        (one,) = found(client, **data)
        assert one["entry"].kind == Kind.EXPORTED
        assert one["details"]["rows"] == 1
        assert one["entry"].reason == "for the meeting"


def test_a_changed_file_is_not_found(client, file):
    assert found(client, file=ContentFile(file + b" ", name="x.csv")) == []
    assert found(client, file=ContentFile(xlsx_bytes([["a"]]), name="x")) == []


def test_others_files_are_seen_by_who_reads_the_ledger(
    client, file, southern_clerk, auditor, inspector
):
    sha256 = hashlib.sha256(file).hexdigest()
    for user, sees in ((southern_clerk, 0), (inspector, 0), (auditor, 1)):
        client.force_login(user)
        assert len(found(client, told=sha256)) == sees


def test_an_import_is_found_by_its_file(client, clerk, north):
    client.force_login(clerk)
    make_visit(north, number="N-1")
    data = exported(client, Visit, columns=["number", "title"])
    upload = ContentFile(data.replace(b"N-1", b"N-1"), name="back.csv")
    preview = client.post("/admin/visits/visit/import/", {"file": upload})["Location"]
    client.post(preview)
    kinds = {one["entry"].kind for one in found(client, file=ContentFile(data, "x"))}
    assert kinds == {Kind.EXPORTED, Kind.IMPORTED}


@pytest.mark.parametrize("told", ["", "abc", "12-3", "z" * 64, "1" * 70])
def test_nonsense_is_answered_in_words(client, auditor, told):
    client.force_login(auditor)
    answer = client.post(reverse("origin"), {"told": told})
    assert answer.status_code == 200
    assert answer.context["form"].errors or answer.context["found"] == []


def test_strangers_are_sent_to_log_in(client, db):
    assert client.get(URL).status_code == 302
