"""The access grid: persona × door × record, generated from the console's registry."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.test import RequestFactory
from django.utils import timezone

from compliance.models import QuizAttempt
from reception.access.admin import ScopedAdmin
from reception.access.granting import share
from reception.access.scope import belongs_nowhere, can, visible
from reception.ledger.models import Entry
from tests import doors
from tests.records import MAKERS, make_party, make_visit
from visits.models import (
    Approval,
    ItineraryItem,
    Party,
    ReadinessWaiver,
    ShiftSwap,
    VenueWaiver,
    Visit,
)

pytestmark = pytest.mark.django_db

MODELS = list(MAKERS)
READING = [
    doors.in_list,
    doors.opened,
    doors.history,
    doors.who_can_see,
    doors.export_all,
    doors.export_selected,
]
WRITING = [
    doors.change_form,
    doors.delete_page,
    doors.import_over,
    doors.delete_selected,  # last: the record is gone behind it
]
NO_IMPORT = {"User"}  # users are made by hand
# Written by what happens.
READ_ONLY = {Entry, Approval, ReadinessWaiver, VenueWaiver, ShiftSwap}
READ_ONLY |= {QuizAttempt}


def name(value):
    return getattr(value, "__name__", str(value))


@pytest.fixture
def enter(client):
    """Log somebody in and return his browser."""

    def _enter(user):
        client.force_login(user)
        return client

    return _enter


def test_every_screen_is_in_the_grid():
    assert set(admin.site._registry) == set(MAKERS)


def test_every_screen_asks_the_scope():
    assert all(isinstance(s, ScopedAdmin) for s in admin.site._registry.values())


def opening(client, record, tried=READING) -> set:
    """Return the names of the doors that open to ``record``."""
    return {name(door) for door in tried if door(client, record)}


ALL_READING = {name(door) for door in READING}
ALL_WRITING = {name(door) for door in WRITING}


@pytest.mark.parametrize("model", MODELS, ids=name)
class TestReading:
    """Who gets a record into sight, through which doors."""

    def test_all_rights_at_one_place_reach_that_place_alone(
        self, model, enter, everything, north, south
    ):
        own, foreign = MAKERS[model](north), MAKERS[model](south)
        browser = enter(everything)
        assert opening(browser, own) == ALL_READING
        beyond = ALL_READING if belongs_nowhere(model) else set()
        assert opening(browser, foreign) == beyond

    def test_a_place_without_a_role_reaches_nothing(
        self, model, enter, roleless, north
    ):
        assert opening(enter(roleless), MAKERS[model](north)) == set()

    def test_a_role_without_a_place_reaches_nothing(
        self, model, enter, everything, north
    ):
        everything.officeusergrants.all().delete()
        record = MAKERS[model](north)
        beyond = ALL_READING if belongs_nowhere(model) else set()
        assert opening(enter(everything), record) == beyond

    def test_a_lapsed_place_reaches_nothing(self, model, enter, everything, north):
        everything.officeusergrants.update(expires_at=timezone.now())
        record = MAKERS[model](north)
        beyond = ALL_READING if belongs_nowhere(model) else set()
        assert opening(enter(everything), record) == beyond

    def test_auditor_and_superuser_read_every_place(
        self, model, client, auditor, root, south
    ):
        record = MAKERS[model](south)
        for reader in (auditor, root):
            client.force_login(reader)
            assert opening(client, record) == ALL_READING


@pytest.mark.parametrize("model", MODELS, ids=name)
class TestWriting:
    """Who gets at a record to change or delete it, through which doors."""

    def shut(self, model) -> set:
        """Return the doors that nobody opens for records of this kind."""
        if model in READ_ONLY:
            return ALL_WRITING
        return {"import_over"} if model.__name__ in NO_IMPORT else set()

    def test_all_rights_at_one_place_reach_that_place_alone(
        self, model, enter, everything, north, south
    ):
        own, foreign = MAKERS[model](north), MAKERS[model](south)
        open_ = ALL_WRITING - self.shut(model)
        browser = enter(everything)
        assert opening(browser, own, WRITING) == open_
        beyond = open_ if belongs_nowhere(model) else set()
        assert opening(browser, foreign, WRITING) == beyond

    def test_auditor_and_roleless_change_nothing(
        self, model, client, auditor, roleless, north
    ):
        record = MAKERS[model](north)
        for reader in (auditor, roleless):
            client.force_login(reader)
            assert opening(client, record, WRITING) == set()


@pytest.fixture
def sharee(everything):
    """Holds every right, and reaches no place: what he sees is shared with him."""
    everything.officeusergrants.all().delete()
    return everything


def shared_record(model, office, holder, action, by, until=None):
    """Return a visit, or a part of one, whose visit is shared with ``holder``."""
    record = MAKERS[model](office)
    visit = record if model is Visit else record.visit
    share(visit, holder, action, by=by, until=until)
    return record


@pytest.mark.parametrize("model", [Visit, Party, ItineraryItem], ids=name)
class TestSharedAndLapsed:
    """Each door of a shared visit and of its parts, for a share in force and lapsed."""

    def test_a_share_to_look_opens_the_reading_doors(
        self, model, enter, sharee, root, south
    ):
        record = shared_record(model, south, sharee, "view", root)
        browser = enter(sharee)
        assert opening(browser, record, [*READING, *WRITING]) == ALL_READING

    def test_a_share_to_change_keeps_shut_what_is_not_shared(
        self, model, enter, sharee, root, south
    ):
        record = shared_record(model, south, sharee, "change", root)
        shut = {
            Visit: {"delete_page", "delete_selected"},
            Party: {"import_over"},  # its key names a guest out of reach
        }
        found = opening(enter(sharee), record, [*READING, *WRITING])
        assert found == (ALL_READING | ALL_WRITING) - shut.get(model, set())

    def test_a_lapsed_share_opens_nothing(self, model, enter, sharee, root, south):
        now = timezone.now()
        record = shared_record(model, south, sharee, "change", root, until=now)
        assert opening(enter(sharee), record, [*READING, *WRITING]) == set()


def test_a_job_is_its_owners_alone(
    enter, begin, clerk, everything, approver, auditor, administrator, root
):
    """It has no screen in the grid: no right, place or share opens another's."""
    job = begin("file", clerk)
    assert doors.jobs_door(enter(clerk), job)
    for other in (everything, approver, auditor, administrator, root):
        assert not doors.jobs_door(enter(other), job)


@pytest.mark.parametrize("model", [*filter(doors.has_files, MODELS)], ids=name)
def test_attached_files_follow_their_record(
    model, enter, everything, roleless, north, south
):
    own, foreign = MAKERS[model](north), MAKERS[model](south)
    assert doors.attachment(enter(everything), own)
    assert not doors.attachment(enter(everything), foreign)
    assert not doors.attachment(enter(roleless), own)


def relations():
    """Yield every relation that a form or an inline of the console offers."""
    for model, screen in admin.site._registry.items():
        for field in (*model._meta.fields, *model._meta.many_to_many):
            if field.is_relation and field.editable and field.related_model in MAKERS:
                yield screen, field


def form_of(screen, user):
    """Return the screen's form class as ``user`` gets it, for a new record."""
    request = RequestFactory().get("/")
    request.user = user
    return screen.get_form(request, None, change=False, fields=None)


@pytest.mark.parametrize(
    ("screen", "field"),
    [pytest.param(s, f, id=f"{name(s.model)}.{f.name}") for s, f in relations()],
)
def test_a_posted_key_out_of_reach_is_refused(screen, field, everything, north, south):
    if field.name not in flatten_fieldsets(
        screen.fieldsets or [(None, {"fields": screen.fields})]
    ):
        return
    own = MAKERS[field.related_model](north)
    foreign = MAKERS[field.related_model](south)
    form = form_of(screen, everything)
    offered = []
    for each in (own, foreign):
        key = [each.pk] if field.many_to_many else each.pk
        errors = form(data={field.name: key}).errors.as_data().get(field.name, ())
        offered.append("invalid_choice" not in {error.code for error in errors})
    assert offered == [True, belongs_nowhere(field.related_model)]


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_filters_name_nothing_out_of_reach(model, enter, everything, north, south):
    MAKERS[model](north), MAKERS[model](south)
    body = doors.page(enter(everything).get(doors.url(model, "changelist")))
    assert str(south) not in body


def autocompletes():
    """Yield every (screen, field) that offers a search among related records."""
    for screen in admin.site._registry.values():
        for each in (screen, *(i(screen.model, admin.site) for i in screen.inlines)):
            for field in each.autocomplete_fields:
                yield each.model, field


@pytest.mark.parametrize(("model", "field"), sorted(set(autocompletes()), key=str))
def test_autocomplete_finds_nothing_out_of_reach(
    model, field, enter, everything, roleless, north, south
):
    target = model._meta.get_field(field).related_model
    own, foreign = MAKERS[target](north), MAKERS[target](south)
    query = {
        "app_label": model._meta.app_label,
        "model_name": model._meta.model_name,
        "field_name": field,
        "term": "",
    }
    found = enter(everything).get("/admin/autocomplete/", query).json()["results"]
    keys = {row["id"] for row in found}
    assert str(own.pk) in keys
    assert str(foreign.pk) not in keys
    assert enter(roleless).get("/admin/autocomplete/", query).status_code == 403


class TestSharing:
    """A visit shared for a time opens itself and its parts, and nothing else."""

    def test_a_share_to_look_opens_the_visit_but_changes_nothing(
        self, enter, clerk, root, south
    ):
        visit = make_visit(south)
        share(visit, clerk, "view", by=root)
        browser = enter(clerk)
        assert doors.opened(browser, visit)
        assert doors.in_list(browser, visit)
        assert not doors.change_form(browser, visit)
        assert not doors.delete_page(browser, visit)
        assert not doors.in_list(browser, make_visit(south))

    def test_a_share_to_change_opens_the_form_and_the_parts(self, clerk, root, south):
        party = make_party(south)
        share(party.visit, clerk, "change", by=root)
        assert can(clerk, "change", party.visit)
        assert can(clerk, "change", party)
        assert can(clerk, "delete", party)
        assert not can(clerk, "delete", party.visit)
        assert not can(clerk, "view", party.guest)

    def test_a_share_needs_no_role(self, enter, roleless, root, south):
        visit = make_visit(south)
        share(visit, roleless, "view", by=root)
        assert doors.opened(enter(roleless), visit)
        assert not doors.export_all(enter(roleless), visit)

    def test_a_share_with_an_office_serves_whoever_may_see_visits_there(
        self, clerk, roleless, root, north, south
    ):
        visit = make_visit(south)
        share(visit, north, "view", by=root)
        assert can(clerk, "view", visit)
        assert not can(clerk, "change", visit)
        assert not can(roleless, "view", visit)

    @pytest.mark.parametrize(("hours", "open_"), [(1, True), (0, False), (-1, False)])
    def test_a_share_lapses_by_itself(self, clerk, root, south, hours, open_):
        visit = make_visit(south)
        until = timezone.now() + timedelta(hours=hours)
        share(visit, clerk, "change", by=root, until=until)
        assert can(clerk, "change", visit) is open_

    def test_what_is_deleted_takes_its_shares_along(self, clerk, root, south):
        visit = make_visit(south)
        share(visit, clerk, "view", by=root)
        key = visit.pk
        visit.delete()
        again = make_visit(south, pk=key)
        assert not can(clerk, "view", again)


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_lists_and_single_records_agree(model, everything, clerk, north, south):
    records = [MAKERS[model](north), MAKERS[model](south)]
    for user in (everything, clerk):
        for action in ("view", "add", "change", "delete", "export"):
            listed = visible(user, action, model._default_manager.all())
            keys = set(listed.values_list("pk", flat=True))
            for record in records:
                assert (record.pk in keys) is can(user, action, record)


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_a_reader_of_everything_gets_the_bare_queryset(model, auditor, root):
    for user in (auditor, root):
        queryset = model._default_manager.all()
        assert visible(user, "view", queryset) is queryset


@pytest.mark.parametrize("model", [Visit, Party, ItineraryItem], ids=name)
def test_reach_is_read_once_and_the_filter_costs_no_query(
    model, clerk, django_assert_num_queries
):
    can(clerk, "view", make_visit(clerk.office))
    with django_assert_num_queries(1):
        list(visible(clerk, "view", model._default_manager.all()))
