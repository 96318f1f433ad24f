"""Guests: people who come, perhaps again, and their part in each visit."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reception.access import masks
from reception.access.records import Record
from reception.accounts.models import Office
from visits.models.visit import Rank, Visit


class Guest(Record):
    """A person who is received; the same record serves each time he comes."""

    access_paths = ("office",)
    business_key = ("number",)
    searched = ("number", "name", "unit", "phone")
    private_fields = {"phone": masks.phone, "identity_number": masks.identity}

    number = models.CharField(
        _("guest number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-G-0001."),
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="guests",
        verbose_name=_("office"),
        help_text=_("The office that keeps the record."),
    )
    name = models.CharField(_("full name"), max_length=60)
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    position = models.CharField(_("position"), max_length=120, blank=True)
    rank = models.CharField(_("rank"), max_length=12, choices=Rank, default=Rank.NONE)
    country = models.CharField(
        _("country or region"), max_length=60, default="中国", blank=True
    )
    phone = models.CharField(
        _("phone"),
        max_length=40,
        blank=True,
        validators=[
            RegexValidator(
                r"^[0-9+() -]{3,40}$", _("Write digits, spaces, brackets, + and -.")
            )
        ],
    )
    identity_number = models.CharField(
        _("identity or passport number"),
        max_length=30,
        blank=True,
        validators=[
            RegexValidator(r"^[0-9A-Za-z]{5,30}$", _("Write letters and digits only."))
        ],
        help_text=_("Only if the hotel registration needs it."),
    )
    remarks = models.TextField(_("remarks"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ("number",)
        permissions = [
            ("see_private_guest", _("Reads guests' phone and identity numbers"))
        ]
        indexes = [models.Index(fields=["office", "number"], name="guest_by_office")]

    def __str__(self):
        return f"{self.name} {self.unit}".strip()

    def number_prefix(self, day):
        """Return what the guest's number begins with."""
        return f"{self.office.code}-G-"


class Party(Record):
    """A guest's part in one visit, with rank and position as they were then."""

    access_paths = ("visit",)
    business_key = ("visit", "guest")

    class Role(models.TextChoices):
        """What a guest is in the delegation."""

        HEAD = "head", _("head of delegation")
        MEMBER = "member", _("member")
        ENTOURAGE = "entourage", _("entourage")
        INTERPRETER = "interpreter", _("interpreter")
        DRIVER = "driver", _("driver")

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="party", verbose_name=_("visit")
    )
    guest = models.ForeignKey(
        Guest, models.PROTECT, related_name="visits", verbose_name=_("guest")
    )
    role = models.CharField(
        _("role in the delegation"), max_length=12, choices=Role, default=Role.MEMBER
    )
    rank = models.CharField(
        _("rank then"), max_length=12, choices=Rank, default=Rank.NONE
    )
    position = models.CharField(_("position then"), max_length=120, blank=True)
    precedence = models.PositiveSmallIntegerField(
        _("order of precedence"), default=1, help_text=_("1 stands first.")
    )

    class Meta(Record.Meta):
        verbose_name = _("guest on a visit")
        verbose_name_plural = _("guests on visits")
        ordering = ("visit", "precedence", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "guest"],
                name="party_guest_once",
                violation_error_message=_("This guest is already on the visit."),
            ),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(role="head"),
                name="party_one_head",
                violation_error_message=_("A visit has one head of delegation."),
            ),
        ]

    def __str__(self):
        return f"{self.guest.name}"

    def locked_reason(self):
        """A part is closed when its visit is."""
        return self.visit.locked_reason()
