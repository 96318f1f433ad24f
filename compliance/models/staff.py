"""Staff: the people of offices and venues who do the work of reception."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reception.access.plain import NameField, PlainField
from reception.access.records import Record
from reception.accounts.models import Office
from venues.models import Venue

CLASSES = ("A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "C5", "C6")
CLASSES += ("D", "E", "F", "M", "N", "P")
_CLASS = re.compile(r"[A-Z]\d?")


def plain_classes(text: str) -> str:
    """Return classes of driving licences in order, however they are set apart."""
    narrow = NameField.tidy(text).upper()
    found = set(_CLASS.findall(narrow))
    if re.sub(r"[\s,、;/+和]", "", _CLASS.sub("", narrow)) or found - set(CLASSES):
        return narrow  # the validator will say what is wrong
    return " ".join(each for each in CLASSES if each in found)


def validate_classes(text: str) -> None:
    """Refuse what is no class of a driving licence."""
    if set(text.split()) - set(CLASSES):
        told = _("Write classes such as “A1 B1 C1”; there are: %(classes)s.")
        raise ValidationError(told, params={"classes": " ".join(CLASSES)})


class ClassesField(PlainField):
    """Classes of a driving licence (准驾车型)."""

    tidy = staticmethod(plain_classes)


class StaffMember(Record):
    """Somebody employed by an office or by a venue."""

    access_paths = ("office", "venue")
    business_key = ("number",)
    searched = ("number", "name", "phone")
    also_known_by = "name"

    class Post(models.TextChoices):
        """What a staff member does."""

        HEAD = "head", _("head of office")
        CLERK = "clerk", _("reception clerk")
        BUTLER = "butler", _("personal host (butler)")
        INSPECTOR = "inspector", _("inspector")
        GUIDE = "guide", _("guide")
        INTERPRETER = "interpreter", _("interpreter")
        DRIVER = "driver", _("driver")
        MANAGER = "manager", _("venue manager")
        FOOD_SAFETY = "food_safety", _("food-safety manager")
        COOK = "cook", _("cook")
        WAITER = "waiter", _("waiter")
        ROOM_ATTENDANT = "room_attendant", _("room attendant")
        FIRE_CONTROL = "fire_control", _("fire-system operator")
        ENGINEER = "engineer", _("engineer")
        SECURITY = "security", _("security guard")
        OTHER = "other", _("other")

    number = models.CharField(
        _("staff number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-S-0001."),
    )
    name = NameField(
        _("full name"),
        max_length=60,
        help_text=_("Kept in plain letters, without spaces between Chinese signs."),
    )
    post = models.CharField(_("post"), max_length=16, choices=Post)
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="staff",
        verbose_name=_("employing office"),
        null=True,
        blank=True,
        help_text=_("Fill in the office or the venue, not both."),
    )
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="staff",
        verbose_name=_("employing venue"),
        null=True,
        blank=True,
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="staff_member",
        verbose_name=_("login"),
        null=True,
        blank=True,
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    languages = models.CharField(
        _("languages"),
        max_length=200,
        blank=True,
        help_text=_("With the level, such as: English CET-6, Japanese N1."),
    )
    driving_classes = ClassesField(
        _("driving classes"),
        max_length=60,
        blank=True,
        validators=[validate_classes],
        help_text=_("As on the licence, such as A1 B1 C1."),
    )
    joined_on = models.DateField(
        _("joined on"),
        null=True,
        blank=True,
        help_text=_("The first day in this post with this employer."),
    )
    left_on = models.DateField(
        _("left on"), null=True, blank=True, help_text=_("The last day of work.")
    )

    class Meta(Record.Meta):
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ("number",)
        constraints = [
            models.CheckConstraint(
                name="staff_has_one_employer",
                condition=Q(office__isnull=False, venue__isnull=True)
                | Q(office__isnull=True, venue__isnull=False),
                violation_error_message=_(
                    "A staff member works for one office or one venue."
                ),
            ),
            models.CheckConstraint(
                name="staff_left_after_joining",
                condition=Q(joined_on__isnull=True)
                | Q(left_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                violation_error_message=_("Nobody leaves before he joins."),
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def beside_others(cls, records, leaving):
        """Whoever held other posts came to the present one after them."""
        last = cls.earlier_posts.rel.related_model.last_days(
            each.pk for each in records if each.pk
        )
        text = _(
            "“Joined on” is the first day in the present post; an earlier post lasted "
            "until %(day)s."
        )
        return [
            (each, text % {"day": last[each.pk]})
            for each in records
            if each.pk in last
            and (each.joined_on is None or each.joined_on <= last[each.pk])
        ]

    def number_prefix(self, day):
        """Return what the staff member's number begins with."""
        office = self.office or self.venue.office
        return f"{office.code}-S-"

    @property
    def employer(self):
        """The office or the venue, whichever employs."""
        return self.office or self.venue
