"""What the rules say of a visit: in the way, justified, on its page, registered."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from compliance.models import Breach
from compliance.rules.core import Stage
from reception.ledger.models import Entry
from reception.workflow import move
from tests.cast import person
from tests.doors import url
from tests.records import (
    DAY,
    make_cost,
    make_letter,
    make_meal,
    make_phone_record,
    make_setting,
    make_standard,
    make_visit,
    moment,
)
from visits.judging import in_the_way, judge_many, judge_visit, rules_allow
from visits.models import Justification, Visit

pytestmark = pytest.mark.django_db
AT = moment()


@pytest.fixture
def visit(north):
    """A visit that no rule objects to."""
    return make_visit(north, letter=make_letter(north), purpose_kind="study")


@pytest.fixture
def twins(north, visit):
    """Two visits of one sender on one day: R06 asks for a reason."""
    make_visit(north, sending_unit=visit.sending_unit)
    return visit


def rules_in_the_way(visit, step=Stage.SETTLE, on=DAY):
    return [each.finding.rule.id for each in in_the_way(visit, step, on)]


def page(visit):
    return url(Visit, "rules", visit.pk)


def sent(visit, rule="R06", reason="两个团组任务不同"):
    """Return what the form for a rule's reason posts."""
    [judged] = [j for j in judge_visit(visit, DAY) if j.finding.rule.id == rule]
    key = judged.finding.subject.key
    about = {"rule": rule, "detail": key, "fingerprint": judged.fingerprint}
    return {**about, "reason": reason}


def test_nothing_stands_in_the_way_of_a_visit_in_order(visit, clerk):
    assert rules_in_the_way(visit) == []
    for step in ("submit", "approve", "ready", "settle"):
        assert rules_allow(step)(visit, clerk, AT) is None


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "陪餐5人，最多3人"), ("en", "at most 3 are allowed")],
)
def test_a_guard_says_what_and_by_which_provision(visit, north, clerk, language, said):
    make_meal(north, visit=visit, guests=10, companions=5)
    with translation.override(language):
        told = rules_allow("submit")(visit, clerk, AT)
    assert said in told
    assert "R13" in told
    assert "22号" in told


def test_a_rule_of_settlement_does_not_stand_in_the_way_of_approval(visit, north):
    make_cost(north, visit=visit, payer="other")
    assert rules_in_the_way(visit, Stage.APPROVE) == []
    assert rules_in_the_way(visit, Stage.SETTLE) == ["R24"]


def test_a_standard_in_force_stands_in_the_way_of_a_dearer_meal(visit, north):
    make_meal(north, visit=visit, amount=Decimal(490))
    assert rules_in_the_way(visit) == []
    make_standard(
        north, amount=Decimal(60), document="一号文", valid_from=date(2026, 1, 1)
    )
    assert rules_in_the_way(visit) == ["R18"]


def test_an_office_may_do_without_an_uncertain_rule(visit, north, south):
    Visit.objects.filter(pk=visit.pk).update(same_city=True)
    visit.refresh_from_db()
    make_meal(north, visit=visit)
    assert rules_in_the_way(visit) == ["R29"]
    make_setting(south, rule="R29", is_on=False, note="一号文")
    assert rules_in_the_way(visit) == ["R29"]
    make_setting(north, rule="R29", is_on=False, note="一号文")
    assert rules_in_the_way(visit) == []


@pytest.mark.parametrize(
    ("days", "late"),
    [pytest.param(7, False, id="the last day"), pytest.param(8, True, id="too late")],
)
def test_a_visit_announced_by_phone_has_five_working_days(north, days, late):
    visit = make_visit(north, phone_record=make_phone_record(north))
    on = DAY + timedelta(days=days)
    assert ("R01" in rules_in_the_way(visit, on=on)) is late


def test_a_visit_without_letter_or_call_is_not_received(north):
    assert rules_in_the_way(make_visit(north), Stage.SUBMIT) == ["R01"]


def test_a_reason_lets_a_visit_go_on(client, twins, clerk):
    assert rules_in_the_way(twins) == ["R06"]
    client.force_login(clerk)
    assert client.post(page(twins), sent(twins)).status_code == 302
    assert rules_in_the_way(twins) == []
    assert "两个团组任务不同" in client.get(page(twins)).content.decode()
    given = Justification.objects.get()
    assert (given.given_by, given.rule) == (clerk, "R06")
    assert Entry.objects.filter(record_type="visits.justification").exists()


def test_when_the_facts_change_the_reason_is_asked_for_again(client, twins, clerk):
    client.force_login(clerk)
    before = sent(twins)
    client.post(page(twins), before)
    make_visit(twins.host_office, sending_unit=twins.sending_unit)
    assert rules_in_the_way(twins) == ["R06"]
    client.post(page(twins), before)  # a form that was open all the while
    assert rules_in_the_way(twins) == ["R06"]
    client.post(page(twins), sent(twins))
    assert rules_in_the_way(twins) == []


def test_a_reason_is_kept_once_however_often_it_is_sent(client, twins, clerk):
    client.force_login(clerk)
    form = sent(twins)
    for _click in range(2):
        client.post(page(twins), form)
    assert Justification.objects.count() == 1
    given = Justification.objects.get()
    given.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        given.save(force_insert=True)


def test_an_empty_reason_is_refused_in_words(client, twins, clerk):
    client.force_login(clerk)
    answer = client.post(page(twins), sent(twins, reason="  "))
    assert answer.status_code == 200
    assert answer.context["lines"][0].form.errors["reason"]
    assert rules_in_the_way(twins) == ["R06"]


def test_what_blocks_cannot_be_justified(client, north, clerk):
    visit = make_visit(north)
    client.force_login(clerk)
    client.post(page(visit), sent(visit, rule="R01"))
    assert rules_in_the_way(visit, Stage.SUBMIT) == ["R01"]
    assert not Justification.objects.exists()


@pytest.mark.parametrize(
    ("role", "opens", "justifies"),
    [
        ("clerk", True, True),
        ("auditor", True, False),
        ("approver", True, False),
        ("venue_contact", False, False),
    ],
)
def test_who_sees_the_page_and_who_justifies(
    client, twins, north, role, opens, justifies
):
    client.force_login(person(role, north, role, reaches=[north]))
    answer = client.get(page(twins))
    assert (answer.status_code == 200) is opens
    if opens:
        assert (answer.context["lines"][0].form is not None) is justifies
    client.post(page(twins), sent(twins))
    assert Justification.objects.exists() is justifies


def test_the_page_of_another_office_stays_shut(client, twins, southern_clerk):
    client.force_login(southern_clerk)
    assert client.get(page(twins)).status_code == 302
    client.post(page(twins), sent(twins))
    assert not Justification.objects.exists()


def test_the_visit_leads_to_its_page_with_the_count(client, twins, clerk):
    client.force_login(clerk)
    body = client.get(url(Visit, "change", twins.pk)).content.decode()
    assert page(twins) in body
    assert "(1)" in body or "（1）" in body


def test_judging_many_costs_the_same_as_few(north, django_assert_max_num_queries):
    for _n in range(10):
        make_meal(north)
    visits = list(Visit.objects.all())
    with django_assert_max_num_queries(15):
        assert len(judge_many(visits, DAY)) == 10


@pytest.fixture
def held_with(north, clerk, root):
    """Return a meal of a visit that was approved and held."""

    def _held(day=DAY, **given):
        visit = make_visit(
            north,
            letter=make_letter(north, issued_on=day, received_on=day),
            state="approved",
            submitted_by=clerk,
            submitted_at=AT,
            decided_by=root,
            decided_at=AT,
            arrives_at=moment(day),
            departs_at=moment(day, 17),
        )
        return make_meal(north, visit=visit, on=day, **given)

    return _held


def judge(*options):
    call_command("judge", "--from", "2014-01-01", *options, verbosity=0)
    return list(Breach.objects.order_by("pk").values_list("rule", "detail"))


def test_breaches_are_entered_with_their_measure_and_provision(held_with, capsys):
    meal = held_with(guests=15, companions=11)
    assert judge() == [("R13", f"meal-{meal.line}")]
    breach = Breach.objects.get()
    assert (breach.measured, breach.limit, breach.unit) == (11, 5, "人")
    assert breach.subject == meal.visit.number
    assert breach.happened_on == DAY
    assert "国内公务接待" in breach.citation
    assert breach.facts["meals"][0]["companions"] == 11
    assert breach.number.startswith("NORTH-B-")
    assert "R13" in capsys.readouterr().out


def test_judging_again_adds_nothing(held_with):
    held_with(guests=10, companions=5)
    assert judge() == judge()


def test_a_dry_run_says_and_writes_nothing(held_with, capsys):
    held_with(guests=10, companions=5)
    entries = Entry.objects.count()
    assert judge("--dry-run") == []
    assert Entry.objects.count() == entries
    assert "breaches\t1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("day", "found"),
    [
        pytest.param(date(2025, 5, 17), [], id="the day before the revision"),
        pytest.param(date(2025, 5, 18), ["R16"], id="the day of the revision"),
    ],
)
def test_old_visits_are_judged_by_the_law_of_their_day(held_with, day, found):
    held_with(day, alcohol="served")
    assert [rule for rule, _detail in judge()] == found


def test_only_visits_that_took_place_are_judged(north):
    make_meal(north, guests=10, companions=9)
    assert judge() == []


def test_judging_keeps_to_the_office_and_the_period(held_with, south):
    held_with(guests=10, companions=9)
    assert judge("--office", south.code) == []
    assert judge("--to", "2026-03-01") == []
    assert judge("--office", "HB", "--to", "2026-03-02") != []


@pytest.mark.parametrize("options", [("--office", "NOBODY"), ("--to", "yesterday")])
def test_a_wrong_office_or_day_is_refused_in_words(options):
    with pytest.raises(CommandError):
        judge(*options)


def test_a_breach_that_the_register_has_closed_lets_the_file_go_on(
    held_with, north, root
):
    meal = held_with(guests=10, companions=5)
    judge()
    assert rules_in_the_way(meal.visit) == ["R13"]
    move(Breach.objects.get(), "dismiss", by=root, at=AT, reason="录入有误")
    assert rules_in_the_way(meal.visit) == []
    meal.companions = 6
    meal.save()
    assert rules_in_the_way(Visit.objects.get()) == ["R13"]


@pytest.mark.parametrize(
    ("role", "named"), [("clerk", False), ("discipline_officer", True)]
)
def test_the_page_names_the_register_only_to_those_who_see_it(
    client, held_with, north, root, role, named
):
    meal = held_with(guests=10, companions=5)
    judge()
    breach = Breach.objects.get()
    move(breach, "dismiss", by=root, at=AT, reason="录入有误")
    client.force_login(person(f"a-{role}", north, role, reaches=[north]))
    body = client.get(page(meal.visit)).content.decode()
    assert (breach.number in body) is named


@pytest.mark.parametrize(("state", "status"), [("draft", 200), ("cancelled", 403)])
def test_a_closed_file_takes_no_reasons(client, north, clerk, state, status):
    visit = make_visit(north, state=state)
    client.force_login(clerk)
    assert client.post(url(Visit, "rules", visit.pk), {}).status_code == status


@pytest.mark.parametrize(("hosts", "entered"), [(3, 0), (4, 1)])
def test_what_was_done_against_a_rule_is_entered_when_the_guests_have_left(
    north, clerk, root, hosts, entered, django_capture_on_commit_callbacks
):
    hands = {"submitted_by": clerk, "decided_by": root, "decided_at": moment()}
    given = {"letter": make_letter(north), "guests": 10, "purpose_kind": "study"}
    visit = make_visit(north, state="under_way", **hands, **given)
    make_meal(north, visit=visit, guests=10, companions=hosts)
    with django_capture_on_commit_callbacks(execute=True):
        move(visit, "complete", by=clerk, at=moment(hour=18))
    found = Breach.objects.filter(subject=visit.number)
    assert list(found.values_list("rule", flat=True)) == ["R13"] * entered
    assert all(breach.facts["number"] == visit.number for breach in found)
