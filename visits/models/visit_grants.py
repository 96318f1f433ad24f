"""Grants on single visits: shares with users, roles and offices."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reception.access.models import OfficeShare, RoleGrant, UserGrant
from visits.models.visit import Visit


class VisitUserGrant(UserGrant):
    """Shares one visit with a user."""

    content_object = models.ForeignKey(
        Visit, models.CASCADE, related_name="user_grants", verbose_name=_("visit")
    )

    class Meta(UserGrant.Meta):
        verbose_name = _("share with a user")
        verbose_name_plural = _("shares with users")


class VisitRoleGrant(RoleGrant):
    """Shares one visit with everybody in a role."""

    content_object = models.ForeignKey(
        Visit, models.CASCADE, related_name="role_grants", verbose_name=_("visit")
    )

    class Meta(RoleGrant.Meta):
        verbose_name = _("share with a role")
        verbose_name_plural = _("shares with roles")


class VisitOfficeShare(OfficeShare):
    """Shares one visit with another office."""

    content_object = models.ForeignKey(
        Visit, models.CASCADE, related_name="office_shares", verbose_name=_("visit")
    )

    class Meta(OfficeShare.Meta):
        verbose_name = _("share with an office")
        verbose_name_plural = _("shares with offices")
