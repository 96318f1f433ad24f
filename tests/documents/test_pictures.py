"""Pictures are looked at whole before they are kept."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reception.documents import pictures
from reception.documents.pictures import validate_picture


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def drawn(kind="JPEG", size=(64, 48)) -> bytes:
    """Return the bytes of a picture."""
    file = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("JPEG", "a.JPEG"), ("PNG", "a.png")]
)
def test_a_picture_is_taken_and_can_be_read_again(kind, name):
    file = ContentFile(drawn(kind), name=name)
    validate_picture(file)
    assert file.read() == drawn(kind) or file.tell() > 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.jpg", b"\xff\xd8\xff" + b"no picture" * 9, id="only begins so"),
        pytest.param("a.png", b"\x89PNG\r\n\x1a\n", id="nothing follows"),
        pytest.param("a.jpg", b"%PDF-1.7", id="a document"),
        pytest.param("a.jpg", b"", id="empty"),
        pytest.param("a.gif", b"GIF89a", id="another kind"),
        pytest.param("a.svg", b"<svg/>", id="a drawing that can run"),
        pytest.param("a.pdf", b"%PDF-1.7", id="named as what it is"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(name, content):
    with pytest.raises(ValidationError) as refused:
        validate_picture(ContentFile(content, name=name))
    assert refused.value.messages[0]


def test_a_picture_under_another_ending_is_refused():
    with pytest.raises(ValidationError):
        validate_picture(ContentFile(drawn("PNG"), name="a.jpg"))


@given(st.integers(4, 2000))
def test_a_picture_cut_short_is_refused(length):
    content = drawn()
    with pytest.raises(ValidationError):
        validate_picture(
            ContentFile(content[: min(length, len(content) // 2)], "a.jpg")
        )


def test_a_picture_of_fifty_megabytes_is_refused_in_words(settings):
    settings.UPLOAD_LIMIT_MB = 20
    content = drawn().ljust(50 * 1024 * 1024)
    with pytest.raises(ValidationError, match="20 MB"):
        validate_picture(ContentFile(content, name="a.jpg"))


def test_a_small_file_that_holds_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MOST", 64 * 48 - 1)
    with pytest.raises(ValidationError, match="pixels"):
        validate_picture(ContentFile(drawn(), name="a.jpg"))
