"""What the libraries do when nothing is added: the other side of each comparison."""

from django.contrib import admin
from guardian.shortcuts import get_objects_for_user
from import_export import fields, resources, widgets

from reception.accounts.models import Office, User
from visits.models import Letter, PhoneRecord, Visit

NAMES = [
    "number",
    "title",
    "category",
    "host_office",
    "letter",
    "phone_record",
    "sending_unit",
    "head_name",
    "head_position",
    "rank",
    "guests",
    "companions",
    "support_staff",
    "arrives_at",
    "departs_at",
    "purpose",
    "budget",
    "purpose_kind",
    "same_city",
    "state_employees",
    "welcome_at_port",
    "cross_region_escort",
    "banner",
    "crowd",
    "red_carpet",
    "principal_leader_at_port",
    "liaison",
    "remarks",
    "habits_asked_on",
    "health_protection",
    "merged_into",
]
DECIDED = ["state", "level", "entered_by", "submitted_by", "submitted_at"]
DECIDED += ["decided_by", "decided_at"]


def _key(name: str, model, field: str):
    widget = widgets.ForeignKeyWidget(model, field)
    return fields.Field(attribute=name, column_name=name, widget=widget)


class StockVisits(resources.ModelResource):
    """Visits with the same columns as ours, references by their keys."""

    host_office = _key("host_office", Office, "code")
    letter = _key("letter", Letter, "number")
    phone_record = _key("phone_record", PhoneRecord, "number")
    merged_into = _key("merged_into", Visit, "number")
    liaison = _key("liaison", User, "username")
    entered_by = _key("entered_by", User, "username")
    submitted_by = _key("submitted_by", User, "username")
    decided_by = _key("decided_by", User, "username")

    class Meta:
        model = Visit
        fields = [*NAMES, *DECIDED]
        import_id_fields = ["number"]
        clean_model_instances = True
        skip_unchanged = True

    def get_queryset(self):
        """Spare the export a query per row and reference, as its manual advises."""
        return super().get_queryset().select_related(*RELATED)


RELATED = [
    "host_office",
    "letter",
    "phone_record",
    "merged_into",
    "liaison",
    "entered_by",
    "submitted_by",
]
RELATED += ["decided_by"]


class StockImport(StockVisits):
    """Visits as they come in: what people may write."""

    class Meta(StockVisits.Meta):
        fields = NAMES


class StockAdmin(admin.ModelAdmin):
    """A list of visits as the framework makes it."""

    list_display = ["number", "title", "state", "category", "guests"]
    list_display += ["arrives_at", "departs_at", "host_office"]
    list_filter = ["state", "category", "rank"]
    list_select_related = ["host_office"]
    search_fields = ["number", "title", "sending_unit", "head_name"]


stock_site = admin.AdminSite(name="stock")
stock_site.register(Visit, StockAdmin)


class GuardedAdmin(StockAdmin):
    """The same list, cut to the records that guardian's generic table grants."""

    def get_queryset(self, request):
        """Return the records granted one by one."""
        return get_objects_for_user(
            request.user,
            "visits.view_visit",
            super().get_queryset(request),
            accept_global_perms=False,  # the role's right opens no record here
        )

    def has_view_permission(self, request, obj=None):
        """Let guardian decide alone."""
        return True
