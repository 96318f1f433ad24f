"""What stays hidden on pages that are open: private facts, and names out of reach."""

import pytest

from tests import doors
from tests.cast import person
from tests.records import make_guest, make_letter, make_party, make_visit
from tests.test_pitfalls import give
from visits.models import Guest, Letter, Party, Visit

pytestmark = pytest.mark.django_db
PHONE, IDENTITY = "13912345678", "410611197001011234"


@pytest.fixture
def guest(north):
    """A guest with a phone and an identity number."""
    return make_guest(north, name="known", phone=PHONE, identity_number=IDENTITY)


@pytest.fixture
def blind(north):
    """Changes guests of the north but may not read their private facts."""
    user = person("blind", north, reaches=[north])
    give(user, "view_guest", "change_guest", "export_guest")
    return user


def listed(client, model, **query):
    """Return the list page of ``model`` as text."""
    response = client.get(doors.url(model, "changelist"), query)
    assert response.status_code == 200
    return doors.page(response)


@pytest.mark.parametrize("who", ["clerk", "auditor", "root"])
@pytest.mark.parametrize(
    ("model", "lookup", "value"),
    [
        (Guest, "phone__startswith", "139"),
        (Guest, "phone", PHONE),
        (Guest, "identity_number__startswith", "4106"),
        (Guest, "identity_number__regex", "^4"),
        (Party, "guest__phone__startswith", "139"),
        (Visit, "party__guest__identity_number__startswith", "4106"),
    ],
)
def test_nobody_filters_by_private_facts(
    model, lookup, value, who, client, guest, request
):
    client.force_login(request.getfixturevalue(who))
    response = client.get(doors.url(model, "changelist"), {lookup: value})
    assert response.status_code == 400


def test_the_search_reads_private_facts_only_for_who_may(client, clerk, auditor, guest):
    client.force_login(clerk)
    assert guest.name in listed(client, Guest, q=PHONE)
    client.force_login(auditor)
    assert guest.name not in listed(client, Guest, q=PHONE)
    assert guest.name in listed(client, Guest, q=guest.name)


@pytest.mark.parametrize("who", ["clerk", "auditor", "root"])
def test_lists_cover_the_phone_for_everybody(who, client, guest, request):
    client.force_login(request.getfixturevalue(who))
    page = listed(client, Guest)
    assert "139****5678" in page
    assert PHONE not in page
    assert IDENTITY not in page


def test_the_form_leaves_private_facts_out_for_who_may_not(
    client, clerk, auditor, blind, guest
):
    address = doors.url(Guest, "change", guest.pk)
    for user, seen in ((clerk, True), (auditor, False), (blind, False)):
        client.force_login(user)
        page = doors.page(client.get(address))
        assert (PHONE in page) is seen
        assert (IDENTITY in page) is seen


def test_who_may_not_read_private_facts_does_not_write_them(client, blind, guest):
    client.force_login(blind)
    data = {"name": "renamed", "rank": "none", "office": guest.office_id}
    data |= {"number": guest.number, "phone": "13900000000", "identity_number": ""}
    response = client.post(doors.url(Guest, "change", guest.pk), data)
    assert response.status_code == 302
    guest.refresh_from_db()
    assert (guest.name, guest.phone) == ("renamed", PHONE)
    assert guest.identity_number == IDENTITY


def test_the_history_covers_private_facts_for_everybody(client, root, guest):
    guest.phone = "13887654321"
    guest.save()
    client.force_login(root)
    page = doors.page(client.get(doors.url(Guest, "history", guest.pk)))
    assert "139****5678" in page
    assert "138****4321" in page
    assert PHONE not in page
    assert "13887654321" not in page


def test_exports_cover_private_facts_for_who_may_not(client, clerk, blind, guest):
    client.force_login(blind)
    assert PHONE not in str(doors.exported_rows(client, guest))
    assert IDENTITY not in str(doors.exported_rows(client, guest))
    client.force_login(clerk)
    assert IDENTITY in str(doors.exported_rows(client, guest))


@pytest.fixture
def letters(north, south):
    """Two letters of the north; the second announces a visit of the south."""
    own, foreign = make_letter(north), make_letter(north)
    make_visit(north, letter=own, title="our visit")
    make_visit(south, letter=foreign, title="their visit")
    return own, foreign


def test_the_list_of_letters_names_only_visits_in_reach(client, clerk, letters):
    own, foreign = letters
    client.force_login(clerk)
    page = listed(client, Letter)
    assert own.visit.number in page
    assert foreign.number in page
    assert foreign.visit.number not in page


def test_a_letter_leads_only_to_a_visit_in_reach(client, clerk, letters):
    client.force_login(clerk)
    for letter, shown in zip(letters, (True, False), strict=True):
        response = client.get(doors.url(Letter, "change", letter.pk))
        address = doors.url(Visit, "change", letter.visit.pk)
        assert (address in doors.page(response)) is shown
        assert bool(response.context["tools"]) is shown
        assert ("their visit" in doors.page(response)) is False


def test_only_who_may_enter_visits_is_led_to_enter_one(client, clerk, auditor, north):
    letter = make_letter(north)
    address = doors.url(Letter, "change", letter.pk)
    for user, offered in ((clerk, True), (auditor, False)):
        client.force_login(user)
        page = doors.page(client.get(address))
        assert (f"{doors.url(Visit, 'add')}?letter={letter.pk}" in page) is offered


def test_the_step_from_a_letter_fills_in_its_visit(client, clerk, north):
    letter = make_letter(north, content="what for")
    client.force_login(clerk)
    response = client.get(doors.url(Letter, "change", letter.pk))
    (tool,) = response.context["tools"]
    form = client.get(tool["url"]).context["adminform"].form
    assert str(form["letter"].value()) == str(letter.pk)
    assert str(form["host_office"].value()) == str(north.pk)
    assert form["purpose"].value() == "what for"


def test_a_guest_on_a_hidden_visit_is_named_nowhere(client, clerk, north, south):
    party = make_party(south, guest=make_guest(north, name="known"))
    client.force_login(clerk)
    assert party.visit.title not in listed(client, Party)
    assert party.visit.title not in listed(client, Party, q="known")
