"""A real browser in front of a real server: what a person does, and what is then in the database."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from tests.factories import UserFactory

from banyan.accounts.models import User
from banyan.search.domain import outbox

#: Where Chromium is looked for; ``BANYAN_CHROMIUM`` names another place.
USUAL_PLACE = "/usr/bin/chromium"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 1000}
PASSWORD = "quiet-river-74"
PAGES = Path(__file__).parent / "pages"

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser, and a database that the server sees too."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Chromium, started once; without one the tests of this folder are skipped."""
    place = os.environ.get("BANYAN_CHROMIUM", USUAL_PLACE)
    if not Path(place).exists():
        pytest.skip(f"No Chromium at {place}: install it, or name another place in BANYAN_CHROMIUM.")
    # The browser's own loop runs in this thread, and Django takes it for an asynchronous view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Visit:
    """One person in front of the site: a page, what it asked for, and how to sign in."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.context = context
        self.server = server
        self.page: Page = context.new_page()
        self.page.set_default_timeout(60_000)
        self.asked: list[str] = []
        self.troubles: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def open(self, path: str) -> Page:
        """Go to a path of the site."""
        self.page.goto(f"{self.server}{path}")
        return self.page

    def sign_in_as(self, user: User) -> None:
        """Come with a session, as after signing in."""
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.server}])

    def leave_and_come_back(self, meanwhile: Callable[[], None]) -> Page:
        """Close the page, let something happen, and open it again: the page promises that this works."""
        url = self.page.url
        self.page.goto("about:blank")
        meanwhile()
        self.page.goto(url)
        return self.page

    @property
    def path(self) -> str:
        """The path the browser shows."""
        return urlsplit(self.page.url).path

    @property
    def hosts(self) -> set[str]:
        """The hosts that were asked for something."""
        return {urlsplit(url).hostname or "" for url in self.asked if url.startswith("http")}


@pytest.fixture
def visit(
    chromium: Browser, live_server: Any, index: Callable[[], int], settings: Any, tmp_path: Path
) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens the site for one person: width, script on or off, signed in or not."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA_DIR = tmp_path
    index()
    visits: list[Visit] = []

    def start(*, viewport: dict[str, int] = DESK, script: bool = True, user: User | None = None) -> Visit:
        context = chromium.new_context(viewport=viewport, java_script_enabled=script)
        one = Visit(context, live_server.url)
        if user is not None:
            one.sign_in_as(user)
        visits.append(one)
        return one

    yield start
    for one in visits:
        one.context.close()
        assert one.troubles == []


@pytest.fixture
def editor() -> User:
    """Somebody of the centre who may decide."""
    return UserFactory(email="editor@example.org", name="Thu An", password=PASSWORD)


@pytest.fixture
def run_jobs() -> Callable[[], None]:
    """Return a function that does what waits in the queue, here and now."""

    def run() -> None:
        kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            call_command("work", batch=True)
        finally:
            for number, handler in kept.items():
                signal.signal(number, handler)

    return run


@pytest.fixture
def drain() -> Callable[[], int]:
    """Return a function that brings the index up to date."""
    return outbox.drain
