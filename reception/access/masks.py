"""How private facts are shown to those who may not read them."""

MASK = "*"


def middle(value: str, head: int, tail: int) -> str:
    """Return ``value`` with all but its first and last characters covered."""
    if not value:
        return ""
    if len(value) <= head + tail:
        return MASK * len(value)
    covered = len(value) - head - tail
    return value[:head] + MASK * covered + value[len(value) - tail :]


def phone(value: str) -> str:
    """Return a phone number as ``138****5678``."""
    return middle(value, 3, 4)


def identity(value: str) -> str:
    """Return an identity number as ``4106**********1234``."""
    return middle(value, 4, 4)
