"""The screen of the terms of rectification."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.exchange import RectificationTermResource
from compliance.models import RectificationTerm
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin
from reception.console.badges import badge


@admin.register(RectificationTerm)
class RectificationTermAdmin(RecordAdmin):
    """Within how many working days findings are put right, by office and severity."""

    resource_class = RectificationTermResource
    list_display = ["office", "severity", "days", "confirmed_badge"]
    list_filter = ["severity", ("office", ScopedRelatedFilter)]
    list_select_related = ["office"]
    search_fields = ["office__name", "document"]
    fieldsets = [(None, {"fields": ["office", ("severity", "days"), "document"]})]

    @admin.display(description=gettext_lazy("document"), ordering="document")
    def confirmed_badge(self, term):
        """Return the document that sets the term, or that it is to be confirmed."""
        return term.document or badge(_("to be confirmed locally"), "warn")
