"""How jobs run in tests: at commit, in place, unless a test asks for the real queue.

A test without transactions of its own commits by pytest-django's fixture
``django_capture_on_commit_callbacks(execute=True)``.
"""

import pytest
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db.management.commands import db_worker

from reception.jobs import work, worker
from reception.jobs.models import Job
from tests.jobs import pieces
from tests.records import moment


@pytest.fixture
def ran():
    """Return the list, empty at first, of the jobs that run in this process."""
    pieces.RAN.clear()
    return pieces.RAN


@pytest.fixture
def real_queue(settings, monkeypatch):
    """Queue jobs in the database; return what works the queue off, in this process."""
    # A worker drops connections that seem left over; a test's transaction does.
    for module in (worker, db_worker):
        monkeypatch.setattr(module, "close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert task_backends["default"].supports_get_result

    def work_off():
        each = worker.Worker()
        while each.turn():
            pass

    return work_off


@pytest.fixture
def begin(django_capture_on_commit_callbacks):
    """Start a job and commit: ``begin(kind, user, **params)``."""

    def _begin(kind, user, *, title="a job", language="en", **params) -> Job:
        with django_capture_on_commit_callbacks(execute=True):
            job = work.start(
                f"tests.{kind}",
                user,
                title=title,
                params=params,
                at=timezone.now(),
                language=language,
            )
        job.refresh_from_db()
        return job

    return _begin


@pytest.fixture
def make_job():
    """Make a job in any state, without running it."""

    def _make(owner, **given) -> Job:
        return Job.objects.create(
            **{
                "kind": "tests.count",
                "title": "a job",
                "owner": owner,
                "language": "en",
                "queued_at": moment(),
                **given,
            }
        )

    return _make


@pytest.fixture
def running(make_job):
    """Make a job that seems to be at work since ``at``."""

    def _running(owner, at=None, **given) -> Job:
        at = at or timezone.now()
        given = {"state": "running", "started_at": at, "attempts": 1, **given}
        return make_job(owner, **given)

    return _running
