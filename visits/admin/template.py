"""The screen of plan templates."""

from django.contrib import admin

from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, RecordInline
from visits.exchange.plans import PlanTemplateResource
from visits.models import PlanTemplate, TemplateSection


class TemplateSectionInline(RecordInline):
    """The sections of a template."""

    model = TemplateSection
    fields = ["line", "heading", "hint"]


@admin.register(PlanTemplate)
class PlanTemplateAdmin(RecordAdmin):
    """What the plans of a kind have to speak of."""

    resource_class = PlanTemplateResource
    inlines = [TemplateSectionInline]
    list_display = ["number", "name", "category", "office", "is_active"]
    list_filter = ["category", "is_active", ("office", ScopedRelatedFilter)]
    list_select_related = ["office"]
    search_fields = ["number", "name"]
    fieldsets = [
        (None, {"fields": ["name", ("office", "number"), ("category", "is_active")]})
    ]
