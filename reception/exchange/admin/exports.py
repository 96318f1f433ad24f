"""Screens whose list can be exported."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from reception.access.admin import is_key
from reception.access.scope import may, visible
from reception.exchange.exporting import FORMATS, Order, spreadsheet, stream
from reception.exchange.forms import ExportForm
from reception.exchange.models import ExportChoice
from reception.jobs import work
from reception.ledger.admin import HistoryAdmin

AT_ONCE = 5_000  # rows of a spreadsheet that a request can wait for
JOB = "exchange.spreadsheet"


class ExportAdmin(HistoryAdmin):
    """A screen whose list can be exported."""

    resource_class = None

    def get_urls(self):
        """Add the page of the export."""
        view = self.admin_site.admin_view(self.export_view)
        export = path("export/", view, name=self.page_name("export"))
        return [export, *super().get_urls()]

    def has_export_permission(self, request) -> bool:
        """Whether the user may export what he sees here."""
        return self.resource_class is not None and may(
            request.user, "export", self.model
        )

    def changelist_view(self, request, extra_context=None):
        """Tell the list page whether it has the door."""
        query = request.GET.urlencode()
        url = self.has_export_permission(request) and self.page("export") + (
            f"?{query}" if query else ""
        )
        extra = {"export_url": url, **(extra_context or {})}
        return super().changelist_view(request, extra)

    def get_actions(self, request):
        """Offer the export of selected rows to those who may export."""
        actions = super().get_actions(request)
        if self.has_export_permission(request):
            actions["export_selected"] = (
                ExportAdmin.export_selected,
                "export_selected",
                _("Export selected rows"),
            )
        return actions

    def export_selected(self, request, queryset):
        """Ask for columns and format of the selected rows."""
        across = request.POST.get("select_across") == "1"
        keys = [] if across else request.POST.getlist(ACTION_CHECKBOX_NAME)
        return self.export_page(request, self.export_form(request, None), keys)

    def rows_on_screen(self, request, keys: list[str]):
        """Return the rows that may be exported: scope, filters, search, selection.

        Raises:
            IncorrectLookupParameters: the address filters by what cannot be.
        """
        rows = self.get_changelist_instance(request).get_queryset(request)
        rows = visible(request.user, "export", rows).using(settings.READ_DATABASE)
        if keys:
            rows = rows.filter(pk__in=[int(key) for key in keys if is_key(key)])
        return rows

    def export_form(self, request, data) -> ExportForm:
        """Return the form, as its user last filled it."""
        resource = self.resource_class()
        last = ExportChoice.of(request.user, self.opts.label_lower)
        return ExportForm(resource, request.user, last, data)

    def export_view(self, request):
        """Choose columns and format; on POST send the file."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        keys = request.POST.getlist("keys")
        form = self.export_form(request, request.POST or None)
        try:
            if request.method != "POST" or not form.is_valid():
                return self.export_page(request, form, keys)
            ExportChoice.remember(
                request.user, self.opts.label_lower, form.cleaned_data
            )
            return self.export_file(request, form, keys)
        except IncorrectLookupParameters:
            text = _("The address filters by something that cannot be. Filter anew.")
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(self.page("changelist"))

    def order(self, request, told: dict, keys: list[str]) -> Order:
        """Return what is to be exported, from the form's answers."""
        resource = self.resource_class()
        chosen = set(told["columns"])
        described = request.GET.urlencode()
        if keys:
            described = f"{described} ({len(keys)} selected)".strip()
        return Order(
            resource,
            self.rows_on_screen(request, keys),
            [c for c in resource.columns() if c.column_name in chosen],
            request.user,
            described=described,
            reason=told["reason"],
            closes=told["closes"],
        )

    def export_file(self, request, form, keys: list[str]):
        """Send the rows: a CSV as it comes, a large spreadsheet as a job."""
        told = form.cleaned_data
        order = self.order(request, told, keys)
        if told["kind"] == "csv":
            answer = StreamingHttpResponse(stream(order), content_type=FORMATS["csv"])
            name = content_disposition_header(True, self.file_name("csv"))
            answer["Content-Disposition"] = name
            # What is packed on its way comes late, and the last of it unseen by the
            # certificate.
            answer["Content-Encoding"] = "identity"
            return answer
        if order.queryset[AT_ONCE : AT_ONCE + 1].exists():
            job = work.start(
                JOB,
                request.user,
                title=_("Export %(name)s") % {"name": self.opts.verbose_name_plural},
                params={
                    "model": self.opts.label_lower,
                    "query": request.GET.urlencode(),
                    "keys": keys,
                    "told": told,
                },
                at=timezone.now(),
            )
            return HttpResponseRedirect(job.get_absolute_url())
        return FileResponse(
            spreadsheet(order),
            as_attachment=True,
            filename=self.file_name("xlsx"),
            content_type=FORMATS["xlsx"],
        )

    def file_name(self, kind: str) -> str:
        """Return how the file is called where it arrives."""
        stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
        return f"{self.opts.verbose_name_plural}-{stamp}.{kind}"

    def export_page(self, request, form, keys):
        """Show the choice of columns and format."""
        query = request.GET.urlencode()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Export %(name)s") % {"name": self.opts.verbose_name_plural},
            "opts": self.opts,
            "form": form,
            "keys": keys,
            "count": len(keys) or self.rows_on_screen(request, keys).count(),
            "action": self.page("export") + (f"?{query}" if query else ""),
        }
        return TemplateResponse(request, "exchange/export.html", context)
