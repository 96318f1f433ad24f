"""Who is due: whose certificate ends within its renewal window, and what renews it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from compliance.models import (
    Certificate,
    CertificateKind,
    Course,
    Enrolment,
    StaffMember,
    TrainingSession,
)
from compliance.training.attending import held_still
from reception.access.scope import can_part, visible
from reception.ledger import writing

SHOWN = 200  # people of one kind


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose last certificate of a kind ends on ``ends``."""

    member: StaffMember
    ends: date
    coming: TrainingSession | None  # for which he is enrolled already

    def has_ended(self, on: date) -> bool:
        """Whether it counts no more on ``on``."""
        return self.ends < on


@dataclass(slots=True)
class Due:
    """A kind with those who are due, its courses and the sessions to come."""

    kind: CertificateKind
    courses: list[Course]
    people: list[Person] = field(default_factory=list)
    sessions: list[TrainingSession] = field(default_factory=list)
    count: int = 0

    @property
    def unasked(self) -> int:
        """How many of those shown are not enrolled yet."""
        return sum(person.coming is None for person in self.people)


def due(user, at: datetime, on: date) -> list[Due]:
    """Return what is due on ``on`` within the user's reach, in a few queries.

    Only kinds that a course in use leads to; the last certificate of each person
    counts, so whoever has renewed is not due.
    """
    kinds = defaultdict(list)
    courses = Course.objects.filter(is_active=True, kind__isnull=False)
    for course in courses.select_related("kind").order_by("code"):
        kinds[course.kind].append(course)
    if not kinds:
        return []
    found = {kind.pk: Due(kind, own) for kind, own in kinds.items()}
    shown = {}
    for key, last in sorted(_ends(user, on, list(kinds)).items(), key=_by_end):
        part = found[key[0]]
        part.count += 1
        if part.count <= SHOWN:
            shown[key] = last
    members = StaffMember.objects.select_related("office", "venue").in_bulk(
        {member for _kind, member in shown}
    )
    coming = _coming(list(shown), at)
    for (kind, member), last in shown.items():
        person = Person(members[member], last, coming.get((kind, member)))
        found[kind].people.append(person)
    for session in sessions_to_come(user, at):
        if session.course.kind_id in found:
            found[session.course.kind_id].sessions.append(session)
    return [each for each in found.values() if each.count]


def _by_end(each: tuple) -> tuple:
    """Return by what the due are sorted: the first to end first, then by their keys."""
    key, last = each
    return last, key


def sessions_to_come(user, at: datetime):
    """Return the sessions still to come that the user may enrol into."""
    rows = visible(user, "change", TrainingSession.objects.to_come())
    rows = rows.filter(ends_at__gt=at).select_related("course", "venue")
    return rows.with_numbers().order_by("starts_at", "pk")


def _ends(user, on: date, kinds: Sequence[CertificateKind]) -> dict:
    """Return, by kind and holder, the last day of the last certificate that is due."""
    window = Q()
    for kind in kinds:
        window |= Q(kind=kind, last__lte=on + timedelta(days=kind.renew_days))
    rows = visible(user, "view", Certificate.objects.current_holders(on))
    rows = rows.filter(kind__in=kinds, issued_on__lte=on).exclude(revoked_on__lte=on)
    rows = (
        rows.order_by()
        .values("kind", "holder")
        .annotate(
            last=Max("valid_until"),
            endless=Count("pk", filter=Q(valid_until__isnull=True)),
        )
    )
    rows = rows.filter(window, endless=0)
    return {(k, h): last for k, h, last in rows.values_list("kind", "holder", "last")}


def _coming(keys: Sequence[tuple[int, int]], at: datetime) -> dict:
    """Return, by kind and member, the next session for which he is enrolled."""
    rows = Enrolment.objects.filter(
        session__in=TrainingSession.objects.to_come().filter(ends_at__gt=at),
        session__course__kind__in={kind for kind, _member in keys},
        member__in={member for _kind, member in keys},
    )
    rows = rows.select_related("session__course").order_by("-session__starts_at")
    return {(row.session.course.kind_id, row.member_id): row.session for row in rows}


@transaction.atomic
def enrol(session: TrainingSession, members: Sequence[int], *, by) -> tuple:
    """Enrol those of ``members`` who can be; return (how many, who stayed out and why).

    Who has a place already keeps it.

    Raises:
        PermissionDenied: ``by`` may not enrol into this session.
    """
    session = held_still(session)
    if not can_part(by, "add", Enrolment, session):
        raise PermissionDenied
    if reason := session.locked_reason():
        return 0, [(session, str(reason))]
    held = set(session.enrolments.order_by().values_list("member", flat=True))
    people = visible(by, "refer", StaffMember.objects.filter(pk__in=members))
    wanted = [
        Enrolment(session=session, member=member)
        for member in people.order_by("number")
        if member.pk not in held
    ]
    refused = {
        id(place): str(text) for place, text in Enrolment.beside_others(wanted, set())
    }
    taken = [place for place in wanted if id(place) not in refused]
    writing.create_all(taken)
    stayed = [(p.member, refused[id(p)]) for p in wanted if id(p) in refused]
    return len(taken), stayed


def nothing_chosen() -> str:
    """Say what is missing when nobody or no session was chosen."""
    return _("Tick the people and choose the session.")
