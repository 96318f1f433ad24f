"""Making text harmless for spreadsheets, and back."""

import re

# What a spreadsheet would run as a formula, and digits that it would round.
RISKY = r"'*(?:[=+\-@＝＋－＠\t\r\n]|[0-9]{12,}$)"
_RISKY = re.compile(RISKY.replace("$", r"\Z"))
# What a file cannot carry: control characters other than tab and line ends.
PLAIN_EDGES = ("'", " ")
CLOSING = "# "  # begins the line in which a file says where it comes from
CONTROLS = r"[\u0001-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]"
_CONTROL = re.compile(CONTROLS.replace("u0001", "u0000"))
_CONTROL_BYTES = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
_NO_LETTERS = ("\ufffe".encode(), "\uffff".encode())
_NO_LETTERS_BEGIN = _NO_LETTERS[0][:2]


def guard(text: str) -> str:
    """Return ``text`` so that a spreadsheet shows it and runs nothing."""
    text = _CONTROL.sub("", text)
    return f"'{text}" if _RISKY.match(text) else text


def without_controls(data: bytes) -> bytes:
    """Return UTF-8 text without the control characters that ``guard`` takes out."""
    data = data.translate(None, _CONTROL_BYTES)
    if _NO_LETTERS_BEGIN in data:
        for letter in _NO_LETTERS:
            data = data.replace(letter, b"")
    return data


def without_control_letters(text: str) -> str:
    """Return ``text`` without the control characters that ``guard`` takes out."""
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


def unguard(text: str) -> str:
    """Return what ``guard`` was given."""
    return text[1:] if text.startswith("'") and _RISKY.match(text[1:]) else text


def meaning(text: str) -> str:
    """Return what a cell says, guarded or not."""
    if text.isprintable() and not text.startswith(PLAIN_EDGES) and text[-1:] != " ":
        return text  # nearly all are
    return tidy(unguard(tidy(text)))


def tidy(text: str) -> str:
    """Return a cell's text trimmed, with plain line ends and no control characters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
