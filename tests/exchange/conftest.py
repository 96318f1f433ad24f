"""The exchange is tested in English; where it matters, tests say otherwise."""

import pytest
from django.test import Client
from django.utils import translation


@pytest.fixture(autouse=True)
def english():
    """Let messages be compared with those of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def client():
    """Return a browser whose user reads English."""
    return Client(headers={"accept-language": "en"})
