"""Screens whose records have a history, and whose private facts leave a trace."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from reception.access.admin import ScopedAdmin
from reception.ledger import writing
from reception.ledger.history import changes_of, entries_about, last_entry
from reception.ledger.models import Kind

PER_PAGE = 50
SEEN = "ledger_seen"


class HistoryAdmin(ScopedAdmin):
    """A screen that tells what happened to its records."""

    def history_view(self, request, object_id, extra_context=None):
        """Show the record's history to those who may see the record."""
        record = self.get_object(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(
                request, self.opts, str(object_id)
            )
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        pages = Paginator(entries_about(record), PER_PAGE)
        page = pages.get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(record)s") % {"record": record},
            "opts": self.opts,
            "object": record,
            "original": record,
            "page": page,
            "entries": [(entry, changes_of(entry, request.user)) for entry in page],
        }
        return TemplateResponse(request, "ledger/history.html", context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return a form that notices when somebody else saved meanwhile."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            return form

        class WatchfulForm(form):
            def clean(self):
                cleaned = super().clean()
                seen = self.data.get(SEEN, "")
                if seen and seen != str(last_entry(self.instance)):
                    raise forms.ValidationError(
                        _(
                            "Somebody else changed this record after you opened it. "
                            "Open it again in another window, compare, and save anew."
                        )
                    )
                return cleaned

        return WatchfulForm

    def render_change_form(self, request, context, add=False, change=False, **kwargs):
        """Send along which entry the page knows as the last."""
        obj = kwargs.get("obj")
        if change and obj is not None:
            context["ledger_seen"] = request.POST.get(SEEN) or last_entry(obj)
        return super().render_change_form(request, context, add, change, **kwargs)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Note the look when the page shows private facts."""
        response = super().change_view(request, object_id, form_url, extra_context)
        private = getattr(self.model, "private_fields", {})
        shown = request.method == "GET" and response.status_code == HTTPStatus.OK
        if private and shown and self.sees_private(request):
            record = self.get_object(request, object_id)
            if any(getattr(record, name) for name in private):
                writing.note(
                    Kind.LOOKED, record=record, details={"columns": sorted(private)}
                )
        return response

    # Our ledger replaces the admin's own log: one place, append-only.
    def log_addition(self, request, obj, message):
        """Leave it to the ledger."""

    def log_change(self, request, obj, message):
        """Leave it to the ledger."""

    def log_deletions(self, request, queryset):
        """Leave it to the ledger."""

    def say_skipped(self, request, skipped: int) -> None:
        """Tell how many records an action left alone."""
        if skipped:
            self.message_user(
                request,
                _("%(count)s records were skipped: not allowed for you.")
                % {"count": skipped},
                messages.WARNING,
            )
