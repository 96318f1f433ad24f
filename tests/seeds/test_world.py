"""The demonstration world is whole, alive, coherent, and loaded once."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from compliance import scoring
from compliance.models import (
    Breach,
    Campaign,
    Certificate,
    ChecklistVersion,
    Finding,
    Inspection,
    StaffMember,
)
from reception.access.scope import visible
from reception.accounts.models import Office, User
from reception.accounts.roles import ROLES
from reception.ledger.models import Entry, Kind
from seeds.files import read
from seeds.world import LOADER, PASSWORD, REFERENCE, load, whole_weeks
from tests.console.reading import rows
from tests.records import moment
from visits import approving, listing, readiness, settling
from visits.models import (
    Approval,
    ApprovalLevel,
    Cost,
    Meal,
    PlanSection,
    PlanVersion,
    ReadinessWaiver,
    ReceptionList,
    Rehearsal,
    RehearsalFinding,
    Remark,
    TaskOrder,
    Visit,
)
from visits.order_states import OrderState
from visits.states import COMING, ENDED, GRANTED, State

# Three weeks and two days after the day for which the files are written.
TODAY = REFERENCE + timedelta(days=23)
NOW = moment(TODAY, hour=9)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Load the world once for this module; leave nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(NOW)
        transaction.set_rollback(True)


def test_everything_comes_in_as_new(world):
    assert all(not found.get("problem") for found in world.values())
    by_items = Finding.objects.filter(answer__isnull=False).count()
    assert world["findings"]["new"] == Finding.objects.count() - by_items


def test_the_office_and_its_counties_and_districts(world):
    levels = Office.objects.filter(parent__code="HB").values_list("level", flat=True)
    assert sorted(levels) == ["county", "county", "district", "district", "district"]


def test_some_sixty_visits_in_every_category_and_state(world):
    assert Visit.objects.count() == 62
    assert set(Visit.objects.values_list("category", flat=True)) == set(Visit.Category)
    assert set(Visit.objects.values_list("state", flat=True)) == set(State)


def test_the_first_campaign_found_2121_and_closed_all(world):
    campaign = Campaign.objects.order_by("starts_on").first()
    findings = Finding.objects.filter(inspection__campaign=campaign)
    assert findings.count() == 2121
    assert set(findings.values_list("state", flat=True)) == {"closed"}
    assert set(findings.values_list("category", flat=True)) == set(Finding.Category)


def test_the_second_campaign_is_under_way(world):
    assert Finding.objects.open().count() > Finding.objects.overdue(TODAY).count() > 0


def test_the_world_is_alive_today(world):
    monday = TODAY - timedelta(days=TODAY.weekday())
    week = (moment(monday, 0), moment(monday + timedelta(days=7), 0))
    assert Visit.objects.filter(arrives_at__range=week).count() >= 5
    status = {c.status(TODAY) for c in Certificate.objects.select_related("kind")}
    assert {"valid", "expiring", "expired"} <= status
    assert StaffMember.objects.count() >= 40


def test_one_login_per_role_and_all_are_marked(world):
    users = User.objects.exclude(username=LOADER)
    assert set(users.values_list("groups__name", flat=True)) == set(ROLES)
    assert not users.filter(is_demo=False).exists()
    assert users.get(username="clerk").check_password(PASSWORD)


def test_the_loader_cannot_log_in_and_has_no_rights(world):
    loader = User.objects.get(username=LOADER)
    rights = [loader.is_active, loader.is_superuser, loader.is_staff]
    assert not any(rights)
    assert not loader.has_usable_password()


def test_a_county_sees_its_own(world):
    clerk = User.objects.get(username="clerk.xun")
    codes = visible(clerk, "view", Visit.objects.all()).values_list("host_office__code")
    assert set(codes) == {("XUN",)}


def test_visits_were_entered_and_decided_by_different_people(world):
    decided = Visit.objects.filter(decided_by__isnull=False)
    assert all(
        v.decided_by_id not in {v.entered_by_id, v.submitted_by_id} for v in decided
    )


def test_loading_again_changes_nothing_even_weeks_later(world):
    written = Entry.objects.exclude(kind=Kind.IMPORTED).count()
    again = load(NOW + timedelta(days=40))
    assert Entry.objects.exclude(kind=Kind.IMPORTED).count() == written
    assert {n for found in again.values() for k, n in found.items() if k != "same"} == {
        0
    }


@pytest.mark.parametrize(("days", "weeks"), [(0, 0), (6, 0), (7, 1), (23, 3), (-1, -1)])
def test_dates_move_by_whole_weeks(days, weeks):
    assert whole_weeks(REFERENCE + timedelta(days=days)) == timedelta(weeks=weeks)


@pytest.mark.django_db
def test_no_demonstration_on_a_public_host(settings):
    settings.ALLOWED_HOSTS = ["reception.example.gov.cn"]
    with pytest.raises(CommandError, match="ALLOWED_HOSTS"):
        call_command("seed")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_what_is_there_is_left_alone(city):
    call_command("seed", if_empty=True)
    assert Office.objects.get() == city


def test_the_reference_day_is_a_monday():
    assert timezone.make_aware(datetime.combine(REFERENCE, datetime.min.time()))
    assert REFERENCE.weekday() == 0


def test_meals_and_costs_are_noted_on_approved_visits(world):
    assert (Meal.objects.count(), Cost.objects.count()) == (43, 121)
    for model in (Meal, Cost):
        states = model.objects.values_list("visit__state", flat=True).distinct()
        assert set(states) <= set(GRANTED)
    assert not Meal.objects.exclude(standard=None).exists()  # none is known here
    past = Meal.objects.filter(visit__departs_at__lt=moment(TODAY - timedelta(days=23)))
    assert not past.filter(amount=None).exists()


def test_a_few_meals_have_too_many_companions(world):
    auditor = User.objects.get(username="auditor")
    asked = {"from": "2000-01-01", "to": "2099-12-31"}
    over = [row for row in rows("meals", auditor, **asked) if row["over"]]
    assert 0 < len(over) < 5


def test_a_congress_has_twelve_plans_reviewed_in_three_rounds(world):
    congress = Visit.objects.get(number="HB-2025-0011")
    first = PlanVersion.objects.filter(plan__visit=congress, ordinal=1)
    assert congress.plans.with_approval().filter(is_approved=True).count() == 12
    assert sum(version.characters() for version in first) > 20_000
    for version in first:
        asked = version.reviews.values_list("round", "reviewer")
        assert [each for each, _who in asked] == [1, 2, 3]
        assert len({who for _each, who in asked}) == 3
        assert version.open_remarks().count() == 0
    assert Remark.objects.filter(section__version__in=first).count() > 12


def test_no_two_sections_of_the_congress_say_the_same(world):
    bodies = PlanSection.objects.filter(version__ordinal=1).exclude(body="")
    assert bodies.values("body").distinct().count() == bodies.count()


def test_its_rehearsals_found_and_fixed(world):
    states = Counter(RehearsalFinding.objects.values_list("state", flat=True))
    assert states == {"on_the_spot": 5, "fixed": 1}
    held = Rehearsal.objects.filter(state="closed")
    assert {each.visit.number for each in held} == {"HB-2025-0011"}


def test_every_step_was_taken(world):
    for name in ("moves", "settlement_steps", "order_steps"):
        assert world[name]["new"] == len(read(name, timedelta())[1])


def test_each_level_agreed_to_what_its_office_received(world):
    granted = Visit.objects.filter(state__in=GRANTED)
    for visit in granted.select_related("host_office"):
        said = visit.approvals.filter(word="agreed").values_list("level_order")
        assert {(level.order,) for level in approving.levels_for(visit)} <= set(said)
    levels = ApprovalLevel.objects.values_list("office__code", flat=True)
    assert sorted(levels) == ["HB", "HB", "HB", "XUN"]


def test_late_words_have_reasons_and_a_deputy_spoke(world):
    late = Approval.objects.filter(is_late=True)
    assert late.exists()
    assert not late.filter(reason="").exists()
    assert Approval.objects.filter(in_place_of__username="approver2").exists()


def test_the_approver_finds_his_inbox_full(world):
    approver = User.objects.get(username="approver")
    monday = TODAY - timedelta(days=TODAY.weekday())
    inbox = Visit.objects.awaiting_decision().filter(
        approving.waiting_for(approver, monday), host_office__code="HB"
    )
    assert set(inbox.values_list("level__order", flat=True)) == {1, 2}  # 1 as a deputy


def test_the_boards_of_coming_visits_differ(world):
    lacking = {
        visit.number: frozenset(c.name for c, _f in readiness.missing(visit, TODAY))
        for visit in Visit.objects.filter(state__in=COMING)
    }
    assert len(set(lacking.values())) >= 5
    ready = Visit.objects.filter(state=State.READY).values_list("number", flat=True)
    assert [lacking[number] for number in ready] == [frozenset()] * 2
    assert ReadinessWaiver.objects.exclude(reason="").exists()


def test_one_approval_went_stale(world):
    granted = Visit.objects.filter(state__in=GRANTED)
    stale = [visit.number for visit in granted if approving.is_stale(visit)]
    assert stale == ["HB-2026-0017"]


def test_what_was_settled_could_be_settled(world):
    for visit in Visit.objects.filter(state__in=(State.SETTLED, State.ARCHIVED)):
        assert settling.pack_is_complete(visit, None, NOW) is None
        assert settling.costs_are_paid(visit, None, NOW) is None
    archived = Visit.objects.filter(state=State.ARCHIVED)
    assert archived.exists()
    assert not archived.filter(closing=None).exists()


def test_lists_are_signed_in_time_but_one(world):
    held = Visit.objects.filter(state__in=GRANTED, reception_list__isnull=False)
    late = [
        visit.number
        for visit in held.exclude(reception_list__state="signed")
        if listing.due_on(visit) < TODAY
    ]
    assert late == ["HB-2026-0009"]
    signed = ReceptionList.objects.filter(state="signed").select_related("visit")
    assert not any(listing.gaps(each) or listing.is_stale(each) for each in signed)


def test_a_completed_visit_lacks_its_invoice(world):
    visit = Visit.objects.get(number="HB-2026-0008")
    assert settling.pack_is_complete(visit, None, NOW)


def test_one_came_by_phone_one_was_cancelled_one_merged(world):
    phoned = Visit.objects.get(phone_record__isnull=False)
    assert phoned.letter is None
    assert phoned.state in COMING
    ended = Visit.objects.filter(state__in=ENDED).values_list("state", flat=True)
    assert sorted(ended) == [State.CANCELLED, State.MERGED]


def test_task_orders_wait_are_late_and_are_done(world):
    states = set(TaskOrder.objects.values_list("state", flat=True))
    assert states == set(OrderState) - {OrderState.WITHDRAWN}
    assert any(order.is_overdue(NOW) for order in TaskOrder.objects.all())


def test_the_register_holds_what_broke_the_rules(world):
    rules = set(Breach.objects.values_list("subject", "rule"))
    assert {("HB-2025-0004", "R16"), ("HB-2026-0007", "R13")} <= rules


def test_the_lists_are_in_force_and_the_campaigns_have_their_plans(world):
    assert ChecklistVersion.objects.filter(state="in_force").count() == 7
    for campaign in Campaign.objects.all():
        assert campaign.lists.count() == 4
        assert campaign.rounds.count() >= 3
        assert campaign.teams.count() >= 3
        assert campaign.venues.exists()


def test_the_inspector_has_inspections_half_filled_today(world):
    mine = Inspection.objects.filter(inspectors__user__username="inspector")
    of_today = scoring.with_progress(mine.filter(inspected_on=TODAY))
    assert of_today.exists()
    for inspection in of_today:
        assert inspection.state == "under_way"
        assert 0 < inspection.answered < inspection.asked
    assert Finding.objects.filter(answer__inspection__in=of_today.values("pk")).exists()
