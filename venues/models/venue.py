"""Venues: where guests stay, eat and meet, with their phones."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from reception.access.models import RoleGrant, UserGrant
from reception.access.records import Record
from reception.accounts.models import Office

phone_validator = RegexValidator(
    r"^[0-9+() -]{3,40}$", _("Write digits, spaces, brackets, + and -.")
)


class Venue(Record):
    """A guesthouse, hotel, restaurant, canteen, hall or site."""

    access_paths = ("office",)
    business_key = ("number",)
    searched = ("number", "name", "address", "contact")
    is_place = True

    class Kind(models.TextChoices):
        """What a venue mainly is."""

        STATE_GUESTHOUSE = "state_guesthouse", _("state guesthouse")
        HOTEL = "hotel", _("hotel")
        RESTAURANT = "restaurant", _("restaurant")
        CANTEEN = "canteen", _("canteen")
        CONFERENCE_HALL = "conference_hall", _("conference hall")
        SITE = "site", _("site")

    class Grade(models.TextChoices):
        """The star rating or what stands for it."""

        FIVE = "5", _("five stars")
        FOUR = "4", _("four stars")
        THREE = "3", _("three stars")
        TWO = "2", _("two stars or fewer")
        UNRATED = "unrated", _("not rated")
        UNKNOWN = "unknown", _("unknown")

    number = models.CharField(
        _("number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-V-0001."),
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    grade = models.CharField(
        _("grade"), max_length=10, choices=Grade, default=Grade.UNKNOWN
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="venues",
        verbose_name=_("office"),
        help_text=_("The reception office that looks after the venue."),
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    rooms = models.PositiveSmallIntegerField(
        _("rooms"), null=True, blank=True, help_text=_("Guest rooms, all types.")
    )
    seats = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Seats in the largest room.")
    )
    contact = models.CharField(_("point of contact"), max_length=60, blank=True)
    is_designated = models.BooleanField(
        _("designated venue"),
        default=False,
        help_text=_("On the office's list of designated hotels or internal venues."),
    )
    remarks = models.TextField(_("remarks"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ("number",)
        permissions = [("reach_venue", _("Reaches the records of the venue"))]
        indexes = [models.Index(fields=["office", "number"], name="venue_by_office")]

    def __str__(self):
        return self.name

    def number_prefix(self, day):
        """Return what the venue's number begins with."""
        return f"{self.office.code}-V-"


class VenuePhone(Record):
    """One of the phone numbers of a venue."""

    access_paths = ("venue",)
    business_key = ("venue", "number")
    searched = ("number", "purpose")

    venue = models.ForeignKey(
        Venue, models.CASCADE, related_name="phones", verbose_name=_("venue")
    )
    number = models.CharField(
        _("phone number"), max_length=40, validators=[phone_validator]
    )
    purpose = models.CharField(
        _("use"),
        max_length=40,
        blank=True,
        help_text=_("Switchboard, reception desk, duty manager …"),
    )

    class Meta(Record.Meta):
        verbose_name = _("phone of a venue")
        verbose_name_plural = _("phones of venues")
        ordering = ("venue", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "number"],
                name="venue_phone_once",
                violation_error_message=_("The venue already has this phone number."),
            )
        ]

    def __str__(self):
        return f"{self.purpose} {self.number}".strip()


class VenueUserGrant(UserGrant):
    """Gives a user reach of a venue."""

    content_object = models.ForeignKey(
        Venue, models.CASCADE, related_name="user_grants", verbose_name=_("venue")
    )

    class Meta(UserGrant.Meta):
        verbose_name = _("reach of a venue")
        verbose_name_plural = _("reach of venues")


class VenueRoleGrant(RoleGrant):
    """Gives everybody in a role reach of a venue."""

    content_object = models.ForeignKey(
        Venue, models.CASCADE, related_name="role_grants", verbose_name=_("venue")
    )

    class Meta(RoleGrant.Meta):
        verbose_name = _("reach of a venue by role")
        verbose_name_plural = _("reach of venues by role")
