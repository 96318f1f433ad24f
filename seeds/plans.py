"""The plans and rehearsals of the demonstration, with what became of them."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

from django.utils import timezone

from reception.accounts.models import User
from reception.exchange.resources import RecordResource
from reception.ledger.context import acting
from reception.ledger.models import Entry, Kind
from reception.workflow import move
from seeds.files import WHY, bring_in, read
from visits.exchange import plans as tables
from visits.models import PlanVersion, Rehearsal, Remark, Review

# Of each version in its turn: a plan has one open version at a time.
IN_TURN = [
    ("plan_versions", "number", tables.PlanVersionResource),
    ("plan_sections", "version", tables.PlanSectionResource),
    ("reviews", "version", tables.ReviewResource),
]
BEFORE = [
    ("plan_templates", tables.PlanTemplateResource),
    ("template_sections", tables.TemplateSectionResource),
    ("plans", tables.PlanResource),
    ("rehearsal_points", tables.RehearsalPointResource),
    ("rehearsals", tables.RehearsalResource),
    ("rehearsal_checks", tables.RehearsalCheckResource),
    ("rehearsal_findings", tables.RehearsalFindingResource),
]


def load(shift: timedelta, now: datetime, loader: User) -> dict[str, dict[str, int]]:
    """Load everything of plans; return, per file, how many rows were new or changed."""
    counts: dict = {}
    for name, resource in BEFORE:
        counts[name] = bring_in(resource, *read(name, shift), loader, now)
    people = {user.username: user for user in User.objects.all()}
    steps = Steps(people, moved_before(PlanVersion))
    for ordinal in ("1", "2"):
        for name, column, resource in IN_TURN:
            found = _versions(name, column, resource, ordinal, (shift, now, people))
            counts[name] = dict(Counter(counts.get(name, {})) + Counter(found))
        steps.replay(read("plan_steps", shift)[1], ordinal)
    counts["plan_steps"] = {"new": steps.count}
    counts["rehearsal_steps"] = {"new": _rehearsed(shift, people)}
    return counts


def _versions(name, column, resource: type[RecordResource], ordinal: str, world):
    """Import what belongs to the versions of ``ordinal``, each by its writer."""
    shift, now, people = world
    writers = {v["number"]: v["written_by"] for v in read("plan_versions", shift)[1]}
    header, rows = read(name, shift)
    by_writer = defaultdict(list)
    for row in rows:
        if row[column].endswith(f"-{ordinal}"):
            by_writer[writers[row[column]]].append(row)
    total: Counter[str] = Counter()
    for writer, own in by_writer.items():
        total.update(bring_in(resource, header, own, people[writer], now))
    return total


def moved_before(model) -> set[int]:
    """Return the keys of the records of ``model`` that have ever moved."""
    entries = Entry.objects.filter(kind=Kind.MOVED, record_type=model._meta.label_lower)
    return set(entries.values_list("record_id", flat=True))


def at(line: dict[str, str]) -> datetime:
    """Return when the step of ``line`` was taken."""
    return timezone.make_aware(datetime.fromisoformat(line["at"]))


class Steps:
    """The steps of versions: moves, opinions, remarks and answers, once each."""

    def __init__(self, people: dict[str, User], moved: set[int]):
        self.people, self.moved, self.count = people, moved, 0

    def replay(self, lines, ordinal: str) -> None:
        """Take the steps of the versions of ``ordinal`` that have not moved yet."""
        versions = {
            version.number: version
            for version in PlanVersion.objects.filter(ordinal=int(ordinal)).exclude(
                pk__in=self.moved
            )
        }
        for line in lines:
            if version := versions.get(line["version"]):
                by = self.people[line["by"]]
                with acting(by, reason=WHY):
                    versions[version.number] = self.take(version, line, by) or version
                self.count += 1

    def take(self, version: PlanVersion, line: dict[str, str], by: User):
        """Take one step; return the version if it moved."""
        step = line["step"]
        if step == "remark":
            self.remark(version, line, by)
        elif step == "answer":
            remark = Remark.objects.get(number=line["remark"])
            remark.answer, remark.answered_by = line["text"], by
            remark.answered_at = at(line)
            remark.save(update_fields=["answer", "answered_by", "answered_at"])
        elif step in Review.moves:
            review = version.reviews.get(reviewer=by, round=version.round)
            move(review, step, by=by, at=at(line), reason=line["text"])
        else:
            return move(version, step, by=by, at=at(line), reason=line["text"])
        return None

    def remark(self, version: PlanVersion, line: dict[str, str], by: User) -> None:
        """Write a remark on the section with the heading that the line names."""
        Remark(
            number=line["remark"],
            section=version.sections.get(heading=line["heading"]),
            text=line["text"],
            written_by=by,
            written_at=at(line),
        ).save(force_insert=True)


def _rehearsed(shift: timedelta, people: dict[str, User]) -> int:
    """Take the steps of rehearsals that have not moved yet; return how many."""
    fresh = Rehearsal.objects.exclude(pk__in=moved_before(Rehearsal))
    rehearsals = {each.number: each for each in fresh}
    lines = [
        line
        for line in read("rehearsal_steps", shift)[1]
        if line["rehearsal"] in rehearsals
    ]
    for line in lines:
        by = people[line["by"]]
        with acting(by, reason=WHY):
            move(rehearsals[line["rehearsal"]], line["step"], by=by, at=at(line))
    return len(lines)
