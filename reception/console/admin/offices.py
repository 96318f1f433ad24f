"""The screen of offices."""

from django.contrib import admin

from reception.access.scope import visible
from reception.accounts.models import Office
from reception.console.admin.base import RecordAdmin
from reception.console.exchange import OfficeResource


@admin.register(Office)
class OfficeAdmin(RecordAdmin):
    """Offices and what stands above them."""

    resource_class = OfficeResource
    list_display = ["code", "name", "level", "parent", "phone"]
    list_select_related = ["parent"]
    search_fields = ["code", "name"]
    fields = ["code", "name", "level", "parent", "phone"]

    def get_readonly_fields(self, request, obj=None):
        """Only who reaches the higher office says where this one stands."""
        readonly = super().get_readonly_fields(request, obj)
        if obj is None or request.user.is_superuser:
            return readonly
        above = Office.objects.filter(pk=obj.parent_id)
        if visible(request.user, "refer", above).exists():
            return readonly
        return [*readonly, "code", "level", "parent"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Ask for a higher office: only superusers plant a new tree."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "parent" in form.base_fields:
            form.base_fields["parent"].required = not request.user.is_superuser
        return form
