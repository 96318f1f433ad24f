"""The page that says who can see a record promises what the doors keep."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from reception.access.explain import ACTIONS, who_can
from reception.access.granting import give_reach, reach_right, right_named, share
from reception.access.models import OfficeRoleGrant
from reception.access.scope import can
from reception.accounts.models import Office, User
from reception.ledger.models import Entry
from tests import doors
from tests.cast import person
from tests.records import MAKERS, make_kind, make_office, make_phone, make_visit
from venues.models import VenueRoleGrant
from visits.models import Visit, VisitRoleGrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """The moment at which everybody asks."""
    return timezone.now()


@pytest.fixture
def west(city):
    """A third office, to share with."""
    return make_office("WEST", parent=city)


@pytest.fixture
def visit(north):
    """A visit of the north."""
    return make_visit(north)


@pytest.fixture
def cast(
    clerk, approver, auditor, inspector, administrator, roleless, placeless, root, south
):
    """Everybody: of the office, above it, of another, without role, without place."""
    person("inactive", clerk.office, "clerk", reaches=[clerk.office], is_active=False)
    lapsed = person("lapsed", clerk.office, "clerk", reaches=[clerk.office])
    lapsed.officeusergrants.update(expires_at=timezone.now() - timedelta(hours=1))
    person("southern", south, "clerk", reaches=[south])
    person("northern driver", south, "driver")


def to_role(table, role, right, record, **given):
    """Grant ``record`` to everybody in ``role``."""
    group = Group.objects.get(name=role)
    return table.objects.create(
        group=group, permission=right, content_object=record, **given
    )


def named(record, at) -> dict:
    """Return what the page says: each user's name with the actions it promises."""
    words = {word: name for name, word in ACTIONS.items()}
    return {
        access.user.username: {words[word] for word in access.actions}
        for access in who_can(record, at)
    }


def asked(record) -> dict:
    """Return the same, by asking the scope about every user there is."""
    answers = {
        user.username: {name for name in ACTIONS if can(user, name, record)}
        for user in User.objects.all()
    }
    return {name: actions for name, actions in answers.items() if actions}


def access_of(user, record, at):
    """Return what the page says about one user."""
    (found,) = [each for each in who_can(record, at) if each.user == user]
    return found


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("side", ["north", "south", "city"])
def test_the_page_names_exactly_those_who_can(side, model, now, request):
    record = MAKERS[model](request.getfixturevalue(side))
    assert named(record, now) == asked(record)


@pytest.mark.usefixtures("cast")
def test_of_a_visit_it_names_its_office_those_above_and_the_superuser(visit, now):
    assert named(visit, now) == {
        "clerk": {"view", "change", "export"},
        "approver": {"view", "export"},
        "auditor": {"view", "export"},
        "root": {"view", "change", "export"},
    }


@pytest.mark.usefixtures("cast")
def test_it_names_whom_a_visit_is_shared_with_and_no_longer(
    visit, south, west, root, now
):
    looks, changes = person("looks", south), person("changes", south, "driver")
    late = person("late", south, "clerk")
    partner = person("partner", west, "clerk", reaches=[west])
    idle = person("idle", west, reaches=[west])
    share(visit, looks, "view", by=root)
    share(visit, changes, "change", by=root, until=now + timedelta(hours=1))
    share(visit, late, "view", by=root, until=now - timedelta(hours=1))
    share(visit, west, "view", by=root)
    told = named(visit, now)
    assert told == asked(visit)
    assert told["looks"] == {"view"}
    assert told["changes"] == {"view", "change"}
    assert told["partner"] == {"view", "export"}
    assert not told.keys() & {late.username, idle.username}
    assert partner.username in told


def test_an_office_above_the_one_shared_with_is_named(visit, city, west, root, now):
    share(visit, west, "view", by=root)
    person("above", city, "driver", reaches=[city])
    person("below", make_office("LOW", parent=west), "driver", reaches=[])
    assert "above" in named(visit, now)
    assert "below" not in named(visit, now)
    assert named(visit, now) == asked(visit)


def test_who_reaches_the_office_shared_with_no_more_is_not_named(
    visit, west, root, now
):
    share(visit, west, "view", by=root)
    partner = person("partner", west, "clerk", reaches=[west])
    assert "partner" in named(visit, now)
    partner.officeusergrants.update(expires_at=now)
    assert "partner" not in named(visit, now + timedelta(seconds=1))


def test_it_names_the_holders_of_a_role_shared_with(visit, south, now):
    to_role(VisitRoleGrant, "driver", right_named(Visit, "view_visit"), visit)
    person("holder", south, "driver")
    person("other", south, "butler")
    person("gone", south, "driver", is_active=False)
    assert named(visit, now) == asked(visit) == {"holder": {"view"}}


def test_it_names_who_reaches_the_place_by_role(visit, north, south, now):
    to_role(OfficeRoleGrant, "driver", reach_right(Office), north)
    person("holder", south, "driver")
    person("other", south, "butler")
    assert named(visit, now) == asked(visit) == {"holder": {"view"}}


def test_it_names_who_reaches_by_role_the_office_shared_with(
    visit, west, south, root, now
):
    to_role(OfficeRoleGrant, "driver", reach_right(Office), west)
    share(visit, west, "view", by=root)
    person("holder", south, "driver")
    assert named(visit, now) == asked(visit)
    assert "holder" in named(visit, now)


def test_it_names_who_reaches_the_venue_alone(north, south, root, now):
    phone = make_phone(north)
    give_reach(person("contact", south, "venue_contact"), phone.venue, by=root)
    to_role(VenueRoleGrant, "butler", reach_right(type(phone.venue)), phone.venue)
    person("butler", south, "butler")
    told = named(phone, now)
    assert told == asked(phone)
    assert told.keys() == {"contact", "butler", "root"}


def test_where_the_role_alone_decides_it_names_the_roles_holders(
    training_officer, placeless, inspector, now
):
    kind = make_kind()
    told = named(kind, now)
    assert told == asked(kind)
    assert told.keys() == {"training", "placeless", "inspector"}


def test_it_tells_the_roles_the_grants_and_their_ends(visit, north, clerk, root, now):
    end = now + timedelta(hours=3)
    share(visit, clerk, "change", by=root, until=end)
    access = access_of(clerk, visit, now)
    told = {(reason.where, reason.until) for reason in access.reasons}
    assert told == {(str(north), None), (str(visit), end)}
    assert len({str(reason.what) for reason in access.reasons}) == 2
    assert len(access.roles) == 1


def test_a_lapsed_share_is_no_reason(visit, north, clerk, root, now):
    share(visit, clerk, "change", by=root, until=now)
    (reason,) = access_of(clerk, visit, now).reasons
    assert reason.where == str(north)


def test_it_tells_which_office_a_visit_was_shared_with(visit, west, root, now):
    partner = person("partner", west, "clerk", reaches=[west])
    end = now + timedelta(hours=3)
    share(visit, west, "view", by=root, until=end)
    (reason,) = access_of(partner, visit, now).reasons
    assert (reason.where, reason.until) == (str(west), end)


def test_the_page_shows_names_and_ends(client, visit, clerk, west, root, now):
    person("partner", west, "clerk", reaches=[west])
    end = now + timedelta(days=3)
    share(visit, west, "view", by=root, until=end)
    client.force_login(clerk)
    page = doors.page(client.get(doors.url(Visit, "access", visit.pk)))
    assert "Partner" in page
    assert timezone.localtime(end).strftime("%Y-%m-%d %H:%M") in page
    assert "Root" in page


def test_names_stand_in_order(visit, north, now):
    for name in ("zoe", "adam", "mia"):
        person(name, north, "clerk", reaches=[north])
    told = [access.user.name for access in who_can(visit, now)]
    assert told == sorted(told) == ["Adam", "Mia", "Zoe"]


def test_a_person_with_many_ways_is_named_once(visit, clerk, north, city, root, now):
    give_reach(clerk, city, by=root)
    share(visit, clerk, "view", by=root)
    share(visit, north, "view", by=root)
    assert len([a for a in who_can(visit, now) if a.user == clerk]) == 1
    assert len(access_of(clerk, visit, now).reasons) >= 4


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("model", [User, Entry], ids=lambda model: model.__name__)
def test_of_a_record_that_stands_nowhere_it_names_who_reaches_everything(model, now):
    record = MAKERS[model](None)
    assert named(record, now) == asked(record)
