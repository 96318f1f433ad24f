"""The screens of letters and phone records."""

from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import can, visible
from reception.console.admin import RecordAdmin
from reception.console.filters import PeriodFilter
from visits.exchange import LetterResource, PhoneRecordResource
from visits.models import Letter, PhoneRecord, Visit


class AnnouncingAdmin(RecordAdmin):
    """A screen of papers that announce a visit; ``announces`` names the visit's key."""

    announces: str

    def get_queryset(self, request):
        """Note the number of the visit that each announces, if in reach."""
        announced = visible(request.user, "view", Visit.objects.all())
        number = announced.filter(**{self.announces: OuterRef("pk")}).values("number")
        return super().get_queryset(request).annotate(visit_number=Subquery(number[:1]))

    @admin.display(description=_("visit"), ordering="visit_number")
    def announced_visit(self, paper):
        """Return the number of the visit that it announces."""
        return paper.visit_number or "—"

    def known(self, paper) -> dict:
        """Return what a visit takes from the paper."""
        raise NotImplementedError

    def tools(self, request, record):
        """Lead on to the visit that it announces, entered or still to enter."""
        if hasattr(record, "visit"):
            url = reverse("admin:visits_visit_change", args=[record.visit.pk])
            tool = {"label": _("Its visit"), "icon": "luggage", "url": url}
            return [tool] if can(request.user, "view", record.visit) else []
        if not request.user.has_perm("visits.add_visit"):
            return []
        known = {
            self.announces: record.pk,
            "host_office": record.office_id,
            "purpose": record.content,
            "category": Visit.Category.OFFICIAL,
            **self.known(record),
        }
        url = f"{reverse('admin:visits_visit_add')}?{urlencode(known)}"
        return [{"label": _("Enter its visit"), "icon": "luggage", "url": url}]


@admin.register(Letter)
class LetterAdmin(AnnouncingAdmin):
    """The register of incoming letters."""

    announces = "letter"
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

    def known(self, letter) -> dict:
        """Return what a visit takes from the letter."""
        return {"sending_unit": letter.sending_unit}


@admin.register(PhoneRecord)
class PhoneRecordAdmin(AnnouncingAdmin):
    """Calls that announce urgent visits; the letters follow."""

    announces = "phone_record"
    resource_class = PhoneRecordResource
    list_display = [
        "number",
        "caller_unit",
        "caller",
        "called_at",
        "announced_visit",
        "office",
    ]
    list_filter = [("office", ScopedRelatedFilter), ("called_at", PeriodFilter)]
    list_filter_submit = True
    list_select_related = ["office"]
    search_fields = ["number", "caller_unit", "caller", "content"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "caller_unit",
                    ("caller", "caller_phone"),
                    ("called_at", "taken_by"),
                    ("office", "number"),
                ]
            },
        ),
        (
            _("what the caller says"),
            {"fields": ["content", "itinerary", "persons"]},
        ),
    ]

    def known(self, record) -> dict:
        """Return what a visit takes from the call."""
        return {"sending_unit": record.caller_unit}

    def get_changeform_initial_data(self, request):
        """Begin with who takes the call."""
        own = {"taken_by": str(request.user)}
        return {**own, **super().get_changeform_initial_data(request)}
