"""Shifts (值班): who is on duty at an office or a venue, from when to when."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from compliance.models import Duty, StaffMember
from reception.access.records import Record
from reception.accounts.models import Office
from venues.models import Venue
from visits.duties import Wish, keeps_busy, refusals
from visits.models.visit import Visit
from visits.shift_states import MOVES, ShiftState

LONGEST = timedelta(hours=24)
JUST = timedelta(microseconds=1)
# What a stored shift is judged by; a change of anything else asks nothing anew.
JUDGED = ("member_id", "duty", "starts_at", "ends_at")


class ShiftQuerySet(models.QuerySet):
    """Shifts by what they hold."""

    def held(self):
        """Shifts that keep their people; who stayed away was free."""
        return self.exclude(state=ShiftState.ABSENT)

    def meeting(self, begin: datetime, end: datetime):
        """Shifts that share some time with ``begin`` … ``end``."""
        return self.filter(starts_at__lt=end, ends_at__gt=begin)


class Shift(Record):
    """One person's duty at one place for some hours."""

    access_paths = ("office", "venue")
    business_key = ("number",)
    searched = ("number", "task", "note")
    moves = MOVES
    State = ShiftState

    class Kind(models.TextChoices):
        """What kind of shift it is; stand-by is waited for, not worked."""

        DAY = "day", pgettext_lazy("a shift", "day")
        NIGHT = "night", pgettext_lazy("a shift", "night")
        STANDBY = "standby", pgettext_lazy("a shift", "stand-by")

    number = models.CharField(
        gettext_lazy("number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=gettext_lazy(
            "Left empty, the office makes it, such as HB-W-2026-0001."
        ),
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="shifts",
        verbose_name=pgettext_lazy("a shift", "at the office"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Fill in the office or the venue, not both."),
    )
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="shifts",
        verbose_name=pgettext_lazy("a shift", "at the venue"),
        null=True,
        blank=True,
    )
    member = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="shifts",
        verbose_name=pgettext_lazy("a shift", "person on duty"),
    )
    kind = models.CharField(
        pgettext_lazy("a shift", "kind"), max_length=8, choices=Kind, default=Kind.DAY
    )
    duty = models.CharField(
        gettext_lazy("duty"),
        max_length=16,
        choices=Duty,
        blank=True,
        help_text=gettext_lazy(
            "Some duties need a certificate, such as the fire control room; empty: "
            "general duty."
        ),
    )
    task = models.CharField(
        pgettext_lazy("a shift", "task"),
        max_length=80,
        blank=True,
        help_text=gettext_lazy("Such as leader on duty, or reception desk."),
    )
    starts_at = models.DateTimeField(gettext_lazy("starts"))
    ends_at = models.DateTimeField(gettext_lazy("ends"))
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        related_name="shifts",
        verbose_name=gettext_lazy("visit"),
        null=True,
        blank=True,
        help_text=gettext_lazy("If the shift is because of one."),
    )
    note = models.CharField(gettext_lazy("remarks"), max_length=200, blank=True)
    state = models.CharField(
        gettext_lazy("state"),
        max_length=10,
        choices=ShiftState,
        default=ShiftState.PLANNED,
        editable=False,
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("entered by"),
        null=True,
        editable=False,
    )

    objects = ShiftQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = gettext_lazy("shift")
        verbose_name_plural = gettext_lazy("shifts")
        ordering = ("-starts_at", "member")
        indexes = [
            models.Index(fields=["office", "starts_at"], name="shift_by_office"),
            models.Index(fields=["venue", "starts_at"], name="shift_by_venue"),
            models.Index(fields=["-starts_at", "member"], name="shift_by_start"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "starts_at"],
                name="shift_once",
                violation_error_message=gettext_lazy(
                    "This person has a shift that starts at this time."
                ),
            ),
            models.CheckConstraint(
                name="shift_has_one_place",
                condition=Q(office__isnull=False, venue__isnull=True)
                | Q(office__isnull=True, venue__isnull=False),
                violation_error_message=gettext_lazy(
                    "A shift is at one office or at one venue."
                ),
            ),
            models.CheckConstraint(
                name="shift_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=gettext_lazy(
                    "A shift must end after it starts."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.member} {told(self.starts_at)}"

    def number_prefix(self, day):
        """Return what a shift entered on ``day`` begins its number with."""
        office = self.office or self.venue.office
        return f"{office.code}-W-{day.year}-"

    @property
    def place(self):
        """The office or the venue where it is done."""
        return self.office or self.venue

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last local day; what ends at midnight ends the day."""
        last = timezone.localdate(self.ends_at - JUST)
        return timezone.localdate(self.starts_at), last

    @property
    def hours(self) -> float:
        """How long it lasts, in hours."""
        return (self.ends_at - self.starts_at) / timedelta(hours=1)

    @property
    def wish(self) -> Wish:
        """What the duty gate is asked."""
        where = {"office": self.office_id, "venue": self.venue_id}
        return Wish(self.member, self.duty, *self.days, **where)

    @staticmethod
    def lock_people(keys: set[int]) -> None:
        """Let whoever puts the same people on duty at the same time wait for us."""
        lock_members(keys)

    def clash(self) -> str:
        """Say what else keeps the person at that time; lock him meanwhile."""
        lock_members({self.member_id})
        others = Shift.objects.held().filter(member=self.member_id)
        others = others.meeting(self.starts_at, self.ends_at).exclude(pk=self.pk)
        other = others.first()
        return _clash_told(self, other) if other else ""

    def locked_reason(self):
        """What was worked, or missed, is so until it is taken up again."""
        if self.state in (ShiftState.WORKED, ShiftState.ABSENT):
            text = _("The shift is “%(state)s”; take it up again before changing it.")
            return text % {"state": self.get_state_display()}
        return None

    @classmethod
    def beside_others(cls, records: list, leaving: set) -> list[tuple]:
        """Refuse two shifts of one person at one time, and whoever may not do it."""
        records = [each for each in records if is_whole(each)]
        lock_members({each.member_id for each in records})
        stored = {each.pk: each for each in cls.objects.filter(pk__in=_keys(records))}
        new = [each for each in records if _differs(each, stored.get(each.pk))]
        found = [*_too_long(new), *_clashing(records, new, leaving)]
        said = refusals(each.wish for each in new)
        return found + [(new[place], text) for place, text in said]


def _keys(records) -> set:
    return {each.pk for each in records if each.pk}


def is_whole(shift: Shift) -> bool:
    """Whether what is judged by is filled in; else the form has said so."""
    known = shift.member_id and shift.starts_at and shift.ends_at
    return bool(known) and shift.starts_at < shift.ends_at


def _differs(shift: Shift, stored: Shift | None) -> bool:
    return stored is None or any(
        getattr(shift, name) != getattr(stored, name) for name in JUDGED
    )


def lock_members(keys: set[int]) -> None:
    """Let whoever puts the same people on duty at the same time wait for us."""
    if connection.in_atomic_block and keys:
        rows = StaffMember.objects.filter(pk__in=keys).order_by("pk")
        list(rows.select_for_update(of=("self",)).values_list("pk"))


def _too_long(records: list[Shift]) -> list[tuple]:
    text = _("A shift lasts at most 24 hours; enter one for each day.")
    return [(e, text) for e in records if e.ends_at - e.starts_at > LONGEST]


def _clashing(records: list[Shift], new: list[Shift], leaving: set) -> list[tuple]:
    """Say who is on duty elsewhere at that time, by what is stored or comes along."""
    if not new:
        return []
    begin, end = min(each.starts_at for each in new), max(each.ends_at for each in new)
    others = Shift.objects.filter(member__in={each.member_id for each in new})
    # An absence holds nothing, but two shifts of one person never start together.
    held_then = Q(starts_at__lt=end, ends_at__gt=begin)
    held_then &= ~Q(state=ShiftState.ABSENT)
    others = others.filter(held_then | Q(starts_at__in={e.starts_at for e in new}))
    held = defaultdict(list)
    unchanged = [e for e in records if not any(e is each for each in new)]
    for other in [*others.exclude(pk__in=leaving | _keys(records)), *unchanged]:
        held[other.member_id].append(other)
    found = []
    for each in new:
        clash = next((o for o in held[each.member_id] if meet(each, o)), None)
        if clash is not None:
            found.append((each, _clash_told(each, clash)))
        held[each.member_id].append(each)
    return found


def _clash_told(shift: Shift, other: Shift) -> str:
    text = _("%(name)s is on duty already from %(begin)s to %(end)s (%(kind)s).")
    return text % {
        "name": shift.member,
        "begin": told(other.starts_at),
        "end": told(other.ends_at),
        "kind": other.get_kind_display(),
    }


def meet(one: Shift, other: Shift) -> bool:
    """Whether both are at one time; one may begin when the other ends."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def told(moment: datetime) -> str:
    """Return a moment as messages write it."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


@keeps_busy
def on_shift(members: Iterable[int], first: date, last: date) -> list[tuple]:
    """Tell on which days members have shifts."""
    rows = Shift.objects.held().filter(member__in=members).order_by()
    rows = rows.filter(starts_at__date__lte=last, ends_at__date__gte=first)
    spans = rows.only("member", "starts_at", "ends_at")
    return [(each.member_id, *each.days) for each in spans]
