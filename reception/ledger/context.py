"""Who acts, from where and in which request: set once, read by every entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class Context:
    """What an entry says about its circumstances."""

    actor: object | None = None
    address: str | None = None
    request: str = ""
    reason: str = ""


NOBODY = Context()
_current: ContextVar[Context] = ContextVar("ledger_context", default=NOBODY)


def current() -> Context:
    """Return the circumstances of what happens now."""
    return _current.get()


@contextmanager
def acting(actor, *, address=None, request="", reason="") -> Iterator[None]:
    """Attribute what happens inside to ``actor``."""
    token = _current.set(Context(actor, address, request or str(uuid4()), reason))
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def resumed(circumstances: Context) -> Iterator[None]:
    """Go on in circumstances that were ``current`` before their request ended."""
    token = _current.set(circumstances)
    try:
        yield
    finally:
        _current.reset(token)


class Middleware:
    """Attribute what a request does to its user."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer the request; its user is looked up only if something is written."""
        with acting(request.user, address=request.META.get("REMOTE_ADDR") or None):
            return self.get_response(request)
