"""The pages of somebody's own jobs. Another's job answers like one that is not."""

from django.contrib import admin, messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from reception.jobs import work
from reception.jobs.models import Job
from reception.jobs.telling import is_fetchable, tell

SHOWN = 25

mine = staff_member_required(login_url="admin:login")


def _own(request, token: str) -> Job:
    return get_object_or_404(Job.objects.of(request.user), token=token)


def _page(request, template: str, **context) -> TemplateResponse:
    return TemplateResponse(
        request, template, {**admin.site.each_context(request), **context}
    )


@mine
@never_cache
@require_GET
def jobs(request):
    """List the user's jobs, the latest first."""
    at = timezone.now()
    rows = Job.objects.of(request.user)
    page = Paginator(rows, SHOWN).get_page(request.GET.get("p"))
    told = [tell(each, at) for each in page]
    return _page(
        request,
        "jobs/list.html",
        title=_("My jobs"),
        page=page,
        rows=told,
        is_live=any(each.job.is_open for each in told),
    )


@mine
@never_cache
@require_GET
def job(request, token):
    """Show one job: its bar while it is at work, then what it brought."""
    own = _own(request, token)
    return _page(
        request,
        "jobs/job.html",
        title=own.title,
        job=own,
        told=tell(own, timezone.now()),
        is_live=own.is_open,
    )


@mine
@never_cache
@require_GET
def progress(request, token):
    """Tell the page's script how far the job has come."""
    return JsonResponse(tell(_own(request, token), timezone.now()).live)


@mine
@require_POST
def stop(request, token):
    """Stop the job, or say that it had ended already."""
    own = _own(request, token)
    if not own.is_open:
        messages.info(request, _("It had ended already."))
    else:
        work.stop(own, at=timezone.now())
    return HttpResponseRedirect(own.get_absolute_url())


@mine
@require_GET
def result(request, token):
    """Send the result's file, until it expires."""
    own = _own(request, token)
    stored = own.result
    if not is_fetchable(own, timezone.now()) or not stored.storage.exists(stored.name):
        if own.result_name:
            text = _(
                "The file is no longer kept. Start the work again to get a new one."
            )
            messages.warning(request, text)
            return HttpResponseRedirect(own.get_absolute_url())
        raise Http404
    response = FileResponse(
        stored.open("rb"),
        as_attachment=True,
        filename=own.result_name,
        content_type="application/octet-stream",
    )
    response["X-Content-SHA256"] = own.sha256
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
