"""Discipline in the demonstration: drives, breaches by hand, the gift register."""

from datetime import datetime, timedelta

from django.utils import timezone

from compliance import exchange as compliance
from compliance.models import Breach
from reception.accounts.models import User
from reception.ledger.context import acting
from reception.workflow import move
from seeds.files import WHY, bring_in, read
from visits.exchange import GiftResource
from visits.models import Gift

OFFICER = "discipline"
FILES = (
    ("drives", compliance.DriveResource),
    ("breaches_by_hand", compliance.BreachResource),
    ("gifts", GiftResource),
)


def load(shift: timedelta, now: datetime, loader: User) -> dict[str, dict[str, int]]:
    """Load the files, and let the officer close what has been dealt with."""
    counts = {}
    for name, resource in FILES:
        header, rows = read(name, shift)
        counts[name] = bring_in(resource, header, rows, loader, now)
    officer = User.objects.get(username=OFFICER)
    closed = 0
    with acting(officer, reason=WHY):
        by_hand = read("breaches_by_hand", shift)[1]
        numbers = [row["number"] for row in by_hand if row["result"]]
        for breach in Breach.objects.open().filter(number__in=numbers):
            move(breach, "handle", by=officer, at=_noon(breach.found_on, 30))
            closed += 1
        numbers = [row["number"] for row in read("gifts", shift)[1]]
        for gift in Gift.objects.waiting().filter(number__in=numbers):
            if gift.disposal:
                move(gift, "settle", by=officer, at=_noon(gift.disposed_on, 1))
                closed += 1
    counts["discipline_steps"] = {"new": closed}
    return counts


def _noon(day, later: int) -> datetime:
    """Return noon, ``later`` days after ``day``."""
    moment = datetime.combine(day + timedelta(days=later), datetime.min.time())
    return timezone.make_aware(moment.replace(hour=12))
