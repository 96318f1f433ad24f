"""Values from the environment, read once by ``reception.settings``."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
REQUIRED: object = object()


def read(name: str, parse: Callable[[str], T], default: T | object = REQUIRED) -> T:
    """Return ``parse($NAME)``; ``$NAME_FILE``, a secret mounted as a file, wins.

    An empty variable counts as unset.

    Raises:
        ImproperlyConfigured: unset without a default, or not parseable. The
            message names the variable, never its value.
    """
    raw = os.environ.get(name, "")
    if mounted := os.environ.get(f"{name}_FILE", ""):
        try:
            raw = Path(mounted).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read.") from error
    if raw == "":
        if default is REQUIRED:
            raise ImproperlyConfigured(f"Set {name}; see .env.example.")
        return default  # type: ignore[return-value]
    try:
        return parse(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not valid; see .env.example.") from None


def flag(raw: str) -> bool:
    """Return the truth of ``on / off`` and their usual spellings."""
    word = raw.strip().lower()
    if word in {"1", "on", "true", "yes"}:
        return True
    if word in {"0", "off", "false", "no"}:
        return False
    raise ValueError("write on or off")


def words(raw: str) -> list[str]:
    """Return the parts of a comma-separated list."""
    return [word.strip() for word in raw.split(",") if word.strip()]


def kept_secret(path: Path) -> str:
    """Return the secret in the file ``path``, made on first use for its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
