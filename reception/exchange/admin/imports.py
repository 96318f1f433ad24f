"""Screens that can be filled from a file."""

import re
from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reception.access.scope import may
from reception.exchange import batches, likeness
from reception.exchange.admin.uploads import measured
from reception.exchange.exporting import FORMATS, csv_lines
from reception.exchange.forms import DATE_NAMES, ImportForm, UnderstandForm
from reception.exchange.guarding import CLOSING, guard, meaning, tidy
from reception.exchange.importing import ImportRefused
from reception.exchange.matching import fitting, known_headings
from reception.exchange.models import Batch
from reception.exchange.previewing import Preview
from reception.exchange.reading import LONGEST_CELL, Table, Unreadable, read_table
from reception.exchange.rows import Examination
from reception.exchange.undoing import NotToBeUndone, forecast, undo
from reception.jobs import work
from reception.ledger.admin import HistoryAdmin

AT_ONCE = 2_000  # rows that a request can wait for
RECENT = 10  # imports shown on the page of the import
TOLD = 50  # rows that the page before an undo names
CELL = re.compile(r"(?:cell-)?(\d{1,9})-(\d{1,3})", re.ASCII)


class ImportAdmin(HistoryAdmin):
    """A screen that can be filled from a file."""

    resource_class = None

    def get_urls(self):
        """Add the pages of the import."""
        name = self.page_name

        def page(address: str, view, called: str):
            return path(address, self.admin_site.admin_view(view), name=name(called))

        return [
            page("import/", measured(self.import_view), "import"),
            page("import/headings/", self.headings_view, "headings"),
            page("import/<slug:token>/", self.preview_view, "preview"),
            page("import/<slug:token>/file/", self.file_view, "import_file"),
            page("import/<slug:token>/left/", self.left_view, "import_left"),
            page("import/<slug:token>/undo/", self.undo_view, "import_undo"),
            *super().get_urls(),
        ]

    def has_import_permission(self, request) -> bool:
        """Whether the user may import such records."""
        return self.resource_class is not None and may(
            request.user, "import", self.model
        )

    def changelist_view(self, request, extra_context=None):
        """Tell the list page whether it has the door."""
        url = self.has_import_permission(request) and self.page("import")
        return super().changelist_view(
            request, {"import_url": url, **(extra_context or {})}
        )

    # --- taking a file

    def headings_view(self, request):
        """Send an empty table with the right headings."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        columns = [c for c in self.resource_class().columns() if not c.readonly]
        empty = b"".join(d for d, _rows in csv_lines([c.label for c in columns], []))
        return FileResponse(
            BytesIO(empty),
            as_attachment=True,
            filename=f"{self.opts.verbose_name_plural}.csv",
            content_type=FORMATS["csv"],
        )

    def import_view(self, request):
        """Take a file and go on to its preview."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = ImportForm(*sent)
        if form.is_valid():
            try:
                batch = self.keep(request, form.cleaned_data["file"])
            except Unreadable as refused:
                form.add_error("file", str(refused))
            else:
                return HttpResponseRedirect(self.page("preview", batch.token))
        recent = Batch.objects.filter(
            user=request.user, record_type=self.opts.label_lower
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import %(name)s") % {"name": self.opts.verbose_name_plural},
            "opts": self.opts,
            "form": form,
            "columns": [c for c in self.resource_class().columns() if not c.readonly],
            "headings_url": self.page("headings"),
            "recent": [
                (self.page("preview", batch.token), batch) for batch in recent[:RECENT]
            ],
        }
        return TemplateResponse(request, "exchange/import.html", context)

    def keep(self, request, upload) -> Batch:
        """Keep a file that can be read, its headings matched as far as remembered."""
        resource, kind = self.resource_class(), self.opts.label_lower
        data = upload.read()
        table = read_table(data, upload.name, known=known_headings(resource))
        memory = batches.headings_of(request.user, kind)
        return batches.keep(
            request.user,
            kind,
            upload.name,
            data,
            at=timezone.now(),
            chosen=fitting(resource, table.headers, memory),
        )

    # --- its preview

    def batch_of(self, request, token) -> Batch:
        """Return the user's own file, if he may still import."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        return batches.own(request.user, self.opts.label_lower, token)

    def preview_view(self, request, token):
        """Show what the file would do, or did; on POST do what its user says."""
        batch = self.batch_of(request, token)
        is_pending = batch.state == Batch.State.PENDING
        if request.method != "POST":
            return (self.preview if is_pending else self.result)(request, batch)
        wish = request.POST.get("wish", "")
        if wish == "undo":
            return self.undo(request, batch)
        if not is_pending:
            return self.was_imported(request, batch)
        wishes = {
            "understand": self.understand,
            "dates": self.order_dates,
            "correct": self.correct,
            "agree": self.agree,
        }
        try:
            return wishes.get(wish, self.commit)(request, batch)
        except batches.AlreadyImported:
            return self.was_imported(request, batch)

    def preview(self, request, batch):
        """Show what the file would do, rows with problems first."""
        resource = self.resource_class()
        try:
            table, found = batches.preview(batch, resource)
        except Unreadable as refused:  # in the way its user chose
            table, found = Table([], []), Examination([], [], [str(refused)])
        likeness.tell(resource, found.rows, request.user)
        context = {
            **self.about(request, batch),
            "title": _("Preview of %(file)s") % {"file": batch.name},
            "found": found,
            "shown": Preview(resource, batch, table, found),
        }
        return TemplateResponse(request, "exchange/preview.html", context)

    def about(self, request, batch) -> dict:
        """Return what every page about one file shows."""
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "batch": batch,
            "preview_url": self.page("preview", batch.token),
            "file_url": self.page("import_file", batch.token),
            "left_url": self.page("import_left", batch.token),
            "undo_url": self.page("import_undo", batch.token),
            "changelist_url": self.page("changelist"),
            "import_url": self.page("import"),
        }

    def understand(self, request, batch):
        """Read the file as its user says."""
        resource = self.resource_class()
        form = UnderstandForm(resource, request.POST)
        if not form.is_valid():
            for said in form.errors.values():
                self.message_user(request, " ".join(said), messages.ERROR)
        elif batches.understand(
            batch, resource, form.cleaned_data, form.cleaned_data["columns"]
        ):
            text = _("The file is read in another way: its corrections were dropped.")
            self.message_user(request, text, messages.WARNING)
        return HttpResponseRedirect(self.page("preview", batch.token))

    def order_dates(self, request, batch):
        """Read dates whose year comes last as their user says."""
        order = request.POST.get("dates", "")
        if order in DATE_NAMES:
            ways = {
                "encoding": batch.encoding,
                "delimiter": batch.delimiter,
                "headed_at": batch.headed_at,
                "dates": order,
            }
            batches.understand(batch, self.resource_class(), ways, [])
        return HttpResponseRedirect(self.page("preview", batch.token))

    def agree(self, request, batch):
        """Keep that the user agrees to what the preview asks of him."""
        if request.POST.get("agreed"):
            batches.agree(batch)
        else:
            text = _("Tick the box first: nothing is shortened without your word.")
            self.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(self.page("preview", batch.token))

    def correct(self, request, batch):
        """Keep the cells that were corrected in the preview."""
        self.keep_corrections(request, batch)
        return HttpResponseRedirect(f"{self.page('preview', batch.token)}#rows")

    def keep_corrections(self, request, batch) -> bool:
        """Keep what was typed into the preview; return whether anything is new."""
        cells = {}
        for name, text in request.POST.items():
            found = CELL.fullmatch(name) if name.startswith("cell-") else None
            if found and len(text) <= LONGEST_CELL:
                cells[int(found[1]), int(found[2])] = tidy(text)
        back = [
            (int(found[1]), int(found[2]))
            for said in request.POST.getlist("back")
            if (found := CELL.fullmatch(said))
        ]
        if not cells and not back:
            return False
        try:
            return batches.correct(batch, self.resource_class(), cells, back)
        except batches.TooManyCorrections:
            text = _("So many cells cannot be corrected here; correct the file itself.")
        except Unreadable as refused:
            text = str(refused)
        self.message_user(request, text, messages.ERROR)
        return True

    # --- its import

    def commit(self, request, batch):
        """Store the file's rows, once: at once if they are few, else as a job."""
        if self.keep_corrections(request, batch):
            text = _("Your corrections were kept. Look at the rows again, then import.")
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect(f"{self.page('preview', batch.token)}#rows")
        only_good = request.POST.get("rows") == "good"
        resource = self.resource_class()
        try:
            if len(batches.table_of(batch, resource).rows) > AT_ONCE:
                title = _("Import of %(file)s") % {"file": batch.name}
                wish = {"only_good": only_good}
                return self.start(request, "exchange.import", batch, title, wish)
            outcome = batches.carry_out(
                resource,
                batch.token,
                request.user,
                at=timezone.now(),
                only_good=only_good,
            )
        except (ImportRefused, Unreadable) as refused:
            text = _("Nothing was imported. %(why)s") % {"why": refused}
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(self.page("preview", batch.token))
        self.message_user(request, told(outcome.counts), messages.SUCCESS)
        if outcome.left:
            return HttpResponseRedirect(self.page("preview", batch.token))
        return HttpResponseRedirect(self.page("changelist"))

    def start(self, request, kind: str, batch, title: str, wish: dict):
        """Leave the work to a job and go to its page."""
        params = {"model": self.opts.label_lower, "token": batch.token, **wish}
        job = work.start(
            kind, request.user, title=title, params=params, at=timezone.now()
        )
        return HttpResponseRedirect(job.get_absolute_url())

    def was_imported(self, request, batch):
        """Say that the file was imported before: a second click, a second window."""
        text = _("This file was imported already; nothing was imported again.")
        self.message_user(request, text, messages.WARNING)
        return HttpResponseRedirect(self.page("preview", batch.token))

    def result(self, request, batch):
        """Show what became of an imported file."""
        context = {**self.about(request, batch), "title": batch.name}
        return TemplateResponse(request, "exchange/imported.html", context)

    def file_view(self, request, token):
        """Send the file as it came."""
        batch = self.batch_of(request, token)
        try:
            file = batch.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        return attachment(file, batch.name, "application/octet-stream")

    def left_view(self, request, token):
        """Send the rows that were left out, each with its reason, as a table."""
        batch = self.batch_of(request, token)
        if not batch.left:
            raise Http404
        try:
            headers, rows = batches.left_by(batch, self.resource_class())
        except Unreadable as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(self.page("preview", batch.token))
        headers = [*headers, CLOSING + pgettext("a heading", "problem")]
        cells = ([guard(meaning(cell)) for cell in row] for row in rows)
        data = b"".join(data for data, _rows in csv_lines(headers, cells))
        name = _("%(file)s, rows left out") % {"file": batch.name.rpartition(".")[0]}
        return attachment(BytesIO(data), f"{name}.csv", FORMATS["csv"])

    # --- its undoing

    def undo_view(self, request, token):
        """Say what undoing would do, before it is done."""
        batch = self.batch_of(request, token)
        if batch.state != Batch.State.DONE:
            return HttpResponseRedirect(self.page("preview", batch.token))
        try:
            found = forecast(self.resource_class(), batch, request.user)
        except NotToBeUndone as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(self.page("preview", batch.token))
        context = {
            **self.about(request, batch),
            "title": _("Undo the import of %(file)s") % {"file": batch.name},
            "foreseen": found,
            "left": found.left[:TOLD],
            "more": max(0, len(found.left) - TOLD),
        }
        return TemplateResponse(request, "exchange/undo.html", context)

    def undo(self, request, batch):
        """Take the import back, except what was touched since."""
        try:
            if sum(batch.counts.get(kind, 0) for kind in ("new", "changed")) > AT_ONCE:
                title = _("Undo the import of %(file)s") % {"file": batch.name}
                return self.start(request, "exchange.undo", batch, title, {})
            found = undo(self.resource_class(), batch, request.user, at=timezone.now())
        except NotToBeUndone as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            text = _("Undone: %(undone)s rows; left as they are: %(left)s.")
            counts = {"undone": found.undone, "left": len(found.left)}
            self.message_user(request, text % counts, messages.SUCCESS)
        return HttpResponseRedirect(self.page("preview", batch.token))


def attachment(file, name: str, kind: str) -> FileResponse:
    """Return a file to be kept, not opened in the browser."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def told(counts: dict[str, int]) -> str:
    """Return what an import did, in words."""
    text = _("Imported: %(new)s new, %(changed)s changed, %(same)s unchanged.") % counts
    if counts["problem"]:
        text += " " + _("Left out: %(problem)s.") % counts
    return text
