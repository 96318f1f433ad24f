"""Who works here: users, and the offices they work for."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.auth.models import Group as Role
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ACTIONS = ("add", "change", "delete", "view", "export", "import")

code_validator = RegexValidator(
    r"^[A-Z][A-Z0-9-]*$", _("Use capital letters, digits and hyphens, a letter first.")
)


class Office(models.Model):
    """A reception office; offices form a tree: the city, its counties and districts."""

    business_key = ("code",)
    is_place = True
    open_to_reference = True

    class Level(models.TextChoices):
        """How high in the administration an office stands."""

        PROVINCE = "province", _("province")
        CITY = "city", _("city")
        COUNTY = "county", _("county")
        DISTRICT = "district", _("district")

    code = models.CharField(
        _("code"),
        max_length=12,
        unique=True,
        validators=[code_validator],
        help_text=_("Begins the numbers of its records, such as HB in HB-2026-0001."),
    )
    name = models.CharField(_("name"), max_length=80)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        verbose_name=_("higher office"),
        null=True,
        blank=True,
    )
    phone = models.CharField(_("duty phone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ("code",)
        default_permissions = ACTIONS
        permissions = [("reach_office", _("Reaches the records of the office"))]
        constraints = [
            models.CheckConstraint(
                name="office_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("An office cannot stand above itself."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse a higher office that stands below this one."""
        above, seen = self.parent, set()
        while above is not None and above.pk not in seen:
            if above.pk == self.pk and self.pk is not None:
                raise ValidationError(
                    {"parent": _("This office stands below the one you are editing.")}
                )
            seen.add(above.pk)
            above = above.parent


class User(AbstractUser):
    """Somebody who logs in. Roles say what they may do, places say where."""

    access_paths = ("office",)
    business_key = ("username",)
    open_to_reference = True
    first_name = None
    last_name = None

    name = models.CharField(_("full name"), max_length=60)
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="users",
        verbose_name=_("office"),
        null=True,
        blank=True,
        help_text=_("The office the person works for."),
    )
    is_staff = models.BooleanField(_("may use the console"), default=True)
    is_demo = models.BooleanField(
        _("demonstration login"),
        default=False,
        editable=False,
        help_text=_("Made by the demonstration; works on this machine alone."),
    )

    objects = UserManager()
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("username",)
        default_permissions = ACTIONS
        permissions = [("grant_user", _("Gives roles, places and shares"))]

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        """Return the name as it is written: family name first."""
        return self.name

    def get_short_name(self):
        """Return the same; a Chinese name has no shorter polite form."""
        return self.name


class Counter(models.Model):
    """The last number given out for a prefix; see ``accounts.numbering``."""

    prefix = models.CharField(max_length=30, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")
        default_permissions = ()

    def __str__(self):
        return f"{self.prefix}{self.last}"


__all__ = ["ACTIONS", "Counter", "Office", "Role", "User"]
