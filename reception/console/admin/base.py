"""The base of every record's screen: moves, numbers, and who can see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from reception.access.admin import ScopedInline
from reception.access.explain import who_can
from reception.access.records import why_locked
from reception.access.scope import can, can_at_place, may
from reception.accounts import numbering
from reception.accounts.models import Office
from reception.console.inputs import PlainInputs
from reception.console.moving import ReasonForm, ask_and_move
from reception.console.paging import CappedPaginator, PagedChangeList
from reception.console.sharing import change_shares, panel
from reception.exchange.admin import ExchangeAdmin
from reception.workflow import MoveNotPossible, move, obstacles, open_moves


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know before working on a record.

    ``changes`` are things with ``label``, ``old`` and ``new``.
    """

    text: str | Promise
    changes: Sequence = ()


class RecordInline(PlainInputs, ScopedInline):
    """Parts of a record, edited on its page; a new record may have none of them yet."""

    hide_title = True
    of_new = True


class RecordAdmin(PlainInputs, ExchangeAdmin):
    """The screen of one kind of record."""

    change_list_template = "console/change_list.html"
    change_form_template = "console/change_form.html"
    change_form_before_template = "console/seen.html"
    list_fullwidth = True
    # Further pages of one record: the last part of the address → the view, which gets
    # the screen, the request and a record in sight.
    record_pages: ClassVar[dict[str, Callable]] = {}
    paginator = CappedPaginator  # of pickers; a list has its own pages

    def get_changelist(self, request, **kwargs):
        """Page the list by its rows' place, not by counting."""
        return PagedChangeList

    @admin.display(description="")  # the list page makes the heading
    def action_checkbox(self, record):
        """Return a plain box: unfold's carries 400 bytes of classes a row."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" '
            'aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            record.pk,
            record,
        )

    def get_urls(self):
        """Add the pages of moves and of who can see the record."""
        wrap, name = self.admin_site.admin_view, self.page_name
        urls = [
            path("<int:pk>/access/", wrap(self.access_view), name=name("access")),
        ]
        urls += [
            path(
                f"<int:pk>/{each}/",
                wrap(partial(self.record_page, each)),
                name=name(each),
            )
            for each in self.record_pages
        ]
        if self.moves:
            urls.append(
                path(
                    "<int:pk>/move/<slug:to>/",
                    wrap(self.move_view),
                    name=name("move"),
                )
            )
        return [*urls, *super().get_urls()]

    def get_fieldsets(self, request, obj=None):
        """Leave out what a new record cannot have yet."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        told = set(self.get_readonly_fields(request, obj))
        return [each for each in fieldsets if set(flatten_fieldsets([each])) - told]

    def get_inlines(self, request, obj):
        """Leave out the parts that a new record cannot have yet."""
        inlines = super().get_inlines(request, obj)
        return [each for each in inlines if obj is not None or each.of_new]

    def get_exclude(self, request, obj=None):
        """Leave the number of a new record to the office."""
        exclude = super().get_exclude(request, obj)
        made = obj is None and hasattr(self.model, "number_prefix")
        return [*exclude, "number"] if made else exclude

    def get_readonly_fields(self, request, obj=None):
        """A number that was given stays."""
        readonly = super().get_readonly_fields(request, obj)
        given = obj is not None and hasattr(self.model, "number_prefix")
        return [*readonly, "number"] if given else readonly

    def get_changeform_initial_data(self, request):
        """Begin with the user's own office."""
        own = {
            column.name: request.user.office_id
            for column in self.opts.fields
            if column.related_model is Office and not column.null
        }
        return {**own, **super().get_changeform_initial_data(request)}

    def record_page(self, name: str, request, pk):
        """Answer one of the record's further pages to whoever may see the record."""
        record = self.get_object(request, str(pk))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return self.record_pages[name](self, request, record)

    def answer(self, request, template: str, record, /, **context) -> TemplateResponse:
        """Return a page of the console about ``record``."""
        common = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "back": self.page("change", record.pk),
        }
        return TemplateResponse(request, template, {**common, **context})

    @property
    def moves(self) -> dict:
        """The moves of this kind of record, if it has states."""
        return getattr(self.model, "moves", {})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Offer the moves that the user may make now."""
        extra = dict(extra_context or {})
        record = self.get_object(request, object_id)
        if record is not None:
            extra["access_url"] = self.page("access", record.pk)
            extra["tools"] = self.tools(request, record)
            extra["notices"] = self.notices(request, record)
            if can(request.user, "change", record):
                extra["locked_reason"] = why_locked(record)
            extra["moves"] = [
                {
                    "label": step.label,
                    "url": self.page("move", record.pk, name),
                    "name": name,
                    "is_quiet": step.needs_reason is True,  # the less usual way
                }
                for name, step in self.open_moves(record, request.user).items()
            ]
        return super().change_view(request, object_id, form_url, extra)

    def tools(self, request, record) -> list[dict]:
        """Return further doors from this record: label, icon and url."""
        return []

    def obstacles_of(self, request, record, name: str) -> list[str] | None:
        """Return what stands in the way of a move; None if it is not the user's."""
        if name not in self.open_moves(record, request.user):
            return None
        return obstacles(record, name, request.user, timezone.now())

    def notices(self, request, record) -> list[Notice]:
        """Return what whoever opens the record should know."""
        return []

    def before_move(self, request, record, name: str) -> list[Notice]:
        """Return what whoever makes the move ``name`` should know."""
        return []

    def open_moves(self, record, user) -> dict:
        """Return the moves open to ``user``; none for records without states."""
        return open_moves(record, user) if self.moves else {}

    def move_view(self, request, pk, to):
        """Ask before a move, saying what stands in the way; on POST make it."""
        record = self.get_object(request, str(pk))
        if record is None or to not in self.moves:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        may_move = can_at_place(request.user, self.moves[to].action, record)
        is_open = to in self.open_moves(record, request.user)
        if not may_move or (request.method == "GET" and not is_open):
            raise PermissionDenied
        step, at = self.moves[to], timezone.now()
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            reason, seen = form.cleaned_data["reason"], form.cleaned_data["seen"]
            if self.make_move(request, record, to, reason, seen or None):
                return HttpResponseRedirect(self.page("change", record.pk))
            record = self.get_object(request, str(pk))  # as it is now
        if step.sees:
            form = ReasonForm(initial={**form.data.dict(), "seen": step.sees(record)})
        asked = step.asks(record, at)
        form.fields["reason"].required = bool(asked)
        context = {
            **self.admin_site.each_context(request),
            "title": _("%(move)s: %(record)s") % {"move": step.label, "record": record},
            "opts": self.opts,
            "original": record,
            "record": record,
            "step": step,
            "form": form,
            "asked": asked,
            "notices": self.before_move(request, record, to),
            "obstacles": obstacles(record, to, request.user, at),
            "back": self.page("change", record.pk),
        }
        return TemplateResponse(request, "console/move.html", context)

    def make_move(self, request, record, name: str, reason="", seen=None) -> bool:
        """Make the move and say how it went."""
        told = {"reason": reason, "seen": seen}
        try:
            moved = move(record, name, by=request.user, at=timezone.now(), **told)
        except MoveNotPossible as refused:
            self.message_user(request, f"{record}: {refused}", messages.ERROR)
            return False
        told = {"record": moved, "state": moved.get_state_display()}
        text = _("%(record)s is now “%(state)s”.") % told
        self.message_user(request, text, messages.SUCCESS)
        return True

    def get_actions(self, request):
        """Return what may be done with many records; found out once for a request."""
        found = request.__dict__.setdefault("_actions", {})
        if self not in found:
            found[self] = self.find_actions(request)
        return dict(found[self])

    def find_actions(self, request) -> dict:
        """Offer the moves that need no further facts for many records at once."""
        actions = super().get_actions(request)
        asked = {step.action for step in self.moves.values() if not step.facts}
        open_to = {each for each in asked if may(request.user, each, self.model)}
        for name, step in self.moves.items():
            if not step.facts and step.action in open_to:
                many = partial(ask_and_move, name)
                actions[f"move_{name}"] = (many, f"move_{name}", step.label)
        return actions

    def access_view(self, request, pk):
        """Say who can see, change and export the record, and why; share it."""
        record = self.get_object(request, str(pk))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        form = None
        if request.method == "POST":
            form = change_shares(record, request.user, request.POST)
            if form is None:
                return HttpResponseRedirect(self.page("access", pk))
        context = {
            **self.admin_site.each_context(request),
            **panel(record, request.user, form),
            "title": _("Who can see %(record)s") % {"record": record},
            "opts": self.opts,
            "original": record,
            "accesses": who_can(record, timezone.now()),
            "comma": _(", "),
        }
        return TemplateResponse(request, "console/access.html", context)

    def save_model(self, request, obj, form, change):
        """Give a new record its number and its author."""
        if not change:
            numbering.assign([obj], timezone.localdate())
            if hasattr(obj, "entered_by_id"):
                obj.entered_by = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        """Give new parts their numbers."""
        numbering.assign(formset.save(commit=False), timezone.localdate())
        super().save_formset(request, form, formset, change)
