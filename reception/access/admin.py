"""Admin screens that list, open, change, delete and offer only what is in reach."""

from contextlib import nullcontext

from django import forms
from django.conf import settings
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_deleted_objects
from django.core.exceptions import (
    PermissionDenied,
    SuspiciousOperation,
    ValidationError,
)
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin, TabularInline

from reception.access.models import Grant
from reception.access.parts import ScopedFormSet
from reception.access.records import beside_others, stamped, why_locked
from reception.access.scope import (
    belongs_nowhere,
    can,
    can_at_place,
    can_part,
    forget_reach,
    may,
    right,
    visible,
)
from reception.access.search import cannot_be, narrowed

# What filters raise whose values somebody made up.
NONSENSE = (ValidationError, ValueError, OverflowError, DatabaseError)


class ScopedRelatedFilter(RelatedOnlyFieldListFilter):
    """A filter by a related record that names only those on rows in reach."""

    def field_admin_ordering(self, field, request, model_admin):
        """Order the choices as their own model does."""
        return field.remote_field.model._meta.ordering

    def field_choices(self, field, request, model_admin):
        """Ask for each choice whether a row has it: no row is read twice."""
        if belongs_nowhere(field.related_model):
            return super(RelatedOnlyFieldListFilter, self).field_choices(
                field, request, model_admin
            )
        rows = model_admin.get_queryset(request).order_by()
        rows = rows.filter(**{f"{self.field_path}__pk": OuterRef("pk")})
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(
            include_blank=False, limit_choices_to=Q(Exists(rows)), ordering=ordering
        )


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


class ScopedForm(forms.ModelForm):
    """A form that keeps what its user could not choose anew, and respects locks."""

    stands_alone = True  # else it is a row of a table, which judges them together

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.refuse_made_up_keys()
        if self.instance.pk is None:
            return
        for name, field in self.fields.items():
            queryset = getattr(field, "queryset", None)
            if queryset is not None and hasattr(self.instance, name):
                present = queryset.model._default_manager.filter(pk__in=self.held(name))
                field.queryset = queryset | present

    def refuse_made_up_keys(self) -> None:
        """Refuse what no picker sends: the pages that follow could not show it."""
        for name, field in self.fields.items():
            if not isinstance(field, forms.ModelChoiceField):
                continue
            sent = field.widget.value_from_datadict(
                self.data, self.files, self.add_prefix(name)
            )
            keys = sent if isinstance(sent, list) else [sent]
            if not all(is_key(key) for key in keys if key not in (None, "")):
                raise SuspiciousOperation

    def held(self, name: str) -> list:
        """Return the keys that the stored record refers to in ``name``."""
        column = self.instance._meta.get_field(name)
        if column.many_to_many:
            return list(getattr(self.instance, name).values_list("pk", flat=True))
        return [getattr(self.instance, column.attname)]

    def _post_clean(self):
        """Refuse a part that would come to a locked record, and what cannot be stored.

        Django leaves out a constraint that names a column outside the form, such as a
        state, and would let the database refuse what the form let pass.
        """
        super()._post_clean()
        if not self.errors and (reason := why_locked(self.instance)):
            self.add_error(None, reason)
        if not self.errors and self.instance.pk is not None:
            try:
                self.instance.validate_constraints(exclude=stamped(self.instance))
            except forms.ValidationError as error:
                self.add_error(None, error.messages)
        if self.stands_alone and not self.errors and self.has_changed():
            for _record, text in beside_others([self.instance], set()):
                self.add_error(None, text)


def scoped(form: type, **attributes) -> type:
    """Return ``form`` as a scoped one."""
    return type("Scoped" + form.__name__, (ScopedForm, form), attributes)


def is_key(text) -> bool:
    """Whether ``text`` can be a primary key."""
    return str(text).isdecimal() and len(str(text)) < 19  # noqa: PLR2004 - 2**63


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
        """Return a form that knows what its user may choose."""
        return scoped(super().get_form(request, obj, change=change, **kwargs))

    def get_changeform_initial_data(self, request):
        """Take from the address only what can be a record's key."""
        initial = super().get_changeform_initial_data(request)
        for name in list(initial):
            column = next((c for c in self.opts.get_fields() if c.name == name), None)
            value = initial[name]
            keys = value if isinstance(value, list) else [value]
            if column is not None and column.is_relation and not all(map(is_key, keys)):
                del initial[name]
        return initial

    def get_readonly_fields(self, request, obj=None):
        """Whoever holds a share alone cannot take the record elsewhere."""
        readonly = [*super().get_readonly_fields(request, obj)]
        if obj is not None and not can_at_place(request.user, "change", obj):
            readonly += getattr(self.model, "access_paths", ())
        return readonly

    def response_action(self, request, queryset):
        """Refuse keys that somebody made up."""
        if not all(map(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise SuspiciousOperation
        return super().response_action(request, queryset)

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

    def get_search_results(self, request, queryset, search_term):
        """Find what the columns contain; the index spares reading every row."""
        if cannot_be(search_term):
            return queryset.none(), False
        found, twice = super().get_search_results(request, queryset, search_term)
        fields = self.get_search_fields(request)
        return narrowed(found, fields, search_term), twice

    def lookup_allowed(self, lookup, value, request):
        """Refuse to filter by private facts: a filter answers questions too."""
        first = lookup.split("__")[0]
        if first in getattr(self.model, "private_fields", {}):
            return False
        return super().lookup_allowed(lookup, value, request)

    def save_model(self, request, obj, form, change):
        """Write the edited columns only: a stale form must not undo a move."""
        if change:
            stored = self.model._base_manager.select_for_update().get(pk=obj.pk)
            if why_locked(stored):  # it was moved on while the form was checked
                raise PermissionDenied
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

    formset = ScopedFormSet
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
        """Return a formset whose rows know what their user may choose."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form = scoped(formset.form, stands_alone=False)
        return formset
