"""The inputs of forms: the browser's own pickers, and no silent first choice."""

from datetime import UTC

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from unfold.widgets import INPUT_CLASSES, UnfoldAdminTextareaWidget

CLASSES = {"class": " ".join(INPUT_CLASSES)}


class DayInput(forms.DateInput):
    """A day, picked in the browser's own calendar."""

    input_type = "date"

    def __init__(self):
        super().__init__(attrs=CLASSES, format="%Y-%m-%d")


class MomentField(forms.DateTimeField):
    """A day and time that the calendar still holds in the database's own zone."""

    def to_python(self, value):
        """Refuse a moment that leaves the calendar when it is told in UTC."""
        moment = super().to_python(value)
        try:
            return moment and moment.astimezone(UTC) and moment
        except OverflowError as error:
            text = self.error_messages["invalid"]
            raise forms.ValidationError(text, code="invalid") from error


class MomentInput(forms.DateTimeInput):
    """A day and time, picked in the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self):
        super().__init__(attrs=CLASSES, format="%Y-%m-%dT%H:%M")


OVERRIDES = {
    models.DateField: {"widget": DayInput},
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
