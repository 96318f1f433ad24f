"""The code shown in the room: it changes every minute and counts a little longer."""

from datetime import datetime

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

SALT = "compliance.training.codes"
MINUTE = 60  # seconds
KEPT = 2  # minutes for which a code counts after its own


def _signed(session: int, minute: int) -> str:
    return Signer(salt=SALT).signature(f"{session}:{minute}")


def code_of(session: int, at: datetime) -> str:
    """Return the code of the session with that key in the minute of ``at``."""
    minute = int(at.timestamp()) // MINUTE
    return f"{minute}.{_signed(session, minute)}"


def is_good(session: int, code: str, at: datetime) -> bool:
    """Whether ``code`` was made for the session and is not too old at ``at``."""
    told, _dot, signature = code.partition(".")
    if not (told.isascii() and told.isdecimal() and len(told) < MINUTE):
        return False
    age = int(at.timestamp()) // MINUTE - int(told)
    good = constant_time_compare(signature, _signed(session, int(told)))
    return good and 0 <= age <= KEPT
