"""One form makes a user, and nobody makes himself or another more than he may be."""

import pytest
from django.contrib.auth.models import Group, Permission

from reception.accounts.models import User
from tests import doors
from tests.cast import person
from tests.records import make_venue

pytestmark = pytest.mark.django_db
WORD = "ein langes Wort 2026"
PLACES = ("officeusergrants", "venueusergrants")
HIGH = ("add_user", "change_user", "view_user")


def form(**given) -> dict:
    """Return the form of a user without places as it is posted."""
    counts = {
        f"{place}-{name}_FORMS": 0 for place in PLACES for name in ("TOTAL", "INITIAL")
    }
    return {"username": "newcomer", "name": "新来", **counts, **given}


def first_form(office, *roles, **given) -> dict:
    """Return the form of a new user with a first password."""
    keys = list(Group.objects.filter(name__in=roles).values_list("pk", flat=True))
    words = {"password1": WORD, "password2": WORD, "usable_password": "true"}
    return form(groups=keys, office=office.pk, **words, **given)


def place_named(table, place) -> dict:
    """Return the part of a form that gives one place."""
    return {f"{table}-TOTAL_FORMS": 1, f"{table}-0-content_object": place.pk}


@pytest.fixture
def browser(client, administrator):
    """Return the browser of the administrator."""
    client.force_login(administrator)
    return client


@pytest.fixture
def keeper(north):
    """Keeps users' names, but may not give roles and places."""
    user = person("keeper", north, reaches=[north])
    user.user_permissions.set(Permission.objects.filter(codename__in=HIGH))
    return user


def test_one_form_makes_a_user_with_roles_and_office(browser, client, north):
    data = first_form(north, "clerk", "inspector")
    assert browser.post(doors.url(User, "add"), data).status_code == 302
    user = User.objects.get(username="newcomer")
    assert {role.name for role in user.groups.all()} == {"clerk", "inspector"}
    assert (user.office, user.name, user.is_staff) == (north, "新来", True)
    assert client.login(username="newcomer", password=WORD)


def test_a_new_user_reaches_the_office_he_works_for(browser, administrator, north):
    browser.post(doors.url(User, "add"), first_form(north, "clerk"))
    (grant,) = User.objects.get(username="newcomer").officeusergrants.all()
    assert (grant.content_object, grant.granted_by) == (north, administrator)
    assert grant.permission.codename == "reach_office"
    assert grant.expires_at is None


def test_a_place_that_is_named_replaces_the_office(browser, administrator, north):
    venue = make_venue(north)
    data = first_form(north, "butler") | place_named("venueusergrants", venue)
    browser.post(doors.url(User, "add"), data)
    user = User.objects.get(username="newcomer")
    (grant,) = user.venueusergrants.all()
    assert (grant.content_object, grant.granted_by) == (venue, administrator)
    assert grant.permission.codename == "reach_venue"
    assert not user.officeusergrants.exists()


def test_a_change_of_office_gives_no_reach(browser, clerk, south):
    held = clerk.officeusergrants.get()
    data = form(username="clerk", office=south.pk, is_active="on")
    data |= {"officeusergrants-INITIAL_FORMS": 1, "officeusergrants-0-id": held.pk}
    data |= place_named("officeusergrants", held.content_object)
    data["officeusergrants-0-user"] = clerk.pk
    assert browser.post(doors.url(User, "change", clerk.pk), data).status_code == 302
    clerk.refresh_from_db()
    assert clerk.office == south
    assert clerk.officeusergrants.get() == held


@pytest.mark.parametrize("flag", ["is_superuser", "is_demo"])
def test_no_flag_is_posted_with_a_new_user(flag, browser, north):
    browser.post(doors.url(User, "add"), first_form(north, "clerk", **{flag: "on"}))
    assert getattr(User.objects.get(username="newcomer"), flag) is False


@pytest.mark.parametrize("flag", ["is_superuser", "is_demo"])
def test_no_flag_is_posted_with_a_change(flag, browser, roleless, north):
    every = list(Permission.objects.values_list("pk", flat=True))
    given = {flag: "on", "user_permissions": every, "is_active": "on"}
    data = form(username="renamed", office=north.pk, **given)
    held = roleless.officeusergrants.get()
    data |= {"officeusergrants-INITIAL_FORMS": 1, "officeusergrants-0-id": held.pk}
    data |= place_named("officeusergrants", held.content_object)
    browser.post(doors.url(User, "change", roleless.pk), data)
    roleless.refresh_from_db()
    assert roleless.username == "renamed"
    assert getattr(roleless, flag) is False
    assert not roleless.user_permissions.exists()


def test_the_forms_offer_no_flags(browser, clerk):
    for address in (doors.url(User, "add"), doors.url(User, "change", clerk.pk)):
        fields = browser.get(address).context["adminform"].form.fields
        assert not {"is_superuser", "is_staff", "is_demo", "user_permissions"} & set(
            fields
        )


def test_without_the_right_to_grant_places_are_only_shown(client, keeper, clerk):
    client.force_login(keeper)
    page = client.get(doors.url(User, "change", clerk.pk))
    shown = page.context["inline_admin_formsets"]
    assert {each.formset.prefix for each in shown} == set(PLACES)
    for each in shown:
        assert each.has_view_permission
        assert not each.has_add_permission
        assert not each.has_change_permission
        assert not each.has_delete_permission


def test_with_the_right_places_are_edited(browser, clerk):
    page = browser.get(doors.url(User, "change", clerk.pk))
    for each in page.context["inline_admin_formsets"]:
        assert each.has_add_permission
        assert each.has_change_permission
        assert each.has_delete_permission


def test_without_the_right_to_grant_a_posted_place_gives_nothing(
    client, keeper, placeless, north
):
    client.force_login(keeper)
    data = form(username="placeless", office=north.pk, is_active="on")
    data |= place_named("officeusergrants", north)
    client.post(doors.url(User, "change", placeless.pk), data)
    assert not placeless.officeusergrants.exists()


def test_without_the_right_to_grant_nobody_is_made(client, keeper, north):
    client.force_login(keeper)
    response = client.post(doors.url(User, "add"), first_form(north, "clerk"))
    assert response.status_code in (200, 403)
    assert not User.objects.filter(username="newcomer").exists()


def test_a_place_out_of_reach_cannot_be_given(client, north, south):
    chief = person("chief", north, "administrator", reaches=[north])
    client.force_login(chief)
    data = first_form(north, "clerk") | place_named("officeusergrants", south)
    response = client.post(doors.url(User, "add"), data)
    assert response.status_code == 200
    assert not User.objects.filter(username="newcomer").exists()


@pytest.mark.parametrize("higher", ["of the city", "superuser"])
def test_nobody_changes_who_reaches_further(higher, client, city, north):
    chief = person("chief", north, "administrator", reaches=[north])
    above = person("above", north, is_superuser=higher == "superuser", reaches=[city])
    client.force_login(chief)
    data = form(username="mine", office=north.pk, is_active="on")
    assert client.post(doors.url(User, "change", above.pk), data).status_code == 403
    password = f"/admin/accounts/user/{above.pk}/password/"
    words = {"password1": WORD, "password2": WORD}
    assert client.post(password, words).status_code == 403
    above.refresh_from_db()
    assert (above.username, above.password) == ("above", "")


@pytest.mark.parametrize(
    ("host", "is_demo", "enters"),
    [
        pytest.param("reception.example.org", True, False, id="demo in public"),
        pytest.param("192.0.2.7", True, False, id="demo in the house's network"),
        pytest.param("*", True, False, id="demo under any name"),
        pytest.param("localhost", True, True, id="demo at home"),
        pytest.param("reception.example.org", False, True, id="real in public"),
    ],
)
def test_demonstration_logins_work_on_this_machine_alone(
    host, is_demo, enters, client, settings, north
):
    settings.ALLOWED_HOSTS = ["testserver", host]
    user = person("demo", north, is_demo=is_demo)
    user.set_password(WORD)
    user.save()
    assert client.login(username="demo", password=WORD) is enters


def test_an_open_demonstration_ends_when_the_address_becomes_public(
    client, settings, north
):
    client.force_login(person("demo", north, "clerk", reaches=[north], is_demo=True))
    assert client.get("/admin/").status_code == 200
    settings.ALLOWED_HOSTS = ["testserver", "reception.example.org"]
    assert client.get("/admin/").status_code == 302
