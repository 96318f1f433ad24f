"""The screen of offices."""

from django.contrib import admin

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
