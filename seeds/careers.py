"""What became of people and their certificates: posts, suspensions, pauses."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from compliance.models import Certificate, EarlierPost, Snooze, StaffMember
from reception.accounts.models import Office, User
from reception.ledger.context import acting
from reception.workflow import move
from seeds.files import WHY, read
from venues.models import Venue

OFFICER, MORNING = "training", time(10)


def load(shift: timedelta, loader: User) -> dict[str, dict[str, int]]:
    """Enter earlier posts and make the moves of certificates that are not made yet."""
    with acting(loader, reason=WHY):
        posts = sum(_post(row) for row in read("earlier_posts", shift)[1])
        pauses = sum(_pause(row) for row in read("snoozes", shift)[1])
    steps = read("certificate_steps", shift)[1]
    last = {(row["kind"], row["number"]): row for row in steps}
    fresh = {key for key in last if not _is_touched(*key)}
    moved = [row for row in steps if (row["kind"], row["number"]) in fresh]
    for row in moved:
        _move(row)
    return {
        "earlier_posts": {"new": posts},
        "snoozes": {"new": pauses},
        "certificate_steps": {"new": len(moved)},
    }


def _post(row: dict[str, str]) -> bool:
    _post, is_new = EarlierPost.objects.get_or_create(
        member=StaffMember.objects.get(number=row["member"]),
        since=date.fromisoformat(row["since"]),
        defaults={
            "until": date.fromisoformat(row["until"]),
            "post": row["post"],
            "office": Office.objects.filter(code=row["office"]).first(),
            "venue": Venue.objects.filter(number=row["venue"]).first(),
        },
    )
    return is_new


def _pause(row: dict[str, str]) -> bool:
    _pause, is_new = Snooze.objects.get_or_create(
        certificate=_certificate(row["kind"], row["number"]),
        since=date.fromisoformat(row["since"]),
        defaults={
            "until": date.fromisoformat(row["until"]),
            "reason": row["reason"],
            "snoozed_by": User.objects.get(username=OFFICER),
        },
    )
    return is_new


def _certificate(kind: str, number: str) -> Certificate:
    return Certificate.objects.get(kind__code=kind, number=number)


def _is_touched(kind: str, number: str) -> bool:
    held = _certificate(kind, number)
    return held.state != Certificate.State.IN_FORCE or held.suspensions.exists()


def _move(row: dict[str, str]) -> None:
    day = date.fromisoformat(row["on"])
    move(
        _certificate(row["kind"], row["number"]),
        row["step"],
        by=User.objects.get(username=OFFICER),
        at=timezone.make_aware(datetime.combine(day, MORNING)),
        reason=row["reason"],
        facts={"day": day, "document": row["document"]},
    )
