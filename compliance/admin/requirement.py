"""The screens of kinds of certificates, and of who has to hold which."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from compliance.models import CertificateKind, CertificateRequirement
from compliance.staff_exchange import (
    CertificateKindResource,
    CertificateRequirementResource,
)
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, ToldInline
from reception.console.badges import badge


def confirmed(record):
    """Return whether what the record says was read in a source that binds here."""
    if record.to_be_confirmed:
        return badge(_("to be confirmed locally"), "warn")
    return badge(_("confirmed"), "good")


class RequirementsInline(ToldInline):
    """Of whom a kind is required, where and when."""

    model = CertificateRequirement
    fields = ["post", "duty", "office", "since", "until"]
    readonly_fields = fields
    show_change_link = True


@admin.register(CertificateKind)
class CertificateKindAdmin(RecordAdmin):
    """Kinds of certificates and their terms."""

    resource_class = CertificateKindResource
    inlines = [RequirementsInline]
    list_display = ["code", "name", "issuer", "term_kind", "term_months", "confirmed"]
    list_filter = ["term_kind", "to_be_confirmed"]
    search_fields = ["code", "name"]
    fields = [
        ("code", "name"),
        "issuer",
        ("term_kind", "term_months"),
        "renew_days",
        "to_be_confirmed",
        "remarks",
    ]

    @admin.display(description=_("source"), ordering="to_be_confirmed")
    def confirmed(self, kind):
        """Return whether the term was read in a source."""
        return confirmed(kind)


@admin.register(CertificateRequirement)
class CertificateRequirementAdmin(RecordAdmin):
    """Which certificates posts and duties require."""

    resource_class = CertificateRequirementResource
    list_display = ["of_whom", "kind", "office", "since", "until", "confirmed"]
    list_filter = [
        "post",
        "duty",
        ("kind", ScopedRelatedFilter),
        ("office", ScopedRelatedFilter),
        "to_be_confirmed",
    ]
    list_filter_submit = True
    list_select_related = ["kind", "office"]
    search_fields = ["code", "kind__name", "basis"]
    fieldsets = [
        (None, {"fields": ["code", "kind", ("post", "duty")]}),
        (_("where and when"), {"fields": ["office", ("since", "until")]}),
        (_("source"), {"fields": ["basis", "to_be_confirmed"]}),
    ]

    @admin.display(description=_("post or duty"))
    def of_whom(self, requirement):
        """Return the post or the duty."""
        return str(requirement.of_whom)

    @admin.display(description=_("source"), ordering="to_be_confirmed")
    def confirmed(self, requirement):
        """Return whether a source that binds here says so."""
        return confirmed(requirement)
