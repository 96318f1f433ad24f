"""The pages of reports: which there are, and one with filters, preview and files."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import (
    FileResponse,
    Http404,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reception.console.asking import ScopeForm
from reception.console.charts import draw
from reception.console.work import start
from reception.exchange import reports
from reception.exchange.admin.exports import AT_ONCE
from reception.exchange.exporting import FORMATS
from reception.exchange.reports import Column, Kind, Table, csv_of, xlsx_of

SHOWN = 50  # rows of a preview


def index(request):
    """List the reports that the user may run."""
    groups = reports.offered(request.user)
    if not groups:
        raise PermissionDenied
    context = {
        **admin.site.each_context(request),
        "title": _("Reports"),
        "groups": groups,
    }
    return TemplateResponse(request, "console/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request, name):
    """Show what the report finds; on POST send it as a file."""
    asked = reports.known().get(name)
    if asked is None:
        raise Http404
    if not asked.may_run(request.user):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    form = ScopeForm(asked, request.user, timezone.now(), sent)
    table = Table(asked, form.scope()) if form.is_valid() else None
    kind = request.POST.get("format")
    if table is not None and kind in FORMATS:
        return _file(table, kind)
    context = {
        **admin.site.each_context(request),
        "title": asked.title,
        "report": asked,
        "form": form,
        **(_found(table) if table is not None else {}),
    }
    return TemplateResponse(request, "console/report.html", context)


def _found(table: Table) -> dict:
    """Return what the page shows of the rows."""
    columns = table.report.columns
    if table.report.chart:  # its table is a summary: short
        rows = list(table)
        count, chart = len(rows), draw(table, rows)
    else:
        rows, count, chart = table.first(SHOWN), table.count(), None
    return {
        "lines": [
            [_cell(*each) for each in zip(columns, row, table.texts(row), strict=True)]
            for row in rows[:SHOWN]
        ],
        "count": count,
        "shown": min(count, SHOWN),
        "chart": chart,
    }


def _cell(column: Column, value, text: str) -> dict:
    """Return a cell of the preview; sums of money are easier to read in groups."""
    if column.kind is Kind.MONEY and value is not None:
        text = number_format(value, 2, force_grouping=True)
    return {"column": column, "text": text, "alarms": column.alarms and bool(value)}


def _file(table: Table, kind: str):
    """Send the report as a file; a large spreadsheet is made by a job."""
    name = table.file_name(kind)
    if kind == "csv":
        headers = {"Content-Disposition": content_disposition_header(True, name)}
        return StreamingHttpResponse(
            csv_of(table), content_type=FORMATS[kind], headers=headers
        )
    if table.count() > AT_ONCE:
        return HttpResponseRedirect(start(table).get_absolute_url())
    return FileResponse(
        xlsx_of(table), as_attachment=True, filename=name, content_type=FORMATS[kind]
    )
