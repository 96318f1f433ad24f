"""One test for each way in which this stack is known to leak or lose (P-1 … P-20)."""

import csv
import io

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from guardian.models import GroupObjectPermission, UserObjectPermission
from guardian.utils import get_group_obj_perms_model, get_user_obj_perms_model

from reception.access.granting import share
from reception.access.models import OfficeUserGrant
from reception.access.scope import can, visible
from reception.accounts.models import Office, User
from reception.exchange.models import Batch
from reception.ledger.models import Entry, Kind
from tests import doors
from tests.cast import person
from tests.records import (
    make_guest,
    make_item,
    make_letter,
    make_place,
    make_venue,
    make_visit,
)
from venues.models import Venue
from visits.models import ActivityPlace, Guest, Visit

pytestmark = pytest.mark.django_db


def upload(client, model, rows, header=None):
    """Upload ``rows`` (dicts) as CSV and return the address of the preview."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, header or list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    data = ContentFile(file.getvalue().encode(), name="rows.csv")
    response = client.post(doors.url(model, "import"), {"file": data})
    assert response.status_code == 302, response.content[:500]
    return response["Location"]


def give(user, *codenames):
    """Give the user single rights beside his roles."""
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))


def test_p01_a_grant_on_one_record_opens_list_and_form(client, roleless, root, south):
    visit = make_visit(south)
    share(visit, roleless, "change", by=root)
    client.force_login(roleless)
    assert doors.in_list(client, visit)
    assert doors.opened(client, visit)


def test_p02_has_perm_with_and_without_a_record_is_one_meaning(clerk, north, south):
    own, foreign = make_visit(north), make_visit(south)
    assert clerk.has_perm("visits.change_visit")
    assert clerk.has_perm("visits.change_visit", own)
    assert not clerk.has_perm("visits.change_visit", foreign)
    assert not clerk.has_perm("venues.change_venue", own)
    assert "visits.change_visit" not in clerk.get_all_permissions(foreign)


def test_p03_nobody_grants_himself_and_every_grant_is_in_the_ledger(
    client, administrator, clerk, north, south
):
    client.force_login(administrator)
    own = client.post(doors.url(User, "change", administrator.pk), {})
    assert own.status_code == 403
    assert client.get(
        f"/admin/visits/visit/{make_visit(north).pk}/permissions/"
    ).status_code in (302, 404)
    noted = Entry.objects.filter(kind=Kind.GRANTED, record_id=north.pk)
    assert noted.filter(details__to=str(clerk)).exists()


def test_p03_without_the_right_to_share_nothing_is_shared(client, clerk, north, south):
    user = person("plain", north, reaches=[north])
    give(user, "view_visit", "change_visit")
    visit = make_visit(north)
    client.force_login(user)
    address = doors.url(Visit, "access", visit.pk)
    assert "share_form" not in doors.page(client.get(address))
    data = {"office": south.pk, "action": "change"}
    assert client.post(address, data).status_code == 403
    client.force_login(clerk)
    assert client.post(address, data).status_code == 302
    assert visit.office_shares.get().granted_by == clerk


def test_p04_inlines_ask_for_the_childs_right_on_the_childs_model(client, clerk, north):
    visit = make_visit(north)
    client.force_login(clerk)
    body = doors.page(client.get(doors.url(Visit, "change", visit.pk)))
    assert "party-TOTAL_FORMS" in body
    assert "itinerary-TOTAL_FORMS" in body


def test_p05_import_and_export_need_rights_of_their_own(client, north):
    user = person("editor", north, reaches=[north])
    give(user, "view_visit", "change_visit", "add_visit")
    client.force_login(user)
    for page in ("export", "import", "import_headings"):
        name = page.replace("import_headings", "headings")
        assert client.get(doors.url(Visit, name)).status_code == 403
    body = doors.page(client.get(doors.url(Visit, "changelist")))
    assert doors.url(Visit, "export") not in body
    assert doors.url(Visit, "import") not in body


def test_p06_exports_hold_written_out_columns_and_never_a_password(client, root, clerk):
    client.force_login(root)
    rows = doors.exported_rows(client, clerk)
    assert not any("password" in heading or "密码" in heading for heading in rows[0])
    assert not any(
        cell.startswith(("md5$", "pbkdf2")) for r in rows for cell in r.values()
    )


def test_p06_no_page_shows_a_password_not_even_its_hash(client, administrator, clerk):
    clerk.set_password("a long enough word")
    clerk.save()
    client.force_login(administrator)
    response = client.get(doors.url(User, "change", clerk.pk))
    assert clerk.password not in doors.page(response)
    assert 'name="password"' not in doors.page(response)


def test_p06_private_facts_are_masked_without_the_right(client, auditor, root, north):
    guest = make_guest(north, phone="13912345678")
    client.force_login(auditor)
    assert "139****5678" in str(doors.exported_rows(client, guest))
    client.force_login(root)
    assert "13912345678" in str(doors.exported_rows(client, guest))


def test_p07_an_import_neither_shows_nor_changes_what_is_hidden(client, clerk, south):
    hidden = make_venue(south, name="hidden name")
    give(clerk, "import_venue")
    client.force_login(clerk)
    row = {
        "number": hidden.number,
        "name": "stolen",
        "kind": "hotel",
        "office": "NORTH",
    }
    address = upload(client, Venue, [row])
    preview = client.get(address)
    assert "hidden name" not in doors.page(preview)
    client.post(address)
    hidden.refresh_from_db()
    assert (hidden.name, hidden.office) == ("hidden name", south)


def test_p08_the_primary_key_is_no_column(client, clerk, north):
    visit = make_visit(north)
    client.force_login(clerk)
    address = upload(client, Visit, [{"id": visit.pk, "number": visit.number}])
    assert client.get(address).context["found"].problems
    client.post(address)
    visit.refresh_from_db()
    assert visit.title != ""


def test_p09_a_file_refers_to_nothing_out_of_reach(client, clerk, north, south):
    letter = make_letter(south)
    visit = make_visit(north)
    client.force_login(clerk)
    row = {"number": visit.number, "letter": letter.number, "host_office": "SOUTH"}
    address = upload(client, Visit, [row])
    problems = client.get(address).context["found"].rows[0].problems
    assert set(problems) == {"letter", "host_office"}
    assert letter.sending_unit not in str(problems)


def test_p10_a_posted_foreign_key_out_of_reach_is_refused(client, clerk, north, south):
    visit = make_visit(north)
    client.force_login(clerk)
    data = {"host_office": south.pk, "letter": make_letter(south).pk}
    response = client.post(doors.url(Visit, "change", visit.pk), data)
    errors = response.context["adminform"].form.errors
    assert "host_office" in errors
    assert "letter" in errors


def test_p11_actions_leave_alone_what_may_only_be_seen(client, clerk, root, south):
    visit = make_visit(south, category="business")
    share(visit, clerk, "view", by=root)
    client.force_login(clerk)
    for action in ("delete_selected", "move_submit"):
        data = {"action": action, "_selected_action": [visit.pk], "post": "yes"}
        data["confirm"] = "1"
        client.post(doors.url(Visit, "changelist"), data)
    visit.refresh_from_db()
    assert visit.state == "draft"


def test_p11_a_refused_delete_names_nothing_out_of_reach(client, clerk, north, south):
    place = make_place(north)
    make_item(south, place=place, activity="secret talk")
    client.force_login(clerk)
    body = doors.page(client.get(doors.url(ActivityPlace, "delete", place.pk)))
    assert place.name in body
    assert "secret talk" not in body


def test_p12_the_history_of_a_hidden_record_is_hidden(client, clerk, south):
    visit = make_visit(south, title="hidden title")
    client.force_login(clerk)
    response = client.get(doors.url(Visit, "history", visit.pk), follow=True)
    assert "hidden title" not in doors.page(response)
    assert not doors.history(client, visit)


def test_p13_history_cannot_be_posted_to(client, auditor, north):
    visit = make_visit(north, title="as it was")
    client.force_login(auditor)
    client.post(doors.url(Visit, "history", visit.pk), {"title": "changed"})
    visit.refresh_from_db()
    assert visit.title == "as it was"


def test_p14_grants_go_with_their_record_and_the_generic_tables_stay_empty(
    clerk, root, south
):
    visit = make_visit(south)
    grant = share(visit, clerk, "view", by=root)
    visit.delete()
    assert not type(grant)._default_manager.filter(pk=grant.pk).exists()
    assert not UserObjectPermission.objects.exists()
    assert not GroupObjectPermission.objects.exists()


@pytest.mark.parametrize("model", [Office, Venue, Visit])
def test_p14_guardian_itself_uses_the_direct_tables(model):
    assert get_user_obj_perms_model(model) is not UserObjectPermission
    assert get_group_obj_perms_model(model) is not GroupObjectPermission


def test_p15_rights_of_roles_and_of_places_do_not_add_up(everything, north, south):
    everything.groups.clear()
    everything.user_permissions.set(Permission.objects.filter(codename="view_visit"))
    own, foreign = make_visit(north), make_visit(south)
    user = User.objects.get(pk=everything.pk)
    assert can(user, "view", own)
    assert not can(user, "change", own)
    assert not can(user, "view", foreign)


def test_p16_no_anonymous_account_is_made():
    assert list(get_user_model().objects.values_list("username", flat=True)) == []


def test_p17_a_file_is_its_users_own_and_is_used_once(client, clerk, approver, north):
    client.force_login(clerk)
    row = {"number": "", "office": "NORTH", "name": "guest"}
    address = upload(client, Guest, [row])
    batch = Batch.objects.get()
    give(approver, "import_guest", "add_guest", "change_guest")
    client.force_login(approver)
    assert client.get(address).status_code == client.post(address).status_code == 404
    assert not doors.foreign_batch(client, batch)
    client.force_login(clerk)
    for _click in range(2):
        assert client.post(address).status_code == 302
    assert Guest.objects.count() == 1


def test_p18_the_right_is_asked_again_when_the_file_is_committed(client, clerk, north):
    client.force_login(clerk)
    row = {"number": "", "office": "NORTH", "name": "guest"}
    address = upload(client, Guest, [row])
    clerk.groups.clear()
    assert client.post(address).status_code == 403
    assert not Guest.objects.exists()


def test_p19_a_conflict_after_the_preview_is_told_and_stores_nothing(
    client, clerk, north
):
    client.force_login(clerk)
    rows = [
        {"number": f"NORTH-G-100{n}", "office": "NORTH", "name": "guest"}
        for n in (1, 2)
    ]
    address = upload(client, Guest, rows)
    OfficeUserGrant.objects.filter(user=clerk).delete()
    response = client.post(address, follow=True)
    assert not Guest.objects.exists()
    assert not Entry.objects.filter(
        kind__in=[Kind.CREATED, Kind.IMPORTED], record_type="visits.guest"
    ).exists()
    assert any(message.level_tag == "error" for message in response.context["messages"])


def test_p20_files_are_judged_by_the_forms_validators_and_constraints(
    client, clerk, north
):
    client.force_login(clerk)
    good = {
        "office": "NORTH",
        "name": "guest",
        "phone": "",
        "rank": "none",
        "number": "",
    }
    bad = [
        {**good, "name": "x" * 200},
        {**good, "phone": "call me"},
        {**good, "rank": "emperor"},
        {**good, "name": ""},
    ]
    address = upload(client, Guest, bad)
    found = client.get(address).context["found"]
    assert [list(row.problems) for row in found.rows] == [
        ["name"],
        ["phone"],
        ["rank"],
        ["name"],
    ]


def test_the_scope_never_answers_for_the_inactive(clerk, north):
    make_visit(north)
    clerk.is_active = False
    assert not visible(clerk, "view", Visit.objects.all()).exists()


def test_every_record_says_where_it_belongs():
    ours = ("visits", "venues", "compliance")
    for config in map(apps.get_app_config, ours):
        for model in config.get_models():
            if not model._meta.auto_created:
                assert isinstance(model.access_paths, tuple)
                columns = [model._meta.get_field(path) for path in model.access_paths]
                # Only forward keys keep a row single without DISTINCT.
                assert all(c.many_to_one or c.one_to_one for c in columns)
                assert all(c.concrete for c in columns)
