"""The desk: a browser at which somebody is logged in."""

import os
import shutil

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
PATIENCE = 10_000  # milliseconds that a page may take


def chromium() -> str | None:
    """Return the path of a Chromium, or None."""
    places = (os.environ.get("CHROMIUM"), "/usr/bin/chromium", "chromium")
    return next(
        (path for place in places if place and (path := shutil.which(place))), None
    )


def pytest_collection_modifyitems(items):
    """Mark the stories."""
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium of this machine."""
    path = chromium()
    if path is None:
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail("No Chromium here, and REQUIRE_ALL=1 allows no skips.")
        pytest.skip("no Chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def desk(browser, live_server):
    """Open ``path`` as ``user``: ``desk(user, path, phone=False, lang="zh-CN")``.

    The test fails if a page it opened reports an error. A page that is refused
    to the reader (403, 404) is an answer, not an error.
    """
    contexts, complaints = [], []
    refused = {f"{live_server.url}/favicon.ico"}  # the browser's own idea

    def watch(page):
        def answer(response):
            if response.request.is_navigation_request() and response.status < 500:
                refused.add(response.url)

        def complain(message):
            about = message.location["url"]
            if message.type == "error" and about not in refused:
                complaints.append(f"{page.url}: {message.text} ({about})")

        page.on("response", answer)
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))

    def sit_down(user, path, *, phone=False, lang="zh-CN"):
        context = browser.new_context(
            base_url=live_server.url,
            locale=lang,
            timezone_id=settings.TIME_ZONE,
            **(PHONE if phone else DESKTOP),
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("page", watch)
        if user is not None:
            client = Client()
            client.force_login(user)
            name = settings.SESSION_COOKIE_NAME
            value = client.cookies[name].value
            context.add_cookies(
                [{"name": name, "value": value, "url": live_server.url}]
            )
        page = context.new_page()
        page.goto(path)
        return page

    expect.set_options(timeout=PATIENCE)
    yield sit_down
    for context in contexts:
        context.close()
    assert complaints == []
