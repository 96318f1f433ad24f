"""The site that every screen is registered with."""

from itertools import chain

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from unfold.sites import UnfoldAdminSite


class ConsoleSite(UnfoldAdminSite):
    """unfold's site, which does on each page only what our pages show."""

    def get_app_list(self, request, app_label=None):
        """Return the applications and their screens, made when they are looked at.

        Every page carries them, and the sidebar, which is ours, shows none of them.
        """
        return SimpleLazyObject(
            lambda: super(ConsoleSite, self).get_app_list(request, app_label)
        )

    def get_sidebar_list(self, request):
        """Return the sections of the sidebar, with the page that is open marked.

        unfold copies them and asks each line what none of ours has.
        """
        made = self._get_config("SIDEBAR", request)["navigation"]
        shown, path = self._get_value(made, request), request.path
        lines = list(chain.from_iterable(section["items"] for section in shown))
        home = reverse(f"{self.name}:index")  # above all others, and none of theirs
        around = [
            line
            for line in lines
            if path == line["link"]
            or (path.startswith(line["link"]) and line["link"] != home)
        ]
        for nearest in sorted(around, key=lambda line: len(line["link"]))[-1:]:
            nearest["active"] = True
        return shown
