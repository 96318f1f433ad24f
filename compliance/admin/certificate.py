"""The screen of certificates."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.admin import withdrawing
from compliance.admin.snoozing import snooze
from compliance.models import Certificate, Snooze, Suspension
from compliance.staff_exchange import CertificateResource
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, ToldInline
from reception.console.admin.base import Notice
from reception.console.badges import badge
from reception.console.filters import PeriodFilter

Status = Certificate.Status
REVOCATION = gettext_lazy("revocation")
TONES = {
    Status.VALID: "good",
    Status.EXPIRING: "warn",
    Status.EXPIRED: "bad",
    Status.NOT_YET: "plain",
    Status.SUSPENDED: "bad",
    Status.REVOKED: "bad",
}


class StatusFilter(admin.SimpleListFilter):
    """Certificates by how they stand today, of people who are still here."""

    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        """Offer the statuses that need something done."""
        return [
            ("expired", gettext_lazy("expired, not renewed")),
            ("30", gettext_lazy("ends within 30 days, not renewed")),
            ("60", gettext_lazy("ends within 60 days, not renewed")),
            ("90", gettext_lazy("ends within 90 days, not renewed")),
            ("suspended", Status.SUSPENDED.label),
            ("revoked", Status.REVOKED.label),
        ]

    def queryset(self, request, queryset):
        """Return the certificates of the chosen status."""
        today, chosen = timezone.localdate(), self.value()
        if chosen not in {value for value, _label in self.lookup_choices}:
            return queryset
        rows = queryset.current_holders(today)
        if chosen == "suspended":
            return rows.suspended(today)
        if chosen == "revoked":
            return rows.revoked(today)
        if chosen == "expired":
            return rows.to_renew().expired(today)
        return rows.to_renew().ending(today, today + timedelta(days=int(chosen)))


class SuspensionInline(ToldInline):
    """The times in which the certificate did not count."""

    model = Suspension
    fields = ["since", "lifted_on", "reason", "document", "suspended_by", "lifted_by"]
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("suspensions")


class SnoozeInline(ToldInline):
    """The pauses of its reminders."""

    model = Snooze
    fields = ["since", "until", "reason", "snoozed_by"]
    readonly_fields = fields


@admin.register(Certificate)
class CertificateAdmin(RecordAdmin):
    """Certificates, the first to end first."""

    resource_class = CertificateResource
    inlines = [SuspensionInline, SnoozeInline]
    record_pages = {**withdrawing.PAGES, "snooze": snooze}
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
    autocomplete_fields = ["holder", "renews"]
    told = ["status_today", "renewal"]
    revocation = ["revoked_on", "revoked_by", "revoked_reason", "revoked_document"]
    readonly_fields = [*told, *revocation]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "holder",
                    ("kind", "number"),
                    "issuer",
                    ("issued_on", "valid_until"),
                    "renews",
                    "scan",
                ]
            },
        ),
        (gettext_lazy("how it stands today"), {"fields": [tuple(told)]}),
        (
            REVOCATION,
            {"fields": [("revoked_on", "revoked_by"), *revocation[2:]]},
        ),
    ]

    def get_queryset(self, request):
        """Return the certificates with the times in which they did not count."""
        return super().get_queryset(request).prefetch_related("suspensions")

    def get_inlines(self, request, obj):
        """What never happened to a certificate needs no table of it."""
        told = super().get_inlines(request, obj)
        return [
            each
            for each in told
            if obj is not None and each.model.objects.filter(certificate=obj).exists()
        ]

    def get_fieldsets(self, request, obj=None):
        """Leave out the revocation of what was not revoked."""
        fieldsets = super().get_fieldsets(request, obj)
        is_revoked = obj is not None and obj.revoked_on is not None
        return [each for each in fieldsets if is_revoked or each[0] != REVOCATION]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Lead the moves to their own pages, which ask for a day and a document."""
        response = super().change_view(request, object_id, form_url, extra_context)
        for each in (getattr(response, "context_data", None) or {}).get("moves", ()):
            each["url"] = self.page(each["name"], object_id)
        return response

    def move_view(self, request, pk, to):
        """A move is made on its own page."""
        if request.method == "GET" and to in withdrawing.PAGES:
            return HttpResponseRedirect(self.page(to, pk))
        return super().move_view(request, pk, to)

    def tools(self, request, record):
        """Lead to the form of its renewal, and to a pause of its reminders."""
        renewal = getattr(record, "renewed_by", None)
        if renewal is not None or not self.has_add_permission(request):
            return []
        pause = {
            "label": _("Pause reminders"),
            "icon": "notifications_paused",
            "url": self.page("snooze", record.pk),
        }
        known = {
            "holder": record.holder_id,
            "kind": record.kind_id,
            "issuer": record.issuer,
            "renews": record.pk,
        }
        url = f"{self.page('add')}?{urlencode(known)}"
        renew = {"label": _("Renew"), "icon": "autorenew", "url": url}
        return [renew, pause] if record.valid_until else [renew]

    def notices(self, request, record):
        """Say that its reminders are silent, until when, why and by whom."""
        today = timezone.localdate()
        rows = record.snoozes.filter(since__lte=today, until__gte=today)
        text = _("Reminders are paused until %(day)s: %(reason)s (%(user)s)")
        return [
            Notice(
                text
                % {
                    "day": each.until.isoformat(),
                    "reason": each.reason,
                    "user": each.snoozed_by,
                }
            )
            for each in rows.select_related("snoozed_by")
        ]

    @admin.display(description=gettext_lazy("status"), ordering="valid_until")
    def status_today(self, certificate):
        """Return how the certificate stands today."""
        if certificate.issued_on is None:  # it is being entered
            return "—"
        status = certificate.status(timezone.localdate())
        return badge(status.label, TONES[status])

    @admin.display(description=gettext_lazy("renewed by"))
    def renewal(self, certificate):
        """Return the number of the certificate that renews it."""
        renewal = getattr(certificate, "renewed_by", None)
        return renewal.number if renewal else "—"
