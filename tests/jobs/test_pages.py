"""The pages of jobs: their owner sees them, and nobody else."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from reception.jobs import progress
from reception.jobs.models import Job, State
from tests import doors
from tests.records import moment

pytestmark = pytest.mark.django_db
LIST = "/admin/jobs/"


@pytest.fixture
def enter(client):
    """Log somebody in and return his browser."""

    def _enter(user):
        client.force_login(user)
        return client

    return _enter


def test_the_list_names_ones_own_jobs_alone(enter, make_job, clerk, southern_clerk):
    make_job(clerk, title="own visits")
    make_job(southern_clerk, title="foreign visits")
    body = doors.page(enter(clerk).get(LIST))
    assert "own visits" in body
    assert "foreign visits" not in body


def test_an_empty_list_says_so(enter, clerk):
    assert "asked for nothing yet" in doors.page(enter(clerk).get(LIST))


def test_the_list_has_pages(enter, make_job, clerk):
    for number in range(26):
        make_job(clerk, title=f"job number {number:02}")
    browser = enter(clerk)
    first, second = (doors.page(browser.get(LIST, {"p": page})) for page in (1, 2))
    assert "job number 25" in first
    assert "job number 00" not in first
    assert "job number 00" in second


def test_the_list_costs_the_same_for_many(
    enter, make_job, clerk, django_assert_num_queries, django_assert_max_num_queries
):
    browser = enter(clerk)
    ended = {"state": "cancelled", "ended_at": moment()}
    make_job(clerk, **ended)
    with django_assert_max_num_queries(15) as few:
        browser.get(LIST)
    for _ in range(20):
        make_job(clerk, **ended)
    with django_assert_num_queries(len(few)):
        browser.get(LIST)


def test_who_is_not_logged_in_is_asked_to(client, make_job, clerk):
    address = make_job(clerk).get_absolute_url()
    for door in (LIST, address, f"{address}progress/", f"{address}result/"):
        answer = client.get(door)
        assert (answer.status_code, "/login/" in answer["Location"]) == (302, True)
    assert "/login/" in client.post(f"{address}stop/")["Location"]
    assert Job.objects.get().state == State.QUEUED


@pytest.mark.parametrize("who", ["southern_clerk", "everything", "auditor", "root"])
@pytest.mark.parametrize("state", [State.QUEUED, State.RUNNING, State.DONE])
def test_anothers_job_is_not_there(
    request, enter, who, state, make_job, running, begin, clerk
):
    made = {
        State.QUEUED: lambda: make_job(clerk),
        State.RUNNING: lambda: running(clerk),
        State.DONE: lambda: begin("file", clerk),
    }
    job = made[state]()
    browser = enter(request.getfixturevalue(who))
    address = job.get_absolute_url()
    for door in (address, f"{address}progress/", f"{address}result/"):
        assert browser.get(door).status_code == 404
    assert browser.post(f"{address}stop/").status_code == 404
    job.refresh_from_db()
    assert job.state == state
    assert not progress.is_asked_to_stop(job)


def test_made_up_tokens_are_not_there(enter, clerk):
    browser = enter(clerk)
    for token in ("x", "1", "../x", "%00", "x" * 300):
        assert browser.get(f"{LIST}{token}/").status_code == 404


class TestAtWork:
    """A job under way has a bar, the time left, and a way to stop it."""

    def test_the_page_shows_the_bar(self, enter, running, clerk):
        job = running(clerk)
        progress.Step(job).write(progress.Progress(2500, 10_000, "writing <rows>", 60))
        body = doors.page(enter(clerk).get(job.get_absolute_url()))
        assert 'role="progressbar"' in body
        assert 'aria-valuenow="25"' in body
        assert "2,500 of 10,000" in body
        assert "About 3 minutes left" in body
        assert "writing &lt;rows&gt;" in body

    def test_the_script_is_told_the_same_in_words(self, enter, running, clerk):
        job = running(clerk)
        progress.Step(job).write(progress.Progress(2500, 10_000, "writing", 60))
        answer = enter(clerk).get(f"{job.get_absolute_url()}progress/")
        assert answer.json() == {
            "state": "running",
            "open": True,
            "stopping": False,
            "percent": 25,
            "count": "2,500 of 10,000",
            "note": "writing",
            "left": "About 3 minutes left",
        }
        assert "no-store" in answer["Cache-Control"]

    def test_asking_costs_few_queries(
        self, enter, running, clerk, django_assert_max_num_queries
    ):
        job, browser = running(clerk), enter(clerk)
        with django_assert_max_num_queries(3):
            browser.get(f"{job.get_absolute_url()}progress/")

    def test_stop_is_asked_of_the_worker(self, enter, running, clerk):
        job, browser = running(clerk), enter(clerk)
        address = job.get_absolute_url()
        assert browser.get(f"{address}stop/").status_code == 405
        assert not progress.is_asked_to_stop(job)
        body = doors.page(browser.post(f"{address}stop/", follow=True))
        assert progress.is_asked_to_stop(job)
        assert "It stops at its next step." in body

    def test_what_waits_is_stopped_at_once(self, enter, make_job, clerk):
        job = make_job(clerk)
        waiting = doors.page(enter(clerk).get(job.get_absolute_url()))
        assert "progressbar" not in waiting
        body = doors.page(
            enter(clerk).post(f"{job.get_absolute_url()}stop/", follow=True)
        )
        assert "stopped before it began" in body

    def test_what_has_ended_cannot_be_stopped(self, enter, begin, clerk):
        job = begin("count", clerk, to=1)
        answer = enter(clerk).post(f"{job.get_absolute_url()}stop/")
        assert [str(m) for m in get_messages(answer.wsgi_request)] == [
            "It had ended already."
        ]


class TestEnded:
    """What a job brought."""

    def test_the_result_is_sent_to_its_owner(self, enter, begin, clerk):
        job = begin("file", clerk, text="rows")
        browser = enter(clerk)
        address = reverse("jobs:result", args=[job.token])
        assert address in doors.page(browser.get(job.get_absolute_url()))
        assert address in doors.page(browser.get(LIST))
        answer = browser.get(address)
        assert b"".join(answer.streaming_content) == b"rows"
        assert answer["X-Content-SHA256"] == job.sha256
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8")

    def test_a_result_past_its_day_is_not_sent(self, enter, begin, clerk):
        job = begin("file", clerk)
        job.expires_at = timezone.now() - timedelta(seconds=1)
        job.save()
        answer = enter(clerk).get(f"{job.get_absolute_url()}result/", follow=True)
        assert "no longer kept" in doors.page(answer)
        assert "Content-Disposition" not in answer

    def test_a_result_whose_file_is_gone_is_said_to_be(self, enter, begin, clerk):
        job = begin("file", clerk)
        progress.forget(job)
        answer = enter(clerk).get(f"{job.get_absolute_url()}result/", follow=True)
        assert "no longer kept" in doors.page(answer)

    def test_a_job_without_a_file_has_none(self, enter, begin, clerk):
        job = begin("count", clerk, to=1)
        browser = enter(clerk)
        assert browser.get(f"{job.get_absolute_url()}result/").status_code == 404
        body = doors.page(browser.get(job.get_absolute_url()))
        assert "counted to 1" in body
        assert 'href="/admin/"' in body

    def test_failing_is_told_in_words_and_number(self, enter, begin, clerk):
        job = begin("refuse", clerk)
        body = doors.page(enter(clerk).get(job.get_absolute_url()))
        assert "The office has no visits." in body
        assert f"<dd>{job.pk}</dd>" in body
