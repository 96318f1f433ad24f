"""Progress: told in files, seldom, as a whole, with an honest guess of the rest."""

import json
import os
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from reception.jobs import progress, telling
from reception.jobs.progress import Progress
from tests.jobs.processes import eventually

pytestmark = pytest.mark.django_db


def tell(step, numbers, total, note=""):
    for number in numbers:
        step(number, total, note)


def test_a_step_for_each_row_writes_a_few_times_only(running, clerk, monkeypatch):
    job, lines = running(clerk), []
    step = progress.Step(job)
    clock = iter(range(10_000))
    monkeypatch.setattr(
        progress.time, "monotonic", lambda: step.began + next(clock) / 1000
    )
    write = step.write
    monkeypatch.setattr(step, "write", lambda line: (lines.append(line), write(line)))
    tell(step, range(2000), 2000)
    assert 2 <= len(lines) <= 4
    step(2000, 2000)
    assert progress.read(job).done == 2000


def test_a_new_note_is_told_sooner(running, clerk, monkeypatch):
    job = running(clerk)
    step = progress.Step(job)
    now = step.began
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    now = step.began + 0.2
    step(1, 10)
    assert progress.read(job).done == 0
    step(1, 10, "writing the file")
    assert progress.read(job).note == "writing the file"


def test_the_line_is_replaced_as_a_whole(running, clerk):
    job = running(clerk)
    step = progress.Step(job)
    place = progress.folder(job) / "progress.json"
    with place.open() as old:
        step(10, 10)
        assert json.load(old)["done"] == 0  # who had it open still reads the old one
    assert json.loads(place.read_text())["done"] == 10


def test_what_cannot_be_read_is_no_progress(running, clerk):
    job = running(clerk)
    progress.Step(job)
    for text in ("", "{", '{"unknown": 1}', "[]"):
        (progress.folder(job) / "progress.json").write_text(text)
        assert progress.read(job) == Progress()


def test_a_full_disk_does_not_fail_the_work(running, clerk, monkeypatch):
    step = progress.Step(running(clerk))

    def full(line):
        raise OSError("No space left on device")

    monkeypatch.setattr(step, "write", full)
    step(10, 10)


def test_the_heart_beats_while_work_says_nothing(running, clerk, settings):
    settings.JOB_LOST_SECONDS = 0.3
    job = running(clerk, at=timezone.now() - timedelta(hours=1))
    with progress.at_work(job):
        place = progress.folder(job) / "progress.json"
        os.utime(place, (0, 0))
        assert eventually(lambda: place.stat().st_mtime > 0, "a heartbeat")
        assert timezone.now() - progress.last_sign(job) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "percent", "left"),
    [
        (Progress(), None, None),
        (Progress(5, None, "", 60), None, None),
        (Progress(50, 100, "", 1), 50, None),  # too early to say
        (Progress(1, 100, "", 60), 1, None),  # too little to say
        (Progress(50, 100, "", 60), 50, 60),
        (Progress(90, 100, "", 90), 90, 10),
        (Progress(100, 100, "", 90), 100, 0),
        (Progress(120, 100, "", 90), 100, 0),
        (Progress(0, 0, "", 90), None, None),
    ],
)
def test_the_rest_is_reckoned_by_the_pace_so_far(now, percent, left):
    assert now.percent == percent
    assert now.seconds_left == left


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (Progress(0, 100), "Estimating the time left…"),
        (Progress(50, 100, "", 20), "Less than a minute left"),
        (Progress(50, 100, "", 61), "About 2 minutes left"),
        (Progress(50, 100, "", 60), "About 1 minute left"),
        (Progress(50, 100, "", 3601), "About 2 hours left"),
        (Progress(5, None, "", 20), ""),
    ],
)
def test_the_time_left_is_told_in_words(running, clerk, now, words):
    job = running(clerk)
    progress.Step(job).write(now)
    with translation.override("en"):
        assert telling.tell(job, timezone.now()).left == words


def test_a_silent_worker_is_told(running, clerk, settings):
    at = timezone.now()
    job = running(clerk, at=at - timedelta(seconds=settings.JOB_LOST_SECONDS + 1))
    with translation.override("en"):
        assert "no sign of life" in telling.tell(job, at).left


def test_who_waits_knows_how_many_wait_before(make_job, clerk, southern_clerk):
    with translation.override("en"):
        at = timezone.now()
        first = make_job(southern_clerk, queued_at=at)
        second = make_job(clerk, queued_at=at)
        assert telling.tell(first, at).left == "It starts in a moment."
        assert telling.tell(second, at).left == "1 job is before it."
        later = at + timedelta(minutes=5)
        assert "Nobody has begun it yet" in telling.tell(first, later).left
