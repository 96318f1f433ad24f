"""Pictures: files that really are what a browser can show."""

import warnings
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image

from reception.documents.files import validate_file

ENDINGS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
MOST_PIXELS = 50_000_000  # of a picture; a phone of today makes 12 to 50 million


def validate_picture(file) -> None:
    """Refuse what is too large, no JPG or PNG, or cannot be decoded to its end."""
    kind = ENDINGS.get(PurePath(file.name).suffix.lower())
    if kind is None:
        raise ValidationError(_("Attach a picture: JPG or PNG."))
    validate_file(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=[kind]) as picture:
                width, height = picture.size
                if width * height > MOST_PIXELS:
                    raise ValidationError(
                        _("The picture has more than %(most)s million pixels."),
                        params={"most": MOST_PIXELS // 1_000_000},
                    )
                picture.load()
    except ValidationError:
        raise
    except Exception as error:  # a decoder fails in as many ways as files are broken
        raise ValidationError(
            _("The file cannot be read as a picture; take or save it again.")
        ) from error
    finally:
        file.seek(0)
