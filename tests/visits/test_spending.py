"""Meals and costs: noted from the draft to the settlement, but not under decision."""

from decimal import Decimal

import pytest

from reception.exchange.importing import ImportRefused
from seeds.world import bring_in
from tests.cast import person
from tests.doors import url
from tests.records import DAY, make_cost, make_meal, make_user, make_visit, moment
from visits.exchange import CostResource
from visits.models import Cost, Meal, Visit
from visits.states import ENDED, State

pytestmark = pytest.mark.django_db
PARTS = (Meal, Cost)
MAKE = {Meal: make_meal, Cost: make_cost}


def other_doors(page):
    """Return the doors of a visit's page that lead to a new meal or cost."""
    doors = tuple(url(model, "add") for model in PARTS)
    return [each for each in page.context["tools"] if each["url"].startswith(doors)]


@pytest.fixture
def visit(north):
    """A draft that the north entered."""
    return make_visit(north, guests=12, companions=4)


@pytest.fixture
def completed(north):
    """A visit of twelve guests who have left; its own page is closed."""
    return make_visit(
        north,
        guests=12,
        companions=4,
        category="business",
        state="completed",
        submitted_by=make_user(north),
        decided_by=make_user(north),
        decided_at=moment(),
    )


@pytest.fixture
def submitted(north):
    """A visit on which somebody has to decide."""
    return make_visit(north, state="submitted", submitted_by=make_user(north))


@pytest.mark.parametrize("model", PARTS)
@pytest.mark.parametrize("state", State)
def test_a_pending_decision_and_the_settlement_close_what_was_done(model, state, visit):
    part = MAKE[model](visit.host_office, visit=visit)
    visit.state = state
    ended = (State.SETTLED, State.ARCHIVED, *ENDED)
    assert bool(part.locked_reason()) is (state in (State.SUBMITTED, *ended))


def data_of(model, visit, **given):
    common = {"visit": visit.pk, "line": 7}
    own = {
        Meal: {
            "on": DAY,
            "sitting": "lunch",
            "kind": "working",
            "guests": 12,
            "companions": 4,
        },
        Cost: {"category": "meals", "amount": "120.50", "payer": "host"},
    }
    return {**common, **own[model], **given}


@pytest.mark.parametrize("model", PARTS)
def test_a_clerk_notes_it_on_a_completed_visit_and_comes_back(
    model, client, clerk, completed
):
    client.force_login(clerk)
    page = client.get(url(Visit, "change", completed.pk))
    door = f"{url(model, 'add')}?visit={completed.pk}"
    assert door in [tool["url"] for tool in other_doors(page)]
    answer = client.post(door, data_of(model, completed))
    assert answer["Location"] == url(Visit, "change", completed.pk)
    assert model.objects.get().visit == completed
    changed = client.post(
        url(model, "change", model.objects.get().pk),
        data_of(model, completed, amount="99.90"),
    )
    assert changed.status_code == 302
    assert model.objects.get().amount == Decimal("99.90")


@pytest.mark.parametrize("model", PARTS)
def test_nobody_notes_it_while_a_decision_is_pending(model, client, clerk, submitted):
    client.force_login(clerk)
    page = client.get(url(Visit, "change", submitted.pk))
    assert other_doors(page) == []
    answer = client.post(url(model, "add"), data_of(model, submitted))
    refused = answer.context["adminform"].form.non_field_errors()
    assert len(refused) == 1
    assert str(submitted.get_state_display()) in refused[0]
    assert not model.objects.exists()
    part = MAKE[model](submitted.host_office, visit=submitted)
    answer = client.post(url(model, "change", part.pk), data_of(model, submitted))
    assert answer.status_code == 403


def test_a_draft_takes_planned_meals_on_its_own_page(client, clerk, visit):
    client.force_login(clerk)
    page = client.get(url(Visit, "change", visit.pk))
    assert other_doors(page) == []
    prefixes = [f.formset.prefix for f in page.context["inline_admin_formsets"]]
    assert {"meals", "costs"} <= set(prefixes)


def test_a_new_meal_begins_with_what_the_visit_tells(client, clerk, completed):
    make_meal(completed.host_office, visit=completed, line=3)
    client.force_login(clerk)
    page = client.get(f"{url(Meal, 'add')}?visit={completed.pk}")
    initial = page.context["adminform"].form.initial
    told = {name: initial[name] for name in ("line", "on", "guests", "companions")}
    assert told == {"line": 4, "on": DAY, "guests": 12, "companions": 4}


@pytest.mark.parametrize("key", ["foreign", "0", "x", ""])
def test_an_address_made_up_tells_nothing(key, client, clerk, south):
    foreign = make_visit(south, guests=77)
    client.force_login(clerk)
    key = foreign.pk if key == "foreign" else key
    page = client.get(f"{url(Meal, 'add')}?visit={key}")
    assert "guests" not in page.context["adminform"].form.initial


def test_whoever_may_not_keep_costs_sees_no_door(client, approver, completed):
    client.force_login(approver)
    page = client.get(url(Visit, "change", completed.pk))
    assert other_doors(page) == []
    assert client.get(url(Cost, "add")).status_code == 403


def test_the_butler_sees_meals_and_no_costs(north, client, completed):
    butler = person("butler", north, "butler", reaches=[north])
    client.force_login(butler)
    meal, cost = (make(north, visit=completed) for make in MAKE.values())
    assert client.get(url(Meal, "change", meal.pk)).status_code == 200
    assert client.get(url(Cost, "change", cost.pk)).status_code == 403
    assert client.get(url(Cost, "changelist")).status_code == 403


def read_in(visit, user, **given):
    """Import one cost of ``visit`` as a file would bring it."""
    row = {"visit": visit.number, "line": "1", "category": "meals", **given}
    bring_in(CostResource, list(row), [row], user, moment())


def test_a_file_of_costs_is_read_for_a_completed_visit(clerk, completed):
    day = {"paid_on": "2026年3月3日", "payment": "card"}
    read_in(completed, clerk, amount="￥１，２３４．５元", **day)
    cost = Cost.objects.get()
    assert (cost.amount, cost.payer) == (Decimal("1234.50"), Cost.Payer.HOST)


def test_no_file_of_costs_is_read_while_a_decision_is_pending(clerk, submitted):
    with pytest.raises(ImportRefused):
        read_in(submitted, clerk, amount="1")
    assert not Cost.objects.exists()


def test_a_cost_that_was_paid_says_how(clerk, completed):
    with pytest.raises(ImportRefused):
        read_in(completed, clerk, amount="1", paid_on="2026-03-03")
    assert not Cost.objects.exists()
