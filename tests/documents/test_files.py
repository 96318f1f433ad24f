"""Attached files: what may come in, where it lies, and how it goes out."""

from pathlib import Path, PurePosixPath

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reception.access.granting import give_reach
from reception.documents.files import KINDS, stored_path, validate_file
from tests import doors
from tests.cast import person
from tests.records import make_letter, make_venue
from visits.models import Letter

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 content"
MEGABYTE = 1024 * 1024


def address(label, pk, field):
    return reverse("documents:file", args=[label, pk, field])


def with_scan(office, name="scan.pdf", content=PDF):
    """Return a letter with a scan attached."""
    letter = make_letter(office)
    letter.scan.save(name, ContentFile(content))
    return letter


@pytest.mark.parametrize("ending", [*KINDS, ".PDF"])
def test_a_file_that_is_what_its_ending_says_is_taken(ending):
    for start in KINDS[ending.lower()]:
        file = ContentFile(start + b"rest", name=f"scan{ending}")
        validate_file(file)
        assert file.read() == start + b"rest"


@pytest.mark.parametrize(
    "name",
    ["page.html", "picture.svg", "run.exe", "scan.pdf.js", "scan", ".pdf", "scan.pdf "],
)
def test_other_endings_are_refused(name):
    with pytest.raises(ValidationError):
        validate_file(ContentFile(PDF, name=name))


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize(
    "content",
    [b"<script>alert(1)</script>", b"", b" %PDF-1.7", b"GIF89a", b"\x89PN"],
    ids=["a page", "empty", "shifted", "another picture", "cut short"],
)
def test_a_file_that_is_something_else_is_refused(ending, content):
    with pytest.raises(ValidationError):
        validate_file(ContentFile(content, name=f"scan{ending}"))


@pytest.mark.parametrize("more", [0, 1], ids=["at the limit", "a byte over"])
def test_the_limit_is_in_megabytes(more, settings):
    settings.UPLOAD_LIMIT_MB = 1
    file = ContentFile(PDF.ljust(MEGABYTE + more), name="scan.pdf")
    if more:
        with pytest.raises(ValidationError):
            validate_file(file)
    else:
        validate_file(file)


def test_the_form_asks_the_same(client, clerk, north):
    client.force_login(clerk)
    scan = SimpleUploadedFile("scan.pdf", b"<script>alert(1)</script>")
    response = client.post(doors.url(Letter, "add"), {"scan": scan})
    assert "scan" in response.context["adminform"].form.errors


def test_the_stored_path_cannot_be_guessed(north):
    letter = make_letter(north)
    paths = {stored_path(letter, "../../秘密 42.PDF") for _ in range(100)}
    assert len(paths) == 100
    for path in map(PurePosixPath, paths):
        assert (str(path.parent), path.suffix) == ("visits/letter", ".pdf")
        assert len(path.stem) == 32  # 192 bits


def test_a_file_is_stored_for_its_owner_alone(north):
    stored = with_scan(north, "秘密.pdf").scan
    assert "秘密" not in stored.name
    with stored.storage.open(stored.name) as file:
        assert file.read() == PDF
    assert Path(stored.path).stat().st_mode & 0o777 == 0o600


def test_no_address_serves_the_stored_files(client, root, north):
    stored = with_scan(north).scan
    client.force_login(root)
    for start in ("", "media/", "files/", "static/"):
        assert client.get(f"/{start}{stored.name}").status_code == 404


def test_a_file_goes_out_harmless(client, clerk, north):
    letter = with_scan(north)
    client.force_login(clerk)
    response = client.get(letter.scan.url)
    assert b"".join(response.streaming_content) == PDF
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert {"private", "no-store"} == set(response["Cache-Control"].split(", "))


@pytest.mark.parametrize(
    ("ending", "disposition"),
    [
        pytest.param(".pdf", "inline", id="a pdf is shown"),
        pytest.param(".png", "attachment", id="a picture is kept"),
        pytest.param(".docx", "attachment", id="a text is kept"),
    ],
)
def test_a_file_goes_out_named_by_its_record(ending, disposition, client, clerk, north):
    letter = with_scan(north, f"秘密{ending}", KINDS[ending][0])
    client.force_login(clerk)
    name = f"visits.letter-{letter.pk}-scan{ending}"
    told = client.get(letter.scan.url)["Content-Disposition"]
    assert told == f'{disposition}; filename="{name}"'


@pytest.mark.parametrize(
    ("label", "field"),
    [
        pytest.param("visits.nothing", "scan", id="unknown model"),
        pytest.param("nothing.letter", "scan", id="unknown application"),
        pytest.param("nonsense", "scan", id="no label"),
        pytest.param("visits.letter.scan", "scan", id="too many dots"),
        pytest.param("visits.letter", "nothing", id="unknown field"),
        pytest.param("visits.letter", "content", id="a field that is no file"),
        pytest.param("visits.letter", "visit", id="a relation from elsewhere"),
        pytest.param("accounts.user", "password", id="a secret"),
        pytest.param("exchange.batch", "file", id="a file of another kind"),
    ],
)
def test_what_is_no_attached_file_is_not_found(label, field, client, root, north):
    letter = with_scan(north)
    client.force_login(root)
    assert client.get(address(label, letter.pk, field)).status_code == 404


def test_unknown_records_and_missing_files_are_not_found(client, clerk, north):
    bare, gone = make_letter(north), with_scan(north)
    gone.scan.storage.delete(gone.scan.name)
    client.force_login(clerk)
    for pk in (bare.pk, gone.pk, 999_999, 2**70):
        assert client.get(address("visits.letter", pk, "scan")).status_code == 404


def test_out_of_reach_answers_like_not_there(client, clerk, north, south):
    hidden = with_scan(south)
    client.force_login(clerk)
    assert client.get(hidden.scan.url).status_code == 404
    give_reach(clerk, south, by=clerk)
    assert client.get(hidden.scan.url).status_code == 200


@pytest.mark.parametrize("pk", ["there", "not there"])
def test_who_is_not_logged_in_is_sent_to_the_login_page(pk, client, north):
    letter = with_scan(north)
    path = address("visits.letter", letter.pk if pk == "there" else 999_999, "scan")
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('admin:login')}?next={path}"


def test_who_may_not_use_the_console_gets_no_file(client, north):
    letter = with_scan(north)
    outsider = person("outsider", north, "clerk", reaches=[north], is_staff=False)
    client.force_login(outsider)
    assert client.get(letter.scan.url).status_code in (302, 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_door_opens_outwards_only(method, client, clerk, north):
    letter = with_scan(north)
    client.force_login(clerk)
    assert getattr(client, method)(letter.scan.url).status_code == 405


def test_a_venue_has_no_file_and_says_so(client, root, north):
    client.force_login(root)
    path = address("venues.venue", make_venue(north).pk, "scan")
    assert client.get(path).status_code == 404
