"""A picture is one that can be decoded, of a size that a camera makes."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import translation
from PIL import Image

from reception.documents import pictures
from reception.documents.pictures import validate_picture

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _in_english(client):
    """Compare what is said with the words of the source."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


def picture(kind="PNG", size=(3, 2)) -> bytes:
    """Return a small real picture."""
    made = io.BytesIO()
    Image.new("RGB", size, "red").save(made, kind)
    return made.getvalue()


def judged(data: bytes, name: str) -> str:
    """Return what is said against the file."""
    file = ContentFile(data, name=name)
    try:
        validate_picture(file)
    except ValidationError as refused:
        return " ".join(refused.messages)
    assert file.read() == data
    return ""


@pytest.mark.parametrize(
    ("kind", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("JPEG", "A.JPEG")]
)
def test_a_real_picture_is_taken(kind, name):
    assert judged(picture(kind), name) == ""


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        pytest.param(picture(), "a.pdf", "JPG or PNG", id="another ending"),
        pytest.param(picture(), "a.jpg", "ending", id="a wrong ending"),
        pytest.param(picture()[:40], "a.png", "cannot be read", id="cut short"),
        pytest.param(
            b"\x89PNG\r\n\x1a\nrubbish", "a.png", "cannot be read", id="rubbish"
        ),
        pytest.param(b"", "a.png", "ending", id="empty"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(data, name, word):
    assert word in judged(data, name)


def test_a_picture_of_fifty_megabytes_is_refused(settings):
    settings.UPLOAD_LIMIT_MB = 1
    assert "larger than 1 MB" in judged(picture() + b"0" * 1024 * 1024, "a.png")


def test_a_small_file_of_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 5)
    assert "pixels" in judged(picture(), "a.png")
