"""Texts that are one however they were typed: full-width letters, spaces, case."""

import re
import unicodedata

from django.db import models

_SPACES = re.compile(r"\s+")
_BETWEEN_SIGNS = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


def plain_name(text: str) -> str:
    """Return a name in plain letters, single spaces, none between Chinese signs."""
    narrow = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    return _BETWEEN_SIGNS.sub("", narrow)


def plain_code(text: str) -> str:
    """Return a number as its issuer means it: plain capital letters, no spaces."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).upper()


class PlainField(models.CharField):
    """A text that is tidied whenever it is set by a form, a file or a query."""

    tidy = staticmethod(plain_name)

    def to_python(self, value):
        """Return the tidied text."""
        value = super().to_python(value)
        return self.tidy(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        """Store and look up the tidied text, on whatever way it comes."""
        value = super().get_prep_value(value)
        return self.tidy(value) if isinstance(value, str) else value


class NameField(PlainField):
    """The name of a person."""


class CodeField(PlainField):
    """A number that others gave, on which two papers are known to be one."""

    tidy = staticmethod(plain_code)
