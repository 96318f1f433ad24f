"""Housekeeping: what dead workers left is settled, what is past its time goes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from reception.jobs import housekeeping, progress, work
from reception.jobs.models import Job, State
from tests.jobs import pieces

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(hours=1)


@pytest.fixture
def tidy(django_capture_on_commit_callbacks):
    """Keep house, and commit."""

    def _tidy(at=None):
        with django_capture_on_commit_callbacks(execute=True):
            housekeeping.tidy(at=at or timezone.now())

    return _tidy


@pytest.fixture
def lost(running, clerk):
    """Make a job whose worker was killed an hour ago."""

    def _lost(kind, **given):
        at = timezone.now() - LONG_AGO
        return running(clerk, at=at, kind=f"tests.{kind}", queued_at=at, **given)

    return _lost


class TestLost:
    """A job whose worker gives no sign of life."""

    def test_repeatable_work_is_taken_up_again(self, lost, tidy):
        job = lost("file")
        tidy()
        job.refresh_from_db()
        assert (job.state, job.attempts) == (State.DONE, 2)

    def test_a_second_death_is_the_end(self, lost, tidy):
        job = lost("file", attempts=2)
        tidy()
        job.refresh_from_db()
        assert (job.state, job.attempts) == (State.FAILED, 2)
        assert "interrupted" in job.message

    def test_other_work_is_failed_in_words(self, lost, tidy):
        job = lost("count", params={"to": 1})
        tidy()
        job.refresh_from_db()
        assert (job.state, pieces.RAN) == (State.FAILED, [])
        assert "interrupted" in job.message

    def test_one_that_was_to_stop_is_stopped(self, lost, tidy):
        job = lost("file")
        progress.ask_to_stop(job)
        tidy()
        job.refresh_from_db()
        assert job.state == State.CANCELLED

    def test_a_beating_heart_is_left_alone(self, lost, tidy):
        job = lost("file")
        progress.Step(job)
        tidy()
        job.refresh_from_db()
        assert (job.state, job.attempts) == (State.RUNNING, 1)


class TestQueue:
    """The queue's rows agree with the jobs."""

    def test_a_job_that_nobody_queued_is_queued(
        self, make_job, clerk, tidy, real_queue
    ):
        job = make_job(clerk, params={"to": 1}, queued_at=timezone.now() - LONG_AGO)
        tidy()
        tidy()
        assert DBTaskResult.objects.count() == 1
        real_queue()
        job.refresh_from_db()
        assert job.state == State.DONE

    def test_a_row_whose_worker_is_gone_is_settled(
        self, begin, clerk, tidy, real_queue
    ):
        job = begin("count", clerk, to=1)
        row = DBTaskResult.objects.get()
        row.claim("a dead worker")
        past = timezone.now() + LONG_AGO
        tidy(past)
        row.refresh_from_db()
        assert row.status == TaskResultStatus.FAILED
        real_queue()  # the job was put into the queue again
        job.refresh_from_db()
        assert (job.state, pieces.RAN) == (State.DONE, [job.pk])

    def test_the_row_of_a_worker_at_work_is_left_alone(
        self, begin, clerk, tidy, real_queue
    ):
        job = begin("count", clerk, to=1)
        DBTaskResult.objects.get().claim("a worker")
        job.state, job.started_at, job.attempts = "running", timezone.now(), 1
        job.save()
        at = timezone.now() + timedelta(seconds=housekeeping.silence().seconds - 5)
        tidy(at)
        assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING

    def test_finished_rows_go_after_a_day(self, begin, clerk, tidy, real_queue):
        begin("count", clerk, to=1)
        real_queue()
        tidy()
        assert DBTaskResult.objects.count() == 1
        tidy(timezone.now() + timedelta(days=1, minutes=1))
        assert DBTaskResult.objects.count() == 0


class TestExpiry:
    """Results go after some days, jobs after some months."""

    def test_a_result_past_its_day_is_removed(self, begin, clerk, tidy):
        job = begin("file", clerk)
        tidy(job.expires_at - timedelta(seconds=1))
        assert progress.folder(job).exists()
        tidy(job.expires_at)
        job.refresh_from_db()
        assert not progress.folder(job).exists()
        assert (job.result.name, job.state) == ("", State.DONE)
        assert (job.result_name, job.size) == ("接待 台账.csv", 5)

    def test_jobs_of_long_ago_are_forgotten(self, begin, clerk, tidy, make_job):
        old, waits = begin("count", clerk, to=1), make_job(clerk)
        work.stop(waits, at=old.ended_at + timedelta(days=1))
        tidy(old.ended_at + housekeeping.JOBS_KEPT + timedelta(seconds=1))
        assert list(Job.objects.all()) == [waits]
        assert not progress.folder(old).exists()


def test_a_quiet_round_writes_nothing(begin, clerk, django_assert_num_queries):
    begin("file", clerk)
    with django_assert_num_queries(8) as caught:
        housekeeping.tidy(at=timezone.now())
    assert all(each["sql"].startswith("SELECT") for each in caught.captured_queries)
