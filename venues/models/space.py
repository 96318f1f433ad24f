"""Spaces: the rooms and halls of a venue, their state, and the agreed rates."""

from collections import defaultdict
from datetime import date

from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from venues.fitness import Said, Weight, question
from venues.models.venue import Venue


class Space(Record):
    """A room, suite, hall or dining room of a venue."""

    access_paths = ("venue",)
    business_key = ("number",)
    searched = ("number", "name", "equipment")

    class Kind(models.TextChoices):
        """What a space is for."""

        ROOM = "room", _("guest room")
        SUITE = "suite", _("suite")
        HALL = "hall", _("meeting hall")
        DINING = "dining", _("dining room")
        LOUNGE = "lounge", _("holding room")
        KITCHEN = "kitchen", _("kitchen")
        OTHER = "other", _("other space")

    class State(models.TextChoices):
        """Whether it can be used."""

        USABLE = "usable", _("usable")
        CLOSED = "closed", _("closed")
        REPAIR = "repair", _("under repair")

    number = models.CharField(
        _("number"),
        max_length=40,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-V-0001-0001."),
    )
    venue = models.ForeignKey(
        Venue, models.CASCADE, related_name="spaces", verbose_name=_("venue")
    )
    name = models.CharField(
        _("name or number"), max_length=60, help_text=_("301, or Qi River Hall.")
    )
    kind = models.CharField(_("kind of space"), max_length=10, choices=Kind)
    floor = models.CharField(_("floor"), max_length=20, blank=True)
    area = models.DecimalField(
        _("area"),
        max_digits=8,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=_("Square metres."),
    )
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    beds = models.PositiveSmallIntegerField(_("beds"), null=True, blank=True)
    equipment = models.CharField(_("equipment"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.USABLE
    )
    out_from = models.DateField(_("out of use from"), null=True, blank=True)
    out_until = models.DateField(
        _("out of use until"),
        null=True,
        blank=True,
        help_text=_("The last day; empty while nobody knows."),
    )
    reason = models.CharField(_("why it is out of use"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("space of a venue")
        verbose_name_plural = _("spaces of venues")
        ordering = ("venue", "kind", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "name"],
                name="space_once",
                violation_error_message=_("The venue already has a space so named."),
            ),
            models.CheckConstraint(
                name="space_area_above_nothing",
                condition=Q(area__isnull=True) | Q(area__gt=0),
                violation_error_message=_("An area is more than 0 square metres."),
            ),
            models.CheckConstraint(
                name="space_out_of_use_says_since_when_and_why",
                condition=Q(state="usable", out_from__isnull=True, reason="")
                | (~Q(state="usable") & Q(out_from__isnull=False) & ~Q(reason="")),
                violation_error_message=_(
                    "A space that is closed or under repair says from when and why; "
                    "a usable one says neither."
                ),
            ),
            models.CheckConstraint(
                name="space_out_of_use_ends_after_it_begins",
                condition=Q(out_until__isnull=True) | Q(out_until__gte=F("out_from")),
                violation_error_message=_(
                    "It cannot be usable again before it is out of use."
                ),
            ),
            models.CheckConstraint(
                name="space_usable_has_no_end",
                condition=Q(out_until__isnull=True) | Q(out_from__isnull=False),
                violation_error_message=_("Say from when it is out of use."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.name}"

    def number_prefix(self, day):
        """Return what the space's number begins with."""
        return f"{self.venue.number}-"

    def is_out_of_use(self, first: date, last: date) -> bool:
        """Whether it cannot be used on a day of the period."""
        if self.out_from is None:
            return False
        return self.out_from <= last and (
            self.out_until is None or self.out_until >= first
        )


@question("spaces", _("spaces"), Space)
def spaces_are_open(venues: list[Venue], first: date, last: date) -> dict:
    """Spaces out of use are remarks: the others can still be used."""
    told = defaultdict(list)
    out = Space.objects.filter(venue__in=venues, out_from__isnull=False)
    for space in out.order_by("name"):
        about = {
            "space": space.name,
            "state": space.get_state_display(),
            "until": space.out_until.isoformat() if space.out_until else "…",
            "reason": space.reason,
        }
        text = _("%(space)s: %(state)s until %(until)s, %(reason)s") % about
        told[space.venue_id].append(
            Said(
                weight=Weight.REMARK,
                key=f"space:{space.name}",
                text=text,
                first=space.out_from,
                last=space.out_until,
            )
        )
    return told


class RateQuerySet(models.QuerySet):
    """Rates by the day."""

    def in_force(self, on: date):
        """Rates that hold on the local day ``on``."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on
        )


class Rate(Record):
    """What a venue and the office have agreed that something costs, and for how long.

    No two rates for the same thing overlap: ``beside_others`` sees to that at every
    door, while the venue is locked.
    """

    access_paths = ("venue",)
    business_key = ("venue", "space_kind", "unit", "valid_from")

    class Unit(models.TextChoices):
        """What the price is for."""

        NIGHT = "night", _("per night")
        HALF_DAY = "half_day", _("per half-day")
        TABLE = "table", _("per table")
        PERSON = "person", _("per person")

    venue = models.ForeignKey(
        Venue, models.CASCADE, related_name="rates", verbose_name=_("venue")
    )
    space_kind = models.CharField(
        _("kind of space"),
        max_length=10,
        choices=Space.Kind,
        blank=True,
        help_text=_("Empty means the venue as a whole."),
    )
    unit = models.CharField(_("unit of the price"), max_length=10, choices=Unit)
    price = models.DecimalField(
        _("price"), max_digits=10, decimal_places=2, help_text=_("Yuan.")
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The last day on which it counts; empty if it has no term."),
    )
    source = models.CharField(
        _("source document"),
        max_length=200,
        help_text=_("The agreement or minutes that say so."),
    )

    objects = RateQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("agreed rate")
        verbose_name_plural = _("agreed rates")
        ordering = ("venue", "space_kind", "unit", "-valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "space_kind", "unit", "valid_from"],
                name="rate_once",
                violation_error_message=_("There is such a rate from this day on."),
            ),
            models.CheckConstraint(
                name="rate_ends_after_it_begins",
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("A rate cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="rate_above_nothing",
                condition=Q(price__gt=0),
                violation_error_message=_("A price is more than 0 yuan."),
            ),
        ]

    def __str__(self):
        what = self.get_space_kind_display() or _("whole venue")
        return f"{what} {self.price} {self.get_unit_display()}"

    @classmethod
    def beside_others(cls, records: list, leaving: set) -> list:
        """Refuse a rate that overlaps another one for the same thing."""
        venues = {each.venue_id for each in records if each.venue_id}
        rows = Venue.objects.filter(pk__in=venues).order_by("pk")
        if connection.in_atomic_block:  # whoever comes second waits, and is told
            rows = rows.select_for_update(of=("self",))
        list(rows.values_list("pk"))
        leaving = leaving | {each.pk for each in records if each.pk}
        others = list(cls.objects.filter(venue__in=venues).exclude(pk__in=leaving))
        found = []
        for each in records:
            other = next((one for one in others if each.overlaps(one)), None)
            if other is not None:
                about = {"rate": other, "day": other.valid_from.isoformat()}
                text = _(
                    "“%(rate)s” holds in these days (from %(day)s on); end it the day "
                    "before the new one begins."
                )
                found.append((each, text % about))
            others.append(each)
        return found

    def overlaps(self, other: "Rate") -> bool:
        """Whether both say a price for the same thing on the same day."""
        same = ("venue_id", "space_kind", "unit")
        if any(getattr(self, name) != getattr(other, name) for name in same):
            return False
        if self.valid_from is None or other.valid_from is None:
            return False
        return self.valid_from <= (other.valid_until or date.max) and (
            other.valid_from <= (self.valid_until or date.max)
        )
