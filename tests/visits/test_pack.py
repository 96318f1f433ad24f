"""The voucher pack: every paper once, a true manifest, and nobody else's visit."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from docx import Document

from reception.jobs import work
from reception.jobs.models import State
from reception.ledger.models import Entry, Kind
from tests.cast import person
from tests.doors import url
from tests.records import (
    make_approval,
    make_cost,
    make_letter,
    make_list,
    make_paper,
    make_visit,
)
from visits import pack
from visits.models import Visit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)
SCAN = b"%PDF-1.4 a scan"


@pytest.fixture
def visit(north):
    """A visit with a scanned letter, a list, an invoice and a cost."""
    letter = make_letter(north)
    letter.scan.save("scan.pdf", ContentFile(SCAN))
    visit = make_visit(north, letter=letter)
    make_list(north, visit=visit).people.create(line=1, kind="guest", name="赵明")
    make_approval(north, visit=visit)
    make_cost(north, visit=visit)
    paper = make_paper(north, visit=visit, line=1, number="../../evil:1")
    paper.scan.save("invoice.png", ContentFile(b"\x89PNG\r\n\x1a\n picture"))
    return Visit.objects.get(pk=visit.pk)


@pytest.fixture
def packed(visit):
    """The pack, opened."""
    file = io.BytesIO()
    pack.make(visit, file, "clerk", NOW, lambda done, total: None)
    with zipfile.ZipFile(file) as opened:
        yield opened


def test_it_holds_cover_form_list_and_every_scan(packed):
    endings = [name.rsplit(".", 1)[1] for name in sorted(packed.namelist())]
    assert endings == ["docx", "docx", "docx", "pdf", "png", "sha256"]
    assert SCAN in [packed.read(name) for name in packed.namelist()]


def test_the_manifest_is_true_of_every_file(packed):
    lines = packed.read(pack.MANIFEST).decode().splitlines()
    told = {line[66:]: line[:64] for line in lines}
    files = [name for name in packed.namelist() if name != pack.MANIFEST]
    assert told == {n: hashlib.sha256(packed.read(n)).hexdigest() for n in files}


def test_no_name_leads_out_of_the_folder(packed):
    for name in packed.namelist():
        assert not {"/", "\\", ":"} & set(name)


def test_the_list_names_the_guests(packed):
    lists = [n for n in packed.namelist() if n.startswith("02")]
    document = Document(io.BytesIO(packed.read(lists[0])))
    cells = {c.text for t in document.tables for row in t.rows for c in row.cells}
    assert "赵明" in cells


def test_the_button_starts_the_job_and_its_owner_fetches_the_pack(
    client, clerk, visit, django_capture_on_commit_callbacks
):
    client.force_login(clerk)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url(Visit, "pack", visit.pk))
    page = client.get(answer["Location"])
    assert page.context["job"].state == State.DONE
    fetched = client.get(f"{answer['Location']}result/")
    assert zipfile.is_zipfile(io.BytesIO(b"".join(fetched.streaming_content)))
    assert Entry.objects.filter(kind=Kind.EXPORTED, record_id=visit.pk).exists()


def test_a_get_starts_nothing(client, clerk, visit):
    client.force_login(clerk)
    assert client.get(url(Visit, "pack", visit.pk)).status_code == 405


@pytest.mark.parametrize("who", ["southern_clerk", "butler"])
def test_who_may_not_see_visit_and_costs_gets_no_pack(
    request, visit, north, who, django_capture_on_commit_callbacks
):
    user = (
        person("butler", north, "butler", reaches=[north])
        if who == "butler"
        else request.getfixturevalue(who)
    )
    with django_capture_on_commit_callbacks(execute=True):
        told = {"title": "pack", "params": {"visit": visit.pk}, "at": NOW}
        job = work.start("visits.pack", user, **told)
    job.refresh_from_db()
    assert (job.state, job.result.name) == (State.FAILED, "")
