"""Work: started once, run once, in its owner's name, and told in his words."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from reception.jobs import kinds, progress, work
from reception.jobs.models import Job, State
from reception.ledger.context import acting
from reception.ledger.models import Entry
from tests.jobs import pieces
from tests.records import moment

pytestmark = pytest.mark.django_db
NOW = moment()


def started(user, kind="tests.count", **params):
    return work.start(kind, user, title="a job", params=params, at=NOW)


class TestStarting:
    """A job is stored with the request's transaction and runs after it."""

    def test_it_runs_at_commit_and_not_before(
        self, clerk, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as callbacks:
            job = started(clerk, to=3)
        assert (job.state, pieces.RAN) == (State.QUEUED, [])
        for callback in callbacks:
            callback()
        job.refresh_from_db()
        assert (job.state, pieces.RAN) == (State.DONE, [job.pk])
        assert (job.message, job.url, job.attempts) == ("counted to 3", "/admin/", 1)

    def test_what_is_rolled_back_never_runs(
        self, clerk, django_capture_on_commit_callbacks
    ):
        with (
            django_capture_on_commit_callbacks(execute=True) as callbacks,
            transaction.atomic(),
        ):
            started(clerk, to=3)
            transaction.set_rollback(True)
        assert (callbacks, Job.objects.count(), pieces.RAN) == ([], 0, [])

    def test_an_unknown_kind_is_a_mistake_of_the_program(self, clerk):
        with pytest.raises(LookupError, match="nobody's"):
            started(clerk, "nobody's")

    def test_two_kinds_cannot_share_a_name(self):
        with pytest.raises(ValueError, match=r"tests\.count"):
            kinds.kind("tests.count")(lambda job, step: None)
        assert kinds.KINDS["tests.count"].work is pieces.count


class TestRunning:
    """Somebody else's process does the work, once."""

    @pytest.mark.parametrize("state", ["done", "failed", "cancelled", "running"])
    def test_a_job_that_waits_no_more_is_left_alone(self, make_job, clerk, state):
        given = {} if state == "cancelled" else {"attempts": 1, "started_at": NOW}
        ended = {} if state == "running" else {"ended_at": NOW}
        job = make_job(clerk, state=state, params={"to": 1}, **given, **ended)
        work.run(job)
        job.refresh_from_db()
        assert (job.state, pieces.RAN) == (state, [])

    def test_a_second_run_does_nothing(self, begin, clerk):
        job = begin("count", clerk, to=2)
        ended = job.ended_at
        work.run(Job.objects.get(pk=job.pk))
        job.refresh_from_db()
        assert (pieces.RAN, job.ended_at, job.attempts) == ([job.pk], ended, 1)

    def test_it_acts_as_its_owner_in_his_language_from_his_address(self, begin, clerk):
        with acting(clerk, address="192.0.2.7", request="the request"):
            job = begin("circumstances", clerk, language="zh-hans")
        who, language, pk = job.message.split()
        entry = Entry.objects.get(pk=pk)
        assert (who, language) == (clerk.username, "zh-hans")
        assert (entry.actor, entry.address) == (clerk, "192.0.2.7")
        assert entry.request == "the request"

    def test_the_language_is_the_one_of_the_request(self, clerk):
        with translation.override("zh-hans"):
            assert started(clerk).language == "zh-hans"

    def test_a_file_is_kept_with_its_hash_for_some_days(self, begin, clerk, settings):
        settings.JOB_RESULT_DAYS = 3
        job = begin("file", clerk, text="rows")
        assert job.result.read() == b"rows"
        assert job.result.name.startswith(f"jobs/{job.token}/")
        assert job.result_name == "接待 台账.csv"
        assert job.sha256 == hashlib.sha256(b"rows").hexdigest()
        assert job.size == 4
        kept = job.expires_at - job.ended_at
        assert timedelta(days=3) - kept < timedelta(minutes=1)

    def test_work_may_bring_nothing(self, begin, clerk):
        job = begin("silent", clerk)
        assert (job.state, job.message, job.result.name) == (State.DONE, "", "")


class TestFailing:
    """Whoever waits is told what happened, never the program's innards."""

    def test_a_refusal_is_told_in_its_own_words(self, begin, clerk):
        job = begin("refuse", clerk)
        assert (job.state, job.message) == (State.FAILED, "The office has no visits.")

    def test_an_error_is_logged_and_told_by_number(self, begin, clerk, caplog):
        job = begin("fail", clerk)
        assert job.state == State.FAILED
        assert str(job.pk) in job.message
        assert "secret detail" not in job.message
        assert "secret detail" in caplog.text

    def test_an_owner_who_was_closed_gets_nothing_done(self, clerk, begin):
        type(clerk).objects.filter(pk=clerk.pk).update(is_active=False)
        job = begin("count", clerk, to=1)
        assert (job.state, pieces.RAN) == (State.FAILED, [])
        assert "closed" in job.message

    def test_a_kind_that_is_gone_fails(self, make_job, clerk):
        job = make_job(clerk, kind="tests.gone")
        work.run(job)
        job.refresh_from_db()
        assert job.state == State.FAILED

    def test_a_worker_told_to_end_at_once_gives_repeatable_work_back(
        self, make_job, clerk, monkeypatch
    ):
        def die(job, step):
            raise SystemExit

        monkeypatch.setitem(
            kinds.KINDS, "tests.file", kinds.Kind("tests.file", die, True)
        )
        job = make_job(clerk, kind="tests.file")
        with pytest.raises(SystemExit):
            work.run(job)
        job.refresh_from_db()
        assert (job.state, job.attempts) == (State.QUEUED, 1)

    def test_an_outcome_leads_nowhere_else(self):
        for url in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
            with pytest.raises(ValueError, match="page of ours"):
                work.Outcome(url=url)


class TestStopping:
    """The owner changes his mind."""

    def test_work_stops_at_its_next_step(self, begin, clerk, monkeypatch):
        monkeypatch.setattr(progress, "EVERY", 0)
        monkeypatch.setattr(progress, "EVERY_NOTE", 0)
        job = begin("count", clerk, to=1000, stop_at=5)
        assert job.state == State.CANCELLED
        assert job.ended_at
        assert progress.read(job).done == 5

    def test_what_waits_stops_at_once_and_never_runs(self, make_job, clerk):
        job = make_job(clerk, params={"to": 1})
        assert work.stop(job, at=NOW).state == State.CANCELLED
        work.run(job)
        assert pieces.RAN == []

    def test_what_has_ended_stays_as_it_is(self, begin, clerk):
        job = begin("count", clerk, to=1)
        assert work.stop(job, at=NOW).state == State.DONE
        assert not progress.is_asked_to_stop(job)


class TestGivenUp:
    """A worker that was thought dead comes back late."""

    def test_its_result_is_thrown_away(self, make_job, clerk, monkeypatch):
        held = []

        def slow(job, step):
            held.append(job)
            work.lose(job, at=timezone.now())
            return pieces.file(job, step)

        monkeypatch.setitem(
            kinds.KINDS, "tests.file", kinds.Kind("tests.file", slow, False)
        )
        job = make_job(clerk, kind="tests.file")
        work.run(job)
        job.refresh_from_db()
        assert (job.state, job.result.name) == (State.FAILED, "")
        left = [each.name for each in progress.folder(job).iterdir()]
        assert left == ["progress.json"]


INCOHERENT = {
    "queued but begun": {"state": "queued", "started_at": NOW},
    "queued but ended": {"state": "queued", "ended_at": NOW},
    "running but not begun": {"state": "running", "attempts": 1},
    "running but ended": {
        "state": "running",
        "started_at": NOW,
        "ended_at": NOW,
        "attempts": 1,
    },
    "running without an attempt": {"state": "running", "started_at": NOW},
    "done but not ended": {"state": "done", "started_at": NOW, "attempts": 1},
    "failed but not begun": {"state": "failed", "ended_at": NOW, "attempts": 1},
    "cancelled but not ended": {"state": "cancelled"},
    "no such state": {"state": "lost", "started_at": NOW, "ended_at": NOW},
    "a result of what waits": {"result": "jobs/x/result"},
    "a result without its hash": {
        "state": "done",
        "started_at": NOW,
        "ended_at": NOW,
        "attempts": 1,
        "result": "jobs/x/result",
        "result_name": "x.csv",
        "size": 1,
        "expires_at": NOW,
    },
}


@pytest.mark.parametrize("given", INCOHERENT.values(), ids=INCOHERENT)
def test_the_database_refuses_an_incoherent_job(make_job, clerk, given):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_job(clerk, **given)


def test_jobs_keep_their_own_trace(begin, clerk):
    before = Entry.objects.count()
    begin("count", clerk, to=1)
    assert Entry.objects.count() == before
