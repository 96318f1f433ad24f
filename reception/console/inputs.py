"""The inputs of forms: the browser's own pickers, and no silent first choice."""

from datetime import date

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from unfold.widgets import INPUT_CLASSES, UnfoldAdminTextareaWidget

from reception.exchange.widgets import in_use

CLASSES = {"class": " ".join(INPUT_CLASSES)}


class DayInput(forms.DateInput):
    """A day, picked in the browser's own calendar."""

    input_type = "date"

    def __init__(self):
        super().__init__(attrs=CLASSES, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and time, picked in the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self):
        super().__init__(attrs=CLASSES, format="%Y-%m-%dT%H:%M")


def _refuse_unused(day: date) -> None:
    try:
        in_use(day)
    except ValueError as error:
        raise forms.ValidationError(str(error), code="invalid") from error


class DayField(forms.DateField):
    """A day that a record can have."""

    widget = DayInput

    def to_python(self, value):
        """Refuse a day of other centuries: nothing can be counted from it."""
        day = super().to_python(value)
        if day is not None:
            _refuse_unused(day)
        return day


class MomentField(forms.DateTimeField):
    """A day and time that a record can have."""

    widget = MomentInput

    def to_python(self, value):
        """Refuse a moment of other centuries."""
        moment = super().to_python(value)
        if moment is not None:
            _refuse_unused(timezone.make_naive(moment).date())
        return moment


def day_of(text: str) -> date | None:
    """Return the day that an address names; None if it names none that is in use."""
    try:
        day = parse_date(text)
        return day and in_use(day)
    except ValueError:
        return None


OVERRIDES = {
    models.DateField: {"form_class": DayField, "widget": DayInput},
    models.DateTimeField: {"form_class": MomentField, "widget": MomentInput},
    models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 4})},
}


class PlainInputs:
    """What forms and inlines share."""

    formfield_overrides = OVERRIDES

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Make people choose: the first choice is not an answer."""
        if not db_field.has_default():
            blank = [("", _("Select value"))]
            kwargs.setdefault("choices", db_field.get_choices(blank_choice=blank))
        return super().formfield_for_choice_field(db_field, request, **kwargs)
