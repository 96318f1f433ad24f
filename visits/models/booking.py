"""Bookings: what a visit has ordered of a venue, and the gate before it.

A venue that is not fit, or a space that is taken or closed at that time, cannot be
booked; ``beside_others`` says so at every door. What was booked before stays, and is
listed where its venue stops being fit.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from reception.access.records import Record
from venues import fitness
from venues.fitness import Said, Weight, question
from venues.models import Rate, Space, Venue
from visits.models.visit import Visit
from visits.states import ENDED, State

GONE = (State.REFUSED, *ENDED)  # visits whose bookings hold nothing any more


class BookingQuerySet(models.QuerySet):
    """Bookings by what they hold."""

    def holding(self):
        """Bookings of visits that take place."""
        return self.exclude(visit__state__in=GONE)


class Booking(Record):
    """What a visit has booked of a venue, or of one of its spaces, and for when."""

    access_paths = ("visit",)
    business_key = ("visit", "line")
    searched = ("remark",)

    class Kind(models.TextChoices):
        """What the venue is booked for."""

        LODGING = "lodging", pgettext_lazy("a booking", "lodging")
        MEAL = "meal", gettext_lazy("meal")
        MEETING = "meeting", gettext_lazy("meeting")
        VISIT = "visit", gettext_lazy("visit to the place")

    visit = models.ForeignKey(
        Visit,
        models.CASCADE,
        related_name="bookings",
        verbose_name=gettext_lazy("visit"),
    )
    line = models.PositiveSmallIntegerField(
        gettext_lazy("line"), help_text=gettext_lazy("1, 2, 3 …")
    )
    kind = models.CharField(gettext_lazy("booked for"), max_length=10, choices=Kind)
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="bookings",
        verbose_name=gettext_lazy("venue"),
    )
    space = models.ForeignKey(
        Space,
        models.PROTECT,
        related_name="bookings",
        verbose_name=gettext_lazy("space"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Empty: the venue chooses."),
    )
    starts_at = models.DateTimeField(gettext_lazy("starts"))
    ends_at = models.DateTimeField(gettext_lazy("ends"))
    people = models.PositiveSmallIntegerField(gettext_lazy("number of people"))
    quantity = models.PositiveSmallIntegerField(
        gettext_lazy("quantity"),
        default=1,
        help_text=gettext_lazy("Rooms, half-days, tables: what the rate counts."),
    )
    unit = models.CharField(
        gettext_lazy("unit of the price"),
        max_length=10,
        choices=Rate.Unit,
        blank=True,
        help_text=gettext_lazy("By it the agreed rate is found."),
    )
    remark = models.CharField(gettext_lazy("remarks"), max_length=200, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = gettext_lazy("booking")
        verbose_name_plural = gettext_lazy("bookings")
        ordering = ("visit", "line")
        permissions = [
            ("host_booking", gettext_lazy("Sees when venues in reach are booked"))
        ]
        indexes = [
            models.Index(fields=["venue", "starts_at"], name="booking_by_venue"),
            models.Index(fields=["space", "starts_at"], name="booking_by_space"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "line"],
                name="booking_line_once",
                violation_error_message=gettext_lazy(
                    "The visit already has a booking of this line."
                ),
            ),
            models.CheckConstraint(
                name="booking_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=gettext_lazy(
                    "A booking must end after it starts."
                ),
            ),
            models.CheckConstraint(
                name="booking_is_for_somebody",
                condition=Q(people__gte=1, quantity__gte=1),
                violation_error_message=gettext_lazy(
                    "A booking is for at least one person and one thing."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.line}. {self.get_kind_display()} {self.venue}"

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last local day."""
        return timezone.localdate(self.starts_at), timezone.localdate(self.ends_at)

    def clean(self):
        """Refuse the space of another venue."""
        if self.space_id and self.venue_id and self.space.venue_id != self.venue_id:
            text = _("This space belongs to another venue.")
            raise ValidationError({"space": text})

    def locked_reason(self):
        """A booking is closed when its visit is."""
        return self.visit.locked_reason()

    @classmethod
    def beside_others(cls, records: list, leaving: set) -> list[tuple]:
        """Refuse spaces that are taken or closed, and venues that are not fit.

        Of a stored booking only a new place or time is judged against the gate.
        """
        records = [each for each in records if _is_whole(each)]
        _lock(records)
        found = [*_taken(records, leaving), *_closed(records)]
        stored = {each.pk: each for each in cls.objects.filter(pk__in=_keys(records))}
        moved = [each for each in records if _differs(each, stored.get(each.pk))]
        return [*found, *_unfit(moved)]


def _keys(records) -> set:
    return {each.pk for each in records if each.pk}


def _is_whole(booking: Booking) -> bool:
    """Whether what the gate judges by is filled in; else the form has said so."""
    known = booking.venue_id and booking.starts_at and booking.ends_at
    return bool(known) and booking.starts_at < booking.ends_at


def _differs(booking: Booking, stored: Booking | None) -> bool:
    names = ("visit_id", "venue_id", "space_id", "starts_at", "ends_at")
    return stored is None or any(
        getattr(booking, name) != getattr(stored, name) for name in names
    )


def _lock(records: list[Booking]) -> None:
    """Let whoever books the same venues at the same time wait for us."""
    if connection.in_atomic_block:
        keys = {each.venue_id for each in records}
        rows = Venue.objects.filter(pk__in=keys).order_by("pk")
        list(rows.select_for_update(of=("self",)).values_list("pk"))


def _taken(records: list[Booking], leaving: set) -> list[tuple]:
    """Say whose space another booking holds at that time, stored or in ``records``."""
    some = [each for each in records if each.space_id]
    if not some:
        return []
    others = Booking.objects.holding().filter(
        space__in={each.space_id for each in some},
        starts_at__lt=max(each.ends_at for each in some),
        ends_at__gt=min(each.starts_at for each in some),
    )
    held = defaultdict(list)
    for other in others.exclude(pk__in=leaving | _keys(records)):
        held[other.space_id].append(other)
    found = []
    for each in some:
        clash = next((o for o in held[each.space_id] if _meet(each, o)), None)
        if clash is not None:
            text = _("%(space)s is booked already from %(begin)s to %(end)s.") % {
                "space": each.space.name,
                "begin": _told(clash.starts_at),
                "end": _told(clash.ends_at),
            }
            found.append((each, text))
        held[each.space_id].append(each)
    return found


def _meet(one: Booking, other: Booking) -> bool:
    """Whether both hold the space at one time; one may begin when the other ends."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _told(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def _closed(records: list[Booking]) -> list[tuple]:
    """Say which spaces are out of use at that time, and why."""
    text = _("%(space)s is out of use from %(day)s on: %(reason)s.")
    return [
        (
            each,
            text
            % {
                "space": each.space.name,
                "day": each.space.out_from.isoformat(),
                "reason": each.space.reason,
            },
        )
        for each in records
        if each.space_id and each.space.is_out_of_use(*each.days)
    ]


def _unfit(records: list[Booking]) -> list[tuple]:
    """Say which venues are not fit in those days and not waived for that visit."""
    if not records:
        return []
    said = fitness.look(
        {each.venue for each in records},
        min(each.days[0] for each in records),
        max(each.days[1] for each in records),
    )
    waived = waived_keys({each.visit_id for each in records if each.visit_id})
    found = []
    for each in records:
        about = each.visit_id, each.venue_id
        if left := standing_in_the_way(said[each.venue_id], each.days, waived[about]):
            text = _(
                "%(venue)s cannot be booked for these days: %(reasons)s. Choose "
                "another venue, or have an approver waive it on the page “Venues” of "
                "the visit."
            )
            reasons = _("; ").join(str(one.text) for one in left)
            found.append((each, text % {"venue": each.venue, "reasons": reasons}))
    return found


def standing_in_the_way(
    said: Iterable[Said], days: tuple[date, date], waived: set[str]
) -> list[Said]:
    """Return what of ``said`` stops the use in ``days`` and is not waived."""
    return [
        each
        for each in fitness.stops(said)
        if each.touches(*days) and each.key not in waived
    ]


class VenueWaiver(Record):
    """Lets a visit use a venue although it is not fit, for the reasons known then.

    ``covers`` are the keys of what was known; what comes later stops again.
    """

    access_paths = ("visit",)
    business_key = ("visit", "given_at")

    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        related_name="venue_waivers",
        verbose_name=gettext_lazy("visit"),
    )
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="waivers",
        verbose_name=gettext_lazy("venue"),
    )
    reason = models.TextField(gettext_lazy("reason"))
    covers = models.JSONField(gettext_lazy("what is waived"), default=list)
    told = models.TextField(gettext_lazy("what stood in the way"), blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("waived by"),
    )
    given_at = models.DateTimeField(gettext_lazy("waived at"))

    class Meta(Record.Meta):
        verbose_name = gettext_lazy("waiver of a venue")
        verbose_name_plural = gettext_lazy("waivers of venues")
        ordering = ("-given_at",)
        default_permissions = ("view", "export")
        constraints = [
            models.CheckConstraint(
                name="venue_waiver_says_why",
                condition=~Q(reason=""),
                violation_error_message=gettext_lazy("Say why."),
            )
        ]

    def __str__(self):
        return f"{self.visit}: {self.venue}"


def waived_keys(visits: Iterable) -> dict[tuple, set[str]]:
    """Return, by visit and venue, the keys of all that approvers let pass."""
    found = defaultdict(set)
    rows = VenueWaiver.objects.filter(visit__in=visits).order_by()
    for visit, venue, covers in rows.values_list("visit", "venue", "covers"):
        found[visit, venue] |= set(covers)
    return found


@question("bookings", gettext_lazy("bookings in these days"), Booking)
def what_is_booked(venues: list, first: date, last: date) -> dict:
    """Tell the bookings of the period, without any fact of their visits."""
    told = defaultdict(list)
    rows = Booking.objects.holding().filter(venue__in=venues)
    rows = rows.filter(starts_at__date__lte=last, ends_at__date__gte=first)
    for booking in rows.select_related("space").order_by("starts_at", "pk"):
        text = _("%(kind)s %(begin)s – %(end)s, %(people)s people %(space)s") % {
            "kind": booking.get_kind_display(),
            "begin": _told(booking.starts_at),
            "end": _told(booking.ends_at),
            "people": booking.people,
            "space": booking.space.name if booking.space else "",
        }
        told[booking.venue_id].append(
            Said(
                weight=Weight.FACT,
                key=f"booking:{booking.pk}",
                text=text.strip(),
                url=reverse("admin:visits_booking_change", args=[booking.pk]),
                first=booking.days[0],
                last=booking.days[1],
            )
        )
    return told
