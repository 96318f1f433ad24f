"""The authentication backend: one answer for roles, places and single records."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Model

from reception.access.scope import can
from reception.accounts.checks import hosts_are_public


class ScopeBackend(ModelBackend):
    """``user.has_perm(right)`` asks the roles; with a record it asks the scope."""

    def user_can_authenticate(self, user):
        """Let active accounts in; demonstration logins on this machine alone."""
        stays_out = user.is_demo and hosts_are_public()
        return super().user_can_authenticate(user) and not stays_out

    def has_perm(self, user_obj, perm, obj=None):
        """Whether the user holds ``perm``, on ``obj`` if one is given."""
        if obj is None:
            return super().has_perm(user_obj, perm)
        app, _dot, name = perm.partition(".")
        action, _underscore, model = name.rpartition("_")
        if not isinstance(obj, Model) or not action:
            return False
        meta = obj._meta
        if (app, model) != (meta.app_label, meta.model_name):
            return False
        if obj.pk is None:  # not stored yet: only the role can speak
            return super().has_perm(user_obj, perm)
        return user_obj.is_active and can(user_obj, action, obj)

    def get_all_permissions(self, user_obj, obj=None):
        """Return the rights from roles, or those that hold on ``obj``."""
        rights = super().get_all_permissions(user_obj)
        if obj is None:
            return rights
        meta = obj._meta
        own = {
            right
            for right in rights
            if right.startswith(f"{meta.app_label}.")
            and right.endswith(f"_{meta.model_name}")
        }
        return {right for right in own if self.has_perm(user_obj, right, obj)}
