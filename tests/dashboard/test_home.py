"""The home page: each role's own, nothing from out of reach, in few queries."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reception.accounts.roles import ROLES
from reception.dashboard.home import PANELS, home
from tests.cast import person
from tests.dashboard.reading import asked, figures, fill, first_cells
from tests.records import make_visit

MOST_QUERIES = 24


def summary(user):
    """Return every figure and row of the user's home page."""
    return [
        (figures(card), first_cells(card) if card.table else None)
        for card in home(asked(user, timezone.now())).cards
    ]


def test_every_role_has_its_panels():
    assert set(PANELS) == set(ROLES)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_page(client, role, language, north):
    client.force_login(person(role, north, role, reaches=[north]))
    page = client.get(reverse("admin:index"), headers={"accept-language": language})
    assert page.status_code == 200
    assert page.context["home"].cards
    assert f'lang="{language}"' in page.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_every_link_of_a_page_opens(client, role, north):
    user = person(role, north, role, reaches=[north])
    fill(north, user)
    client.force_login(user)
    body = client.get(reverse("admin:index")).content.decode()
    links = set(
        re.findall(r'href="(/admin/[^"#]*)"', body.partition('class="home"')[2])
    )
    refused = {
        link
        for link in links
        if client.get(link.replace("&amp;", "&")).status_code != 200
    }
    assert refused == set()


@pytest.mark.parametrize("role", ROLES)
def test_more_records_take_no_more_queries(
    client, role, north, django_assert_num_queries, django_assert_max_num_queries
):
    user = person(role, north, role, reaches=[north])
    client.force_login(user)
    fill(north, user, visits=3)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        client.get(reverse("admin:index"))
    fill(north, user, visits=57)
    with django_assert_num_queries(len(few)):
        client.get(reverse("admin:index"))


def test_several_roles_see_the_panels_of_each(client, north):
    user = person("both", north, "clerk", "butler", reaches=[north])
    shown = {str(card.title) for card in home(asked(user)).cards}
    single = [
        home(asked(person(role, north, role, reaches=[north])))
        for role in ("clerk", "butler")
    ]
    assert shown == {str(card.title) for page in single for card in page.cards}


def test_somebody_without_a_role_learns_whom_to_ask(client, roleless):
    client.force_login(roleless)
    page = client.get(reverse("admin:index"), headers={"accept-language": "en"})
    assert "Ask the system administrator" in page.content.decode()
    assert page.context["home"].cards == []


def test_somebody_without_a_place_learns_whom_to_ask(client, placeless):
    client.force_login(placeless)
    page = client.get(reverse("admin:index"), headers={"accept-language": "en"})
    assert "Ask the system administrator" in page.content.decode()
    assert page.context["home"].cards == []


def test_a_quiet_day_is_called_one(client, clerk):
    client.force_login(clerk)
    page = client.get(reverse("admin:index"), headers={"accept-language": "en"})
    assert "Nothing waits for you today." in page.content.decode()


def test_names_are_text_not_markup(client, clerk, north):
    make_visit(
        north,
        title="<script>alert(1)</script>",
        arrives_at=timezone.now(),
        departs_at=timezone.now() + timedelta(hours=1),
    )
    client.force_login(clerk)
    body = client.get(reverse("admin:index")).content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(1)" in body


@pytest.mark.parametrize("role", ROLES)
def test_another_office_is_counted_nowhere(role, north, south):
    user = person(role, north, role, reaches=[north])
    before = summary(user)
    stranger = person("stranger", south, role, reaches=[south])
    fill(south, stranger)
    assert summary(user) == before


def test_what_waits_stands_first(north):
    user = person("both", north, "clerk", "approver", reaches=[north])
    fill(north, user)
    waiting = [bool(card.waiting) for card in home(asked(user, timezone.now())).cards]
    assert waiting == sorted(waiting, reverse=True)
    assert set(waiting) == {True, False}
