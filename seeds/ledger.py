"""The ledger of findings: imported as found, and taken as far as they went by moves.

The first campaign ends with every finding closed; the second is under way. A day's
moves of one kind by one person are made at once, as from the list.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import groupby

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image, ImageDraw

from compliance import repeats
from compliance.exchange import FindingResource
from compliance.models import Finding, FindingPhoto
from reception.accounts.models import User
from reception.ledger import writing
from reception.ledger.context import acting
from reception.workflow import move_many
from seeds.files import WHY, bring_in, read
from seeds.plans import at as moment_of
from seeds.plans import moved_before

TOLD = ("on_the_spot", "rectified_on", "rechecked_on", "closed_on")
INSPECTOR, SECOND, CLOSER, CLERK = "inspector", "inspector2", "approver", "clerk"
CONTACTS = {"HB-V-0001": "venue", "HB-V-0003": "venue2"}  # who have logins
# The hours of a day, so that what happens on one day happens in its order.
HOURS = {"notify": 10, "fix_on_the_spot": 10, "begin": 11, "report": 15}
HOURS |= {"recheck_pass": 16, "close": 17}
LATEST_FOUND = date(2026, 11, 20)  # found too late to have had a notice
FACTS = {"ask_extension": "asked_until", "transfer": "transferred_to"}
COLOURS = {"food": 0x3F7D58, "fire": 0xB0413E, "sanitation": 0x3A6EA5}


def load(shift: timedelta, now: datetime, loader: User) -> dict[str, dict[str, int]]:
    """Load the findings and take their steps; return the counts."""
    header, rows = read("findings", shift)
    facts = [name for name in header if name not in TOLD]
    counts = {"findings": _enter(facts, rows, loader, now)}
    fresh = Finding.objects.exclude(pk__in=moved_before(Finding))
    waiting = {f.number: f for f in fresh.select_related("inspection__venue")}
    lines = [row for row in rows if row["number"] in waiting]
    photograph(lines, waiting, loader, now)
    taken = replay([*lives(lines, waiting, shift), *told(waiting, shift)])
    counts["finding_steps"] = {"new": taken}
    return counts


def _enter(facts, rows, loader: User, now: datetime) -> dict[str, int]:
    """Import the findings that are not there yet: a notice may have raised others."""
    stored = set(Finding.objects.values_list("number", flat=True))
    fresh = [row for row in rows if row["number"] not in stored]
    if not fresh:
        return {"new": 0, "same": len(rows)}
    return bring_in(FindingResource, facts, fresh, loader, now)


def lives(lines, waiting: dict[str, Finding], shift: timedelta) -> Iterator[tuple]:
    """Yield the usual steps: (when, step, by, reason, fact, finding)."""
    for line in lines:
        finding = waiting[line["number"]]
        by = CONTACTS.get(finding.inspection.venue.number, CLERK)
        found = line["found_on"]
        days = {
            "report": line["rectified_on"],
            "recheck_pass": line["rechecked_on"],
            "close": line["closed_on"],
        }
        if line["on_the_spot"] == "是":
            days |= {"report": "", "fix_on_the_spot": found}
        elif days["report"] or found < (LATEST_FOUND + shift).isoformat():
            days["notify"] = found
        if days["report"]:
            days["begin"] = found
        hands = {"notify": INSPECTOR, "begin": by, "report": by, "close": CLOSER}
        hands |= {"recheck_pass": INSPECTOR, "fix_on_the_spot": SECOND}
        for step, day in days.items():
            if day:
                at = datetime.combine(date.fromisoformat(day), time(HOURS[step]))
                yield timezone.make_aware(at), step, hands[step], "", "", finding


def told(waiting: dict[str, Finding], shift: timedelta) -> Iterator[tuple]:
    """Yield the unusual steps: returned, extended, transferred."""
    for line in read("finding_steps", shift)[1]:
        if finding := waiting.get(line["finding"]):
            rest = (line["step"], line["by"], line["reason"], line["fact"], finding)
            yield moment_of(line), *rest


def replay(steps: list[tuple]) -> int:
    """Take the steps in the order of time, like ones at once; return how many.

    Raises:
        RuntimeError: a move was refused; the world does not hold together.
    """
    people = {user.username: user for user in User.objects.all()}
    order = list(HOURS)
    steps.sort(key=lambda s: (s[0], order.index(s[1]) if s[1] in order else 9, *s[1:5]))
    count = 0
    for (at, step, name, reason, fact), group in groupby(steps, lambda s: s[:5]):
        findings = [each[5] for each in group]
        told = {"by": people[name], "at": at, "reason": reason}
        with acting(people[name], reason=WHY):
            found = move_many(findings, step, **told, facts=_facts(step, fact))
        if found.refused:
            finding, why = found.refused[0]
            raise RuntimeError(f"{step} {finding}: {why}")
        count += len(findings)
    return count


def _facts(step: str, fact: str) -> dict:
    if not fact:
        return {}
    name = FACTS[step]
    return {name: date.fromisoformat(fact) if name == "asked_until" else fact}


def photograph(lines, waiting: dict[str, Finding], loader: User, now) -> None:
    """Attach what is believed with a photograph alone; all show the same drawings."""
    done = {line["number"] for line in lines if line["rectified_on"]}
    repeated = repeats.previous_of(waiting.values())
    grave = [
        finding
        for number, finding in waiting.items()
        if number in done
        and (finding.severity in Finding.GRAVE or finding.pk in repeated)
    ]
    drawn = {category: _drawing(category) for category in Finding.Category.values}
    after = FindingPhoto.Stage.AFTER
    with acting(loader, reason=WHY):
        writing.create_all(
            [
                FindingPhoto(
                    finding=finding,
                    stage=after,
                    picture=drawn[finding.category],
                    note=WHY,
                    added_by=loader,
                    added_at=now,
                )
                for finding in grave
            ]
        )


def _drawing(category: str) -> str:
    """Return the name of a drawing that stands for a photograph; drawn once."""
    name = f"compliance/findingphoto/demo-{category}.jpg"
    if not default_storage.exists(name):
        picture = Image.new("RGB", (640, 480), "#eceae6")
        pen = ImageDraw.Draw(picture)
        colour = f"#{COLOURS.get(category, 0x8A6D3B):06x}"
        pen.rectangle((0, 330, 640, 480), fill="#d8d4cc")
        pen.rounded_rectangle((90, 90, 550, 390), 18, fill="#ffffff", outline=colour)
        pen.line((220, 240, 300, 315, 430, 165), fill=colour, width=26, joint="curve")
        file = BytesIO()
        picture.save(file, "JPEG", quality=80)
        default_storage.save(name, ContentFile(file.getvalue()))
    return name
