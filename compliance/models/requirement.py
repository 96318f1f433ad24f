"""Requirements (持证上岗): which certificate a post or a duty needs, where and when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.models.certificate_kind import CertificateKind
from compliance.models.staff import StaffMember
from reception.access.records import Record
from reception.accounts.models import Office


class Duty(models.TextChoices):
    """What somebody is assigned to for some days, whatever his post."""

    BUTLER = "butler", _("one-to-one personal host")
    DRIVER = "driver", _("driver")
    COOK = "cook", _("cook")
    GUIDE = "guide", _("guide")
    INTERPRETER = "interpreter", _("interpreter")
    FIRE_CONTROL = "fire_control", _("fire control room")
    WAITER = "waiter", _("waiter")
    ROOM_ATTENDANT = "room_attendant", _("room attendant")
    SECURITY = "security", _("security guard")
    EVENT = "event", _("service at a large event")


class CertificateRequirement(Record):
    """That whoever holds a post, or is put on a duty, holds a kind of certificate."""

    access_paths = ()
    business_key = ("code",)

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.ForeignKey(
        CertificateKind,
        models.PROTECT,
        related_name="requirements",
        verbose_name=_("kind of certificate"),
    )
    post = models.CharField(
        _("post"),
        max_length=16,
        choices=StaffMember.Post,
        blank=True,
        help_text=_("Fill in the post or the duty, not both."),
    )
    duty = models.CharField(_("duty"), max_length=16, choices=Duty, blank=True)
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="certificate_requirements",
        verbose_name=_("office"),
        null=True,
        blank=True,
        help_text=_("Binds this office and those below it; empty: every office."),
    )
    since = models.DateField(
        _("binds from"), null=True, blank=True, help_text=_("Empty: always has.")
    )
    until = models.DateField(
        _("binds until"), null=True, blank=True, help_text=_("The last day it binds.")
    )
    basis = models.CharField(
        _("basis"),
        max_length=200,
        blank=True,
        help_text=_("The law or local document, with its article."),
    )
    to_be_confirmed = models.BooleanField(
        _("to be confirmed locally"),
        default=True,
        help_text=_("It is common practice, not read in a source that binds here."),
    )

    class Meta(Record.Meta):
        verbose_name = _("required certificate")
        verbose_name_plural = _("required certificates")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                name="certificate_required_of_post_or_duty",
                condition=(Q(post="") & ~Q(duty="")) | (~Q(post="") & Q(duty="")),
                violation_error_message=_(
                    "A certificate is required of a post or for a duty: "
                    "fill in one of them."
                ),
            ),
            models.CheckConstraint(
                name="certificate_requirement_ends_after_it_begins",
                condition=Q(since__isnull=True)
                | Q(until__isnull=True)
                | Q(until__gte=F("since")),
                violation_error_message=_("A requirement cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="certificate_required_by_something",
                condition=Q(to_be_confirmed=True) | ~Q(basis=""),
                violation_error_message=_(
                    "Name the provision, or mark it “to be confirmed locally”."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.of_whom}: {self.kind}"

    @property
    def of_whom(self):
        """The post or the duty of which it is required, in words."""
        return self.get_post_display() if self.post else self.get_duty_display()
