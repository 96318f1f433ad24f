"""Reminders of certificates that end: to the holder, his head, the training officer.

The ladder: 90, 60, 30 and 7 days before, on the day, and every fourteen days after,
until it is renewed or the holder leaves. A pause silences it for some days; what was
to be told in them is told on the day after.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.models import Certificate, Snooze, StaffMember
from reception.access.scope import visible
from reception.accounts.models import User

BEFORE = (90, 60, 30, 7)  # days; proposals, to be confirmed locally, like the next two
AFTER_EVERY = 14  # days
LONGEST_PAUSE = 30  # days
OFFICERS = "training_officer"  # the role whose holders are told of all in their reach
HEADS = (StaffMember.Post.HEAD, StaffMember.Post.MANAGER)


@dataclass(frozen=True, slots=True)
class Line:
    """One certificate and why it is told today."""

    certificate: Certificate
    text: str
    is_late: bool


def is_told(left: int) -> bool:
    """Whether the ladder has a step ``left`` days before the end (< 0: after)."""
    return left in (*BEFORE, 0) or (left < 0 and left % AFTER_EVERY == 0)


def words(left: int) -> str:
    """Return how the end stands, in words."""
    if left == 0:
        return _("ends today")
    if left > 0:
        text = ngettext("ends in %(count)s day", "ends in %(count)s days", left)
    else:
        text = ngettext("ended %(count)s day ago", "ended %(count)s days ago", -left)
    return text % {"count": abs(left)}


def due_on(on: date) -> list[Certificate]:
    """Return what is told on ``on``, the first to end first, with its holder."""
    pauses = Snooze.objects.filter(certificate=OuterRef("pk"))
    silent = pauses.filter(since__lte=on, until__gte=on)
    woken = pauses.filter(until=on - timedelta(days=1))
    steps = [on, *(on + timedelta(days=left) for left in BEFORE)]
    rows = Certificate.objects.to_renew().current_holders(on)
    rows = rows.annotate(woken=Exists(woken)).filter(
        Q(valid_until__in=steps) | Q(valid_until__lt=on) | Q(woken=True),
        ~Exists(silent),
    )
    related = ("kind", "holder__office", "holder__venue")
    ordered = rows.select_related(*related).order_by("valid_until", "pk")
    return [e for e in ordered if e.woken or is_told((e.valid_until - on).days)]


def lines(on: date) -> dict[int, list[Line]]:
    """Return, by the key of a user, what he is told of; not yet what he may see."""
    due, found = due_on(on), defaultdict(list)
    if not due:
        return found
    heads = heads_of(due, on)
    officers = User.objects.filter(is_active=True, groups__name=OFFICERS)
    everybody = set(officers.values_list("pk", flat=True))
    for each in due:
        left = (each.valid_until - on).days
        line = Line(each, words(left), left < 0)
        people = everybody | heads[_employer(each.holder)]
        if each.holder.user_id:
            people.add(each.holder.user_id)
        for user in people:
            found[user].append(line)
    return found


def _employer(member: StaffMember) -> tuple[int | None, int | None]:
    return member.office_id, member.venue_id


def heads_of(due: Iterable[Certificate], on: date) -> dict[tuple, set[int]]:
    """Return, by employer of a holder, the logins of those who head it.

    A venue is headed by its managers and by the heads of the office it belongs to.
    """
    holders = {_employer(each.holder): each.holder for each in due}
    offices = {
        key: holder.office_id or holder.venue.office_id
        for key, holder in holders.items()
    }
    stays = Q(left_on__isnull=True) | Q(left_on__gte=on)
    rows = StaffMember.objects.filter(
        stays,
        Q(office__in=set(offices.values()))
        | Q(venue__in={venue for _office, venue in holders if venue}),
        post__in=HEADS,
        user__is_active=True,
    )
    at = defaultdict(set)
    for office, venue, user in rows.values_list("office", "venue", "user"):
        at[office, venue].add(user)
    return defaultdict(
        set,
        {key: at[key] | at[office, None] for key, office in offices.items()},
    )


def in_sight(user: User, told: list[Line]) -> list[Line]:
    """Leave out what the person may not see; his own certificates he may."""
    if not told:
        return []
    keys = [line.certificate.pk for line in told]
    rows = Certificate.objects.filter(pk__in=keys)
    seen = set(visible(user, "view", rows).values_list("pk", flat=True))
    seen |= set(rows.filter(holder__user=user).values_list("pk", flat=True))
    return [line for line in told if line.certificate.pk in seen]
