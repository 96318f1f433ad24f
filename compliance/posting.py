"""Posts by day: who worked where as what, on past days as on coming ones."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.models import EarlierPost, StaffMember
from reception.accounts.models import Office
from venues.models import Venue

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Posting:
    """A time in which somebody held one post with one employer; both days count.

    ``office`` is the employing office, or that of the employing venue.
    """

    member: int
    post: str
    office: int
    venue: int | None
    first: date
    last: date

    def within(self, first: date, last: date) -> tuple[date, date] | None:
        """Return the days that the time shares with ``first`` … ``last``."""
        days = max(first, self.first), min(last, self.last)
        return days if days[0] <= days[1] else None


def postings(members: Iterable[int]) -> dict[int, list[Posting]]:
    """Return, by member, the times of his work in order; two queries for any number."""
    keys, found = sorted(set(members)), defaultdict(list)
    past = EarlierPost.objects.filter(member__in=keys)
    now = StaffMember.objects.filter(pk__in=keys)
    sources = ((past, "member", "since", "until"), (now, "pk", "joined_on", "left_on"))
    for rows, member, *days in sources:
        for pk, *facts in _told(rows.order_by(), member, *days):
            found[pk].append(_posting(pk, *facts))
    return {pk: sorted(each, key=lambda p: p.first) for pk, each in found.items()}


def _told(rows: QuerySet, *names: str):
    member, first, last = names
    where = ("post", "office", "venue", "venue__office")
    return rows.values_list(member, *where, first, last)


def _posting(pk, *facts) -> Posting:
    post, office, venue, its_office, first, last = facts
    days = first or date.min, last or date.max
    return Posting(pk, post, office or its_office, venue, *days)


class NotPossible(Exception):
    """The change of post is not possible; the text says why."""


@transaction.atomic
def take_post(
    member: StaffMember,
    on: date,
    *,
    post: str,
    office: Office | None,
    venue: Venue | None,
) -> StaffMember:
    """Let ``member`` hold another post from ``on`` on, and keep what he did before.

    Whoever has left returns by it. Until the day before, or until he left, the
    present post becomes an earlier one.

    Raises:
        NotPossible: ``on`` does not lie after the present post began, or ended.
    """
    member = StaffMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    began, ended = member.joined_on, member.left_on
    if began is None:
        raise NotPossible(_("Fill in first on which day the present post began."))
    if on <= (ended or began):
        text = _("Choose a day after %(day)s.")
        raise NotPossible(text % {"day": date_format(ended or began)})
    EarlierPost.objects.create(
        member=member,
        since=began,
        until=ended or on - DAY,
        post=member.post,
        office=member.office,
        venue=member.venue,
    )
    member.post, member.office, member.venue = post, office, venue
    member.joined_on, member.left_on = on, None
    columns = ["post", "office", "venue", "joined_on", "left_on"]
    member.save(update_fields=columns)
    return member
