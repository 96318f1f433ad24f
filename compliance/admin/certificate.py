"""The screen of certificates."""

from datetime import timedelta

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.exchange import CertificateResource
from compliance.models import Certificate
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin
from reception.console.badges import badge
from reception.console.filters import PeriodFilter

TONES = {
    Certificate.Status.VALID: "good",
    Certificate.Status.EXPIRING: "warn",
    Certificate.Status.EXPIRED: "bad",
    Certificate.Status.NOT_YET: "plain",
}


class StatusFilter(admin.SimpleListFilter):
    """Certificates by how they stand today."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        """Offer the statuses that need something done, and valid."""
        return [
            ("expired", _("expired")),
            ("30", _("ends within 30 days")),
            ("60", _("ends within 60 days")),
            ("90", _("ends within 90 days")),
        ]

    def queryset(self, request, queryset):
        """Return the certificates of the chosen status."""
        today = timezone.localdate()
        if self.value() == "expired":
            return queryset.current_holders(today).expired(today)
        if self.value() in {"30", "60", "90"}:
            last = today + timedelta(days=int(self.value()))
            return queryset.current_holders(today).ending(today, last)
        return queryset


@admin.register(Certificate)
class CertificateAdmin(RecordAdmin):
    """Certificates, the first to end first."""

    resource_class = CertificateResource
    list_display = [
        "holder",
        "kind",
        "number",
        "issued_on",
        "valid_until",
        "status_today",
    ]
    list_filter = [
        StatusFilter,
        ("kind", ScopedRelatedFilter),
        ("valid_until", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["holder", "kind"]
    search_fields = ["number", "holder__name", "holder__number", "issuer"]
    autocomplete_fields = ["holder"]
    fields = [
        "holder",
        ("kind", "number"),
        "issuer",
        ("issued_on", "valid_until"),
        "scan",
    ]

    @admin.display(description=_("status"), ordering="valid_until")
    def status_today(self, certificate):
        """Return how the certificate stands today."""
        status = certificate.status(timezone.localdate())
        return badge(status.label, TONES[status])
