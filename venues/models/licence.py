"""Licences: what a venue holds, what its kind must hold, and how long that lasts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from reception.documents.files import PrivateFileField
from venues.fitness import Said, Weight, question
from venues.models.venue import Venue

# Days before its end at which a licence climbs a rung: the office is told again.
LADDER = (90, 60, 30, 7)
SOON = LADDER[0]
STANDING = (
    ("valid", _("valid")),
    ("expiring", _("expiring")),
    ("expired", _("expired")),
    ("not_yet", _("not yet valid")),
)
DAY = timedelta(days=1)


def standing(issued_on: date | None, valid_until: date | None, on: date) -> str:
    """Return how a licence stands on the local day ``on``; the last day counts."""
    if issued_on is not None and issued_on > on:
        return "not_yet"
    if valid_until is None:
        return "valid"
    if valid_until < on:
        return "expired"
    return "expiring" if valid_until <= on + timedelta(days=SOON) else "valid"


def rung(days_left: int) -> int | None:
    """Return the lowest rung of the ladder that ``days_left`` has reached, or None."""
    reached = [each for each in LADDER if days_left <= each]
    return min(reached) if reached else None


class LicenceQuerySet(models.QuerySet):
    """Licences by what is still to be done about them."""

    def current(self):
        """Licences that no other of the same venue and kind outlasts."""
        same = self.model._base_manager.filter(
            venue=OuterRef("venue"), kind=OuterRef("kind")
        ).order_by()
        longer = same.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("valid_until"))
        )
        return self.filter(Q(valid_until__isnull=True) | ~Exists(longer))

    def ending(self, on: date, within: int = SOON):
        """Current licences that have ended or end ``within`` days after ``on``."""
        return self.current().filter(valid_until__lte=on + timedelta(days=within))


class VenueLicence(Record):
    """A licence or report that a venue must hold, with its dates."""

    access_paths = ("venue",)
    business_key = ("venue", "kind", "number")
    searched = ("number", "issuer")

    class Kind(models.TextChoices):
        """Licences named in the law or asked for by the office."""

        FOOD = "food", _("food business licence")
        SANITATION = "sanitation", _("sanitation licence")
        SPECIAL_TRADE = "special_trade", _("special trade licence")
        FIRE_OPENING = "fire_opening", _("pre-opening fire check")
        FIRE_TEST = "fire_test", _("yearly fire system test")
        LIFT = "lift", _("lift inspection")
        BOILER = "boiler", _("boiler inspection")
        WATER_TANK = "water_tank", _("water tank cleaning")
        LIGHTNING = "lightning", _("lightning protection test")
        STAR = "star", _("star rating certificate")
        OTHER = "other", _("other")

    venue = models.ForeignKey(
        Venue, models.CASCADE, related_name="licences", verbose_name=_("venue")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    number = models.CharField(_("licence number"), max_length=60)
    issuer = models.CharField(_("issuer"), max_length=120, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The last day on which it counts; empty if it has no term."),
    )
    scan = PrivateFileField(_("scan"), blank=True)

    objects = LicenceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("licence of a venue")
        verbose_name_plural = _("licences of venues")
        ordering = ("valid_until", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "kind", "number"],
                name="venue_licence_once",
                violation_error_message=_("The venue already has this licence."),
            ),
            models.CheckConstraint(
                name="venue_licence_ends_after_issue",
                condition=Q(issued_on__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("issued_on")),
                violation_error_message=_("A licence cannot end before it is issued."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    def days_left(self, on: date) -> int | None:
        """Return the days from ``on`` to its last one; None if it has no term."""
        return None if self.valid_until is None else (self.valid_until - on).days


class LicenceRequirement(Record):
    """A kind of licence that a kind of venue must hold, and by which provision."""

    access_paths = ()
    business_key = ("venue_kind", "licence_kind")

    venue_kind = models.CharField(_("kind of venue"), max_length=20, choices=Venue.Kind)
    licence_kind = models.CharField(
        _("kind of licence"), max_length=20, choices=VenueLicence.Kind
    )
    basis = models.CharField(
        _("basis"),
        max_length=200,
        blank=True,
        help_text=_("The law or local document, with its article."),
    )
    is_confirmed = models.BooleanField(
        _("confirmed locally"),
        default=False,
        help_text=_("Until it is, screens say: to be confirmed locally."),
    )

    class Meta(Record.Meta):
        verbose_name = _("required licence")
        verbose_name_plural = _("required licences")
        ordering = ("venue_kind", "licence_kind")
        constraints = [
            models.UniqueConstraint(
                fields=["venue_kind", "licence_kind"],
                name="licence_required_once",
                violation_error_message=_(
                    "This licence is already required of such venues."
                ),
            ),
            models.CheckConstraint(
                name="licence_required_by_something",
                condition=Q(is_confirmed=False) | ~Q(basis=""),
                violation_error_message=_(
                    "Name the provision before you confirm that it binds."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_venue_kind_display()}: {self.get_licence_kind_display()}"


Span = tuple[date | None, date | None]  # first and last day; None is open


def uncovered(spans: Iterable[Span], first: date, last: date) -> Iterator[Span]:
    """Yield, in order, the stretches of ``first`` … ``last`` in none of ``spans``."""
    day = first
    known = [(begin or date.min, end or date.max) for begin, end in spans]
    for begin, end in sorted(span for span in known if span[0] <= span[1]):
        if day > last:
            return
        if begin > day:
            yield day, min(begin - DAY, last)
        if end >= last:
            return
        if end >= day:
            day = end + DAY
    if day <= last:
        yield day, last


@question("licences", _("licences"), VenueLicence)
def licences_cover(venues: list[Venue], first: date, last: date) -> dict:
    """Each licence that a venue must hold is valid on each day; others are noted."""
    held = defaultdict(lambda: defaultdict(list))
    rows = VenueLicence.objects.filter(venue__in=venues).order_by()
    columns = ("venue", "kind", "issued_on", "valid_until")
    for venue, kind, *span in rows.values_list(*columns):
        held[venue][kind].append(tuple(span))
    required = defaultdict(dict)
    for each in LicenceRequirement.objects.all():
        required[each.venue_kind][each.licence_kind] = each
    told = defaultdict(list)
    for venue in venues:
        wanted, has = required[venue.kind], held[venue.pk]
        for kind in VenueLicence.Kind:
            if kind in wanted or has[kind]:
                for span in uncovered(_known(has[kind]), first, last):
                    told[venue.pk].append(
                        _lapse(kind, span, has[kind], wanted.get(kind))
                    )
    return told


def _known(spans: list[Span]) -> list[Span]:
    """Return the spans, the earliest without a beginning: before it nothing is known.

    An office files the licence that it is shown; that an older one is not on file
    does not say that there was none.
    """
    ordered = sorted(spans, key=lambda span: span[0] or date.min)
    return [(None, end) for _begin, end in ordered[:1]] + ordered[1:]


def _lapse(kind, span: Span, spans, requirement) -> Said:
    """Say that no licence of ``kind`` covers the days of ``span``."""
    about = {"licence": kind.label, "day": span[0].isoformat()}
    text = (
        _("%(licence)s: not valid from %(day)s on")
        if spans
        else _("%(licence)s: none is on file")
    )
    text = text % about
    if requirement is not None and not requirement.is_confirmed:
        text = _("%(text)s (requirement to be confirmed locally)") % {"text": text}
    return Said(
        weight=Weight.REMARK if requirement is None else Weight.STOP,
        key=f"licence:{kind.value}",
        text=text,
        first=span[0],
        last=span[1],
    )
