"""How gunicorn serves the records; ``manage.py serve`` names this module to it."""

import signal

from django.conf import settings

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
