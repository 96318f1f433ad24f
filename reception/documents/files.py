"""Files attached to records: kept out of the web root, served by permission."""

import secrets
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# ending → how such a file begins; what a scanner, a phone or an office suite makes
KINDS = {
    ".pdf": (b"%PDF-",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".docx": (b"PK\x03\x04",),
    ".ofd": (b"PK\x03\x04",),
}


def stored_path(instance, filename):
    """Return a path that cannot be guessed: ``app/model/<random>.<ending>``."""
    label = instance._meta.label_lower.replace(".", "/")
    return f"{label}/{secrets.token_urlsafe(24)}{PurePath(filename).suffix.lower()}"


def validate_file(file):
    """Refuse a file that is too large, or not what its ending says."""
    limit = settings.UPLOAD_LIMIT_MB
    if file.size > limit * 1024 * 1024:
        raise ValidationError(
            _("The file is larger than %(limit)s MB."), params={"limit": limit}
        )
    beginnings = KINDS.get(PurePath(file.name).suffix.lower())
    if beginnings is None:
        raise ValidationError(
            _("Attach a PDF, a picture (JPG, PNG), a Word or an OFD document.")
        )
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    if not start.startswith(beginnings):
        raise ValidationError(_("The file is not what the ending of its name says."))


class PrivateFieldFile(FieldFile):
    """A file whose address is the view that asks for permission."""

    @property
    def url(self):
        """Return the address of the record's file, not of the stored file."""
        meta = self.instance._meta
        return reverse(
            "documents:file",
            args=[meta.label_lower, self.instance.pk, self.field.name],
        )


class PrivateFileField(models.FileField):
    """A file that only those see who may see its record."""

    attr_class = PrivateFieldFile

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("upload_to", stored_path)
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("validators", [validate_file])
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Leave out of migrations what this class decides."""
        name, path, args, kwargs = super().deconstruct()
        for key in ("upload_to", "validators", "max_length"):
            kwargs.pop(key, None)
        return name, path, args, kwargs
