"""A long export: she watches the bar, fetches the file, stops another."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reception.accounts import roles
from reception.jobs import work
from tests.browser.steps import fits
from tests.cast import person
from tests.jobs.processes import worker_process
from tests.records import make_office


@pytest.fixture
def led_job(transactional_db, settings, tmp_path):
    """Start work that is as far as a file says; return job and file."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    roles.apply()
    office = make_office("BAR")
    lead = tmp_path / "lead"
    lead.write_text("25")
    job = work.start(
        "tests.led",
        person("clerk", office, "clerk", reaches=[office]),
        title="Export of all visits",
        params={"by": str(lead)},
        at=timezone.now(),
        language="en",
    )
    return job, lead


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_bar_that_moves_and_a_file_in_the_end(desk, led_job, tmp_path, phone):
    job, lead = led_job
    page = desk(job.owner, job.get_absolute_url(), phone=phone, lang="en-US")
    expect(page.get_by_text("It starts in a moment.")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    with worker_process(tmp_path):
        bar = page.get_by_role("progressbar")
        expect(bar).to_have_attribute("aria-valuenow", "25")
        expect(page.get_by_text("writing the table")).to_be_visible()
        fits(page)
        lead.write_text("60")
        expect(bar).to_have_attribute("aria-valuenow", "60")
        expect(page.get_by_text("60 of 100")).to_be_visible()
        lead.write_text("100")
        link = page.get_by_role("link", name="Download")
        expect(link).to_be_visible()
        with page.expect_download() as fetched:
            link.click()
        assert fetched.value.suggested_filename == "接待 台账.csv"
        assert fetched.value.path().read_bytes() == b"hello"
        fits(page)


def test_she_stops_it_and_the_list_says_so(desk, led_job, tmp_path):
    job, _lead = led_job
    with worker_process(tmp_path):
        page = desk(job.owner, "/admin/jobs/", lang="en-US")
        expect(page.get_by_text("25% ·")).to_be_visible()
        page.get_by_role("link", name="Export of all visits").click()
        page.get_by_role("button", name="Stop").click()
        expect(
            page.get_by_text("It was stopped before it was finished")
        ).to_be_visible()
        page.locator(".sheet").get_by_role("link", name="My jobs").click()
        expect(page.get_by_text("stopped", exact=True)).to_be_visible()
