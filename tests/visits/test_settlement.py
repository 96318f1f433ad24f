"""Settlement: a complete pack, paid costs, yearly ceilings, and who sees money."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from reception.exchange.importing import Import
from reception.exchange.reading import Table
from reception.workflow import MoveNotPossible, move
from tests.cast import person, share
from tests.doors import url
from tests.records import (
    DAY,
    make_closing,
    make_cost,
    make_guest_payment,
    make_item,
    make_letter,
    make_list,
    make_paper,
    make_requirement,
    make_user,
    make_visit,
    make_year_budget,
    moment,
)
from visits import budgeting, settling
from visits.exchange import PaperRequirementResource
from visits.models import Closing, PaperRequirement, Visit, VisitPaper
from visits.models.closing import proposed_retention

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)
DECIDED = {"decided_at": moment(), "submitted_at": moment()}


@pytest.fixture
def visit(north, approver):
    """A visit whose guests have left, with letter and signed list."""
    hands = {"submitted_by": make_user(north), "decided_by": approver}
    letter = make_letter(north)
    visit = make_visit(north, state="completed", letter=letter, **hands, **DECIDED)
    make_item(north, visit=visit)
    record = make_list(north, visit=visit)
    record.people.create(line=1, kind="guest", name="赵明")
    record.activities.create(line=1, on=DAY, activity="座谈")
    move(record, "sign", by=approver, at=NOW)
    return Visit.objects.get(pk=visit.pk)


def settle(visit, by):
    return move(Visit.objects.get(pk=visit.pk), "settle", by=by, at=NOW)


def test_a_visit_that_cost_nothing_is_settled_on_letter_and_list(visit, clerk):
    assert settle(visit, clerk).state == "settled"


@pytest.mark.parametrize(
    ("cost", "word"),
    [
        pytest.param({"payment": "card"}, "paid", id="not paid"),
        pytest.param({"paid_on": DAY, "payment": "cash"}, "cash", id="paid in cash"),
    ],
)
def test_unpaid_costs_and_cash_stand_in_the_way(visit, clerk, approver, cost, word):
    make_cost(visit.host_office, visit=visit, **cost)
    make_paper(visit.host_office, visit=visit)
    signed_anew(visit, approver)
    with pytest.raises(MoveNotPossible):
        settle(visit, clerk)


def signed_anew(visit, approver):
    """Sign the list again, after its costs changed."""
    record = visit.reception_list
    move(record, "open", by=approver, at=NOW, reason="a cost came")
    record.refresh_from_db()
    move(record, "sign", by=approver, at=NOW)


def test_who_pays_brings_the_invoice(visit, clerk, approver):
    paid = {"paid_on": DAY, "payment": "card", "voucher": "F1"}
    make_cost(visit.host_office, visit=visit, **paid)
    signed_anew(visit, approver)
    with pytest.raises(MoveNotPossible):
        settle(visit, clerk)
    make_paper(visit.host_office, visit=visit, kind="invoice")
    assert settle(visit, clerk).state == "settled"


def test_a_cost_that_comes_after_the_signature_stands_in_the_way(visit, clerk):
    paid = {"paid_on": DAY, "payment": "card", "payer": "guests"}
    make_cost(visit.host_office, visit=visit, **paid)
    with pytest.raises(MoveNotPossible):
        settle(visit, clerk)


@pytest.mark.parametrize("category", ["", "official", "business"])
def test_the_office_asks_for_more_papers(visit, clerk, category):
    make_requirement(visit.host_office, kind="menu", category=category)
    if category != "business":
        with pytest.raises(MoveNotPossible):
            settle(visit, clerk)
        make_paper(visit.host_office, visit=visit, kind="menu")
    assert settle(visit, clerk).state == "settled"


def test_another_offices_papers_are_not_asked_for(visit, south, clerk):
    make_requirement(south, kind="menu")
    assert settle(visit, clerk).state == "settled"


def test_a_settled_visit_is_closed_to_papers_and_costs(visit, client, clerk):
    settle(visit, clerk)
    client.force_login(clerk)
    data = {"visit": visit.pk, "line": 1, "kind": "menu"}
    page = client.post(url(VisitPaper, "add"), data)
    assert page.context["adminform"].form.non_field_errors()
    assert not VisitPaper.objects.exists()


def test_an_archived_file_has_its_report_and_its_term(visit, clerk):
    settle(visit, clerk)
    with pytest.raises(MoveNotPossible):
        move(visit, "archive", by=clerk, at=NOW)
    make_closing(visit.host_office, visit=visit)
    fresh = Visit.objects.get(pk=visit.pk)
    assert move(fresh, "archive", by=clerk, at=NOW).state == "archived"
    assert Closing.objects.get().locked_reason()


@pytest.mark.parametrize(
    ("rank", "term"),
    [
        ("ministerial", "permanent"),
        ("bureau", "30"),
        ("division", "10"),
        ("none", "10"),
    ],
)
def test_the_term_is_proposed_by_rank(rank, term):
    assert proposed_retention(Visit(rank=rank)) == term


def test_the_page_tells_what_is_missing_and_sums_the_money(visit, client, clerk):
    north = visit.host_office
    make_cost(north, visit=visit, amount=Decimal("100.50"))
    make_cost(north, visit=visit, amount=Decimal("7"), payer="guests")
    make_guest_payment(north, visit=visit, amount=Decimal("5"))
    client.force_login(clerk)
    page = client.get(url(Visit, "settlement", visit.pk))
    sums = page.context["sums"]
    told = (sums.host, sums.others, sums.unpaid, sums.collected)
    assert told == (Decimal("100.50"), 7, Decimal("107.50"), 5)
    assert page.context["obstacles"]


def test_who_sees_no_costs_sees_none_on_the_page(visit, client, north):
    butler = person("butler", north, "butler", reaches=[north])
    make_cost(north, visit=visit, amount=Decimal("123.45"))
    client.force_login(butler)
    page = client.get(url(Visit, "settlement", visit.pk))
    assert page.status_code == 200
    assert "123.45" not in page.content.decode()
    assert client.post(url(Visit, "pack", visit.pk)).status_code == 403


@pytest.mark.parametrize("name", ["settlement", "readiness"])
def test_pages_of_a_foreign_visit_are_shut(client, clerk, south, name):
    foreign = make_visit(south, title="hidden title")
    client.force_login(clerk)
    answer = client.get(url(Visit, name, foreign.pk), follow=True)
    assert "hidden title" not in answer.content.decode()


# --- yearly ceilings


def test_a_year_counts_what_was_spent_and_what_is_planned(north, approver):
    make_year_budget(north, year=2026, ceiling=1000)
    hands = {"submitted_by": make_user(north), "decided_by": approver, **DECIDED}
    hands |= {"category": "business"}
    done = make_visit(north, state="completed", budget=500, **hands)
    make_cost(north, visit=done, amount=200)
    make_cost(north, visit=done, amount=50, payer="guests")
    coming = make_visit(north, state="approved", budget=300, **hands)
    make_cost(north, visit=coming, amount=100)
    make_visit(north, budget=9000)  # a draft plans nothing yet
    found = budgeting.spending_of(north, 2026)
    assert (found.spent, found.planned, found.left) == (300, 200, 500)


def test_the_year_is_the_local_one(north):
    for hour in (-1, 0):  # of the first of January, in Shanghai
        day = datetime(2026, 1, 1).date()
        visit = make_visit(
            north, arrives_at=moment(day, hour), departs_at=moment(day, 9)
        )
        make_cost(north, visit=visit, amount=10)
    assert budgeting.spending_of(north, 2026).spent == 10
    assert budgeting.spending_of(north, 2025).spent == 10


def test_spending_agrees_with_a_plain_count(north, south):
    for n in range(6):
        office = (north, south)[n % 2]
        visit = make_visit(office, state="draft", budget=n * 100)
        make_cost(office, visit=visit, amount=n * 30)
    rows = Visit.objects.filter(host_office=north).values_list(
        "costs__amount", flat=True
    )
    assert budgeting.spending_of(north, 2026).spent == sum(rows)


def test_the_pack_counts_no_letter_for_business(north):
    visit = make_visit(north, category="business")
    letter = settling.pack_of(visit)[0]
    assert (letter.is_required, letter.is_present) == (False, False)


def test_a_paper_for_all_categories_is_found_again_in_a_file(north):
    make_requirement(north, kind="menu", category="", source="as it was")
    keeper = person("keeper", north, "administrator", reaches=[north])
    header = ["office", "kind", "category", "source"]
    table = Table(header, [(2, ["NORTH", "menu", "", "as it is now"])])
    found = Import(PaperRequirementResource(), table, keeper, NOW, origin={}).commit()
    assert found.counts["changed"] == 1
    assert PaperRequirement.objects.get().source == "as it is now"


def test_a_share_of_one_visit_opens_the_money_of_no_other(
    client, visit, north, south, root
):
    butler = person("butler", north, "butler", reaches=[north])
    share(make_visit(south), butler, "view", by=root)
    for make in (make_cost, make_guest_payment, make_paper):
        make(north, visit=visit)
    client.force_login(butler)
    page = client.get(url(Visit, "settlement", visit.pk)).context
    shown = [page[name] for name in ("sums", "costs", "fees", "pack", "record")]
    assert not any(shown)
    assert client.post(url(Visit, "pack", visit.pk)).status_code == 403


def test_a_share_opens_the_visit_s_money_and_not_the_year_s(
    client, visit, south, southern_clerk, clerk, root
):
    share(visit, south, "view", by=root)
    seen = {}
    for user in (clerk, southern_clerk):
        client.force_login(user)
        page = client.get(url(Visit, "settlement", visit.pk)).context
        seen[user] = page["sums"] is not None, page["spending"] is not None
    assert seen == {clerk: (True, True), southern_clerk: (True, False)}
