"""Nobody gains reach or rights beyond his own, and no county leaves the tree."""

import pytest

from reception.access.granting import give_reach, reaches_no_further
from reception.accounts.models import Office, User
from tests import doors
from tests.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(client, north):
    """The north's administrator, logged in."""
    user = person("county", north, "administrator", reaches=[north])
    client.force_login(user)
    return user


@pytest.fixture
def far_reaching(city, north):
    """A user of the north who reaches the whole city."""
    return person("far", north, "clerk", reaches=[city])


@pytest.mark.parametrize("page", ["change", "password"])
def test_who_reaches_further_is_out_of_hands(client, county, far_reaching, page):
    address = f"/admin/accounts/user/{far_reaching.pk}/{page}/"
    assert client.post(address, {"name": "taken"}).status_code == 403
    far_reaching.refresh_from_db()
    assert far_reaching.name != "taken"


def test_a_colleague_with_the_same_reach_can_be_changed(client, county, clerk):
    response = client.get(doors.url(User, "change", clerk.pk))
    assert 'name="name"' in doors.page(response)


def test_a_grant_beyond_ones_reach_is_neither_prolonged_nor_taken(
    client, county, far_reaching
):
    grant = far_reaching.officeusergrants.get()
    data = {
        "officeusergrants-TOTAL_FORMS": "1",
        "officeusergrants-INITIAL_FORMS": "1",
        "officeusergrants-0-id": grant.pk,
        "officeusergrants-0-DELETE": "on",
    }
    client.post(doors.url(User, "change", far_reaching.pk), data)
    assert far_reaching.officeusergrants.get() == grant


def test_a_county_cannot_leave_the_tree(client, county, north, city):
    data = {"code": "FREE", "name": "free", "level": "province", "parent": ""}
    client.post(doors.url(Office, "change", north.pk), data)
    north.refresh_from_db()
    assert (north.code, north.level, north.parent) == ("NORTH", "county", city)


def test_only_superusers_plant_a_tree(client, administrator, root, city):
    data = {"code": "NEW", "name": "new", "level": "city", "parent": ""}
    for user, stored in ((administrator, False), (root, True)):
        client.force_login(user)
        client.post(doors.url(Office, "add"), data)
        assert Office.objects.filter(code="NEW").exists() is stored


def test_an_administrator_adds_an_office_below_his_own(client, administrator, city):
    client.force_login(administrator)
    data = {"code": "NEW", "name": "new", "level": "county", "parent": city.pk}
    client.post(doors.url(Office, "add"), data)
    assert Office.objects.get(code="NEW").parent == city


def test_a_user_without_an_office_is_refused_in_words(client, county):
    data = {"username": "new", "name": "New", "office": ""}
    response = client.post(doors.url(User, "add"), data)
    assert "office" in response.context["adminform"].form.errors


def test_reach_given_in_a_higher_office_counts(county, clerk, city):
    assert reaches_no_further(clerk, county)
    give_reach(clerk, city, by=county)
    assert not reaches_no_further(clerk, county)
