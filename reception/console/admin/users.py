"""The screen of users: name, roles, office and places in one form."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.forms import (
    AdminPasswordChangeForm,
    UserChangeForm,
    UserCreationForm,
)
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from reception.access.admin import ScopedInline, ScopedRelatedFilter
from reception.access.granting import (
    give_reach,
    reach_right,
    reaches_no_further,
)
from reception.access.models import UserGrant
from reception.access.scope import grant_models, granted_model
from reception.accounts import roles
from reception.accounts.models import User
from reception.console.admin.base import RecordAdmin, RecordInline
from reception.console.exchange import UserResource

admin.site.unregister(Group)  # roles are the literal table in accounts.roles


class RoleField(forms.ModelMultipleChoiceField):
    """The roles, by their names on the screen."""

    def __init__(self, **kwargs):
        super().__init__(
            queryset=Group.objects.filter(name__in=roles.ROLES).order_by("pk"),
            widget=UnfoldAdminCheckboxSelectMultipleWidget,
            required=False,
            label=gettext_lazy("roles"),
            help_text=gettext_lazy("What the person may do; where, the places say."),
            **kwargs,
        )

    def label_from_instance(self, role):
        """Return the role's name."""
        return capfirst(roles.label(role.name))


class RoleFilter(admin.SimpleListFilter):
    """Users by role."""

    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        """Offer every role by its name."""
        return [(code, capfirst(roles.label(code))) for code in roles.ROLES]

    def queryset(self, request, queryset):
        """Return the users who hold the role."""
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


class NewUserForm(UserCreationForm):
    """A new user with a first password, roles and office."""

    groups = RoleField()

    class Meta:
        model = User
        fields = ["username", "name", "office"]


class UserForm(UserChangeForm):
    """A user with his roles; the password is changed on a page of its own."""

    groups = RoleField()


class PlaceInline(RecordInline):
    """The places of one kind that a user reaches."""

    fk_name = "user"
    fields = ["content_object", "expires_at"]

    def get_queryset(self, request):
        """Return the grants; the page itself is scoped."""
        return super(ScopedInline, self).get_queryset(request)

    def _allows(self, request, action, parent):
        own = parent is not None and parent.pk == request.user.pk
        if action == "view":
            return True
        return request.user.has_perm("accounts.grant_user") and not own


def place_inlines() -> list[type[PlaceInline]]:
    """Return an inline for each table that grants users reach of a place."""
    return [
        type(f"{table.__name__}Inline", (PlaceInline,), {"model": table})
        for table in grant_models()
        if issubclass(table, UserGrant)
        and getattr(granted_model(table), "is_place", False)
    ]


@admin.register(User)
class UserAdmin(RecordAdmin, DjangoUserAdmin):
    """Users, what they may do and where."""

    resource_class = UserResource
    form = UserForm
    add_form = NewUserForm
    add_form_template = None
    change_password_form = AdminPasswordChangeForm
    list_display = [
        "username",
        "name",
        "role_names",
        "office",
        "is_active",
        "last_login",
    ]
    list_filter = ["is_active", RoleFilter, ("office", ScopedRelatedFilter)]
    list_select_related = ["office"]
    search_fields = ["username", "name"]
    ordering = ["username"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    add_fieldsets = [
        (None, {"fields": ["username", "name", "password1", "password2"]}),
        (gettext_lazy("roles and office"), {"fields": ["groups", "office"]}),
    ]
    fieldsets = [
        (None, {"fields": ["username", "name", "email", "password"]}),
        (
            gettext_lazy("roles and office"),
            {"fields": ["groups", "office", "is_active"]},
        ),
        (gettext_lazy("dates"), {"fields": [("last_login", "date_joined")]}),
    ]

    def get_inlines(self, request, obj):
        """Show the places of every kind."""
        return place_inlines()

    def get_queryset(self, request):
        """Return the users in reach with their roles."""
        return super().get_queryset(request).prefetch_related("groups")

    def has_import_permission(self, request):
        """Users are made by hand, one by one."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody changes himself, a superuser, or somebody who reaches further."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or request.user.is_superuser or not allowed:
            return allowed
        untouchable = obj.is_superuser or obj.pk == request.user.pk
        return not untouchable and reaches_no_further(obj, request.user)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Ask for an office: without one nobody below a superuser sees the user."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "office" in form.base_fields:
            form.base_fields["office"].required = not request.user.is_superuser
        return form

    @admin.display(description=gettext_lazy("roles"))
    def role_names(self, user):
        """Return the names of the user's roles."""
        return "、".join(str(roles.label(group.name)) for group in user.groups.all())

    def save_formset(self, request, form, formset, change):
        """Give each new grant its right and note who gave it."""
        if issubclass(formset.model, UserGrant):
            for inline in formset.forms:
                inline.instance.permission = reach_right(granted_model(formset.model))
                if inline.instance.pk is None:
                    inline.instance.granted_by = request.user
        super().save_formset(request, form, formset, change)

    def save_related(self, request, form, formsets, change):
        """Let a new user reach the office he works for, if no place is named."""
        super().save_related(request, form, formsets, change)
        user = form.instance
        named = any(formset.new_objects for formset in formsets)
        if change or named or user.office is None:
            return
        if not request.user.has_perm("accounts.grant_user"):
            raise PermissionDenied
        give_reach(user, user.office, by=request.user)
        self.message_user(
            request,
            _("%(user)s reaches %(office)s.") % {"user": user, "office": user.office},
        )
