"""Filters of list pages."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter

from reception.console.inputs import DayField, day_of


class PeriodForm(forms.Form):
    """First and last day."""

    def __init__(self, name: str, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for end, label in (("from", _("from")), ("to", _("to"))):
            self.fields[f"{name}_{end}"] = DayField(label=label, required=False)


def first_instant(day: date) -> datetime:
    """Return the instant at which the local ``day`` begins."""
    return timezone.make_aware(datetime.combine(day, time()))


class PeriodFilter(RangeDateFilter):
    """Records whose local day lies in a period, its first and last day included.

    Compares instants, so that an index on a moment serves; a day that cannot be
    read filters nothing.
    """

    form_class = PeriodForm
    template = "console/period_filter.html"

    def _day(self, end: str) -> date | None:
        return day_of(self.used_parameters.get(f"{self.parameter_name}_{end}") or "")

    def queryset(self, request, queryset):
        """Return the records of the period."""
        first, last = self._day("from"), self._day("to")
        is_moment = isinstance(self.field, models.DateTimeField)
        begin = first_instant if is_moment else (lambda day: day)
        if first:
            queryset = queryset.filter(**{f"{self.field_path}__gte": begin(first)})
        if last:
            after = begin(last + timedelta(days=1))
            queryset = queryset.filter(**{f"{self.field_path}__lt": after})
        return queryset
