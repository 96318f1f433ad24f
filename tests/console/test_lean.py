"""The rows of a list: each leads to its record, and what they say is no markup."""

import pytest
from django.urls import reverse

from tests.doors import url
from tests.records import make_visit
from visits.models import Visit


@pytest.fixture
def page(client, clerk):
    """Return the list of visits as the clerk reads it, with ``query``."""
    client.force_login(clerk)
    return lambda query="": client.get(
        url(Visit, "changelist") + query
    ).content.decode()


@pytest.mark.parametrize("pk", [7, 10, 100, 7007])
def test_a_row_leads_to_its_own_page(page, north, pk):
    make_visit(north, pk=pk)
    assert f'href="{reverse("admin:visits_visit_change", args=[pk])}"' in page()


def test_a_row_brings_its_reader_back_to_what_he_filtered(page, north):
    visit = make_visit(north, category="business")
    address = reverse("admin:visits_visit_change", args=[visit.pk])
    body = page("?category__exact=business")
    assert f'href="{address}?_changelist_filters=category__exact%3Dbusiness"' in body


def test_what_a_cell_says_is_no_markup(page, north):
    make_visit(north, title="<b>bold</b> & more")
    body = page()
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in body
    assert "<b>bold" not in body
