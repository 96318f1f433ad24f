"""The auditor's screen of the ledger: to read and export, nothing else."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from reception.access.admin import ScopedRelatedFilter
from reception.console.admin.told import ToldAdmin
from reception.console.exchange import EntryResource
from reception.console.filters import PeriodFilter
from reception.ledger.history import changes_of, model_of
from reception.ledger.models import Entry

DETAILS = {
    "to": _("granted to"),
    "right": _("right"),
    "until": _("until"),
    "file": _("file"),
    "format": _("format"),
    "filter": _("filter"),
    "columns": _("columns"),
    "rows": _("rows"),
    "new": _("new"),
    "changed": _("changed"),
    "same": _("unchanged"),
    "problem": _("left out"),
    "undone": _("rows taken back"),
    "left": _("rows left as they are"),
    "private": _("with private facts"),
    "move": _("move"),
    "username": _("login name"),
    "batch": _("import"),
    "sha256": "SHA-256",
}


@admin.register(Entry)
class EntryAdmin(ToldAdmin):
    """What happened, as it happened."""

    resource_class = EntryResource
    list_display = [
        "at",
        "kind",
        "actor_name",
        "kind_of_record",
        "record_text",
        "reason",
    ]
    list_filter = ["kind", ("at", PeriodFilter), ("office", ScopedRelatedFilter)]
    list_filter_submit = True
    search_fields = ["actor_name", "record_text", "reason"]
    fields = [
        ("at", "kind"),
        ("actor_name", "office"),
        ("address", "request"),
        ("kind_of_record", "record_text"),
        "told_changes",
        "told_details",
        "reason",
    ]
    readonly_fields = ["kind_of_record", "told_changes", "told_details"]

    @admin.display(description=_("record type"), ordering="record_type")
    def kind_of_record(self, entry):
        """Return what kind of record the entry is about."""
        model = model_of(entry)
        return model._meta.verbose_name if model else entry.record_type

    @admin.display(description=_("changes"))
    def told_changes(self, entry):
        """Return the changes in words."""
        told = [
            (c.label, c.old or "—", c.new or "—")
            for c in changes_of(entry, entry.reader)
        ]
        return format_html_join("", "<div><b>{}</b> {} → {}</div>", told) or "—"

    @admin.display(description=_("details"))
    def told_details(self, entry):
        """Return the details, one a line."""
        told = [
            (label, ", ".join(value) if isinstance(value, list) else value)
            for name, label in DETAILS.items()
            if (value := entry.details.get(name)) not in (None, "", False)
        ]
        return format_html_join("", "<div><b>{}</b> {}</div>", told) or "—"

    def get_object(self, request, object_id, from_field=None):
        """Note on the entry who reads it: names out of his reach stay numbers."""
        entry = super().get_object(request, object_id, from_field)
        if entry is not None:
            entry.reader = request.user
        return entry
