"""The screen of letters."""

from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import can, visible
from reception.console.admin import RecordAdmin
from reception.console.filters import PeriodFilter
from visits.exchange import LetterResource
from visits.models import Letter, Visit


@admin.register(Letter)
class LetterAdmin(RecordAdmin):
    """The register of incoming letters."""

    resource_class = LetterResource
    list_display = [
        "number",
        "sending_unit",
        "document_number",
        "kind",
        "received_on",
        "announced_visit",
        "office",
    ]
    list_filter = [
        "kind",
        ("office", ScopedRelatedFilter),
        ("received_on", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["office"]
    search_fields = ["number", "sending_unit", "document_number", "content"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "sending_unit",
                    ("document_number", "kind"),
                    ("issued_on", "received_on"),
                    ("office", "number"),
                ]
            },
        ),
        (
            _("what the letter says"),
            {
                "fields": [
                    "content",
                    "itinerary",
                    "persons",
                    ("contact", "contact_phone"),
                ]
            },
        ),
        (None, {"fields": ["scan"]}),
    ]

    def get_queryset(self, request):
        """Note the number of the visit that each letter announces, if in reach."""
        announced = visible(request.user, "view", Visit.objects.all())
        number = announced.filter(letter=OuterRef("pk")).values("number")[:1]
        return super().get_queryset(request).annotate(visit_number=Subquery(number))

    @admin.display(description=_("visit"), ordering="visit_number")
    def announced_visit(self, letter):
        """Return the number of the visit that the letter announces."""
        return letter.visit_number or "—"

    def tools(self, request, record):
        """Lead on to the visit that the letter announces, entered or still to enter."""
        if hasattr(record, "visit"):
            url = reverse("admin:visits_visit_change", args=[record.visit.pk])
            tool = {"label": _("Its visit"), "icon": "luggage", "url": url}
            return [tool] if can(request.user, "view", record.visit) else []
        if not request.user.has_perm("visits.add_visit"):
            return []
        known = {
            "letter": record.pk,
            "sending_unit": record.sending_unit,
            "host_office": record.office_id,
            "purpose": record.content,
            "category": Visit.Category.OFFICIAL,
        }
        url = f"{reverse('admin:visits_visit_add')}?{urlencode(known)}"
        return [{"label": _("Enter its visit"), "icon": "luggage", "url": url}]
