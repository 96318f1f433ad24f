"""Every page about one record, by its address: shut beyond reach, and to readers."""

import pytest
from django.contrib import admin
from django.urls import reverse

from reception.access.scope import belongs_nowhere
from reception.ledger.models import Entry, Kind
from tests.records import MAKERS

pytestmark = pytest.mark.django_db
WRITTEN = {Kind.CREATED, Kind.CHANGED, Kind.DELETED, Kind.MOVED}
SHUT = {302, 403, 404}


def pages(record):
    """Yield the addresses of all pages about ``record``, those of its moves too."""
    screen = admin.site._registry[type(record)]
    for pattern in screen.get_urls():
        names = set(getattr(pattern.pattern, "converters", ()))
        key = names & {"pk", "object_id"}
        given = [{}] if names == key else [{"to": move} for move in screen.moves]
        if pattern.name and key and names - key <= {"to"}:
            for more in given:
                named = {**dict.fromkeys(key, record.pk), **more}
                yield reverse(f"admin:{pattern.name}", kwargs=named)


def written() -> int:
    """Return how many entries tell of something written."""
    return Entry.objects.filter(kind__in=WRITTEN).count()


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_the_pages_of_a_record_open_in_reach_alone(
    client, everything, roleless, north, south, model
):
    own, foreign = MAKERS[model](north), MAKERS[model](south)
    before = written()
    client.force_login(everything)
    assert all(client.get(page).status_code < 500 for page in pages(own))
    beyond = [] if belongs_nowhere(model) else [*pages(foreign)]
    for page in beyond:
        assert client.get(page).status_code in SHUT, page
        assert client.post(page).status_code in SHUT, page
    client.force_login(roleless)
    for page in pages(own):
        assert client.get(page).status_code in SHUT, page
        assert client.post(page).status_code in SHUT, page
    assert written() == before


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_whoever_may_only_read_writes_nothing(client, auditor, south, model):
    record = MAKERS[model](south)
    client.force_login(auditor)
    before = written()
    for page in pages(record):
        for sent in ({}, {"reason": "because", "post": "yes", "_save": "1"}):
            assert client.post(page, sent).status_code < 500, page
    assert written() == before
