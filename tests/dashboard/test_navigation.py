"""The sidebar holds what a user may open, and nothing else."""

import re

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from reception.access.scope import may
from reception.accounts.models import Office, User
from reception.accounts.roles import ROLES
from reception.ledger.models import Entry
from reception.navigation import MENU, Page, sections
from tests.cast import person, share
from tests.doors import url
from tests.records import make_visit, moment
from visits.models import Visit

LINES = [line for _title, screens in MENU for line in screens]
SCREENS = [line for line in LINES if not isinstance(line, Page)]
PAGES = [line for line in LINES if isinstance(line, Page)]


def every_link(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    shown = [item["link"] for part in sections(request) for item in part["items"]]
    assert shown[:2] == [reverse("admin:index"), reverse("jobs:list")]
    return shown


def links(user):
    others = {reverse(page.name) for page in PAGES} | {reverse("reports:list")}
    return [link for link in every_link(user)[2:] if link not in others]


def test_every_screen_has_its_place():
    assert set(SCREENS) == set(admin.site._registry)


@pytest.mark.parametrize("role", ROLES)
def test_the_sidebar_is_what_the_role_may_view(role, north):
    user = person(role, north, role, reaches=[north])
    allowed = [
        url(model, "changelist") for model in SCREENS if may(user, "view", model)
    ]
    assert links(user) == allowed


@pytest.mark.parametrize("role", ROLES)
def test_every_link_opens(client, role, north):
    user = person(role, north, role, reaches=[north])
    client.force_login(user)
    for link in every_link(user):
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("role", ROLES)
def test_users_offices_and_ledger_are_for_administrators_and_auditors(role, north):
    shown = links(person(role, north, role, reaches=[north]))
    system = {url(model, "changelist") for model in (User, Office, Entry)}
    expected = {"administrator": 2, "auditor": 3}.get(role, 0)
    assert len(system.intersection(shown)) == expected


def test_a_section_with_nothing_to_open_is_left_out(north):
    request = RequestFactory().get("/admin/")
    request.user = person("driver", north, "driver", reaches=[north])
    titles = [str(part["title"]) for part in sections(request) if "title" in part]
    assert len(titles) == 3
    assert all(part["items"] for part in sections(request))


def test_somebody_without_a_role_has_a_way_home_alone(roleless):
    assert links(roleless) == []


def test_a_shared_visit_opens_its_screens(roleless, south, southern_clerk):
    visit = make_visit(south)
    share(visit, roleless, "view", by=southern_clerk)
    assert url(type(visit), "changelist") in links(roleless)


def test_jobs_under_way_are_counted_for_their_owner_alone(
    clerk, southern_clerk, make_job
):
    make_job(clerk)
    make_job(clerk, state="cancelled", ended_at=moment())

    def badge(user):
        request = RequestFactory().get("/admin/")
        request.user = user
        return sections(request)[0]["items"][1].get("badge")

    assert (badge(clerk), badge(southern_clerk)) == (1, None)


def test_the_page_shows_the_sidebar(client, clerk):
    client.force_login(clerk)
    body = client.get(reverse("admin:index")).content.decode()
    assert all(link in body for link in links(clerk))


def test_the_page_that_is_open_is_marked(client, clerk):
    client.force_login(clerk)
    listed, home = url(Visit, "changelist"), reverse("admin:index")
    places = reverse("coverage:places")  # below the address of another page
    for page, marked in (
        (home, home),
        (listed, listed),
        (url(Visit, "add"), listed),
        (places, places),
    ):
        body = client.get(page).content.decode()
        found = re.findall(r'<a href="([^"]+)" class="active">', body)
        assert found == [marked]


@pytest.mark.parametrize("role", ROLES)
def test_the_reports_are_in_sight_of_those_who_may_run_one(role, client, north):
    user = person(role, north, role, reaches=[north])
    request = RequestFactory().get("/admin/")
    request.user = user
    home = sections(request)[0]["items"]
    shown = reverse("reports:list") in [item["link"] for item in home]
    client.force_login(user)
    assert client.get(reverse("reports:list")).status_code == (200 if shown else 403)
    without = ("butler", "driver", "venue_contact")
    assert shown is (role not in without)
