"""The screen of courses."""

from django.contrib import admin
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext_lazy as _

from compliance.models import Course
from compliance.training.exchange import CourseResource
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin


@admin.register(Course)
class CourseAdmin(RecordAdmin):
    """Courses, with the certificates that they lead to."""

    resource_class = CourseResource
    list_display = ["code", "name", "topic", "level", "hours_told", "kind", "is_active"]
    list_filter = ["topic", "level", "is_active", ("kind", ScopedRelatedFilter)]
    list_select_related = ["kind"]
    search_fields = ["code", "name"]
    fieldsets = [
        (None, {"fields": [("name", "code"), ("topic", "level"), ("hours", "kind")]}),
        (_("exam"), {"fields": [("theory_pass", "practical_pass")]}),
        (None, {"fields": ["content", "is_active"]}),
    ]

    @admin.display(description=_("hours"), ordering="hours")
    def hours_told(self, course):
        """Return the hours without needless noughts."""
        return floatformat(course.hours, "-2")
