"""Earlier posts: as what and where somebody worked before; they tell of past days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db import connection, models
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from compliance.models.staff import StaffMember
from reception.access.records import Record
from reception.accounts.models import Office
from venues.models import Venue


class EarlierPost(Record):
    """A time in which somebody held another post, or worked for another employer."""

    access_paths = ("member",)
    business_key = ("member", "since")

    member = models.ForeignKey(
        StaffMember,
        models.CASCADE,
        related_name="earlier_posts",
        verbose_name=_("staff member"),
    )
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    post = models.CharField(_("post"), max_length=16, choices=StaffMember.Post)
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="+",
        verbose_name=_("employing office"),
        null=True,
        blank=True,
        help_text=_("Fill in the office or the venue, not both."),
    )
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="+",
        verbose_name=_("employing venue"),
        null=True,
        blank=True,
    )

    class Meta(Record.Meta):
        verbose_name = _("earlier post")
        verbose_name_plural = _("earlier posts")
        ordering = ("-since", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "since"],
                name="earlier_post_once",
                violation_error_message=_(
                    "An earlier post that began on this day is entered."
                ),
            ),
            models.CheckConstraint(
                name="earlier_post_ends_after_it_begins",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("A post cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="earlier_post_has_one_employer",
                condition=Q(office__isnull=False, venue__isnull=True)
                | Q(office__isnull=True, venue__isnull=False),
                violation_error_message=_(
                    "A staff member works for one office or one venue."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_post_display()}, {self.since}"

    @classmethod
    def last_days(cls, members: Iterable[int]) -> dict[int, date]:
        """Return, by member, the last day of his earlier posts."""
        rows = cls.objects.filter(member__in=sorted(set(members))).order_by()
        return dict(rows.values_list("member").annotate(last=Max("until")))

    @classmethod
    def beside_others(cls, records, leaving):
        """Nobody holds two posts on one day; the person is locked meanwhile."""
        records = [each for each in records if each.member_id and _is_whole(each)]
        members = {each.member_id for each in records}
        people = StaffMember.objects.filter(pk__in=members).order_by("pk")
        if connection.in_atomic_block:  # whoever comes second waits, and is told
            people = people.select_for_update(of=("self",))
        joined = dict(people.values_list("pk", "joined_on"))
        written = {each.pk for each in records if each.pk} | set(leaving)
        held = defaultdict(list)
        for each in cls.objects.filter(member__in=members).exclude(pk__in=written):
            held[each.member_id].append(each)
        return list(_overlaps(records, held, joined))


def _is_whole(post: EarlierPost) -> bool:
    return bool(post.since and post.until) and post.since <= post.until


def _overlaps(records, held, joined) -> Iterator[tuple]:
    """Yield which of ``records`` shares days with another post, and with which."""
    others = _("Another earlier post is entered for some of these days.")
    present = _(
        "The present post must begin after an earlier one ends: set “joined on” first."
    )
    for each in records:
        first, rest = joined.get(each.member_id), held[each.member_id]
        if any(o.since <= each.until and each.since <= o.until for o in rest):
            yield each, others
        elif first is None or first <= each.until:
            yield each, present
        rest.append(each)
