"""Trials share their files with the processes that they start, and speak English."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _world_of_its_own(settings, tmp_path):
    """Give each trial a folder of files that other processes can be told."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with translation.override("en"):
        yield
