"""Lists and exports read from the replica; everything that may write does not."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import resolve

from tests import doors
from visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def reads_from(settings, clerk):
    """Return which database a page of the visits' screen reads."""
    settings.READ_DATABASE = "replica"

    def _reads_from(address, method="get"):
        request = getattr(RequestFactory(), method)(address)
        request.user, request.resolver_match = clerk, resolve(address)
        return admin.site._registry[Visit].get_queryset(request).db

    return _reads_from


def test_the_list_page_reads_from_the_replica(reads_from):
    assert reads_from(doors.url(Visit, "changelist")) == "replica"


def test_actions_and_forms_read_what_they_write(reads_from):
    assert reads_from(doors.url(Visit, "changelist"), "post") == "default"
    assert reads_from(doors.url(Visit, "change", 1)) == "default"
