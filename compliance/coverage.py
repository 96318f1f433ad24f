"""Coverage (持证): who, on a day, holds what his post requires, and who does not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from compliance.models import (
    Certificate,
    CertificateKind,
    CertificateRequirement,
    EarlierPost,
    StaffMember,
)
from compliance.models.certificate import COUNTING
from compliance.posting import Posting, postings
from compliance.requirements import Requirements
from compliance.standing import Held, held_by

Status = Certificate.Status
# Of what does not count, what tells most comes first.
ORDER = (Status.SUSPENDED, Status.EXPIRED, Status.NOT_YET, Status.REVOKED)


@dataclass(frozen=True, slots=True)
class Need:
    """A kind that somebody must hold, and how it stands; None: he holds none."""

    kind: CertificateKind
    status: Status | None
    held: Held | None
    to_be_confirmed: bool

    @property
    def counts(self) -> bool:
        """Whether he is certified in it."""
        return self.status in COUNTING


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody's post on a day requires of him, and how it stands."""

    posting: Posting
    needs: list[Need] = field(default_factory=list)

    @property
    def lacking(self) -> list[Need]:
        """What he must hold, and what does not count."""
        return [need for need in self.needs if not need.counts]


def standings(members: Iterable[int], on: date) -> dict[int, Standing]:
    """Return, by member, the standing of whoever works on ``on``; a few queries."""
    required = Requirements.read()
    rows = required.of_posts()
    present = {
        pk: posting
        for pk, times in postings(members).items()
        for posting in times
        if posting.within(on, on)
    }
    held = held_by(present, {row.kind_id for row in rows})
    return {
        pk: Standing(posting, list(_needs(required, rows, posting, held[pk], on)))
        for pk, posting in present.items()
    }


def posts_asked() -> list[str]:
    """Return the posts of which anything is required, anywhere and on any day."""
    rows = CertificateRequirement.objects.exclude(post="").order_by()
    return sorted(set(rows.values_list("post", flat=True)))


def _needs(required: Requirements, rows, posting: Posting, held, on: date):
    kinds: dict[CertificateKind, bool] = {}
    for row, _days in required.binding(rows, posting, on, on):
        kinds[row.kind] = kinds.get(row.kind, True) and row.to_be_confirmed
    for kind, to_be_confirmed in kinds.items():
        status, best = best_of(held.get(kind.pk, ()), kind.renew_days, on)
        yield Need(kind, status, best, to_be_confirmed)


def best_of(
    certificates: Sequence[Held], renew_days: int, on: date
) -> tuple[Status | None, Held | None]:
    """Return the certificate that counts longest, or else tells most, and how."""

    def rank(told: tuple[Status, Held]) -> tuple:
        status, held = told
        place = -1 if status in COUNTING else ORDER.index(status)
        return place, -(held.valid_until or date.max).toordinal()

    found = [(each.status(on, renew_days), each) for each in certificates]
    return min(found, key=rank, default=(None, None))


def working(rows: QuerySet[StaffMember], on: date, where: Q | None = None) -> QuerySet:
    """Return those of ``rows`` who work on ``on``, in a post that ``where`` tells.

    ``where`` names columns that a post has, past or present: post, office, venue.
    """
    where = where or Q()
    begun = Q(joined_on__isnull=True) | Q(joined_on__lte=on)
    stays = Q(left_on__isnull=True) | Q(left_on__gte=on)
    past = EarlierPost.objects.filter(
        where, member=OuterRef("pk"), since__lte=on, until__gte=on
    )
    return rows.filter((begun & stays & where) | Exists(past))
