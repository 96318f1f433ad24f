"""Jobs are tested in English, each with a folder of files of its own."""

import pytest
from django.test import Client
from django.utils import translation


@pytest.fixture(autouse=True)
def _world_of_its_own(settings, tmp_path, ran):
    """Give each test a folder of files that a worker process can be told."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with translation.override("en"):
        yield


@pytest.fixture
def client():
    """Return a browser whose user reads English."""
    return Client(headers={"accept-language": "en"})
