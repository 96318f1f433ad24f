"""Admin screens that list, open, change, delete and offer only what is in reach."""

from contextlib import nullcontext

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_deleted_objects
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin, TabularInline

from reception.access.models import Grant
from reception.access.records import why_locked
from reception.access.scope import (
    can,
    can_part,
    forget_reach,
    may,
    right,
    visible,
)

# What filters raise whose values somebody made up.
NONSENSE = (ValidationError, ValueError, OverflowError, DatabaseError)


class ScopedRelatedFilter(admin.RelatedOnlyFieldListFilter):
    """A filter by a related record that names only those on rows in reach."""

    def field_admin_ordering(self, field, request, model_admin):
        """Order the choices as their own model does."""
        return field.remote_field.model._meta.ordering


def _referable(db_field, user):
    """Return the records that ``user`` may choose for a relation."""
    return visible(user, "refer", db_field.related_model._default_manager.all())


class _Scoped:
    """What screens and inlines share: which related records they offer."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer only records that the user may refer to."""
        if "queryset" not in kwargs:
            kwargs["queryset"] = _referable(db_field, request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Offer only records that the user may refer to."""
        if "queryset" not in kwargs:
            kwargs["queryset"] = _referable(db_field, request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def keep_present_choices(form) -> None:
    """Let a form keep a reference that its user could not choose anew."""
    for name, field in form.fields.items():
        queryset = getattr(field, "queryset", None)
        present = form.initial.get(name)
        if queryset is None or present in (None, "") or isinstance(present, list):
            continue
        key = getattr(present, "pk", present)
        field.queryset = queryset | queryset.model._default_manager.filter(pk=key)


class ScopedAdmin(_Scoped, ModelAdmin):
    """A screen whose every door asks ``access.scope``."""

    list_per_page = 50
    list_max_show_all = 100
    show_full_result_count = False
    list_filter_submit = False
    warn_unsaved_form = True
    compressed_fields = True

    def get_queryset(self, request):
        """Return the records in reach; a list page reads from the replica, if any."""
        rows = visible(request.user, "view", super().get_queryset(request))
        page = request.resolver_match
        is_list = page is not None and page.url_name == self.page_name("changelist")
        if is_list and request.method == "GET":
            rows = rows.using(settings.READ_DATABASE)
        return rows

    def get_changelist_instance(self, request):
        """Answer filters that cannot be as the admin answers unknown ones."""
        # Only a test runs inside a transaction here, and must survive the error.
        inside = transaction.get_connection().in_atomic_block
        try:
            with transaction.atomic() if inside else nullcontext():
                return super().get_changelist_instance(request)
        except NONSENSE as error:
            raise IncorrectLookupParameters from error

    def page_name(self, name: str) -> str:
        """Return the name under which one of this screen's pages is addressed."""
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def page(self, name: str, *args) -> str:
        """Return the address of one of this screen's pages."""
        return reverse(f"{self.admin_site.name}:{self.page_name(name)}", args=args)

    def has_view_permission(self, request, obj=None):
        """Whether the user may see the record, or any."""
        return self._allows(request, "view", obj)

    def has_change_permission(self, request, obj=None):
        """Whether the user may change the record, or any; a locked one nobody may."""
        if obj is not None and why_locked(obj):
            return False
        return self._allows(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        """Whether the user may delete the record, or any."""
        if obj is not None and why_locked(obj):
            return False
        return self._allows(request, "delete", obj)

    def has_add_permission(self, request):
        """Whether the user's role may add such records."""
        return request.user.has_perm(right(self.model, "add"))

    def has_module_permission(self, request):
        """Whether the screen belongs into the user's menu."""
        return may(request.user, "view", self.model)

    def _allows(self, request, action, obj):
        if obj is None or obj.pk is None:
            return may(request.user, action, self.model)
        # One answer per record, action and request: pages ask many times.
        asked = request.__dict__.setdefault("_scope_answers", {})
        key = (self.model, obj.pk, action)
        if key not in asked:
            asked[key] = can(request.user, action, obj)
        return asked[key]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return a form that keeps present references out of the user's reach."""
        form = super().get_form(request, obj, change=change, **kwargs)

        class ScopedForm(form):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                keep_present_choices(self)

        return ScopedForm

    def sees_private(self, request) -> bool:
        """Whether the user's role reads the private facts of these records."""
        return request.user.has_perm(right(self.model, "see_private"))

    def get_exclude(self, request, obj=None):
        """Leave private facts out of the form of those who may not read them."""
        exclude = list(super().get_exclude(request, obj) or ())
        if not self.sees_private(request):
            exclude += getattr(self.model, "private_fields", {})
        return exclude

    def get_fieldsets(self, request, obj=None):
        """Return the fieldsets without what the form leaves out."""
        hidden = set(self.get_exclude(request, obj))
        return [
            (title, {**options, "fields": list(_without(options["fields"], hidden))})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_search_fields(self, request):
        """Search private facts only for those who may read them."""
        private = getattr(self.model, "private_fields", {})
        fields = super().get_search_fields(request)
        if self.sees_private(request):
            return fields
        return [name for name in fields if name not in private]

    def lookup_allowed(self, lookup, value, request):
        """Refuse to filter by private facts: a filter answers questions too."""
        first = lookup.split("__")[0]
        if first in getattr(self.model, "private_fields", {}):
            return False
        return super().lookup_allowed(lookup, value, request)

    def save_model(self, request, obj, form, change):
        """Write the edited columns only: a stale form must not undo a move."""
        if change:
            columns = {column.name for column in obj._meta.concrete_fields}
            obj.save(update_fields=columns & set(form.changed_data))
        else:
            obj.save(force_insert=True)

    def save_related(self, request, form, formsets, change):
        """Store the parts, then ask again: nobody writes beyond his reach."""
        super().save_related(request, form, formsets, change)
        written = [form.instance]
        for formset in formsets:
            written += formset.new_objects
            written += [record for record, _fields in formset.changed_objects]
        for record in written:
            self.ask_again(request, record)

    def ask_again(self, request, record):
        """Roll everything back if ``record`` lies outside the user's reach now."""
        if isinstance(record, Grant):  # who may share is asked before
            return
        forget_reach(request.user)
        actions = ("view", "add", "change")
        if not any(can(request.user, action, record) for action in actions):
            raise PermissionDenied

    def get_deleted_objects(self, objs, request):
        """Say what a delete would take along, without naming what is out of reach."""
        to_delete, counts, perms, protected = get_deleted_objects(
            objs, request, self.admin_site
        )
        if protected:
            protected = [
                _("%(count)s records that refer to it; delete or change those first.")
                % {"count": len(protected)}
            ]
        return to_delete, counts, perms, protected

    def get_actions(self, request):
        """Offer the deletion of many only to those who may delete at all."""
        actions = super().get_actions(request)
        if not may(request.user, "delete", self.model):
            actions.pop("delete_selected", None)
        return actions


def _without(fields, hidden):
    """Yield the fields of a fieldset, in rows, leaving out the hidden ones."""
    for each in fields:
        if isinstance(each, list | tuple):
            if row := [name for name in each if name not in hidden]:
                yield tuple(row)
        elif each not in hidden:
            yield each


class ScopedInline(_Scoped, TabularInline):
    """Parts of a record, edited on its page, by the same questions."""

    extra = 0
    show_change_link = False
    tab = False

    def get_queryset(self, request):
        """Return the parts in reach."""
        return visible(request.user, "view", super().get_queryset(request))

    def _allows(self, request, action, parent):
        if parent is None or parent.pk is None:
            return request.user.has_perm(right(self.model, action))
        if action != "view" and why_locked(parent):
            return False
        return can_part(request.user, action, self.model, parent)

    def has_view_permission(self, request, obj=None):
        """Whether the user may see parts of ``obj``."""
        return self._allows(request, "view", obj)

    def has_add_permission(self, request, obj=None):
        """Whether the user may add parts to ``obj``."""
        return self._allows(request, "add", obj)

    def has_change_permission(self, request, obj=None):
        """Whether the user may change parts of ``obj``."""
        return self._allows(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        """Whether the user may take parts from ``obj``."""
        return self._allows(request, "delete", obj)

    def get_formset(self, request, obj=None, **kwargs):
        """Return a formset whose rows keep references out of the user's reach."""
        formset = super().get_formset(request, obj, **kwargs)
        form = formset.form

        class ScopedForm(form):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                keep_present_choices(self)

        formset.form = ScopedForm
        return formset
