"""The digest of a day: findings that are due, and certificates that end.

The ladder of findings: three days and one day before, on the day, every seven days
after; that of certificates stands in ``expiring``. A recheck that waits is told every
day. Everybody gets one digest, of what he may see.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance import expiring
from compliance.models import Finding
from reception.access.scope import codename, in_force, placed, visible
from reception.accounts.models import User
from venues.models import Venue, VenueUserGrant

BEFORE = (3, 1)  # days; proposals, like the next
AFTER_EVERY = 7  # days
State = Finding.State


@dataclass(frozen=True, slots=True)
class Line:
    """One finding and why it is told today."""

    finding: Finding
    text: str
    is_late: bool


@dataclass(slots=True)
class Digest:
    """What one person is told on one day, the most urgent first."""

    user: User
    due: list[Line] = field(default_factory=list)
    rechecks: list[Line] = field(default_factory=list)
    certificates: list[expiring.Line] = field(default_factory=list)

    def __len__(self):
        return self.findings + len(self.certificates)

    @property
    def findings(self) -> int:
        """How many findings are told."""
        return len(self.due) + len(self.rechecks)


def is_told(left: int) -> bool:
    """Whether the ladder has a step ``left`` days before the deadline (< 0: after)."""
    return left in (*BEFORE, 0) or (left < 0 and left % AFTER_EVERY == 0)


def words(left: int) -> str:
    """Return how the deadline stands, in words."""
    if left == 0:
        return _("due today")
    if left > 0:
        text = ngettext("due in %(count)s day", "due in %(count)s days", left)
    else:
        text = ngettext("%(count)s day overdue", "%(count)s days overdue", -left)
    return text % {"count": abs(left)}


def due_on(on: date) -> list[Finding]:
    """Return the findings with the venue whose deadline is a step of the ladder."""
    steps = [on, *(on + timedelta(days=left) for left in BEFORE)]
    rows = Finding.objects.filter(
        Q(deadline__in=steps) | Q(deadline__lt=on),
        state__in=(State.FOUND, *Finding.WITH_VENUE),
    )
    rows = rows.select_related("inspection__venue", "responsible")
    ordered = rows.order_by("deadline", "pk")
    return [each for each in ordered if is_told((each.deadline - on).days)]


def digests(on: date) -> list[Digest]:
    """Return the digest of everybody who is to be told something on ``on``."""
    due, rechecks = lines_of(on)
    ends = expiring.lines(on)
    users = User.objects.filter(is_active=True, pk__in={*due, *rechecks, *ends})
    told = [
        Digest(user, due[user.pk], rechecks[user.pk], ends[user.pk])
        for user in users.order_by("username")
    ]
    return [digest for each in told if len(digest := _in_sight(each))]


def digest_of(user: User, on: date) -> Digest:
    """Return what ``user`` is to be told on ``on``; it may be empty."""
    due, rechecks = lines_of(on)
    ends = expiring.lines(on)
    return _in_sight(Digest(user, due[user.pk], rechecks[user.pk], ends[user.pk]))


def due_of(user: User, on: date) -> list[Line]:
    """Return what ``user`` is reminded of on ``on``, without rechecks that wait."""
    return _in_sight(Digest(user, due_lines(on).get(user.pk, []))).due


def lines_of(on: date) -> tuple[dict[int, list[Line]], dict[int, list[Line]]]:
    """Return, by the key of a user, the lines on deadlines and those on rechecks."""
    rechecks = defaultdict(list)
    waiting = Finding.objects.filter(
        state=State.REPORTED, notified_by__isnull=False, reported_on__lte=on
    ).select_related("inspection__venue")
    for each in waiting.order_by("reported_on", "pk"):
        told = _("reported on %(day)s, waits for a recheck") % {"day": each.reported_on}
        rechecks[each.notified_by_id].append(Line(each, told, is_late=False))
    return due_lines(on), rechecks


def due_lines(on: date) -> dict[int, list[Line]]:
    """Return, by the key of a user, the lines on deadlines."""
    found, due = due_on(on), defaultdict(list)
    contacts = contacts_of({each.inspection.venue_id for each in found})
    for each in found:
        left = (each.deadline - on).days
        line = Line(each, words(left), left < 0)
        for user in people_of(each, contacts):
            due[user].append(line)
    return due


def contacts_of(venues: Iterable[int]) -> dict[int, set[int]]:
    """Return, by venue, the users who reach it and may answer for it."""
    answers = Q(codename="answer_finding", content_type__app_label="compliance")
    holders = User.objects.filter(
        groups__permissions__in=Permission.objects.filter(answers)
    )
    grants = VenueUserGrant.objects.filter(
        in_force(timezone.now()),
        content_object__in=venues,
        permission__codename=codename(Venue, "reach"),
        user__in=holders,
    )
    found = defaultdict(set)
    for venue, user in grants.values_list("content_object", "user"):
        found[venue].add(user)
    return found


def people_of(finding: Finding, contacts: dict[int, set[int]]) -> set[int]:
    """Return whom a deadline concerns: responsible, supervisor, venue's contacts."""
    people = set(contacts.get(finding.inspection.venue_id, ()))
    if finding.supervisor_id:
        people.add(finding.supervisor_id)
    if finding.responsible is not None and finding.responsible.user_id:
        people.add(finding.responsible.user_id)
    return people


def _in_sight(digest: Digest) -> Digest:
    """Leave out what the person may not see: nobody is told by post what is closed."""
    if not len(digest):
        return digest
    told = [line.finding.pk for line in (*digest.due, *digest.rechecks)]
    rows = Finding.objects.filter(pk__in=told)
    seen = set(visible(digest.user, "view", rows).values_list("pk", flat=True))
    mine = set()
    if digest.rechecks:
        mine = set(placed(digest.user, "recheck", rows).values_list("pk", flat=True))
    return Digest(
        digest.user,
        [line for line in digest.due if line.finding.pk in seen],
        [line for line in digest.rechecks if line.finding.pk in mine],
        expiring.in_sight(digest.user, digest.certificates),
    )
