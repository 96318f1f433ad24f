"""The screen of staff."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from compliance.exchange import StaffResource
from compliance.models import Certificate, StaffMember
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, RecordInline


class CertificateInline(RecordInline):
    """The certificates of a staff member."""

    model = Certificate
    fields = ["kind", "number", "issuer", "issued_on", "valid_until", "scan"]


@admin.register(StaffMember)
class StaffMemberAdmin(RecordAdmin):
    """Staff with their certificates."""

    resource_class = StaffResource
    inlines = [CertificateInline]
    list_display = ["number", "name", "post", "employer_name", "phone", "left_on"]
    list_filter = [
        "post",
        ("office", ScopedRelatedFilter),
        ("venue", ScopedRelatedFilter),
    ]
    list_select_related = ["office", "venue"]
    search_fields = ["number", "name", "phone"]
    autocomplete_fields = ["venue"]
    fieldsets = [
        (None, {"fields": [("name", "number"), ("post", "phone")]}),
        (_("employer"), {"fields": [("office", "venue"), ("joined_on", "left_on")]}),
        (_("login"), {"fields": ["user"]}),
    ]

    @admin.display(description=_("employer"))
    def employer_name(self, member):
        """Return the office's or the venue's name."""
        return str(member.employer)
