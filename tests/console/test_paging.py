"""Pages of a list: each row once, in order, whatever ties and gaps the order has."""

import random
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.contrib import admin

from compliance.models import Certificate
from reception.console import paging
from reception.ledger import writing
from tests.records import make_certificate, make_visit, moment
from visits.models import ItineraryItem

pytestmark = pytest.mark.django_db
CERTIFICATES = "/admin/compliance/certificate/"
ITEMS = "/admin/visits/itineraryitem/"
NONSENSE = [
    "x",
    "",
    "=",
    "W10",
    "bnVsbA",
    "eyJ9",
    "WyIiLFtdLDFd",
    "é",
    "9" * 5000,
    "%00",
]


@pytest.fixture
def small_pages(monkeypatch):
    for model in (Certificate, ItineraryItem):
        monkeypatch.setattr(admin.site.get_model_admin(model), "list_per_page", 3)


@pytest.fixture
def certificates(root, client, north, small_pages):
    """Certificates with ties and without an end."""
    client.force_login(root)
    first = make_certificate(north)
    chance = random.Random(7)
    days = [date(2026, 1, 1) + timedelta(days=d) for d in range(3)]
    writing.create_all(
        [
            Certificate(
                kind=first.kind,
                number=f"PAGE-{n}",
                holder=first.holder,
                issuer=chance.choice(["", "市局", "县局"]),
                issued_on=date(2020, 1, 1),
                valid_until=chance.choice([None, None, *days]),
            )
            for n in range(20)
        ]
    )


def keys(page) -> list[int]:
    return [row.pk for row in page.context["cl"].result_list]


def walk(client, address, step) -> list[int]:
    """Return the keys of all pages from the first (or the last) one on."""
    found, url = [], address
    for _ in range(40):
        page = client.get(url)
        cl = page.context["cl"]
        found = [*found, *keys(page)] if step == "next" else [*keys(page), *found]
        if not getattr(cl, f"has_{step}"):
            return found
        url = address.partition("?")[0] + getattr(cl, f"{step}_url")()
    raise AssertionError("the walk has no end")


@pytest.mark.parametrize(
    "order", [f"{sign}{n}" for n in range(1, 7) for sign in ("", "-")]
)
def test_walking_meets_each_certificate_once_in_order(client, certificates, order):
    address = f"{CERTIFICATES}?o={order}"
    whole = [row.pk for row in client.get(address).context["cl"].queryset]
    assert walk(client, address, "next") == whole
    back = walk(client, f"{address}&last=", "previous")
    # From the end the pages lie otherwise; the first one is shown in full.
    assert list(dict.fromkeys(back)) == whole


def test_an_order_along_a_relation_is_walked_with_a_search_and_a_filter(
    client, root, north, small_pages
):
    client.force_login(root)
    chance = random.Random(3)
    visits = [make_visit(north) for _ in range(4)]
    writing.create_all(
        [
            ItineraryItem(
                visit=visit,
                line=line,
                starts_at=moment(),
                ends_at=chance.choice([None, moment(hour=18)]),
                activity=chance.choice(["参观博物馆", "座谈"]),
            )
            for visit in visits
            for line in range(1, 6)
        ]
    )
    address = f"{ITEMS}?{urlencode({'q': '博物'})}"
    expected = ItineraryItem.objects.filter(activity__contains="博物")
    assert walk(client, address, "next") == [row.pk for row in expected]
    ends = ItineraryItem.objects.filter(ends_at=None).values_list("pk", flat=True)
    assert {*walk(client, f"{ITEMS}?ends_at__isnull=True", "next")} == {*ends}


@pytest.mark.parametrize("text", NONSENSE)
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_made_up_place_shows_the_first_page_and_says_so(
    client, certificates, name, text
):
    page = client.get(CERTIFICATES, {name: text})
    assert page.status_code == 200
    assert keys(page) == keys(client.get(CERTIFICATES))
    assert [*page.context["messages"]]


def test_a_place_of_another_order_is_no_place(client, certificates):
    mark = client.get(CERTIFICATES).context["cl"].next_url()
    page = client.get(f"{CERTIFICATES}{mark}&o=2")
    assert [*page.context["messages"]]


def test_rows_that_vanish_leave_a_page_to_look_at(client, certificates):
    url = CERTIFICATES + client.get(CERTIFICATES).context["cl"].next_url()
    Certificate.objects.exclude(pk=Certificate.objects.first().pk).delete()
    assert len(keys(client.get(url))) == 1


def test_counting_ends_at_the_cap_and_the_list_says_so(
    client, certificates, monkeypatch
):
    monkeypatch.setattr(paging, "COUNTED", 10)
    page = client.get(CERTIFICATES, headers={"accept-language": "en"})
    text = page.content.decode()
    assert "1–3 of more than 10 certificates" in text
    assert "Select all 10+ certificates" in text
    assert "21" not in str(page.context["cl"].result_count)
    assert len(walk(client, CERTIFICATES, "next")) == 21


def test_an_action_across_pages_takes_all_rows_beyond_the_cap(
    client, certificates, monkeypatch
):
    monkeypatch.setattr(paging, "COUNTED", 10)
    chosen = client.get(CERTIFICATES).context["cl"].result_list[0].pk
    page = client.post(
        CERTIFICATES,
        {
            "action": "delete_selected",
            "index": "0",
            "select_across": "1",
            "_selected_action": [chosen],
        },
    )
    assert len(page.context["queryset"]) == 21


def test_the_place_of_the_page_does_not_limit_what_is_exported(client, certificates):
    mark = client.get(CERTIFICATES).context["cl"].next_url()
    page = client.get(f"{CERTIFICATES}export/{mark}")
    assert page.context["count"] == 21
