"""Where the suite runs: its environment, its database, and what may not be skipped."""

import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.core.signals import setting_changed
from django.db.backends.sqlite3.base import DatabaseWrapper

from reception.ledger import guard

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # empty in the controlling process
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
HOW_TO_GET_CHROMIUM = "install Chromium (Debian: apt-get install chromium)"


def prepare_environment() -> None:
    """Give the settings a world of their own, whatever the machine's says."""
    folder = Path(tempfile.mkdtemp(prefix="reception-tests-"))
    database = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{folder / 'db'}"
    world = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": database,
        "SECRET_KEY": "only-for-tests",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "reception.settings",
    }
    untouched = ("DEBUG", "DEMO", "CSRF_TRUSTED_ORIGINS", "HTTPS", "HOST", "PORT")
    numbers = ("WEB_WORKERS", "BACKGROUND_WORKERS", "UPLOAD_LIMIT_MB")
    jobs = ("JOB_RESULT_DAYS", "JOB_LOST_SECONDS")
    for name in (*world, *untouched, *numbers, *jobs):
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ.update(world)


if not WORKER:  # a worker inherits what the controlling process has prepared
    prepare_environment()
DATA = Path(os.environ["DATA_DIR"])


def pytest_configure(config):
    """Trade what protects passwords and caches files for speed; call the cast."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    at_once = "django_tasks.backends.immediate.ImmediateBackend"
    settings.TASKS = {"default": {"BACKEND": at_once}}  # jobs run at commit
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.MEDIA_ROOT = DATA / f"files{WORKER}"
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "reception.sqlite":
        # A file, as in service: memory knows neither WAL nor a second connection.
        database.setdefault("TEST", {})["NAME"] = str(DATA / "test.sqlite3")
    django.setup()
    setting_changed.send(None, setting="TASKS", value=settings.TASKS, enter=True)
    config.pluginmanager.import_plugin("tests.cast")  # its fixtures, everywhere
    config.pluginmanager.import_plugin("tests.queues")


def pytest_unconfigure(config):
    """Leave nothing behind."""
    if not WORKER:
        shutil.rmtree(DATA, ignore_errors=True)


def skipped(config) -> list:
    """Return the reports of what was skipped."""
    return config.pluginmanager.get_plugin("terminalreporter").stats.get("skipped", [])


def pytest_sessionfinish(session):
    """Fail a run that may skip nothing and did."""
    if REQUIRE_ALL and not WORKER and skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    """Close with what was not run, and how to have it run."""
    reports = skipped(config)
    if REQUIRE_ALL and reports:
        terminalreporter.write_line(
            f"{len(reports)} skipped, and REQUIRE_ALL=1 allows none.", red=True
        )
    stories = [report for report in reports if "tests/browser/" in report.nodeid]
    if stories:
        terminalreporter.write_line(
            f"browser stories skipped: {len(stories)}, {HOW_TO_GET_CHROMIUM}"
        )


@pytest.fixture(scope="session", autouse=True)
def _ledger_can_be_emptied():
    """Let the flush between transactional tests empty the append-only ledger.

    SQLite flushes by DELETE, which the ledger's triggers refuse; PostgreSQL by
    TRUNCATE, which fires no row triggers.
    """
    operations = DatabaseWrapper.ops_class
    flush = operations.execute_sql_flush

    def flush_without_guards(self, sql_list):
        guard.remove(self.connection)
        try:
            flush(self, sql_list)
        finally:
            guard.install(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush_without_guards)
        yield
