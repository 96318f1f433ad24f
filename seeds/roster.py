"""The roster of the demonstration: who is assigned, on duty, and wants to swap."""

from datetime import datetime, timedelta

from django.utils import timezone

from compliance.models import Certificate, StaffMember
from reception.accounts.models import User
from reception.ledger.context import acting
from reception.workflow import move, move_many
from seeds.files import WHY, bring_in, read
from visits import exchange, swapping
from visits.models import Shift, ShiftSwap

FILES = (
    ("assignments", exchange.AssignmentResource),
    ("shifts", exchange.ShiftResource),
    ("rest_limits", exchange.RestLimitResource),
)
# A driver who was assigned in time may not drive for a while.
WITHDRAWN = ("driving", "410600650240", "驾驶证记满12分，学习考试期间暂停上岗。")


def load(shift: timedelta, first: datetime, loader: User) -> dict[str, dict[str, int]]:
    """Load the files; withdraw a licence, ask for swaps, note what was worked.

    ``first`` is the morning of the world's own day.
    """
    counts = {}
    for name, resource in FILES:
        counts[name] = bring_in(resource, *read(name, shift), loader, first)
    if not counts["shifts"].get("new"):
        return {**counts, "roster_steps": {"new": 0}}
    _withdraw(first)
    swaps = [_swap(row, first) for row in read("swaps", shift)[1]]
    clerk = User.objects.get(username="clerk")
    over = Shift.objects.filter(office__code="HB", ends_at__lte=first)
    with acting(clerk, reason=WHY):
        worked = move_many(list(over), "worked", by=clerk, at=first).moved
    return {**counts, "roster_steps": {"new": 1 + len(swaps) + len(worked)}}


def _withdraw(at: datetime) -> None:
    """Suspend the licence of somebody who is assigned already."""
    kind, number, reason = WITHDRAWN
    officer = User.objects.get(username="training")
    held = Certificate.objects.get(kind__code=kind, number=number)
    with acting(officer, reason=WHY):
        move(held, "suspend", by=officer, at=at, reason=reason)


def _swap(row: dict[str, str], at: datetime) -> ShiftSwap:
    """Ask for a swap, and let the colleague agree if he has."""
    by = User.objects.get(username=row["by"])
    wanted = Shift.objects.get(number=row["shift"])
    colleague = StaffMember.objects.get(number=row["colleague"])
    with acting(by, reason=WHY):
        swap = swapping.ask(wanted, colleague, None, row["reason"], by=by, at=at)
    if row["agreed_by"]:
        agrees = User.objects.get(username=row["agreed_by"])
        with acting(agrees, reason=WHY):
            later = at + timedelta(hours=2)
            swap = move(swap, "agree", by=agrees, at=later)
    return swap


def morning(day) -> datetime:
    """Return nine o'clock of a local day."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time())).replace(
        hour=9
    )
