"""Twenty people save visits at the same moment, in a real server."""

import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

from django.core.management import call_command

WRITERS = 20
PASSWORD = "only-for-the-benchmark"
LIMIT = 60  # seconds until the server answers
VISIT = {
    "title": "考察",
    "category": "business",
    "arrives_at": "2026-12-01T09:00",
    "departs_at": "2026-12-01T17:00",
    "purpose": "考察",
    "sending_unit": "某局",
    "head_name": "王某",
    "rank": "division",
    "guests": "5",
    "companions": "0",
    "support_staff": "0",
}


class Browser:
    """One person's browser."""

    def __init__(self, base: str):
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> str:
        """Return a page."""
        return self.opener.open(self.base + path).read().decode()

    def post(self, path: str, data: dict) -> str:
        """Send a form and return the address where it leads."""
        sent = urllib.parse.urlencode(data).encode()
        with self.opener.open(self.base + path, sent) as answer:
            answer.read()
            return answer.geturl()


def token(page: str) -> str:
    """Return what a form must send back."""
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


def form_of(page: str) -> dict:
    """Return the form of a new visit, filled in."""
    chosen = r'name="host_office".*?<option value="(\d+)" selected'
    office = re.search(chosen, page, re.DOTALL)
    parts = re.findall(r'name="([a-z_]+)-TOTAL_FORMS"', page)
    told = {"csrfmiddlewaretoken": token(page), "host_office": office[1], **VISIT}
    for part in parts:
        told |= {f"{part}-TOTAL_FORMS": "0", f"{part}-INITIAL_FORMS": "0"}
    return told


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def answers(browser: Browser) -> str:
    """Return the login page once the server answers."""
    end = time.monotonic() + LIMIT
    while True:
        try:
            return browser.get("/admin/login/")
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def save_at_once(clerk, posts: int) -> dict:
    """Return rate, times and errors of ``posts`` saved by twenty at once."""
    clerk.set_password(PASSWORD)
    clerk.save()
    call_command("collectstatic", interactive=False, verbosity=0)
    port = free_port()
    here = {"PORT": str(port), "HOST": "127.0.0.1", "BACKGROUND_WORKERS": "0"}
    env = os.environ | here
    command = ["-m", "gunicorn", "--config", "python:reception.dashboard.server"]
    server = subprocess.Popen([sys.executable, *command], env=env)
    try:
        return _saved(f"http://127.0.0.1:{port}", clerk.username, posts)
    finally:
        server.terminate()
        server.wait()


def _saved(base: str, username: str, posts: int) -> dict:
    times, errors, ready = [], [], threading.Barrier(WRITERS + 1)
    browsers = [Browser(base) for _ in range(WRITERS)]
    for browser in browsers:
        login = {"username": username, "password": PASSWORD, "next": "/admin/"}
        csrf = token(answers(browser))
        browser.post("/admin/login/", login | {"csrfmiddlewaretoken": csrf})

    def write(browser: Browser) -> None:
        path = "/admin/visits/visit/add/"
        form = form_of(browser.get(path))
        ready.wait()
        for _ in range(posts // WRITERS):
            begun = time.perf_counter()
            try:
                if browser.post(path, form).rstrip("/").endswith("add"):
                    errors.append("refused")
            except OSError as error:
                errors.append(str(error))
            times.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=write, args=(one,)) for one in browsers]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    times.sort()
    return {
        "rate": len(times) / seconds,
        "p95": times[int(len(times) * 0.95)],
        "worst": times[-1],
        "errors": len(errors),
    }
