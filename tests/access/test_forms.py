"""Forms and moves: what is posted, kept, refused and written."""

from datetime import UTC, datetime

import pytest
from django.contrib.messages import get_messages

from reception.access.admin import _Scoped
from reception.access.granting import share
from reception.accounts.models import Office
from reception.workflow import move
from tests import doors
from tests.cast import person
from tests.records import (
    make_guest,
    make_item,
    make_letter,
    make_party,
    make_place,
    make_user,
    make_venue,
    make_visit,
)
from venues.models import Venue
from visits.models import Approval, Guest, ItineraryItem, Letter, Party, Visit
from visits.moves import MOVES

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
CLERK_MOVES = {
    f"move_{name}" for name, step in MOVES.items() if step.action == "change"
}
LEADER_MOVES = {f"move_{name}" for name in MOVES} - CLERK_MOVES
JUNK = ["zz", "1,2,3", "-1", "", "٣", "9" * 30, "1;--", "None", "\x00"]


def filled(response) -> dict:
    """Return what a browser posts from a page that nobody touched."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    found = {"ledger_seen": response.context.get("ledger_seen", "")}
    for box in (box for form in forms for box in form):
        value = box.value()
        if isinstance(value, datetime):
            value = box.field.widget.format_value(value)
        if value not in (None, "") and value is not False:
            found[box.html_name] = value
    return found


def errors_of(response) -> set:
    """Return the names of the fields that a page complains about."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += inline.formset.forms
    return {name for form in forms for name in form.errors}


@pytest.fixture
def enter(client, clerk):
    """The clerk's browser: open a record's form as it is posted untouched."""
    client.force_login(clerk)

    def _enter(record):
        address = doors.url(type(record), "change", record.pk)
        return address, filled(client.get(address))

    return _enter


@pytest.fixture
def meanwhile(monkeypatch):
    """Let something happen between the check of a posted form and its saving."""

    def _meanwhile(model, happens):
        screen = type(doors.screen(model))
        save_form = screen.save_form

        def late(self, *args, **kwargs):
            happens()
            return save_form(self, *args, **kwargs)

        monkeypatch.setattr(screen, "save_form", late)

    return _meanwhile


@pytest.fixture
def leaky(monkeypatch):
    """Forms that offer every record there is, as if the scope had been forgotten."""
    monkeypatch.delattr(_Scoped, "formfield_for_foreignkey")


@pytest.fixture
def submitted(north, clerk):
    """A submitted visit with a guest."""
    visit = make_visit(north, letter=make_letter(north))
    make_party(north, visit=visit)
    return move(visit, "submit", by=clerk, at=NOW)


# What a form writes


def test_a_form_writes_only_the_columns_that_were_edited(
    client, enter, meanwhile, north
):
    venue = make_venue(north, name="before", address="old")
    address, data = enter(venue)

    def rename():
        other = Venue.objects.get(pk=venue.pk)
        other.name = "renamed meanwhile"
        other.save()

    meanwhile(Venue, rename)
    assert client.post(address, {**data, "address": "new"}).status_code == 302
    venue.refresh_from_db()
    assert (venue.name, venue.address) == ("renamed meanwhile", "new")


def test_a_form_that_a_move_overtakes_is_refused(
    client, clerk, enter, meanwhile, north
):
    visit = make_visit(north, category="business")
    address, data = enter(visit)
    meanwhile(Visit, lambda: move(visit, "submit", by=clerk, at=NOW))
    assert client.post(address, {**data, "title": "edited"}).status_code == 403
    visit.refresh_from_db()
    assert visit.title != "edited"


def test_a_page_from_before_a_move_is_refused(client, clerk, enter, north):
    visit = make_visit(north, category="business", title="as submitted")
    address, data = enter(visit)
    move(visit, "submit", by=clerk, at=NOW)
    assert client.post(address, {**data, "title": "edited"}).status_code == 403
    visit.refresh_from_db()
    assert (visit.state, visit.title) == ("submitted", "as submitted")


def test_an_untouched_form_is_saved_and_changes_nothing(client, enter, north):
    party = make_party(north)
    make_item(north, visit=party.visit, place=make_place(north))
    before = Visit.objects.values().get(pk=party.visit_id)
    address, data = enter(party.visit)
    assert client.post(address, data).status_code == 302
    assert Visit.objects.values().get(pk=party.visit_id) == before


# The question asked again after the write


@pytest.mark.usefixtures("leaky")
def test_a_new_record_out_of_reach_is_rolled_back(client, clerk, south):
    client.force_login(clerk)
    data = {
        "sending_unit": "unit",
        "kind": "official",
        "issued_on": "2026-03-02",
        "received_on": "2026-03-02",
        "content": "study",
        "office": south.pk,
    }
    assert client.post(doors.url(Letter, "add"), data).status_code == 403
    assert not Letter.objects.exists()


@pytest.mark.usefixtures("leaky")
def test_a_record_is_not_moved_out_of_reach(client, enter, north, south):
    venue = make_venue(north, address="old")
    address, data = enter(venue)
    response = client.post(address, {**data, "office": south.pk, "address": "new"})
    venue.refresh_from_db()
    assert response.status_code == 403
    assert (venue.office, venue.address) == (north, "old")


@pytest.mark.usefixtures("leaky")
def test_a_part_is_not_put_on_a_hidden_record(client, clerk, north, south):
    client.force_login(clerk)
    visit, guest = make_visit(south), make_guest(north)
    data = {"visit": visit.pk, "guest": guest.pk, "role": "member", "precedence": 1}
    response = client.post(doors.url(Party, "add"), {**data, "rank": "none"})
    assert response.status_code == 403
    assert not Party.objects.exists()


def test_an_office_made_below_ones_own_counts_as_reached(client, city, north):
    user = person("head", north, "administrator", reaches=[north])
    client.force_login(user)
    data = {"code": "LOW", "name": "low", "level": "district", "parent": north.pk}
    assert client.post(doors.url(Office, "add"), data).status_code == 302
    assert Office.objects.get(code="LOW").parent == north


# Locked records


def test_a_submitted_visit_has_no_delete_page(client, clerk, submitted):
    client.force_login(clerk)
    address = doors.url(Visit, "delete", submitted.pk)
    assert client.get(address).status_code == 403
    assert client.post(address, {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [submitted.pk]}
    client.post(doors.url(Visit, "changelist"), {**data, "post": "yes"})
    assert Visit.objects.filter(pk=submitted.pk).exists()


def test_the_parts_of_a_submitted_visit_are_only_shown(client, clerk, submitted):
    client.force_login(clerk)
    response = client.get(doors.url(Visit, "change", submitted.pk))
    assert submitted.party.get().guest.name in doors.page(response)
    for inline in response.context["inline_admin_formsets"]:
        assert not inline.has_add_permission
        assert not inline.has_change_permission
        assert not inline.has_delete_permission


def test_inlines_refuse_to_touch_the_parts_of_a_submitted_visit(
    rf, clerk, north, submitted
):
    request = rf.get("/")
    request.user = clerk
    for visit, open_ in ((submitted, False), (make_visit(north), True)):
        for inline in doors.screen(Visit).get_inline_instances(request, visit):
            if inline.model is Approval:  # nobody writes those, ever
                continue
            assert inline.has_view_permission(request, visit)
            assert inline.has_add_permission(request, visit) is open_
            assert inline.has_change_permission(request, visit) is open_
            assert inline.has_delete_permission(request, visit) is open_


def test_posted_parts_of_a_submitted_visit_are_not_stored(
    client, clerk, north, submitted
):
    client.force_login(clerk)
    (party,) = submitted.party.all()
    data = filled(client.get(doors.url(Visit, "change", submitted.pk)))
    data |= {"party-TOTAL_FORMS": 2, "party-0-id": party.pk, "party-0-DELETE": "on"}
    data |= {"party-1-guest": make_guest(north).pk, "party-1-role": "member"}
    data |= {"party-1-rank": "none", "party-1-precedence": 2}
    client.post(doors.url(Visit, "change", submitted.pk), data)
    assert list(Party.objects.filter(visit=submitted)) == [party]


def test_parts_of_a_submitted_visit_stay_on_their_own_screen(client, clerk, submitted):
    client.force_login(clerk)
    (party,) = submitted.party.all()
    change, delete = (doors.url(Party, n, party.pk) for n in ("change", "delete"))
    assert client.post(change, {"position": "changed"}).status_code == 403
    assert client.post(delete, {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [party.pk], "post": "yes"}
    client.post(doors.url(Party, "changelist"), data)
    party.refresh_from_db()
    assert party.position != "changed"


def test_no_part_comes_to_a_submitted_visit_on_its_own_screen(
    client, enter, north, submitted
):
    party = make_party(north)
    address, data = enter(party)
    guest = make_guest(north).pk
    client.post(address, {**data, "visit": submitted.pk})
    client.post(
        doors.url(Party, "add"), {**data, "visit": submitted.pk, "guest": guest}
    )
    party.refresh_from_db()
    assert party.visit != submitted
    assert submitted.party.count() == 1


# References out of reach


def test_a_form_keeps_a_present_reference_and_takes_no_other_hidden_one(
    client, enter, north, south
):
    visit = make_visit(north, letter=make_letter(south))
    address, data = enter(visit)
    other = client.post(address, {**data, "letter": make_letter(south).pk})
    assert errors_of(other) == {"letter"}
    assert client.post(address, {**data, "title": "edited"}).status_code == 302
    kept, visit = visit.letter, Visit.objects.get(pk=visit.pk)
    assert (visit.letter, visit.title) == (kept, "edited")


def test_a_part_keeps_a_present_reference_and_takes_no_other_hidden_one(
    client, enter, north, south
):
    party = make_party(north, guest=make_guest(south))
    address, data = enter(party.visit)
    other = {**data, "party-0-guest": make_guest(south).pk}
    assert errors_of(client.post(address, other)) == {"guest"}
    edited = {**data, "party-0-position": "mayor"}
    assert client.post(address, edited).status_code == 302
    kept, party = party.guest, Party.objects.get(pk=party.pk)
    assert (party.guest, party.position) == (kept, "mayor")


def test_the_add_pages_address_shows_nothing_hidden(client, clerk, south):
    client.force_login(clerk)
    letter, guest = make_letter(south), make_guest(south)
    visit = make_visit(south)
    page = client.get(doors.url(Visit, "add"), {"letter": letter.pk})
    assert letter.sending_unit not in doors.page(page)
    query = {"guest": guest.pk, "visit": visit.pk}
    page = doors.page(client.get(doors.url(Party, "add"), query))
    assert guest.name not in page
    assert visit.title not in page


def test_a_hidden_reference_in_the_add_pages_address_is_not_accepted(
    client, enter, north, south
):
    letter = make_letter(south)
    _address, data = enter(make_visit(north))
    address = f"{doors.url(Visit, 'add')}?letter={letter.pk}"
    response = client.post(address, {**data, "letter": letter.pk})
    assert errors_of(response) == {"letter"}
    assert not Visit.objects.filter(letter=letter).exists()


@pytest.mark.parametrize("value", JUNK)
@pytest.mark.parametrize(
    ("model", "names"),
    [
        (Visit, ["letter", "host_office", "liaison", "guests", "arrives_at"]),
        (Party, ["guest", "visit", "precedence"]),
        (ItineraryItem, ["place", "visit", "starts_at"]),
        (Guest, ["office", "number", "no_such_column"]),
    ],
)
def test_anything_may_stand_in_the_add_pages_address(
    model, names, value, client, clerk
):
    client.force_login(clerk)
    for name in names:
        response = client.get(doors.url(model, "add"), {name: value})
        assert response.status_code == 200, name


# Parts posted on the page of their record


@pytest.mark.parametrize(
    ("prefix", "name", "make"),
    [("party", "guest", make_guest), ("itinerary", "place", make_place)],
)
def test_a_new_part_refers_to_nothing_hidden(
    prefix, name, make, client, enter, north, south
):
    address, data = enter(make_visit(north))
    row = {"role": "member", "rank": "none", "precedence": 1, "line": 1}
    row |= {"starts_at": "2026-03-02T10:00", "activity": "talk"}
    data |= {f"{prefix}-0-{key}": value for key, value in row.items()}
    data[f"{prefix}-TOTAL_FORMS"] = 1
    hidden = client.post(address, {**data, f"{prefix}-0-{name}": make(south).pk})
    assert errors_of(hidden) == {name}
    own = client.post(address, {**data, f"{prefix}-0-{name}": make(north).pk})
    assert own.status_code == 302


@pytest.mark.parametrize("what", [{"DELETE": "on"}, {"position": "stolen"}])
@pytest.mark.parametrize("side", ["north", "south"])
def test_parts_of_another_visit_are_out_of_the_forms_hands(
    what, side, client, enter, north, request
):
    own = make_party(north)
    other = make_party(request.getfixturevalue(side), position="as it was")
    address, data = enter(own.visit)
    data |= {f"party-0-{name}": value for name, value in what.items()}
    for visit in (own.visit_id, other.visit_id):
        client.post(address, {**data, "party-0-id": other.pk, "party-0-visit": visit})
    again = Party.objects.get(pk=other.pk)
    assert (again.visit, again.position) == (other.visit, "as it was")


def test_a_part_is_not_taken_to_another_visit_by_the_form(client, enter, north, south):
    party = make_party(north)
    address, data = enter(party.visit)
    client.post(address, {**data, "party-0-visit": make_visit(south).pk})
    assert Party.objects.get(pk=party.pk).visit == party.visit


def test_the_page_of_a_guest_names_only_visits_in_reach(client, clerk, north, south):
    guest = make_guest(north)
    own, hidden = (make_party(office, guest=guest).visit for office in (north, south))
    client.force_login(clerk)
    page = doors.page(client.get(doors.url(Guest, "change", guest.pk)))
    assert own.title in page
    assert hidden.title not in page


# The page of a move


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_hidden_record_has_no_page_for_moves(method, client, clerk, south):
    visit = make_visit(south, category="business", title="hidden title")
    client.force_login(clerk)
    address = doors.url(Visit, "move", visit.pk, "submit")
    response = getattr(client, method)(address, {"reason": "because"})
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert "hidden title" not in str([*get_messages(response.wsgi_request)])
    visit.refresh_from_db()
    assert visit.state == "draft"


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_right_the_page_of_a_move_is_forbidden(
    method, client, approver, north
):
    visit = make_visit(north, category="business")
    client.force_login(approver)
    address = doors.url(Visit, "move", visit.pk, "submit")
    response = getattr(client, method)(address, {"reason": "because"})
    assert response.status_code == 403
    visit.refresh_from_db()
    assert visit.state == "draft"


def test_a_move_from_another_state_has_no_page_and_does_nothing(
    client, clerk, submitted
):
    client.force_login(clerk)
    address = doors.url(Visit, "move", submitted.pk, "submit")
    assert client.get(address).status_code == 403
    assert client.post(address, {"reason": "because"}).status_code == 200
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_a_move_that_does_not_exist_finds_nothing(client, clerk, north):
    client.force_login(clerk)
    address = doors.url(Visit, "move", make_visit(north).pk, "fly")
    assert client.get(address).status_code == 302
    assert client.post(address).status_code == 302


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("clerk", CLERK_MOVES),
        ("approver", LEADER_MOVES),
        ("auditor", set()),
        ("root", CLERK_MOVES | LEADER_MOVES),
    ],
)
def test_moves_of_many_are_offered_to_roles_with_the_right(
    who, offered, client, north, request
):
    make_visit(north)
    client.force_login(request.getfixturevalue(who))
    form = client.get(doors.url(Visit, "changelist")).context["action_form"]
    choices = [key for key, _label in form.fields["action"].choices] if form else []
    assert {key for key in choices if key.startswith("move_")} == offered


# A share to change


@pytest.mark.parametrize("how", ["view", "change"])
def test_a_share_does_not_let_a_record_be_taken_elsewhere(
    how, client, clerk, enter, root, north, south
):
    visit = make_visit(south, title="theirs")
    share(visit, clerk, how, by=root)
    address, data = enter(visit)
    client.post(address, {**data, "host_office": north.pk, "title": "edited"})
    visit.refresh_from_db()
    assert visit.host_office == south
    assert visit.title == ("edited" if how == "change" else "theirs")


# What the database would refuse


def test_a_constraint_on_columns_outside_the_form_is_told_by_the_form(
    client, enter, north
):
    hands = {"submitted_by": make_user(north), "decided_by": make_user(north)}
    letter = make_letter(north)
    visit = make_visit(north, state="approved", letter=letter, decided_at=NOW, **hands)
    address, data = enter(visit)
    answer = client.post(address, {**data, "letter": ""})
    assert answer.context["adminform"].form.non_field_errors()
    visit.refresh_from_db()
    assert visit.letter == letter


def test_a_visit_is_not_merged_into_itself(client, enter, north):
    visit = make_visit(north)
    address, data = enter(visit)
    answer = client.post(address, {**data, "merged_into": visit.pk})
    assert answer.context["adminform"].form.non_field_errors()


@pytest.mark.parametrize("column", ["arrives_at", "departs_at"])
def test_a_moment_outside_the_calendar_is_refused_in_words(
    client, enter, north, column
):
    address, data = enter(make_visit(north))
    answer = client.post(address, {**data, column: "0001-01-01T00:00"})
    assert column in answer.context["adminform"].form.errors


@pytest.mark.parametrize("key", ["abc", "1" + "0" * 30, "-1", "1,2"])
@pytest.mark.parametrize("column", ["letter", "host_office"])
def test_a_made_up_key_is_refused_and_breaks_nothing(client, enter, north, column, key):
    address, data = enter(make_visit(north))
    assert client.post(address, {**data, column: key}).status_code == 400
