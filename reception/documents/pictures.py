"""Pictures attached to records: looked at whole before they are kept."""

import warnings
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from reception.documents.files import PrivateFileField, validate_file

KINDS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
MOST = 80_000_000  # pixels; a telephone's camera makes up to 50 million


def validate_picture(file):
    """Refuse a file that is too large, no JPG or PNG, or does not show a picture.

    The picture is decoded, so one that was cut short is refused as well.
    """
    kind = KINDS.get(PurePath(file.name).suffix.lower())
    if kind is None:
        raise ValidationError(_("Attach a picture, JPG or PNG."))
    validate_file(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=[kind])
            if picture.width * picture.height > MOST:
                raise ValidationError(_("The picture has too many pixels."))
            picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError) as error:
        raise ValidationError(
            _("The file is not a picture, or it is damaged; take it again.")
        ) from error
    except (SyntaxError, ValueError) as error:  # what Pillow says of odd bytes
        raise ValidationError(
            _("The file is not a picture, or it is damaged; take it again.")
        ) from error
    finally:
        file.seek(0)


class PictureField(PrivateFileField):
    """A picture that only those see who may see its record."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("validators", [validate_picture])
        super().__init__(*args, **kwargs)
