"""Itinerary: what a visit does hour by hour, and the places where it does it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from reception.accounts.models import Office
from venues.models import Venue
from visits.models.visit import Visit
from visits.readiness import Answer, Area, Found, check


class ActivityPlace(Record):
    """A place where official activities are held: a works, a village, a museum."""

    access_paths = ("office",)
    business_key = ("number",)
    searched = ("number", "name", "address")

    number = models.CharField(
        _("number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-P-0001."),
    )
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="places", verbose_name=_("office")
    )
    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=200, blank=True)
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="places",
        verbose_name=_("venue"),
        null=True,
        blank=True,
        help_text=_("If the place is one of the venues."),
    )
    contact = models.CharField(_("point of contact"), max_length=60, blank=True)
    phone = models.CharField(_("contact's phone"), max_length=40, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("activity place")
        verbose_name_plural = _("activity places")
        ordering = ("number",)

    def __str__(self):
        return self.name

    def number_prefix(self, day):
        """Return what the place's number begins with."""
        return f"{self.office.code}-P-"


class ItineraryItem(Record):
    """One line of the programme."""

    access_paths = ("visit",)
    business_key = ("visit", "line")
    searched = ("activity",)

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="itinerary", verbose_name=_("visit")
    )
    line = models.PositiveSmallIntegerField(_("line"), help_text=_("1, 2, 3 …"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    activity = models.CharField(_("activity"), max_length=200)
    place = models.ForeignKey(
        ActivityPlace,
        models.PROTECT,
        related_name="itinerary_items",
        verbose_name=_("activity place"),
        null=True,
        blank=True,
    )
    host = models.CharField(_("accompanied by"), max_length=120, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("itinerary item")
        verbose_name_plural = _("itinerary items")
        ordering = ("visit", "line")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "line"],
                name="itinerary_line_once",
                violation_error_message=_("The itinerary already has this line."),
            ),
            models.CheckConstraint(
                name="itinerary_item_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("An item must end after it starts."),
            ),
        ]

    def __str__(self):
        return f"{self.line}. {self.activity}"

    def locked_reason(self):
        """A line is closed when its visit is."""
        return self.visit.locked_reason()


@check("programme", _("programme"), Area.FILE)
def has_a_programme(visit: Visit, on) -> Found:
    """The programme says what is done hour by hour."""
    if count := visit.itinerary.count():
        return Found(Answer.DONE, str(count))
    return Found(Answer.MISSING, _("the programme has no line yet"))
