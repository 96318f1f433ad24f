"""The daily life of the demonstration's venues: controls, samples, upgrades."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from compliance.models import DailyControl, FoodSample
from reception.accounts.models import User
from reception.ledger import writing
from reception.ledger.context import acting
from reception.workflow import move
from seeds.files import WHY, read
from seeds.plans import at, moved_before
from venues.models import UpgradeProject, Venue

TOLD = ("result", "note", "supplier", "lot", "certificate")


def keep_controls(shift: timedelta, now: datetime, loader: User) -> int:
    """Enter the controls of the days before ``now``, each by its own hand.

    They are entered once; the days that follow are the readers' own. The follow-ups
    are moves. Returns how many entries were new.
    """
    if DailyControl.objects.exists():
        return 0
    people = {user.username: user for user in User.objects.all()}
    venues = {venue.number: venue for venue in Venue.objects.all()}
    today = timezone.localdate(now)
    rows = [
        row
        for row in read("daily_controls", shift)[1]
        if date.fromisoformat(row["day"]) < today
    ]
    made = [
        DailyControl(
            venue=venues[row["venue"]],
            day=date.fromisoformat(row["day"]),
            control=row["control"],
            line=int(row["line"]),
            done_by=people[row["by"]],
            done_at=at(row),
            **{name: row[name] for name in TOLD},
        )
        for row in rows
    ]
    with acting(loader, reason=WHY):
        writing.create_all(made)
    for row, control in zip(rows, made, strict=True):
        if row["follow_up"]:
            with acting(control.done_by, reason=WHY):
                told = {"by": control.done_by, "at": control.done_at}
                move(control, "follow_up", reason=row["follow_up"], **told)
    return len(made)


def replay(name: str, model: type, column: str, shift: timedelta) -> int:
    """Take the steps of the file ``name`` of records that have not moved yet."""
    people = {user.username: user for user in User.objects.all()}
    fresh = model.objects.exclude(pk__in=moved_before(model))
    records = {record.number: record for record in fresh}
    lines = [x for x in read(name, shift)[1] if x[column] in records]
    for line in lines:
        by = people[line["by"]]
        with acting(by, reason=WHY):
            told = {"by": by, "at": at(line), "reason": line["reason"]}
            move(records[line[column]], line["step"], **told)
    return len(lines)


def take_steps(shift: timedelta) -> int:
    """Move upgrade projects and food samples on; return how many steps were taken."""
    return replay("project_steps", UpgradeProject, "project", shift) + replay(
        "sample_steps", FoodSample, "sample", shift
    )
