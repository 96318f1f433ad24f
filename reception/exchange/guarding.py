"""Making text harmless for spreadsheets, and back."""

import re

# What a spreadsheet would run as a formula, and digits that it would round.
_RISKY = re.compile(r"'*(?:[=+\-@＝＋－＠\t\r\n]|\d{12,}$)", re.ASCII)
# What a file cannot carry: control characters other than tab and line ends.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def guard(text: str) -> str:
    """Return ``text`` so that a spreadsheet shows it and runs nothing."""
    text = _CONTROL.sub("", text)
    return f"'{text}" if _RISKY.match(text) else text


def unguard(text: str) -> str:
    """Return what ``guard`` was given."""
    return text[1:] if text.startswith("'") and _RISKY.match(text[1:]) else text


def meaning(text: str) -> str:
    """Return what a cell says, guarded or not."""
    return tidy(unguard(tidy(text)))


def tidy(text: str) -> str:
    """Return a cell's text trimmed, with plain line ends and no control characters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
