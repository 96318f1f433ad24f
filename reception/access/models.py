"""Who reaches which place or single record: guardian's direct-foreign-key tables."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from guardian.models.models import BaseObjectPermission

from reception.accounts.models import Office


class Grant(models.Model):
    """What every grant carries besides its holder, its permission and its object."""

    access_paths = ("content_object",)

    expires_at = models.DateTimeField(
        _("ends"),
        null=True,
        blank=True,
        help_text=_("Lapses by itself at this time; empty means until taken back."),
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("granted by"),
    )
    granted_at = models.DateTimeField(_("granted at"), auto_now_add=True)

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self):
        return f"{self.holder} → {self.content_object}"


class UserGrant(Grant, UserObjectPermissionBase):
    """A grant to one user."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="%(class)ss",
        verbose_name=_("user"),
    )

    class Meta(Grant.Meta, UserObjectPermissionBase.Meta):
        abstract = True

    @property
    def holder(self):
        """Return the user."""
        return self.user


class RoleGrant(Grant, GroupObjectPermissionBase):
    """A grant to everybody in a role."""

    class Meta(Grant.Meta, GroupObjectPermissionBase.Meta):
        abstract = True

    @property
    def holder(self):
        """Return the role."""
        return self.group


class OfficeShare(Grant, BaseObjectPermission):
    """A grant of one record to another office: whoever reaches that office."""

    office = models.ForeignKey(
        Office, models.CASCADE, related_name="%(class)ss", verbose_name=_("office")
    )

    class Meta(Grant.Meta):
        abstract = True
        unique_together = ("office", "permission", "content_object")

    @property
    def holder(self):
        """Return the office."""
        return self.office


class OfficeUserGrant(UserGrant):
    """Gives a user reach of an office and those below it."""

    content_object = models.ForeignKey(
        Office, models.CASCADE, related_name="user_grants", verbose_name=_("office")
    )

    class Meta(UserGrant.Meta):
        verbose_name = _("reach of an office")
        verbose_name_plural = _("reach of offices")


class OfficeRoleGrant(RoleGrant):
    """Gives everybody in a role reach of an office and those below it."""

    content_object = models.ForeignKey(
        Office, models.CASCADE, related_name="role_grants", verbose_name=_("office")
    )

    class Meta(RoleGrant.Meta):
        verbose_name = _("reach of an office by role")
        verbose_name_plural = _("reach of offices by role")
