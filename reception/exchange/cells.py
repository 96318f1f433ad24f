"""Reading the cells of one column: each different text is read and judged once."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import models

from reception.exchange.resources import Column
from reception.exchange.widgets import Key, Keys

REMEMBERED = 20_000  # texts of one column; a title stands in a table but once
HARMLESS = (MaxLengthValidator, ProhibitNullCharactersValidator)


class CellReader:
    """The values of a column's texts, by the widget and by the form's validators."""

    def __init__(self, column: Column, mask=None):
        self.column = column
        self.source = column.source
        self.name = column.column_name
        self.is_several = isinstance(column.widget, Keys)
        self.mask = mask
        self.read: dict[str, tuple[object, str]] = {}
        self.is_plain_text = type(self.source) in (
            models.CharField,
            models.TextField,
        ) and (
            not self.source.choices
            and all(isinstance(v, HARMLESS) for v in self.source.validators)
        )

    def __call__(self, text: str) -> tuple[object, str]:
        """Return the text's value and what is wrong with it, "" if nothing is."""
        found = self.read.get(text)
        if found is None:
            if len(self.read) >= REMEMBERED:
                self.read.clear()
            found = self.read[text] = self._read(text)
        return found

    def canonical(self, text: str) -> str | None:
        """Return the text as an export writes its value, None if it cannot be read."""
        value, problem = self(text)
        if problem:
            return None
        widget = self.column.widget
        return widget.text(value) if self.is_several else widget.render(value)

    def put(self, record: models.Model, value) -> None:
        """Set the value, past the descriptors, which cost ten times as much."""
        source = self.source
        if not source.is_relation:
            record.__dict__[source.attname] = value
            return
        key = None if value is None else getattr(value, source.target_field.attname)
        record.__dict__[source.attname] = key
        source.set_cached_value(record, value)

    def _read(self, text: str) -> tuple[object, str]:
        try:
            value = self.column.widget.clean(text)
        except ValueError as error:
            return None, str(error)
        if isinstance(self.column.widget, Keys):
            return value, ""
        if isinstance(self.column.widget, Key):
            return value, self._judged_reference(value)
        return self._judged(self._filled(value))

    def _filled(self, value):
        """Return what an empty cell stands for: nothing, or the field's default."""
        source = self.source
        if value is None and not source.null:
            value = "" if source.empty_strings_allowed else source.get_default()
        if value == "" and not source.blank and source.has_default():
            value = source.get_default()
        return value

    def _judged(self, value) -> tuple[object, str]:
        source = self.source
        if source.blank and value in source.empty_values:
            return value, ""
        if self.is_plain_text and value and "\0" not in value and self.fits(value):
            return value, ""
        try:
            return source.clean(value, None), ""
        except ValidationError as error:
            return value, " ".join(error.messages)

    def fits(self, text: str) -> bool:
        """Whether the column is long enough for ``text``."""
        return self.source.max_length is None or len(text) <= self.source.max_length

    def _judged_reference(self, record) -> str:
        """A record that was found needs no second look; only its lack may be wrong."""
        if record is not None or (self.source.null and self.source.blank):
            return ""
        kind = "null" if not self.source.null else "blank"
        return str(self.source.error_messages[kind])
