"""The site that every screen is registered with."""

from django.utils.functional import SimpleLazyObject
from unfold.sites import UnfoldAdminSite


class ConsoleSite(UnfoldAdminSite):
    """unfold's site; it asks what an application holds only where a page says so."""

    def get_app_list(self, request, app_label=None):
        """Return the applications and their screens, made when they are looked at.

        Every page carries them, and the sidebar, which is ours, shows none of them.
        """
        return SimpleLazyObject(
            lambda: super(ConsoleSite, self).get_app_list(request, app_label)
        )
