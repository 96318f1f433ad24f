"""Screens with an export and an import."""

from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from reception.access.admin import is_key
from reception.access.scope import may, visible
from reception.exchange import batches
from reception.exchange.examining import examine
from reception.exchange.exporting import FORMATS, export, write_csv
from reception.exchange.forms import ExportForm, ImportForm
from reception.exchange.importing import ImportRefused
from reception.exchange.reading import Unreadable, read_table
from reception.ledger.admin import HistoryAdmin

SHOWN = 200  # rows of a preview; rows with problems come first


class ExchangeAdmin(HistoryAdmin):
    """A screen whose list can be exported, and filled from a file."""

    resource_class = None

    def get_urls(self):
        """Add the pages of export and import."""
        wrap, name = self.admin_site.admin_view, self.page_name
        return [
            path("export/", wrap(self.export_view), name=name("export")),
            path("import/", wrap(self.import_view), name=name("import")),
            path("import/headings/", wrap(self.headings_view), name=name("headings")),
            path("import/<slug:token>/", wrap(self.preview_view), name=name("preview")),
            *super().get_urls(),
        ]

    def has_export_permission(self, request) -> bool:
        """Whether the user may export what he sees here."""
        return self.resource_class is not None and may(
            request.user, "export", self.model
        )

    def has_import_permission(self, request) -> bool:
        """Whether the user may import such records."""
        return self.resource_class is not None and may(
            request.user, "import", self.model
        )

    def changelist_view(self, request, extra_context=None):
        """Tell the list page which doors to show."""
        query = request.GET.urlencode()
        extra = {
            "export_url": self.has_export_permission(request)
            and self.page("export") + (f"?{query}" if query else ""),
            "import_url": self.has_import_permission(request) and self.page("import"),
        }
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def get_actions(self, request):
        """Offer the export of selected rows to those who may export."""
        actions = super().get_actions(request)
        if self.has_export_permission(request):
            actions["export_selected"] = (
                ExchangeAdmin.export_selected,
                "export_selected",
                _("Export selected rows"),
            )
        return actions

    def export_selected(self, request, queryset):
        """Ask for columns and format of the selected rows."""
        across = request.POST.get("select_across") == "1"
        keys = [] if across else request.POST.getlist(ACTION_CHECKBOX_NAME)
        return self.export_page(
            request, ExportForm(self.resource_class().columns()), keys
        )

    def filtered(self, request):
        """Return the rows on screen: scope, filters and search of the list page.

        Raises:
            IncorrectLookupParameters: the address filters by what cannot be.
        """
        rows = self.get_changelist_instance(request).get_queryset(request)
        return visible(request.user, "export", rows).using(settings.READ_DATABASE)

    def export_view(self, request):
        """Choose columns and format; on POST send the file."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        keys = request.POST.getlist("keys")
        form = ExportForm(self.resource_class().columns(), request.POST or None)
        try:
            if request.method != "POST" or not form.is_valid():
                return self.export_page(request, form, keys)
            return self.export_file(request, form, keys)
        except IncorrectLookupParameters:
            text = _("The address filters by something that cannot be. Filter anew.")
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(self.page("changelist"))

    def export_file(self, request, form, keys: list[str]):
        """Send the rows on screen, or the selected ones among them."""
        resource = self.resource_class()
        rows = self.filtered(request)
        described = request.GET.urlencode()
        if keys:
            rows = rows.filter(pk__in=[int(key) for key in keys if is_key(key)])
            described = f"{described} ({len(keys)} selected)".strip()
        kind = form.cleaned_data["kind"]
        chosen = set(form.cleaned_data["columns"])
        made = export(
            resource,
            rows,
            columns=[c for c in resource.columns() if c.column_name in chosen],
            kind=kind,
            user=request.user,
            described=described,
            reason=form.cleaned_data["reason"],
        )
        stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
        response = FileResponse(
            made.file,
            as_attachment=True,
            filename=f"{self.opts.verbose_name_plural}-{stamp}.{kind}",
            content_type=FORMATS[kind],
        )
        response["X-Content-SHA256"] = made.sha256
        return response

    def export_page(self, request, form, keys):
        """Show the choice of columns and format."""
        query = request.GET.urlencode()
        count = len(keys) or self.filtered(request).count()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Export %(name)s") % {"name": self.opts.verbose_name_plural},
            "opts": self.opts,
            "form": form,
            "keys": keys,
            "count": count,
            "action": self.page("export") + (f"?{query}" if query else ""),
        }
        return TemplateResponse(request, "exchange/export.html", context)

    def headings_view(self, request):
        """Send an empty table with the right headings."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        file = BytesIO()
        columns = [c for c in self.resource_class().columns() if not c.readonly]
        write_csv(file, columns, [])
        file.seek(0)
        name = f"{self.opts.verbose_name_plural}.csv"
        return FileResponse(
            file, as_attachment=True, filename=name, content_type=FORMATS["csv"]
        )

    def import_view(self, request):
        """Take a file and go on to its preview."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = ImportForm(*sent)
        if form.is_valid():
            upload = form.cleaned_data["file"]
            data = upload.read()
            try:
                read_table(data, upload.name)
            except Unreadable as refused:
                form.add_error("file", str(refused))
            else:
                batch = batches.keep(
                    request.user,
                    self.opts.label_lower,
                    upload.name,
                    data,
                    at=timezone.now(),
                )
                return HttpResponseRedirect(self.page("preview", batch.token))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import %(name)s") % {"name": self.opts.verbose_name_plural},
            "opts": self.opts,
            "form": form,
            "columns": [c for c in self.resource_class().columns() if not c.readonly],
            "headings_url": self.page("headings"),
        }
        return TemplateResponse(request, "exchange/import.html", context)

    def preview_view(self, request, token):
        """Show what the file would do; on POST store all of it or nothing."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self.commit_batch(request, token)
        try:
            batch = batches.pending(request.user, self.opts.label_lower, token)
        except batches.AlreadyImported:
            return self.was_imported(request)
        table = batches.table_of(batch)
        found = examine(self.resource_class(), table, request.user)
        return TemplateResponse(
            request, "exchange/preview.html", self.preview(request, batch, table, found)
        )

    def preview(self, request, batch, table, found) -> dict:
        """Return what the preview page shows, rows with problems first."""
        order = {"problem": 0, "changed": 1, "new": 2, "same": 3}
        rows = sorted(found.rows, key=lambda row: (order[row.outcome], row.line))
        return {
            **self.admin_site.each_context(request),
            "title": _("Preview of %(file)s") % {"file": batch.name},
            "opts": self.opts,
            "batch": batch,
            "encoding": table.encoding.upper(),
            "found": found,
            "counts": found.counts,
            "lines": [_preview_line(row, found.columns) for row in rows[:SHOWN]],
            "hidden": max(0, len(rows) - SHOWN),
            "changelist_url": self.page("changelist"),
            "import_url": self.page("import"),
        }

    def commit_batch(self, request, token):
        """Store the file's rows, once, and say how it went."""
        try:
            counts = batches.carry_out(
                self.resource_class(), token, request.user, at=timezone.now()
            )
        except batches.AlreadyImported:
            return self.was_imported(request)
        except ImportRefused as refused:
            text = _("Nothing was imported. %(why)s") % {"why": refused}
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(self.page("preview", token))
        text = _("Imported: %(new)s new, %(changed)s changed, %(same)s unchanged.")
        self.message_user(request, text % counts, messages.SUCCESS)
        return HttpResponseRedirect(self.page("changelist"))

    def was_imported(self, request):
        """Say that the file was imported before: a second click, a second window."""
        text = _("This file was imported already; nothing was imported again.")
        self.message_user(request, text, messages.WARNING)
        return HttpResponseRedirect(self.page("changelist"))


def _preview_line(row, columns) -> dict:
    """Return a row of the preview: each cell with what it changes and what is wrong."""
    cells = []
    for column in columns:
        name = column.column_name
        cells.append(
            {
                "text": row.cells.get(name, ""),
                "old": row.changed[name][0] if name in row.changed else None,
                "problem": row.problems.get(name),
            }
        )
    return {
        "line": row.line,
        "outcome": row.outcome,
        "problem": row.problems.get(""),
        "cells": cells,
    }
