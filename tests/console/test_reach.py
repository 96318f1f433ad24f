"""Who holds which role and reaches what, until when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reception.access.granting import give_reach, share
from reception.access.models import OfficeRoleGrant
from reception.accounts.models import Office, Role
from tests.cast import person
from tests.console.reading import plain, rows
from tests.records import make_venue, make_visit

pytestmark = pytest.mark.django_db


def of(user, found) -> list[dict]:
    return [row for row in found if row["username"] == user.username]


def test_roles_and_places_stand_side_by_side(auditor, north):
    user = person("both", north, "clerk", "inspector", reaches=[north])
    (row,) = of(user, rows("reach", auditor))
    assert row["roles"] == "clerk、inspector"
    assert (row["record"], row["way"]) == ("NORTH office", "reach of a place")
    assert (row["granted_by"], row["until"]) == (user.name, None)


def test_every_grant_of_a_place_is_a_row(auditor, clerk, southern_clerk, north):
    give_reach(clerk, make_venue(north), by=clerk)
    found = [row for row in rows("reach", auditor) if row["way"] == "reach of a place"]
    assert len(found) == plain("SELECT count(*) FROM access_officeusergrant") + plain(
        "SELECT count(*) FROM venues_venueusergrant"
    )


def test_a_share_says_until_when(auditor, clerk, southern_clerk, south):
    until = timezone.now() + timedelta(days=3)
    visit = make_visit(south, title="tea")
    share(visit, clerk, "change", by=southern_clerk, until=until)
    shared = [r for r in of(clerk, rows("reach", auditor)) if "share" in r["way"]]
    (row,) = shared
    assert (row["record"], row["right"]) == (str(visit), "change")
    assert (row["until"], row["granted_by"]) == (until, southern_clerk.name)


def test_a_lapsed_share_is_not_told(auditor, clerk, southern_clerk, south):
    until = timezone.now() + timedelta(days=3)
    share(make_visit(south), clerk, "view", by=southern_clerk, until=until)
    later = until + timedelta(seconds=1)
    found = of(clerk, rows("reach", auditor, at=later))
    assert [row["way"] for row in found] == ["reach of a place"]


def test_a_share_with_an_office_stands_under_its_name(
    auditor, southern_clerk, north, south
):
    visit = make_visit(south)
    share(visit, north, "view", by=southern_clerk)
    (row,) = [r for r in rows("reach", auditor) if r["way"] == "share with an office"]
    assert (row["username"], row["office"]) == ("", north.name)
    assert row["record"] == str(visit)


def test_what_its_reader_may_not_see_is_not_named(administrator, clerk, south):
    secret = make_visit(south, title="secret")
    share(secret, clerk, "view", by=clerk)
    found = rows("reach", administrator)
    assert "secret" not in str(found)
    assert "outside your reach" in {row["record"] for row in found}


def test_a_place_of_a_role_is_told_for_each_who_holds_it(auditor, clerk, south):
    permission = clerk.officeusergrants.get().permission
    OfficeRoleGrant.objects.create(
        group=Role.objects.get(name="clerk"),
        permission=permission,
        content_object=south,
        granted_by=auditor,
    )
    ways = {row["way"]: row["record"] for row in of(clerk, rows("reach", auditor))}
    assert ways == {"reach of a place": "NORTH office", "reach by role": "SOUTH office"}


def test_who_reaches_nothing_or_everything_is_told_too(auditor, placeless, root):
    root.office = Office.objects.get(code="NORTH")
    root.save(update_fields=["office"])
    found = rows("reach", auditor)
    assert [row["way"] for row in of(placeless, found)] == ["reaches nothing"]
    assert [row["way"] for row in of(root, found)] == ["everything"]


def test_users_are_those_in_reach(north, south, clerk, southern_clerk):
    keeper = person("keeper", north, "administrator", reaches=[north])
    told = {row["username"] for row in rows("reach", keeper)}
    assert told == {"clerk", "keeper"}
