"""The cast: who plays in the tests, and what each may do.

Two county offices stand below the city's. People of the north must never see what
is the south's, unless it is shared.
"""

import pytest
from django.contrib.auth.models import Group, Permission

from reception.access.granting import give_reach, share
from reception.accounts.models import User
from tests.records import make_office


def person(username, office, *roles, reaches=(), **given):
    """Return a user in ``roles`` who reaches the places ``reaches``."""
    user = User.objects.create(
        username=username, name=username.title(), office=office, **given
    )
    user.groups.set(Group.objects.filter(name__in=roles))
    for place in reaches:
        give_reach(user, place, by=user)
    return user


@pytest.fixture
def city(db):
    """The city office, above the others."""
    return make_office("HB", level="city")


@pytest.fixture
def north(city):
    """A county office: our own side in most tests."""
    return make_office("NORTH", parent=city)


@pytest.fixture
def south(city):
    """Another county office: the side that must stay hidden."""
    return make_office("SOUTH", parent=city)


@pytest.fixture
def clerk(north):
    """Enters visits in the north."""
    return person("clerk", north, "clerk", reaches=[north])


@pytest.fixture
def southern_clerk(south):
    """Enters visits in the south."""
    return person("southern", south, "clerk", reaches=[south])


@pytest.fixture
def approver(north):
    """Decides on visits of the north."""
    return person("approver", north, "approver", reaches=[north])


@pytest.fixture
def auditor(city):
    """Reads everything, changes nothing."""
    return person("auditor", city, "auditor", reaches=[city])


@pytest.fixture
def training_officer(north):
    """Keeps the certificates of the north."""
    return person("training", north, "training_officer", reaches=[north])


@pytest.fixture
def inspector(north):
    """Inspects for the north."""
    return person("inspector", north, "inspector", reaches=[north])


@pytest.fixture
def administrator(city):
    """Makes users and gives them roles and places."""
    return person("administrator", city, "administrator", reaches=[city])


@pytest.fixture
def roleless(north):
    """Reaches the north but has no role."""
    return person("roleless", north, reaches=[north])


@pytest.fixture
def placeless(north):
    """Is a clerk but reaches nothing."""
    return person("placeless", north, "clerk")


@pytest.fixture
def root(db):
    """May do everything."""
    return User.objects.create(username="root", name="Root", is_superuser=True)


@pytest.fixture
def everything(north):
    """Holds every right of every model, but reaches the north alone."""
    user = person("everything", north, reaches=[north])
    held = User.user_permissions.through
    rights = Permission.objects.values_list("pk", flat=True)
    held.objects.bulk_create([held(user=user, permission_id=pk) for pk in rights])
    return user


__all__ = ["person", "share"]
