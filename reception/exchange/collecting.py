"""Holding a whole table without the collector walking over it again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nothing be searched for circles meanwhile; reference counts free the rest.

    Rows stand in no circle. Each time a quarter more of them are held, the collector
    would look at all again: near half of the work of a large import.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
