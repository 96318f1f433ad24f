"""The 2,121 findings of the first campaign, taken to their closing by public moves."""

import sys
from collections import Counter
from datetime import timedelta
from time import process_time

import pytest
from django.db import transaction
from django.utils import timezone

from compliance.models import Campaign, Finding, FindingPhoto
from reception.accounts.models import User
from reception.ledger.models import Entry, Kind
from reception.workflow import move_many
from seeds.world import REFERENCE, load
from tests.records import moment

pytestmark = pytest.mark.slow
TODAY = REFERENCE + timedelta(days=23)
NOW = moment(TODAY, hour=9)
LONGEST = 60  # seconds of processor time, on a slow machine
WAY = {
    "notify": "inspector",
    "begin": "clerk",
    "report": "clerk",
    "recheck_pass": "inspector",
    "close": "approver",
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Load the world once for this module; leave nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(NOW)
        transaction.set_rollback(True)


@pytest.fixture
def first(world):
    """The findings of the first campaign."""
    campaign = Campaign.objects.order_by("starts_on").first()
    return Finding.objects.filter(inspection__campaign=campaign)


def test_all_were_closed_by_moves_and_three_pairs_of_hands(first):
    assert first.count() == 2121
    assert set(first.values_list("state", flat=True)) == {"closed"}
    ways = Counter(
        entry.details["move"]
        for entry in Entry.objects.filter(
            kind=Kind.MOVED, record_type="compliance.finding", record_id__in=first
        )
    )
    assert ways["recheck_pass"] == ways["close"] == 2121
    assert ways["report"] + ways["fix_on_the_spot"] == 2121
    for finding in first:
        hands = {finding.reported_by_id, finding.rechecked_by_id, finding.closed_by_id}
        assert len(hands - {None}) == 3


def test_what_is_grave_was_shown(first):
    shown = FindingPhoto.objects.filter(stage="after").values("finding")
    assert not first.filter(severity__in=Finding.GRAVE).exclude(pk__in=shown).exists()


def test_repeats_are_marked_and_graver(first):
    repeated = first.filter(repeat_of__isnull=False)
    assert 0 < repeated.count() < 2121
    assert not repeated.filter(severity="C").exists()


def test_the_second_campaign_stands_at_every_state(world):
    campaign = Campaign.objects.order_by("-starts_on").first()
    second = Finding.objects.filter(inspection__campaign=campaign)
    assert set(second.values_list("state", flat=True)) == set(Finding.State.values)
    assert second.filter(asked_until__isnull=False).exists()
    longer = [f for f in second if f.first_deadline and f.deadline > f.first_deadline]
    assert longer


def test_the_seed_findings_go_the_whole_way_by_public_moves(first, capsys):
    """From found to closed, each day's worth at once; how long it took is printed."""
    people = {user.username: user for user in User.objects.all()}
    findings = [_found_again(f, n) for n, f in enumerate(first)]
    Finding.objects.bulk_create(findings)
    FindingPhoto.objects.bulk_create(
        FindingPhoto(finding=f, stage="after", picture="x.jpg") for f in findings
    )
    began, day = process_time(), timezone.localdate(NOW)
    for number, (name, by) in enumerate(WAY.items()):
        told = {"by": people[by], "at": moment(day, 10 + number), "reason": "done"}
        outcome = move_many(findings, name, **told)
        assert not outcome.refused, outcome.refused[:1]
    seconds = process_time() - began
    again = Finding.objects.filter(number__startswith="AGAIN-")
    assert set(again.values_list("state", flat=True)) == {"closed"}
    with capsys.disabled():
        told = f"\n2121 findings, {len(WAY)} moves each: {seconds:.1f} s\n"
        sys.stdout.write(told)
    assert seconds < LONGEST


def _found_again(finding, number) -> Finding:
    """Return the facts of a finding under another number, as an inspection finds it."""
    names = ("inspection", "category", "code", "item", "location", "description")
    facts = {name: getattr(finding, name) for name in (*names, "severity", "found_on")}
    return Finding(
        number=f"AGAIN-{number:04}", responsible=finding.responsible, **facts
    )
