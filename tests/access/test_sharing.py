"""Sharing single records: from the page of who can see, and by role."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from reception.access.granting import right_named, share
from reception.access.scope import can, may, visible
from reception.ledger.models import Entry, Kind
from tests import doors
from tests.cast import person
from tests.records import make_party, make_visit
from visits.models import Visit, VisitOfficeShare, VisitRoleGrant, VisitUserGrant

pytestmark = pytest.mark.django_db

MADE_UP = [
    "",
    "-",
    "visitusergrant",
    "visitusergrant-",
    "visitusergrant-x",
    "visitusergrant--1",
    f"visitusergrant-{'9' * 30}",
    "officeusergrant-1",
]


def written(moment: datetime) -> str:
    """Return ``moment`` as the browser's own picker posts it."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def next_hour(hours: int) -> datetime:
    """Return a full minute ``hours`` from now."""
    return timezone.now().replace(second=0, microsecond=0) + timedelta(hours=hours)


@pytest.fixture
def colleague(north):
    """Somebody of the clerk's own office, without a role."""
    return person("colleague", north, reaches=[north])


@pytest.fixture
def visit(north):
    """A visit of the clerk's own office."""
    return make_visit(north)


@pytest.fixture
def post(client, clerk, visit):
    """Post to the page of who can see the visit, as the clerk."""
    client.force_login(clerk)
    address = doors.url(Visit, "access", visit.pk)
    return lambda **data: client.post(address, data)


def errors_of(response):
    """Return what the share form complains about, after seeing it on the page."""
    assert response.status_code == 200
    errors = response.context["share_form"].errors
    for texts in errors.values():
        assert all(text in doors.page(response) for text in texts)
    return set(errors)


def nothing_is_shared():
    tables = (VisitUserGrant, VisitOfficeShare, VisitRoleGrant)
    return not any(table.objects.exists() for table in tables)


def to_role(name, visit, action="view", until=None):
    """Share ``visit`` with everybody in the role ``name``."""
    return VisitRoleGrant.objects.create(
        group=Group.objects.get(name=name),
        permission=right_named(Visit, f"{action}_visit"),
        content_object=visit,
        expires_at=until,
    )


# The form


def test_a_visit_is_shared_with_a_colleague_until_an_end(post, visit, clerk, colleague):
    until = next_hour(2)
    response = post(user=colleague.pk, action="view", until=written(until))
    grant = visit.user_grants.get()
    assert response.status_code == 302
    assert (grant.user, grant.granted_by) == (colleague, clerk)
    assert grant.permission.codename == "view_visit"
    assert grant.expires_at == until


def test_sharing_again_sets_the_new_end_and_notes_it(post, visit, colleague):
    for hours in (2, 5):
        post(user=colleague.pk, action="view", until=written(next_hour(hours)))
    grant = visit.user_grants.get()
    noted = Entry.objects.filter(record_type="visits.visit", record_id=visit.pk)
    given, changed = noted.filter(details__to=str(colleague)).order_by("id")
    assert grant.expires_at == next_hour(5)
    assert (given.kind, changed.kind) == (Kind.GRANTED, Kind.CHANGED)
    told = datetime.fromisoformat(changed.details["until"])
    assert told == grant.expires_at > datetime.fromisoformat(given.details["until"])


def test_sharing_again_without_an_end_takes_the_end_away(post, visit, north, clerk):
    share(visit, north, "view", by=clerk, until=next_hour(2))
    post(office=north.pk, action="view")
    assert visit.office_shares.get().expires_at is None


def test_sharing_again_names_who_did(post, visit, clerk, colleague, root):
    share(visit, colleague, "view", by=root, until=next_hour(2))
    post(user=colleague.pk, action="view", until=written(next_hour(3)))
    assert visit.user_grants.get().granted_by == clerk


def test_an_end_in_the_past_is_refused_in_words(post, colleague):
    past = post(user=colleague.pk, action="view", until=written(next_hour(-1)))
    assert errors_of(past) == {"until"}
    assert nothing_is_shared()


def test_neither_and_both_holders_are_refused_in_words(post, colleague, north):
    assert errors_of(post(action="view")) == {"__all__"}
    both = post(action="view", user=colleague.pk, office=north.pk)
    assert errors_of(both) == {"__all__"}
    assert nothing_is_shared()


@pytest.mark.parametrize("action", ["delete", "approve", "share", ""])
def test_only_looking_and_changing_are_shared(action, post, colleague):
    assert "action" in errors_of(post(user=colleague.pk, action=action))
    assert nothing_is_shared()


def test_nobody_shares_with_himself(post, clerk):
    assert "user" in errors_of(post(user=clerk.pk, action="view"))
    assert nothing_is_shared()


def test_a_right_that_one_lacks_is_not_shared(
    client, approver, auditor, visit, colleague
):
    client.force_login(approver)
    address = doors.url(Visit, "access", visit.pk)
    response = client.post(address, {"user": colleague.pk, "action": "change"})
    assert errors_of(response) == {"action"}
    assert nothing_is_shared()
    client.post(address, {"user": colleague.pk, "action": "view"})
    assert visit.user_grants.get().user == colleague


def test_the_form_offers_only_active_colleagues_in_reach(
    client, post, clerk, colleague, southern_clerk, visit, north
):
    gone = person("gone", north, is_active=False)
    page = client.get(doors.url(Visit, "access", visit.pk))
    offered = set(page.context["share_form"].fields["user"].queryset)
    assert colleague in offered
    assert not offered & {clerk, southern_clerk, gone}
    for user in (southern_clerk, gone):
        assert "user" in errors_of(post(user=user.pk, action="view"))
    assert nothing_is_shared()


def test_a_hidden_record_has_no_page_to_share_it(client, clerk, colleague, south):
    visit = make_visit(south)
    client.force_login(clerk)
    address = doors.url(Visit, "access", visit.pk)
    response = client.post(address, {"user": colleague.pk, "action": "view"})
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert nothing_is_shared()


def test_who_was_only_shared_a_record_does_not_share_it_on(
    client, colleague, root, south, north
):
    visit = make_visit(south)
    share(visit, colleague, "change", by=root)
    client.force_login(colleague)
    address = doors.url(Visit, "access", visit.pk)
    assert client.get(address).context["share_form"] is None
    response = client.post(address, {"office": north.pk, "action": "view"})
    assert response.status_code == 403
    assert not visit.office_shares.exists()


# Taking back


def test_a_share_is_taken_back(post, visit, clerk, colleague, north):
    first = share(visit, colleague, "view", by=clerk)
    second = share(visit, north, "view", by=clerk)
    post(take_back=f"visitusergrant-{first.pk}")
    assert not visit.user_grants.exists()
    post(take_back=f"visitofficeshare-{second.pk}")
    assert nothing_is_shared()
    noted = Entry.objects.filter(kind=Kind.REVOKED, record_id=visit.pk)
    assert noted.filter(details__to=str(colleague)).exists()


def test_the_page_says_how_to_take_each_share_back(client, post, visit, clerk, north):
    share(visit, north, "view", by=clerk, until=timezone.now() - timedelta(hours=1))
    page = client.get(doors.url(Visit, "access", visit.pk))
    (told,) = page.context["shares"]
    assert (told["holder"], told["by"], told["lapsed"]) == (north, clerk, True)
    post(take_back=told["key"])
    assert nothing_is_shared()


@pytest.mark.parametrize("side", ["north", "south"])
def test_another_records_share_is_not_taken_back(
    side, post, root, colleague, south, request
):
    other = make_visit(request.getfixturevalue(side))
    grants = [share(other, who, "view", by=root) for who in (colleague, south)]
    for grant in grants:
        post(take_back=f"{grant._meta.model_name}-{grant.pk}")
    assert all(type(g).objects.filter(pk=g.pk).exists() for g in grants)


def test_only_who_may_share_takes_back(client, auditor, visit, root, colleague):
    grant = share(visit, colleague, "view", by=root)
    client.force_login(auditor)
    address = doors.url(Visit, "access", visit.pk)
    data = {"take_back": f"visitusergrant-{grant.pk}"}
    assert client.post(address, data).status_code == 403
    assert visit.user_grants.exists()


@pytest.mark.parametrize("key", MADE_UP)
def test_a_made_up_share_takes_nothing_back(key, post, visit, clerk, colleague):
    share(visit, colleague, "view", by=clerk)
    assert post(take_back=key).status_code == 302
    assert visit.user_grants.exists()
    assert clerk.officeusergrants.exists()


# What a share opens


def test_a_share_with_a_role_opens_the_record_to_its_holders(client, south, north):
    visit = make_visit(south)
    to_role("driver", visit)
    holder = person("holder", north, "driver")
    other = person("other", north, "butler")
    client.force_login(holder)
    assert doors.opened(client, visit)
    assert doors.in_list(client, visit)
    assert not can(holder, "change", visit)
    assert not can(other, "view", visit)
    assert not can(holder, "view", make_visit(south))


def test_a_share_with_a_role_opens_the_parts_and_lapses(south, north):
    party = make_party(south)
    grant = to_role("driver", party.visit, "change", until=next_hour(1))
    assert can(person("now", north, "driver"), "change", party)
    VisitRoleGrant.objects.filter(pk=grant.pk).update(expires_at=timezone.now())
    assert not can(person("later", north, "driver"), "view", party)


def test_a_share_with_a_role_is_shown_on_the_page(client, clerk, visit):
    to_role("driver", visit)
    client.force_login(clerk)
    (told,) = client.get(doors.url(Visit, "access", visit.pk)).context["shares"]
    assert told["holder"].name == "driver"


@pytest.mark.parametrize(
    ("role", "able"), [("clerk", True), ("driver", False), (None, False)]
)
def test_to_export_a_shared_record_takes_the_roles_right(
    role, able, client, root, north, south
):
    user = person("holder", north, *filter(None, [role]))
    visit = make_visit(south)
    share(visit, user, "change", by=root)
    exportable = visible(user, "export", Visit.objects.all())
    assert list(exportable) == ([visit] if able else [])
    assert may(user, "export", Visit) is able
    client.force_login(user)
    assert doors.export_selected(client, visit) is able
