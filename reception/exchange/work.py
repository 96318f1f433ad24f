"""What the exchange does outside the request."""

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from reception.exchange import batches
from reception.exchange.admin.imports import told
from reception.exchange.exporting import spreadsheet
from reception.exchange.importing import ImportRefused
from reception.exchange.reading import Unreadable
from reception.exchange.undoing import NotToBeUndone, undo
from reception.jobs.kinds import kind
from reception.jobs.work import Outcome, Refused


def request_of(user, query: str = "") -> HttpRequest:
    """Return a request such as a list gets, for work that begins from its address."""
    request = HttpRequest()
    request.method, request.user, request.GET = "GET", user, QueryDict(query)
    return request


def screen_of(job):
    """Return the screen that the job works for, and a request of its owner."""
    screen = admin.site.get_model_admin(apps.get_model(job.params["model"]))
    return screen, request_of(job.owner, job.params.get("query", ""))


@kind("exchange.spreadsheet", repeatable=True)
def make_spreadsheet(job, step) -> Outcome:
    """Make the XLSX of a list, as its owner may see it now."""
    screen, request = screen_of(job)
    if not screen.has_export_permission(request):
        raise Refused(_("You may not export these records any more."))
    order = screen.order(request, job.params["told"], job.params["keys"])
    total = order.queryset.count()
    file = spreadsheet(order, lambda done: step(done, total))
    text = _("%(rows)s rows.") % {"rows": total}
    return Outcome(text, file, screen.file_name("xlsx"))


@kind("exchange.import", repeatable=True)  # one transaction: all of it or nothing
def import_file(job, step) -> Outcome:
    """Store the rows of a kept file."""
    screen, request = screen_of(job)
    if not screen.has_import_permission(request):
        raise Refused(_("You may not import such records any more."))
    token = job.params["token"]
    url = screen.page("preview", token)
    try:
        done = batches.carry_out(
            screen.resource_class(),
            token,
            job.owner,
            at=timezone.now(),
            only_good=job.params["only_good"],
            step=step,
        )
    except batches.AlreadyImported as already:
        if job.attempts > 1:  # the first was killed after its work, before its word
            batch = batches.own(job.owner, job.params["model"], token)
            return Outcome(told(batch.counts), url=url)
        text = _("This file was imported already; nothing was imported again.")
        raise Refused(text) from already
    except (ImportRefused, Unreadable) as refused:
        raise Refused(
            _("Nothing was imported. %(why)s") % {"why": refused}
        ) from refused
    return Outcome(told(done.counts), url=url)


@kind("exchange.undo", repeatable=True)
def undo_import(job, step) -> Outcome:
    """Take an import back."""
    screen, request = screen_of(job)
    if not screen.has_import_permission(request):
        raise Refused(_("You may not import such records any more."))
    batch = batches.own(job.owner, job.params["model"], job.params["token"])
    url = screen.page("preview", batch.token)
    if job.attempts > 1 and batch.undone_at:  # killed after its work, as above
        return Outcome(_("This import was undone already."), url=url)
    try:
        found = undo(screen.resource_class(), batch, job.owner, at=timezone.now())
    except NotToBeUndone as refused:
        raise Refused(str(refused)) from refused
    text = _("Undone: %(undone)s rows; left as they are: %(left)s.")
    counts = {"undone": found.undone, "left": len(found.left)}
    return Outcome(text % counts, url=url)
