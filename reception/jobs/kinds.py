"""Kinds of work: what a job's name stands for, and whether it may be repeated."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work.

    ``repeatable`` work leaves nothing half-done behind when its worker is killed: all
    of it stands in one transaction, or it makes a file and nothing else.
    """

    name: str
    work: Callable
    repeatable: bool


KINDS: dict[str, Kind] = {}


def kind(name: str, *, repeatable: bool = False) -> Callable[[Callable], Callable]:
    """Register the decorated function as the work of jobs of the kind ``name``.

    The function gets the job and ``step`` and returns an ``Outcome``. It runs in the
    worker, outside any transaction, as the job's owner. It asks anew what the owner
    may do, for the request that started the job lies in the past.
    """

    def register(work: Callable) -> Callable:
        held = KINDS.get(name)
        if held is not None and held.work is not work:
            raise ValueError(f"Two kinds of work are named {name}.")
        KINDS[name] = Kind(name, work, repeatable)
        return work

    return register


def may_repeat(name: str) -> bool:
    """Whether work of this kind can be taken up again after its worker was killed."""
    return name in KINDS and KINDS[name].repeatable
