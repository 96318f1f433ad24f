"""How gunicorn serves the records; ``manage.py serve`` names this module to it."""

import os
import signal
import subprocess
import sys

from django.conf import settings

from reception.jobs import keeper

host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST

wsgi_app = "reception.wsgi:application"
bind = f"{host}:{settings.PORT}"
worker_class = "gthread"
workers = settings.WEB_WORKERS
threads = 8  # per worker; requests are short and wait mostly for the database
preload_app = True
control_socket_disable = True
loglevel = "warning"
graceful_timeout = 10  # seconds that a request under way has once told to stop


def post_worker_init(worker):
    """Leave Ctrl-C to the master, which lets each worker finish what it began.

    The terminal sends it to every process; a worker that hears of it twice may hang.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def keeper_command() -> list[str]:
    """Return the command line of the process that keeps workers beside this one."""
    work = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", "--beside"]
    count = str(settings.BACKGROUND_WORKERS)
    return [sys.executable, keeper.__file__, str(os.getpid()), count, *work]


def when_ready(server):
    """Start the workers beside the server."""
    if settings.BACKGROUND_WORKERS > 0:
        # A session of its own: a Ctrl-C reaches the workers once, from their keeper.
        server.keeper = subprocess.Popen(keeper_command(), start_new_session=True)  # noqa: S603


def on_exit(server):
    """End the workers with the server; killed outright, they notice by themselves."""
    kept = getattr(server, "keeper", None)
    if kept is not None and kept.poll() is None:
        kept.terminate()
        kept.wait()
